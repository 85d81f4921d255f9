"""
Schemas in the dialects of the OpenAPI versions.
"""
