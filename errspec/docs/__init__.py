"""
The documentation, made from the catalog: pages in HTML and in Markdown, and the catalog as JSON.
"""
