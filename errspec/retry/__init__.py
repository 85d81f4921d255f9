"""
Adapters that obey the advice of a problem: one module for each library, which must be installed.
"""
