"""
What the older dialects of OpenAPI spell in the same way: constants, references, lists of values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errspec.exceptions import UnsupportedKeyword
from errspec.pointers import Path, format_pointer

#: Keywords that say nothing about a value, in the order in which they are read best, and the rest after them.
_FIRST = ("title", "description", "type", "nullable", "enum")
_ANNOTATIONS = ("title", "description", "default", "example")


def plain(copy: Mapping[str, Any], path: Path, openapi: str) -> dict[str, Any]:
    """
    A schema with its constant as an enumeration, one example for several, and no comment.
    """
    made = {keyword: value for keyword, value in copy.items() if keyword != "$comment"}
    if "const" in made:
        value = made.pop("const")
        if not any(same(value, other) for other in made.get("enum", [value])):
            raise UnsupportedKeyword(format_pointer((*path, "const")), "const", openapi)
        made["enum"] = [value]
    if "items" in made and not isinstance(made["items"], Mapping):
        if made["items"] is False:
            raise UnsupportedKeyword(format_pointer((*path, "items")), "items", openapi)
        made["items"] = {}
    if "enum" in made and "type" in made:
        fitting = [value for value in made["enum"] if fits(value, types(made))]
        made["enum"] = fitting or made["enum"]
    examples = made.pop("examples", None)
    if examples:
        made["example"] = examples[0]
    return made


def reference(copy: Mapping[str, Any], target: str) -> dict[str, Any]:
    """
    A reference with nothing beside it, which the older dialects would not read.
    """
    beside = {keyword: value for keyword, value in copy.items() if keyword not in ("$ref", "$comment", "examples")}
    return {**beside, "allOf": [{"$ref": target}]} if beside else {"$ref": target}


def enumerated(branches: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """
    The branches with those that name values of one type in one, and a line for what was said of each value.
    """
    merged: list[dict[str, Any]] = []
    lines = []
    for branch in branches:
        if "enum" not in branch or "type" not in branch or asserting(branch).keys() != {"enum", "type"}:
            merged.append(branch)
            continue
        lines += [f"- `{value}`: {branch['description']}" for value in branch["enum"] if "description" in branch]
        alike = next((other for other in merged if "enum" in other and other.get("type") == branch["type"]), None)
        if alike is None:
            merged.append({"type": branch["type"], "enum": list(branch["enum"])})
        else:
            alike["enum"] += [value for value in branch["enum"] if not any(same(value, o) for o in alike["enum"])]
    return merged, lines


def described(made: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    """
    A schema with lines added to its description.
    """
    if lines:
        made["description"] = "\n".join([*([made["description"], ""] if "description" in made else []), *lines])
    return ordered(made)


def asserting(schema: Mapping[str, Any]) -> dict[str, Any]:
    """
    What a schema says about values.
    """
    return {keyword: value for keyword, value in schema.items() if keyword not in _ANNOTATIONS}


def ordered(made: dict[str, Any]) -> dict[str, Any]:
    """
    The keywords in the order in which they are read best.
    """
    return {**{keyword: made[keyword] for keyword in _FIRST if keyword in made}, **made}


def types(schema: Mapping[str, Any]) -> list[str]:
    """
    The types that a schema names, without integer where there is number.
    """
    named = schema.get("type", [])
    listed = [named] if isinstance(named, str) else list(named)
    return [name for name in listed if name != "integer" or "number" not in listed]


def kind(value: object) -> str:
    """
    The type of a JSON value.
    """
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")


def fits(value: object, names: list[str]) -> bool:
    """
    Whether a value is of one of the types.
    """
    found = kind(value)
    return found in names or (found == "integer" and "number" in names)


def same(one: object, other: object) -> bool:
    """
    Whether two JSON values are equal; true is not 1.
    """
    return one == other and isinstance(one, bool) == isinstance(other, bool)
