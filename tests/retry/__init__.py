"""
The tests of what repeats requests.
"""
