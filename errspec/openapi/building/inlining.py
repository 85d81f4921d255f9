"""
Components without references: each stands in the place where it was referred to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from errspec.exceptions import RecursiveShape

#: Where the parts of a document stand that are referred to.
_SECTIONS = {"definitions": "schemas"}


def references(item: Any) -> Iterator[str]:
    """
    Every reference within a part of a document.
    """
    if isinstance(item, dict):
        if isinstance(item.get("$ref"), str):
            yield item["$ref"]
        for key, value in item.items():
            if key not in ("example", "examples") or _refers(value):
                yield from references(value)
    elif isinstance(item, list):
        for value in item:
            yield from references(value)


def inlined(sections: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """
    The responses alone, with schemas, headers and examples in place of the references to them; raises RecursiveShape.
    """
    return {"responses": {name: _inlined(item, sections, ()) for name, item in sections["responses"].items()}}


def resolved(reference: str, sections: dict[str, dict[str, Any]]) -> Any:
    """
    The component that a reference leads to.
    """
    section, name = reference.split("/")[-2:]
    return sections[_SECTIONS.get(section, section)][name]


def _inlined(item: Any, sections: dict[str, dict[str, Any]], within: tuple[str, ...]) -> Any:
    if isinstance(item, list):
        return [_inlined(value, sections, within) for value in item]
    if not isinstance(item, dict):
        return item
    if isinstance(item.get("$ref"), str):
        reference = item["$ref"]
        if reference in within:
            raise RecursiveShape(reference.rpartition("/")[2])
        target = _inlined(resolved(reference, sections), sections, (*within, reference))
        beside = {key: value for key, value in item.items() if key != "$ref"}
        return {**target, **beside}
    return {key: value if _is_value(key, item) else _inlined(value, sections, within) for key, value in item.items()}


def _refers(value: Any) -> bool:
    """
    Whether what ``examples`` holds is a map of examples of a media type, and no list of values of a schema.
    """
    return isinstance(value, dict) and all(isinstance(entry, dict) for entry in value.values())


def _is_value(key: str, item: dict[str, Any]) -> bool:
    """
    Whether a member of a part holds a value of the API, which is left as it is.
    """
    return key in ("example", "value", "const", "enum") or (key == "examples" and not _refers(item[key]))
