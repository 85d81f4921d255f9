"""
Where each page is, below the folder of its language.
"""

from __future__ import annotations

import posixpath


def provider_path(identifier: str) -> str:
    """Return the path of the page of a provider."""
    return f"{identifier}/index.html"


def shape_path(name: str) -> str:
    """Return the path of the page of a shape."""
    return f"shapes/{name}.html"


def form_path(name: str, form: str) -> str:
    """Return the path of a schema in a form, below the folder of the site."""
    return f"schemas/{name}{'' if form == 'tolerant' else f'.{form}'}.schema.json"


def relative(path: str, page: str) -> str:
    """Return a path as a link from a page; both start at the same folder."""
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
