"""
The responses that arrive while tests run.
"""
