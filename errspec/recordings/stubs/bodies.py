"""
What the files of mock tools share: bodies as text, JSON or base64, and headers in several forms.
"""

from __future__ import annotations

import base64
import json
from typing import Any


def body_of(value: Any) -> bytes:
    """Return a body as bytes: text is encoded, other values become JSON."""
    if value is None:
        return b""
    if isinstance(value, bytes):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-8", "surrogatepass")


def unpacked(text: str) -> bytes:
    """Decode base64, with or without line breaks; raises ValueError if it is not base64."""
    return base64.b64decode("".join(text.split()), validate=True)


def pairs_of(headers: Any) -> list[tuple[str, str]]:
    """Return headers as pairs: from a mapping to a value or a list, or from a list of names with values."""
    found: list[tuple[str, str]] = []
    entries = headers.items() if isinstance(headers, dict) else [_named(each) for each in headers or ()]
    for name, value in entries:
        found += [(str(name), _text(each)) for each in (value if isinstance(value, list) else [value])]
    return found


def _named(entry: Any) -> tuple[Any, Any]:
    if isinstance(entry, dict):
        name = entry["name"] if "name" in entry else entry["key"]
        return name, entry["values"] if "values" in entry else entry["value"]
    name, value = entry
    return name, value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else body_of(value).decode()


def list_of(document: Any, *keys: str) -> list[Any] | None:
    """Return a document that is a list of objects with some keys, or None."""
    is_list = isinstance(document, list) and bool(document)
    return (
        document
        if is_list and all(isinstance(each, dict) and all(key in each for key in keys) for each in document)
        else None
    )
