"""
The documentation, made from the catalogue: pages in HTML, their twins in Markdown, and the catalogue as JSON.
"""
