"""
The dialect of OpenAPI 3.0, where null is said by ``nullable``.

Null is an alternative where a schema is referred to, and no part of what a name stands for: generators read a
nullable component as one that cannot be null, and validators read ``nullable`` beside ``$ref`` or ``anyOf`` as nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from errspec.catalog.keywords import Schema, rewrite_at
from errspec.openapi.dialects.spelling import described, enumerated, kind, ordered, plain, reference, types
from errspec.pointers import Path

_TYPES = {"object", "array", "string", "number", "boolean"}


def openapi_30(schemas: Mapping[str, Schema], entries: Collection[str]) -> dict[str, dict[str, Any]]:
    """
    The schemas of components, of which ``entries`` are referred to from outside and so keep their null.
    """
    apart = {name: _without_null(schema) for name, schema in schemas.items() if name not in entries}
    nullable = {name for name, rest in apart.items() if rest is not None}

    def change(copy: dict[str, Any], path: Path) -> dict[str, Any]:
        if "$ref" not in copy:
            return _with_alternatives(_with_types(plain(copy, path, "3.0")))
        target = copy["$ref"]
        if target.rpartition("/")[2] not in nullable:
            return reference(copy, target)
        beside = {keyword: value for keyword, value in copy.items() if keyword not in ("$ref", "$comment", "examples")}
        return {**beside, "anyOf": [_null(), {"$ref": target}]}

    return {name: rewrite_at(apart.get(name) or schema, change, (name,)) for name, schema in schemas.items()}


def _without_null(schema: Schema) -> Schema | None:
    """
    What a schema accepts besides null, or nothing where it does not name null at its root.
    """
    named, branches, values = schema.get("type"), schema.get("anyOf"), schema.get("enum")
    if "const" in schema or (branches is not None and (named is not None or values is not None)):
        return None
    if isinstance(values, list):
        listed = named if isinstance(named, list) else [named]
        others = [value for value in values if value is not None]
        null = len(others) < len(values) and (named is None or "null" in listed)
        return {**schema, "enum": others} if null and others else None
    if isinstance(named, list) and "null" in named and len(named) > 1:
        return {**schema, "type": [name for name in named if name != "null"]}
    if isinstance(branches, list):
        others = [branch for branch in branches if branch.get("type") != "null"]
        if others and len(others) < len(branches):
            return {**schema, "anyOf": others}
    return None


def _null() -> dict[str, Any]:
    """
    Null alone, in the one spelling on which validators, linters, mock servers and generators agree.

    Beside ``nullable`` a list that has null gets it twice from some, who then judge nothing at all.
    """
    return {"enum": [None]}


def _with_types(made: dict[str, Any]) -> dict[str, Any]:
    """
    A schema with one type at the most, and null said by ``nullable``.
    """
    listed, values = types(made), made.get("enum")
    made.pop("type", None)
    null = "null" in listed
    names = [name for name in listed if name != "null"]
    if values is not None:
        null = None in values and (null or not listed)
        others = [value for value in values if value is not None]
        if not others:
            return _also({keyword: value for keyword, value in made.items() if keyword != "enum"}, [_null()])
        kinds = {kind(value) for value in others}
        names = names if len(names) == 1 else sorted(kinds)
        if len(names) > 1 or null:
            rest = {keyword: value for keyword, value in made.items() if keyword != "enum"}
            typed = {"type": names[0]} if len(names) == 1 else {}
            return _also(rest, [{**typed, "enum": others}, *([_null()] if null else [])])
        made["enum"] = others
    elif (not names and not null) or (null and set(names) >= _TYPES):
        return made
    if len(names) == 1 and not (null and "anyOf" in made):
        made["type"] = names[0]
        if null:
            made["nullable"] = True
        return ordered(made)
    return _also(made, [*({"type": name} for name in names), *([_null()] if null else [])])


def _also(made: dict[str, Any], alternatives: list[dict[str, Any]]) -> dict[str, Any]:
    """
    A schema of whose alternatives one must hold besides.
    """
    if len(alternatives) == 1 and "anyOf" not in made:
        return ordered({**made, **alternatives[0]})
    if "anyOf" not in made:
        return {**made, "anyOf": alternatives}
    return {**made, "allOf": [*made.get("allOf", []), {"anyOf": alternatives}]}


def _with_alternatives(made: dict[str, Any]) -> dict[str, Any]:
    """
    Alternatives without nesting, null named once and first, and the values of one type in one enumeration.
    """
    if "anyOf" not in made:
        return made
    null, others = None, []
    for branch in made["anyOf"]:
        nested = branch["anyOf"] if "anyOf" in branch and branch.keys() <= {"anyOf", "description"} else [branch]
        for inner in nested:
            if inner.get("enum") == [None]:
                null = null or inner
            else:
                others.append(inner)
    branches, lines = enumerated(others)
    return described({**made, "anyOf": [*([null] if null else []), *branches]}, lines)
