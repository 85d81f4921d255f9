"""
The documentation, made from the catalog: pages in HTML, their twins in Markdown, and the catalog as JSON.
"""
