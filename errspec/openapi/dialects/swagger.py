"""
The dialect of Swagger 2.0, which has neither alternatives nor null: what it cannot say is left open, and listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from errspec.catalog.keywords import Schema, rewrite_at
from errspec.openapi.dialects.spelling import (
    asserting,
    described,
    enumerated,
    ordered,
    plain,
    reference,
    types,
    value_types,
)
from errspec.pointers import Path, format_pointer

#: The beginning of references to schemas.
DEFINITIONS = "#/definitions/"
_ALL = {"object", "array", "string", "number", "boolean", "null"}
#: A function that lists a keyword in whose place more is accepted.
Widen = Callable[[str], None]


def swagger(schemas: Mapping[str, Schema]) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    """Return the schemas, and the pointers of the keywords in whose place more is accepted."""
    widened: list[str] = []

    def change(schema: dict[str, Any], path: Path) -> dict[str, Any]:
        if "$ref" in schema:
            return reference(schema, DEFINITIONS + schema["$ref"].rpartition("/")[2])

        def widen(keyword: str) -> None:
            widened.append(format_pointer((*path, keyword)))

        typed = _with_type(plain(schema, path, "2.0"), widen)
        return _without_alternatives(typed, schemas, widen) if "anyOf" in typed else typed

    return {name: rewrite_at(schema, change, (name,)) for name, schema in schemas.items()}, tuple(widened)


def _with_type(schema: dict[str, Any], widen: Widen) -> dict[str, Any]:
    """Return a schema with at most one type."""
    names = types(schema)
    rest = {keyword: value for keyword, value in schema.items() if keyword != "type"}
    if "enum" in rest:
        names = names if len(names) == 1 else value_types(rest["enum"])
        return ordered({**rest, "type": names[0]}) if len(names) == 1 and names != ["null"] else rest
    if names == ["null"]:
        return {**rest, "enum": [None]}
    if len(names) == 1:
        return ordered({**rest, "type": names[0]})
    if names and not set(names) >= _ALL:
        widen("type")
    return rest


def _without_alternatives(schema: dict[str, Any], schemas: Mapping[str, Schema], widen: Widen) -> dict[str, Any]:
    """Return one schema for alternatives: the same one if Swagger can say it, otherwise the type that they share."""
    branches, lines = enumerated(schema.pop("anyOf"))
    schema = described(schema, lines)
    restrictions = [asserting(branch) for branch in branches]
    if not all(restrictions):
        return schema
    if len(restrictions) == 1 and not restrictions[0].keys() & schema.keys():
        return ordered({**schema, **restrictions[0]})
    if "enum" not in schema and all("enum" in branch and branch.keys() <= {"type", "enum"} for branch in restrictions):
        return ordered({**schema, "enum": [value for branch in restrictions for value in branch["enum"]]})
    shared = _shared_type(branches, schemas)
    if shared is None or {"type": shared} not in restrictions or schema.get("type", shared) != shared:
        widen("anyOf")
    return schema if shared is None else ordered({"type": shared, **schema})


def _shared_type(branches: list[dict[str, Any]], schemas: Mapping[str, Schema]) -> str | None:
    """Return the one type of the values that alternatives accept, or None."""
    names = {_type_of(branch, schemas) for branch in branches}
    if names == {"integer", "number"}:
        return "number"
    return names.pop() if len(names) == 1 else None


def _type_of(branch: Schema, schemas: Mapping[str, Schema]) -> str | None:
    """
    Return the type that an alternative declares, or the schema that it refers to; None if it declares not just one.
    """
    seen: set[str] = set()
    target = _target(branch)
    while target is not None and target not in seen:
        seen.add(target)
        branch = schemas.get(target, {})
        target = _target(branch)
    declared = branch.get("type")
    return declared if isinstance(declared, str) else None


def _target(branch: Schema) -> str | None:
    """Return the name of the schema that an alternative refers to, or None."""
    parts: Any = branch.get("allOf", [branch])
    target = parts[0].get("$ref") if len(parts) == 1 else None
    return None if target is None else str(target).rpartition("/")[2]
