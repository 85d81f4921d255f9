"""
An error as a value.
"""
