"""
The data, read once into immutable objects.
"""
