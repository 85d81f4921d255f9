"""
The JSON Schema keywords that shapes use, and how to walk through them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from errspec.pointers import Path

Schema = Mapping[str, object]

#: Keywords whose value maps names to subschemas.
MAPS = ("properties", "$defs")
#: Keywords whose value is a list of subschemas.
LISTS = ("anyOf",)
#: Keywords whose value is a subschema.
SINGLE = ("items", "additionalProperties")
#: Keywords that can refuse a value.
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
#: The keywords in the order of a file: identity, annotations, what a value must be.
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
#: What the keywords of our own begin with.
EXTENSION = "x-"


def subschemas(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """
    Every schema object within a schema, itself first, each with its path.
    """
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
    """
    The definitions of a schema by name.
    """
    found = schema.get("$defs", {})
    assert isinstance(found, Mapping)
    return found


def without_definitions(schema: Schema) -> dict[str, object]:
    """
    The schema without its definitions.
    """
    return {keyword: value for keyword, value in schema.items() if keyword != "$defs"}


def definition_of(reference: str) -> str:
    """
    The name of the definition that a local reference points to.
    """
    return reference.removeprefix("#/$defs/")


def rewrite(schema: Schema, change: Callable[[dict[str, object]], dict[str, object]]) -> dict[str, object]:
    """
    A copy of a schema in which every schema object went through a change, the innermost first.
    """
    return rewrite_at(schema, lambda copy, _: change(copy))


def rewrite_at(
    schema: Schema, change: Callable[[dict[str, object], Path], dict[str, object]], path: Path = ()
) -> dict[str, object]:
    """
    The same with a change that also takes the path of the schema object.
    """
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
            copy[keyword] = value
    return change(copy, path)
