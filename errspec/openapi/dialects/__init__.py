"""
JSON Schemas in the dialects of the versions of OpenAPI.
"""
