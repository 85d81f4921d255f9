"""
Components built from the catalog.
"""
