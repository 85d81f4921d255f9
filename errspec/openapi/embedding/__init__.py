"""
Components put into an existing document, and taken out again.
"""
