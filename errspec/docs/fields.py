"""
The fields of a body as a tree for people, made from the schema of its shape.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from errspec.catalog.keywords import Schema
from errspec.catalog.provider import Citation, Provider
from errspec.display import readable
from errspec.docs.contents import constants
from errspec.docs.phrases import Part, Phrase, Phrases, code
from errspec.pointers import format_pointer
from errspec.verdict.validation import admitted, target

#: The tokens in a path for any field of a map and for any item of a list.
ANY, ITEM = "*", "[]"
#: The types, in the order in which pages name them.
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
    def name(self) -> str:
        """The name of the field; empty for the whole body."""
        return self.path[-1] if self.path else ""

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


class Branch(NamedTuple):
    """
    A branch of a schema without alternatives of its own, and the schema that refers to it.
    """

    schema: Schema
    reference: Schema
    undocumented: bool


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
        return self._field((), "any", self._root, ())

    def _field(self, path: tuple[str, ...], presence: str, reference: Schema, above: tuple[Schema, ...]) -> FieldEntry:
        """Return the tree below a path; ``above`` are the schemas of the fields that contain it."""
        schema = target(self._root, reference)
        repeated = any(schema is outer for outer in above)
        branches = list(self._branches(reference))
        documented = [branch.schema for branch in branches if not branch.undocumented]
        children = (child for branch in documented for child in self._children(branch, path, (*above, schema)))
        plain = len(branches) == 1 and not constants(branches[0].schema)
        return FieldEntry(
            path=path,
            presence=presence,
            types=self._types(reference),
            description=self._description(reference, schema),
            limits=tuple(limit for branch in documented for limit in self._limits(branch, reference, schema)),
            variants=() if plain else tuple(variant for branch in branches for variant in self._variants(branch)),
            children=() if repeated else tuple(children),
            repeated=repeated,
            citations=self._citations(reference, schema),
        )

    def _branches(self, reference: Schema, *, undocumented: bool = False) -> Iterator[Branch]:
        """Yield the branches of a schema with references and alternatives resolved."""
        schema = target(self._root, reference)
        alternatives: Any = schema.get("anyOf")
        if alternatives is None:
            yield Branch(schema, reference, undocumented)
        else:
            for alternative in alternatives:
                marked = undocumented or "x-undocumented" in alternative
                yield from self._branches(alternative, undocumented=marked)

    def _children(self, schema: Schema, path: tuple[str, ...], above: tuple[Schema, ...]) -> Iterator[FieldEntry]:
        required: Any = schema.get("required", ())
        usual: Any = schema.get("x-required", ())
        properties: Any = schema.get("properties", {})
        for name, reference in properties.items():
            presence = "required" if name in required else "usual" if name in usual else "optional"
            yield self._field((*path, name), presence, reference, above)
        for token, keyword in ((ANY, "additionalProperties"), (ITEM, "items")):
            inner = schema.get(keyword)
            if isinstance(inner, Mapping):
                yield self._field((*path, token), "any", inner, above)

    def _variants(self, branch: Branch) -> Iterator[Variant]:
        schema, reference, undocumented = branch
        values: list[str | None] = [json.dumps(value, ensure_ascii=False) for value in constants(schema)]
        description, citations = self._description(reference, schema), self._citations(reference, schema)
        for value in values or [None]:
            yield Variant(value, self._types(schema), description, undocumented, citations)

    def _description(self, reference: Schema, schema: Schema) -> Phrase:
        return self._phrases.prose(str(reference.get("description", schema.get("description", ""))))

    def _citations(self, reference: Schema, schema: Schema) -> tuple[Citation, ...]:
        citations: Any = reference.get("x-source", schema.get("x-source"))
        return self._provider.cite(citations)

    def _types(self, schema: Schema) -> Phrase:
        types = admitted(self._root, schema)
        if "number" in types:
            types -= {"integer"}
        say = self._phrases.say
        return self._phrases.alternatives(say(f"type.{name}") for name in _TYPES if name in types)

    def _limits(self, schema: Schema, *described: Schema) -> Iterator[Phrase]:
        """Yield the limits of a branch; its description says in words what a pattern asks for."""
        for keyword in ("minItems", "minLength"):
            limit: Any = schema.get(keyword)
            if limit:
                yield self._phrases.count(f"docs.{keyword}", limit)
        if schema.get("minimum"):
            yield self._phrases.say("docs.minimum", number=schema["minimum"])
        if "pattern" in schema:
            words = schema.get("description")
            if not words:
                yield self._phrases.say("docs.pattern", pattern=code(readable(str(schema["pattern"]))[0]))
            elif all(words != each.get("description") for each in described):
                yield Phrase((*self._phrases.prose(str(words)), Part("text", ".")))


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
