"""
Documentation pages, made from the same data.
"""
