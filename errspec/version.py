"""
The version of errspec.
"""

__version__ = "0.1.0"
