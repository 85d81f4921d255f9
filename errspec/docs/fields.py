"""
The fields of a body as a tree for people, made from the schema of its shape.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from errspec.catalog.keywords import Schema
from errspec.catalog.provider import Citation, Provider
from errspec.docs.contents import constants
from errspec.docs.phrases import Phrase, Phrases, code
from errspec.pointers import format_pointer
from errspec.verdict.validation import admitted, target

#: What stands in a path for any member of a map and for any item of a list.
ANY, ITEM = "*", "[]"
#: The types in the order in which they are named.
_TYPES = ("object", "array", "string", "integer", "number", "boolean", "null")


class Variant(NamedTuple):
    """
    One of the alternatives of a value: a constant, as JSON text, or any value of some types.
    """

    value: str | None
    types: Phrase
    description: Phrase
    undocumented: bool
    citations: tuple[Citation, ...]


class FieldEntry(NamedTuple):
    """
    A field, an item or the whole of a body.

    ``presence`` is required, usual (every documented example has it), optional or any. ``repeated`` says that the
    field contains itself; its children are left out there.
    """

    name: str
    path: tuple[str, ...]
    presence: str
    types: Phrase
    description: Phrase
    limits: tuple[Phrase, ...]
    variants: tuple[Variant, ...]
    children: tuple[FieldEntry, ...]
    repeated: bool
    citations: tuple[Citation, ...]

    @property
    def pointer(self) -> str:
        """The path as it is shown: a JSON Pointer with ``*`` for any field and ``[]`` for any item."""
        return format_pointer(self.path)

    @property
    def documented(self) -> tuple[Variant, ...]:
        """The variants that the documentation lists."""
        return tuple(variant for variant in self.variants if not variant.undocumented)

    def shown_in(self, places: frozenset[tuple[str, ...]]) -> bool:
        """Return whether a body with these places has anything below the field."""
        return not self.path or self.name in (ANY, ITEM) or self.path in places

    def walk(self, places: frozenset[tuple[str, ...]] | None = None) -> Iterator[FieldEntry]:
        """Yield the field and all fields below it; with ``places``, only below those."""
        yield self
        if places is None or self.shown_in(places):
            for child in self.children:
                yield from child.walk(places)


class Tree:
    """
    The tree of fields of a shape.
    """

    def __init__(self, schema: Schema, provider: Provider, phrases: Phrases) -> None:
        self._root = schema
        self._provider = provider
        self._phrases = phrases

    @property
    def root(self) -> FieldEntry:
        """The root of the tree: the whole body."""
        return self._field("", (), "any", self._root, ())

    def _field(
        self, name: str, path: tuple[str, ...], presence: str, schema: Schema, above: tuple[object, ...]
    ) -> FieldEntry:
        aim = target(self._root, schema)
        repeated = id(aim) in above
        leaves = list(self._leaves(schema, undocumented=False))
        documented = [leaf for leaf, _, undocumented in leaves if not undocumented]
        above = (*above, id(aim))
        children = [] if repeated else [child for leaf in documented for child in self._children(leaf, path, above)]
        plain = len(leaves) == 1 and not constants(leaves[0][0])
        return FieldEntry(
            name,
            path,
            presence,
            self._types(schema),
            self._phrases.prose(str(schema.get("description", aim.get("description", "")))),
            tuple(limit for leaf in documented for limit in self._limits(leaf)),
            () if plain else tuple(variant for leaf in leaves for variant in self._variants(*leaf)),
            tuple(children),
            repeated,
            self._cited(schema, aim),
        )

    def _leaves(self, schema: Schema, *, undocumented: bool) -> Iterator[tuple[Schema, Schema, bool]]:
        """Yield the branches of a schema with references and alternatives resolved."""
        aim = target(self._root, schema)
        branches: Any = aim.get("anyOf")
        if branches is None:
            yield aim, schema, undocumented
        else:
            for branch in branches:
                yield from self._leaves(branch, undocumented=undocumented or "x-undocumented" in branch)

    def _children(self, leaf: Schema, path: tuple[str, ...], above: tuple[object, ...]) -> Iterator[FieldEntry]:
        required: Any = leaf.get("required", ())
        usual: Any = leaf.get("x-required", ())
        members: Any = leaf.get("properties", {})
        for name, member in members.items():
            presence = "required" if name in required else "usual" if name in usual else "optional"
            yield self._field(name, (*path, name), presence, member, above)
        for name, keyword in ((ANY, "additionalProperties"), (ITEM, "items")):
            member = leaf.get(keyword)
            if isinstance(member, Mapping):
                yield self._field(name, (*path, name), "any", member, above)

    def _variants(self, leaf: Schema, schema: Schema, undocumented: bool) -> Iterator[Variant]:
        description = self._phrases.prose(str(schema.get("description", leaf.get("description", ""))))
        values: list[str | None] = [json.dumps(value, ensure_ascii=False) for value in constants(leaf)]
        for value in values or [None]:
            yield Variant(value, self._types(leaf), description, undocumented, self._cited(schema, leaf))

    def _types(self, schema: Schema) -> Phrase:
        types = admitted(self._root, schema)
        if "number" in types:
            types -= {"integer"}
        say = self._phrases.say
        return self._phrases.alternatives(say(f"type.{name}") for name in _TYPES if name in types)

    def _limits(self, leaf: Schema) -> Iterator[Phrase]:
        for keyword in ("minItems", "minLength", "minimum"):
            if leaf.get(keyword):
                yield self._phrases.say(f"docs.{keyword}", number=leaf[keyword])
        if "pattern" in leaf:
            yield self._phrases.say("docs.pattern", pattern=code(leaf["pattern"]))

    def _cited(self, schema: Schema, aim: Schema) -> tuple[Citation, ...]:
        citations: Any = schema.get("x-source", aim.get("x-source"))
        return self._provider.cite(citations)


def places(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths to everything in a body; the items of a list share one path."""
    yield path
    if isinstance(value, dict):
        for name, member in value.items():
            yield from places(member, (*path, name))
    elif isinstance(value, list):
        for member in value:
            yield from places(member, (*path, ITEM))


def undocumented(
    root: FieldEntry, places: frozenset[tuple[str, ...]] | None = None
) -> Iterator[tuple[FieldEntry, Variant]]:
    """Yield every place where something is seen in practice that no page lists, with what is seen."""
    for field in root.walk(places):
        for variant in field.variants:
            if variant.undocumented:
                yield field, variant
