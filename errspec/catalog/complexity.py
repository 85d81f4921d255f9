"""
Alternatives that could take exponential time to check one value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from errspec.catalog.keywords import Schema, definition_of, definitions, subschemas, without_definitions

#: The largest number of schema objects that one value can meet.
_MOST = 10_000


def multiplying(root: Schema) -> str | None:
    """
    Return the name of a definition (``""`` for the schema itself) with alternatives that multiply, or None.

    They do if two branches of one ``anyOf`` lead back to the definition, or if all of them together are too many.
    """
    known = definitions(root)
    reached = {name: set(_references(schema)) for name, schema in known.items()}
    grows = True
    while grows:
        grows = False
        for name, names in reached.items():
            more = names.union(*(reached.get(each, set()) for each in names))
            grows = grows or more != names
            reached[name] = more
    for name, schema in known.items():
        for _, inner in subschemas(schema):
            branches: Any = inner.get("anyOf", ())
            back = [each for each in branches if any(name in {to, *reached.get(to, ())} for to in _references(each))]
            if len(back) > 1:
                return name
    sizes: dict[str, int] = {}

    def size(schema: Schema) -> int:
        total = sum(1 for _ in subschemas(schema))
        for name in _references(schema):
            if name not in sizes:
                sizes[name] = 1  # while it is counted: a definition that refers to itself counts as one value
                sizes[name] = size(known[name]) if name in known else 1
            total += sizes[name]
        return min(total, _MOST + 1)

    return "" if size(without_definitions(root)) > _MOST else None


def _references(schema: Schema) -> Iterator[str]:
    for _, inner in subschemas(schema):
        if "$ref" in inner:
            yield definition_of(str(inner["$ref"]))
