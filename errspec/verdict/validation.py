"""
Why a schema refuses a value: a walk through the value that stops as soon as nobody asks for more.

It decides as jsonschema does, on the keywords that shapes may use. jsonschema collects all errors below an ``anyOf``
before the first is seen, which takes minutes for a large body; and it does not say which member is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from errspec.catalog.keywords import Schema
from errspec.pointers import Path

Citations = Mapping[str, str]

_TYPES: Mapping[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    type(None): "null",
    int: "integer",
    float: "number",
    Decimal: "number",
}


class SchemaFault(NamedTuple):
    """
    One reason why a schema refuses a value.

    ``keyword`` is the assertion that failed, ``schema`` the schema it stands in, ``instance`` the value
    there, ``name`` the member that is missing or too much. ``citations`` is the nearest ``x-source``.
    """

    path: Path
    keyword_path: Path
    keyword: str
    schema: Schema
    instance: object
    name: str | None
    citations: Citations


def json_type(value: object) -> str:
    """
    The JSON Schema type of a value; a number without a fractional part is an integer.
    """
    if type(value) is float and value.is_integer():
        return "integer"
    return _TYPES.get(type(value), "number")


def python_types(names: frozenset[str]) -> frozenset[type]:
    """
    The Python types of values of JSON Schema types, but for floats that are whole.
    """
    plain = frozenset(kind for kind, name in _TYPES.items() if name in names)
    return plain | {int} if "number" in names else plain


def fits(root: Schema, value: object) -> bool:
    """
    Whether a schema accepts a value.
    """
    return next(faults(root, value), None) is None


def faults(root: Schema, value: object) -> Iterator[SchemaFault]:
    """
    Every reason why a schema refuses a value, in the order of the value, each at the exact member.

    An ``anyOf`` is explained by a documented branch of the value's own type, where there is one.
    """
    return _walk(root, root, value, (), (), {})


def _walk(root: Schema, schema: Any, value: Any, path: Path, at: Path, citations: Citations) -> Iterator[SchemaFault]:
    citations = schema.get("x-source", citations)
    while "$ref" in schema:
        schema = _target(root, schema["$ref"])
        at = (*at, "$ref")
        citations = schema.get("x-source", citations)

    def fault(keyword: str, name: str | None = None, where: Path = path) -> SchemaFault:
        return SchemaFault(where, (*at, keyword), keyword, schema, value, name, citations)

    kind = json_type(value)
    if "type" in schema and not _is_of(kind, schema["type"]):
        yield fault("type")
        return
    if "const" in schema and not equal(value, schema["const"]):
        yield fault("const")
    if "enum" in schema and not any(equal(value, member) for member in schema["enum"]):
        yield fault("enum")
    if kind == "string":
        if len(value) < schema.get("minLength", 0):
            yield fault("minLength")
        if "pattern" in schema and re.search(schema["pattern"], value) is None:
            yield fault("pattern")
    elif kind in ("integer", "number"):
        if "minimum" in schema and value < schema["minimum"]:
            yield fault("minimum")
    elif kind == "array":
        if len(value) < schema.get("minItems", 0):
            yield fault("minItems")
        if "items" in schema:
            for index, item in enumerate(value):
                yield from _walk(root, schema["items"], item, (*path, index), (*at, "items"), citations)
    elif kind == "object":
        for name in schema.get("required", ()):
            if name not in value:
                yield fault("required", name)
        members, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, member in value.items():
            if name in members:
                yield from _walk(root, members[name], member, (*path, name), (*at, "properties", name), citations)
            elif others is False:
                yield fault("additionalProperties", name, (*path, name))
            elif others is not True:
                yield from _walk(root, others, member, (*path, name), (*at, "additionalProperties"), citations)
    if "anyOf" in schema:
        yield from _alternatives(root, schema, value, path, at, citations, fault("anyOf"))


def _alternatives(
    root: Schema, schema: Any, value: Any, path: Path, at: Path, citations: Citations, whole: SchemaFault
) -> Iterator[SchemaFault]:
    """
    Nothing where a branch accepts the value, else the faults of the branch that explains best why none does.
    """

    def walk(index: int) -> Iterator[SchemaFault]:
        return _walk(root, schema["anyOf"][index], value, path, (*at, "anyOf", index), citations)

    refused = []
    for index in range(len(schema["anyOf"])):
        first = next(walk(index), None)
        if first is None:
            return
        refused.append(first)
    kind = json_type(value)
    for undocumented in (False, True):
        for index, branch in enumerate(schema["anyOf"]):
            telling = refused[index].keyword not in ("const", "type") or refused[index].path != path
            if telling and ("x-undocumented" in branch) is undocumented and kind in admitted(root, branch):
                yield from walk(index)
                return
    yield whole


def admitted(root: Schema, schema: Schema) -> frozenset[str]:
    """
    The types of the values that a schema documents.
    """
    while "$ref" in schema:
        schema = _target(root, str(schema["$ref"]))
    if "type" in schema:
        declared: Any = schema["type"]
        types = {declared} if isinstance(declared, str) else set(declared)
        return frozenset(types | {"integer"} if "number" in types else types)
    if "const" in schema:
        return frozenset((json_type(schema["const"]),))
    if "anyOf" in schema:
        branches: Any = schema["anyOf"]
        documented = [branch for branch in branches if "x-undocumented" not in branch]
        return frozenset().union(*(admitted(root, branch) for branch in documented))
    return frozenset(_TYPES.values())


def target(root: Schema, schema: Schema) -> Schema:
    """
    The schema that a local reference leads to, or the schema itself.
    """
    while "$ref" in schema:
        schema = _target(root, str(schema["$ref"]))
    return schema


def equal(one: object, other: object) -> bool:
    """
    Whether two values are equal as JSON Schema has it: true is not 1, and 1 is 1.0.
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[name], other[name]) for name in one)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _is_of(kind: str, declared: Any) -> bool:
    names = (declared,) if isinstance(declared, str) else declared
    return kind in names or (kind == "integer" and "number" in names)


def _target(root: Any, reference: str) -> Any:
    for token in reference[2:].split("/"):
        root = root[token]
    return root
