"""
Documented errors put into existing documents, and taken out again.
"""
