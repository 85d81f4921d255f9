"""
The formats in which the documentation is built.
"""

#: The first is the one without another.
FORMATS = ("html", "md", "json")
