"""
The JSON Schema keywords that shapes use, and how to walk through them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Schema = Mapping[str, object]
Path = tuple[str | int, ...]

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


def rewrite(schema: Schema, change: Callable[[dict[str, object]], dict[str, object]]) -> dict[str, object]:
    """
    A copy of a schema in which every schema object went through a change, the innermost first.
    """
    copy: dict[str, object] = {}
    for keyword, value in schema.items():
        if keyword in MAPS and isinstance(value, Mapping):
            copy[keyword] = {
                name: rewrite(member, change) if isinstance(member, Mapping) else member
                for name, member in value.items()
            }
        elif keyword in LISTS and isinstance(value, list):
            copy[keyword] = [rewrite(branch, change) for branch in value]
        elif keyword in SINGLE and isinstance(value, Mapping):
            copy[keyword] = rewrite(value, change)
        else:
            copy[keyword] = value
    return change(copy)


def pointer(path: Path) -> str:
    """
    A path as a JSON Pointer (RFC 6901).
    """
    return "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in path)


def tokens(pointer: str) -> tuple[str, ...]:
    """
    A JSON Pointer as its reference tokens (RFC 6901).
    """
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])
