"""
The tests of errors as values.
"""
