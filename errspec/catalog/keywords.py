"""
The JSON Schema keywords that shapes use, and the walk through a schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from errspec.catalog.immutable import thawed
from errspec.pointers import Path

Schema = Mapping[str, object]

#: Keywords whose value maps names to subschemas.
MAPS = ("properties", "$defs")
#: Keywords whose value is a list of subschemas.
LISTS = ("anyOf",)
#: Keywords whose value is a subschema.
SINGLE = ("items", "additionalProperties")
#: Keywords that can reject a value.
ASSERTIONS = (
    "type",
    "const",
    "enum",
    "required",
    "additionalProperties",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "anyOf",
)
#: The keywords in the order of a file: identity, annotations, assertions.
ORDER = (
    "$schema",
    "$id",
    "title",
    "description",
    "$comment",
    "examples",
    "$ref",
    "type",
    "const",
    "enum",
    "anyOf",
    "minimum",
    "pattern",
    "minLength",
    "minItems",
    "items",
    "required",
    "properties",
    "additionalProperties",
    "$defs",
)
#: What our own keywords begin with.
EXTENSION = "x-"


def subschemas(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Yield every schema object within a schema with its path, the schema itself first."""
    yield path, schema
    for keyword in MAPS:
        members = schema.get(keyword)
        if isinstance(members, Mapping):
            for name, member in members.items():
                if isinstance(member, Mapping):
                    yield from subschemas(member, (*path, keyword, name))
    for keyword in LISTS:
        branches = schema.get(keyword)
        if isinstance(branches, list):
            for index, branch in enumerate(branches):
                yield from subschemas(branch, (*path, keyword, index))
    for keyword in SINGLE:
        member = schema.get(keyword)
        if isinstance(member, Mapping):
            yield from subschemas(member, (*path, keyword))


def definitions(schema: Schema) -> Mapping[str, Schema]:
    """Return the definitions of a schema by name."""
    known = schema.get("$defs", {})
    assert isinstance(known, Mapping)
    return known


def without_definitions(schema: Schema) -> dict[str, object]:
    """Return the schema without its definitions."""
    return {keyword: value for keyword, value in schema.items() if keyword != "$defs"}


def definition_of(reference: str) -> str:
    """Return the name of the definition that a local reference points to."""
    return reference.removeprefix("#/$defs/")


def rewrite(schema: Schema, change: Callable[[dict[str, object]], dict[str, object]]) -> dict[str, object]:
    """Return a copy of a schema with a change applied to every schema object, the innermost first."""
    return rewrite_at(schema, lambda copy, _: change(copy))


def rewrite_at(
    schema: Schema, change: Callable[[dict[str, object], Path], dict[str, object]], path: Path = ()
) -> dict[str, object]:
    """Do the same with a change that also takes the path of the schema object."""
    copy: dict[str, object] = {}
    for keyword, value in schema.items():
        if keyword in MAPS and isinstance(value, Mapping):
            copy[keyword] = {
                name: rewrite_at(member, change, (*path, keyword, name)) if isinstance(member, Mapping) else member
                for name, member in value.items()
            }
        elif keyword in LISTS and isinstance(value, list):
            copy[keyword] = [rewrite_at(branch, change, (*path, keyword, i)) for i, branch in enumerate(value)]
        elif keyword in SINGLE and isinstance(value, Mapping):
            copy[keyword] = rewrite_at(value, change, (*path, keyword))
        else:
            copy[keyword] = thawed(value)
    return change(copy, path)
