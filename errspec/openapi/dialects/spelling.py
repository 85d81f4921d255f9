"""
The spelling that Swagger 2.0 and OpenAPI 3.0 share: constants, references and lists of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from errspec.exceptions import UnsupportedKeyword
from errspec.pointers import Path, format_pointer
from errspec.verdict.validation import equal, is_valid, json_type

#: The keywords that come first in a schema.
_FIRST = ("title", "description", "type", "nullable", "enum")
_ANNOTATIONS = ("title", "description", "default", "example")


def plain(schema: Mapping[str, Any], path: Path, openapi: str) -> dict[str, Any]:
    """Return a schema with its constant as a list of values, one example and no comment; raise UnsupportedKeyword."""
    copy = {keyword: value for keyword, value in schema.items() if keyword != "$comment"}
    if "const" in copy:
        constant = copy.pop("const")
        if not any(equal(constant, value) for value in copy.get("enum", [constant])):
            raise UnsupportedKeyword(format_pointer((*path, "const")), "const", openapi)
        copy["enum"] = [constant]
    if "items" in copy and not isinstance(copy["items"], Mapping):
        if copy["items"] is False:
            raise UnsupportedKeyword(format_pointer((*path, "items")), "items", openapi)
        copy["items"] = {}
    if "enum" in copy and "type" in copy:
        fitting = [value for value in copy["enum"] if is_valid({"type": copy["type"]}, value)]
        copy["enum"] = fitting or copy["enum"]
    examples = copy.pop("examples", None)
    if examples:
        copy["example"] = examples[0]
    return copy


def reference(schema: Mapping[str, Any], target: str) -> dict[str, Any]:
    """Return a reference that stands alone; the other keywords of the schema stand beside an ``allOf``."""
    others = beside_reference(schema)
    return {**others, "allOf": [{"$ref": target}]} if others else {"$ref": target}


def beside_reference(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords that stand beside a reference, without comment and examples."""
    return {keyword: value for keyword, value in schema.items() if keyword not in ("$ref", "$comment", "examples")}


def enumerated(branches: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return alternatives with the values of one type in one list, and a line for each value that had a description."""
    merged: list[dict[str, Any]] = []
    lines = []
    for branch in branches:
        if asserting(branch).keys() != {"enum", "type"}:
            merged.append(branch)
            continue
        lines += [f"- `{value}`: {branch['description']}" for value in branch["enum"] if "description" in branch]
        values = next(
            (other["enum"] for other in merged if "enum" in other and other.get("type") == branch["type"]), None
        )
        if values is None:
            merged.append({"type": branch["type"], "enum": list(branch["enum"])})
        else:
            values += [value for value in branch["enum"] if not any(equal(value, other) for other in values)]
    return merged, lines


def described(schema: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    """Return a schema with lines added to its description."""
    if lines:
        schema["description"] = "\n".join([*([schema["description"], ""] if "description" in schema else []), *lines])
    return ordered(schema)


def asserting(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of a schema that are not annotations."""
    return {keyword: value for keyword, value in schema.items() if keyword not in _ANNOTATIONS}


def ordered(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its keywords in the usual order."""
    return {**{keyword: schema[keyword] for keyword in _FIRST if keyword in schema}, **schema}


def types(schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema declares, without integer beside number."""
    declared = schema.get("type", [])
    return _without_integer([declared] if isinstance(declared, str) else declared)


def value_types(values: Iterable[Any]) -> list[str]:
    """Return the types of values, without integer beside number."""
    return _without_integer(sorted({json_type(value) for value in values}))


def _without_integer(names: list[str]) -> list[str]:
    return [name for name in names if name != "integer" or "number" not in names]
