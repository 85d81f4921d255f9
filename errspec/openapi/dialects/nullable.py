"""
The dialect of OpenAPI 3.0, which says null with ``nullable``.

Null is an alternative where a schema is referred to, not a part of the component: generators read a nullable component
as one that cannot be null, and validators ignore ``nullable`` beside ``$ref`` or ``anyOf``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from errspec.catalog.keywords import Schema, rewrite_at
from errspec.openapi.dialects.spelling import (
    beside_reference,
    described,
    enumerated,
    ordered,
    plain,
    reference,
    types,
    value_types,
)
from errspec.pointers import Path

_NOT_NULL = {"object", "array", "string", "number", "boolean"}


def openapi_30(schemas: Mapping[str, Schema], entries: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the schemas of components; those in ``entries`` are referred to from outside, so they keep their null."""
    without_null = {name: _without_null(schema) for name, schema in schemas.items() if name not in entries}
    nullable = {name for name, schema in without_null.items() if schema is not None}

    def change(schema: dict[str, Any], path: Path) -> dict[str, Any]:
        if "$ref" not in schema:
            return _flattened(_with_types(plain(schema, path, "3.0")))
        target = schema["$ref"]
        if target.rpartition("/")[2] not in nullable:
            return reference(schema, target)
        return {**beside_reference(schema), "anyOf": [_null(), {"$ref": target}]}

    return {name: rewrite_at(without_null.get(name) or schema, change, (name,)) for name, schema in schemas.items()}


def _without_null(schema: Schema) -> Schema | None:
    """Return a schema without null; None if its root does not name null, or names nothing else."""
    declared, branches, values = schema.get("type"), schema.get("anyOf"), schema.get("enum")
    if "const" in schema or (branches is not None and (declared is not None or values is not None)):
        return None
    if isinstance(values, list):
        names = declared if isinstance(declared, list) else [declared]
        others = [value for value in values if value is not None]
        has_null = len(others) < len(values) and (declared is None or "null" in names)
        return {**schema, "enum": others} if has_null and others else None
    if isinstance(declared, list) and "null" in declared and len(declared) > 1:
        return {**schema, "type": [name for name in declared if name != "null"]}
    if isinstance(branches, list):
        others = [branch for branch in branches if branch.get("type") != "null"]
        if others and len(others) < len(branches):
            return {**schema, "anyOf": others}
    return None


def _null() -> dict[str, Any]:
    """
    Return a schema of null alone, in the one spelling that validators, linters, mock servers and generators all accept.

    Some add null to a list of values beside ``nullable`` even if it is there, and then do not validate at all.
    """
    return {"enum": [None]}


def _with_types(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with at most one type; other types and null become ``nullable`` or alternatives."""
    declared = types(schema)
    rest = {keyword: value for keyword, value in schema.items() if keyword != "type"}
    if "enum" in rest:
        return _with_values(rest, declared)
    names = [name for name in declared if name != "null"]
    has_null = "null" in declared
    if not declared or (has_null and set(names) >= _NOT_NULL):
        return rest
    if len(names) == 1 and not has_null:
        return ordered({**rest, "type": names[0]})
    if len(names) == 1 and "anyOf" not in rest:
        return ordered({**rest, "type": names[0], "nullable": True})
    return _restricted(rest, [*({"type": name} for name in names), *([_null()] if has_null else [])])


def _with_values(schema: dict[str, Any], declared: list[str]) -> dict[str, Any]:
    """Return a schema whose list of values has one type, if they are of one; null is an alternative to the list."""
    rest = {keyword: value for keyword, value in schema.items() if keyword != "enum"}
    values = [value for value in schema["enum"] if value is not None]
    if not values:
        return _restricted(rest, [_null()])
    has_null = len(values) < len(schema["enum"]) and ("null" in declared or not declared)
    names = [name for name in declared if name != "null"]
    names = names if len(names) == 1 else value_types(values)
    listed = {"type": names[0], "enum": values} if len(names) == 1 else {"enum": values}
    if len(names) == 1 and not has_null:
        return ordered({**rest, **listed})
    return _restricted(rest, [listed, *([_null()] if has_null else [])])


def _restricted(schema: dict[str, Any], alternatives: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a schema that also requires one of several alternatives."""
    if "anyOf" in schema:
        return {**schema, "allOf": [*schema.get("allOf", []), {"anyOf": alternatives}]}
    return ordered({**schema, **alternatives[0]}) if len(alternatives) == 1 else {**schema, "anyOf": alternatives}


def _flattened(schema: dict[str, Any]) -> dict[str, Any]:
    """
    Return a schema whose alternatives are not nested: null once and first, and the values of one type in one list.
    """
    if "anyOf" not in schema:
        return schema
    null, others = None, []
    for branch in schema["anyOf"]:
        nested = branch["anyOf"] if "anyOf" in branch and branch.keys() <= {"anyOf", "description"} else [branch]
        for alternative in nested:
            if alternative.get("enum") == [None]:
                null = null or alternative
            else:
                others.append(alternative)
    branches, lines = enumerated(others)
    return described({**schema, "anyOf": [*([null] if null else []), *branches]}, lines)
