"""
Where each page is, below the folder of its language.
"""

from __future__ import annotations

import posixpath


def problem_path(name: str) -> str:
    """
    The page of a problem type, by ``provider/id``; it never changes.
    """
    return f"{name}.html"


def provider_path(identifier: str) -> str:
    """
    The page of a provider.
    """
    return f"{identifier}/index.html"


def shape_path(name: str) -> str:
    """
    The page of a shape.
    """
    return f"shapes/{name}.html"


def form_path(name: str, form: str) -> str:
    """
    The schema of a shape in a form, below the whole folder.
    """
    return f"schemas/{name}{'' if form == 'tolerant' else f'.{form}'}.schema.json"


def relative(path: str, page: str) -> str:
    """
    A path as a page refers to it; both begin at the same folder.
    """
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
