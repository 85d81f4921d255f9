"""
Components without references: each is copied to the places that refer to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from errspec.exceptions import RecursiveShape

#: The section of the components of OpenAPI 3 for that of Swagger 2.0.
_SECTIONS = {"definitions": "schemas"}


def references(part: Any) -> Iterator[str]:
    """Yield every reference in a part of a document."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for key, value in part.items():
            if key not in ("example", "examples") or _refers(value):
                yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def inlined(sections: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return only the responses, with schemas, headers and examples in place of references; raise RecursiveShape."""
    return {"responses": {name: _inlined(response, sections, ()) for name, response in sections["responses"].items()}}


def resolved(reference: str, sections: dict[str, dict[str, Any]]) -> Any:
    """Return the component that a reference leads to."""
    section, name = reference.split("/")[-2:]
    return sections[_SECTIONS.get(section, section)][name]


def _inlined(part: Any, sections: dict[str, dict[str, Any]], within: tuple[str, ...]) -> Any:
    if isinstance(part, list):
        return [_inlined(value, sections, within) for value in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("$ref"), str):
        reference = part["$ref"]
        if reference in within:
            raise RecursiveShape(reference.rpartition("/")[2])
        target = _inlined(resolved(reference, sections), sections, (*within, reference))
        beside = {key: value for key, value in part.items() if key != "$ref"}
        return {**target, **beside}
    return {key: value if _is_value(key, part) else _inlined(value, sections, within) for key, value in part.items()}


def _refers(value: Any) -> bool:
    """Return whether ``examples`` maps names to the examples of a media type; in a schema it lists values."""
    return isinstance(value, dict) and all(isinstance(example, dict) for example in value.values())


def _is_value(key: str, part: dict[str, Any]) -> bool:
    """Return whether a member is a value of the API, in which nothing is a reference."""
    return key in ("example", "value", "const", "enum") or (key == "examples" and not _refers(part[key]))
