"""
References that lead nowhere, and alternatives that could take exponential time to check one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from errspec.catalog.keywords import Schema, definition_of, definitions, subschemas, without_definitions

#: The largest number of schema objects that one value can meet.
_MOST = 10_000
#: How deep alternatives within alternatives may be nested.
_DEEPEST = 100


def lost(root: Schema) -> str | None:
    """Return what is wrong with the references of a schema, or None."""
    known = definitions(root)
    for name in _references(root):
        if name not in known:
            return f"the reference {_reference(name)} leads to no definition"
    beside = {name: list(_beside(schema)) for name, schema in known.items()}
    circles = (each for each in _components(beside) if _is_circle(each, beside))
    first = next(circles, None)
    return f"the reference {_reference(min(first))} leads back to itself at the same value" if first else None


def multiplying(root: Schema) -> str | None:
    """
    Return what is wrong with the alternatives of a schema, and where, or None; no reference of it is lost.

    Alternatives multiply if one value leads back to a definition in two ways, or in one way and in a second to another
    recursive definition.
    """
    known = definitions(root)
    reached = {name: list(_references(schema)) for name, schema in known.items()}
    sizes: dict[str, int] = {}
    recursive: set[str] = set()
    for component in _components(reached):
        back = set(component) if _is_circle(component, reached) else set[str]()
        sizes.update([(name, _size(known[name], sizes)) for name in component])
        if back or any(each in recursive for name in component for each in reached[name]):
            recursive.update(component)
        for name in component if back else ():
            for _, schema in subschemas(known[name]):
                ways = [way for way in map(set, _ways(schema)) if way & recursive]
                if len(ways) > 1 and any(way & back for way in ways):
                    return f"at {_reference(name)}: its alternatives multiply with each level; use fewer"
    depths: dict[str, int] = {}
    for [name] in _components({name: list(_beside(schema)) for name, schema in known.items()}):
        depths[name] = _depth(known[name], depths)
        if depths[name] > _DEEPEST:
            return f"at {_reference(name)}: its alternatives are nested more than {_DEEPEST} levels deep"
    if _size(without_definitions(root), sizes) > _MOST:
        return f"at #: more than {_MOST} alternatives could apply to one value; use fewer"
    return None


def _size(schema: Schema, sizes: Mapping[str, int]) -> int:
    """Return how many schema objects one value can meet at most; a reference that leads back counts as one."""
    if "$ref" in schema:
        return sizes.get(definition_of(str(schema["$ref"])), 1)
    inside = max((_size(member, sizes) for member in _members(schema)), default=1)
    return min(inside + sum(_size(branch, sizes) for branch in _branches(schema)), _MOST + 1)


def _depth(schema: Schema, depths: Mapping[str, int]) -> int:
    """Return how deep the alternatives for one value are nested."""
    if "$ref" in schema:
        return depths[definition_of(str(schema["$ref"]))]
    return 1 + max((_depth(branch, depths) for branch in _branches(schema)), default=0)


def _ways(schema: Schema) -> Iterator[Iterable[str]]:
    """Yield the references in each of the parts of a schema that look at the same values."""
    yield (name for member in _members(schema) for name in _references(member))
    yield from map(_references, _branches(schema))


def _members(schema: Schema) -> Iterator[Schema]:
    properties: Any = schema.get("properties", {})
    for member in (*properties.values(), schema.get("additionalProperties"), schema.get("items")):
        if isinstance(member, Mapping):
            yield member


def _branches(schema: Schema) -> Any:
    return schema.get("anyOf", ())


def _beside(schema: Schema) -> Iterator[str]:
    """Yield the references of a schema that apply to the same value."""
    if "$ref" in schema:
        yield definition_of(str(schema["$ref"]))
    for branch in _branches(schema):
        yield from _beside(branch)


def _references(schema: Schema) -> Iterator[str]:
    for _, inner in subschemas(schema):
        if "$ref" in inner:
            yield definition_of(str(inner["$ref"]))


def _reference(name: str) -> str:
    return f"#/$defs/{name}"


def _is_circle(component: list[str], edges: Mapping[str, Iterable[str]]) -> bool:
    return len(component) > 1 or component[0] in edges[component[0]]


def _components(edges: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield the names that lead to one another, after those that they lead to (Tarjan's algorithm)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: dict[str, None] = {}
    for start in edges:
        stack = [] if start in order else [(start, iter(edges[start]))]
        while stack:
            name, rest = stack[-1]
            if name not in order:
                order[name] = lowest[name] = len(order)
                path[name] = None
            for each in rest:
                if each not in order:
                    stack.append((each, iter(edges[each])))
                    break
                if each in path:
                    lowest[name] = min(lowest[name], order[each])
            else:
                stack.pop()
                if stack:
                    lowest[stack[-1][0]] = min(lowest[stack[-1][0]], lowest[name])
                if lowest[name] == order[name]:
                    component: list[str] = []
                    while name not in component[-1:]:
                        component.append(path.popitem()[0])
                    yield component
