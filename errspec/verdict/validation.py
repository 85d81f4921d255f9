"""
JSON Schema, for the keywords that shapes use: whether a schema accepts a value, and why it does not.

This is the one place that gives the keywords their meaning. jsonschema would collect every error below an ``anyOf``
before the first is seen, which takes minutes for a large body, and it does not name a missing property.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from errspec.catalog.keywords import Schema, definition_of, definitions, subschemas
from errspec.pointers import Path

#: A function that says whether a value passes.
Accept = Callable[[Any], bool]

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


class SchemaError(NamedTuple):
    """
    One reason why a schema rejects a value.

    ``keyword`` is the assertion that failed, ``schema`` the schema object it stands in, ``instance`` the value, and
    ``name`` the property that is missing or unknown. ``citations`` is the nearest ``x-source``.
    """

    path: Path
    keyword_path: Path
    keyword: str
    schema: Schema
    instance: object
    name: str | None
    citations: Mapping[str, str]


class Validator:
    """
    A schema, of which each part is compiled when it is first needed.

    A ``$ref`` stands alone and is local, as in all shapes.
    """

    def __init__(self, root: Schema) -> None:
        #: The schema.
        self.root = root
        self._rules: dict[int, _Rules] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all documented members."""
        properties = (schema.get("properties", ()) for _, schema in subschemas(self.root))
        return frozenset(str(name) for names in properties for name in names)  # type: ignore[attr-defined]

    @property
    def accept(self) -> Accept:
        """A function that says the same as ``is_valid``, and saves calls if the contents of a value do not matter."""
        rules = self._compiled(self.root)
        if not rules.is_flat:
            return self.is_valid
        return rules.fast[0] if len(rules.fast) == 1 else rules.accepts_alone

    def is_valid(self, value: object) -> bool:
        """Return whether the schema accepts a value."""
        return self._accepts(self.root, value)

    def iter_errors(self, value: object) -> Iterator[SchemaError]:
        """
        Yield every reason why the schema rejects a value, in the order of the value, each at the exact place.

        An ``anyOf`` is explained by a documented branch of the value's own type, if there is one.
        """
        return self._errors(self.root, value, (), (), {})

    def _accepts(self, schema: Schema, value: Any) -> bool:
        rules = self._compiled(schema)
        for accept in rules.fast:
            if not accept(value):
                return False
        if rules.is_flat:
            return True
        if any(name not in value for name in rules.required if type(value) is dict):
            return False
        for _, _, member, inner in rules.contents(value):
            if inner is False or not self._accepts(inner, member):
                return False
        return not rules.branches or any(self._accepts(branch, value) for branch in rules.branches)

    def _errors(
        self, schema: Schema, value: Any, path: Path, at: Path, citations: Mapping[str, str]
    ) -> Iterator[SchemaError]:
        rules = self._compiled(schema)
        schema, at = rules.schema, at + rules.references
        citations = citations if rules.citations is None else rules.citations

        def error(keyword: str, name: str | None = None, where: Path = path) -> SchemaError:
            return SchemaError(where, (*at, keyword), keyword, schema, value, name, citations)

        for keyword, accept in rules.assertions:
            if not accept(value):
                yield error(keyword)
                if keyword == "type":
                    return
        yield from (error("required", name) for name in rules.required if type(value) is dict and name not in value)
        for token, keywords, member, inner in rules.contents(value):
            if inner is False:
                yield error("additionalProperties", str(token), (*path, token))
            elif not self._compiled(inner).accepts_alone(member):
                yield from self._errors(inner, member, (*path, token), (*at, *keywords), citations)
        if rules.branches and not any(self._accepts(branch, value) for branch in rules.branches):
            index = self._telling(rules.branches, value, path)
            if index is None:
                yield error("anyOf")
            else:
                yield from self._errors(rules.branches[index], value, path, (*at, "anyOf", index), citations)

    def _telling(self, branches: tuple[Schema, ...], value: object, path: Path) -> int | None:
        """Return the index of the branch that explains best why no branch accepts a value."""
        first = [next(self._errors(branch, value, path, (), {})) for branch in branches]
        for undocumented in (False, True):
            for index, branch in enumerate(branches):
                telling = first[index].keyword not in ("const", "type") or first[index].path != path
                is_own_type = json_type(value) in admitted(self.root, branch)
                if telling and ("x-undocumented" in branch) is undocumented and is_own_type:
                    return index
        return None

    def _compiled(self, schema: Schema) -> _Rules:
        rules = self._rules.get(id(schema))
        if rules is None:
            rules = self._rules[id(schema)] = _Rules(self.root, schema)
        return rules


class _Rules:
    """
    What one schema object demands, or the one that its reference leads to, apart from the schemas within.
    """

    def __init__(self, root: Schema, schema: Any) -> None:
        #: The nearest ``x-source``, and the references on the way to the schema object.
        self.citations: Mapping[str, str] | None = schema.get("x-source")
        self.references: Path = ()
        while "$ref" in schema:
            schema = definitions(root)[definition_of(str(schema["$ref"]))]
            self.references += ("$ref",)
            self.citations = schema.get("x-source", self.citations)
        self.schema: Schema = schema
        own = (keyword for keyword in _ASSERTIONS if keyword in schema)
        self.assertions = [(keyword, _ASSERTIONS[keyword](schema[keyword])) for keyword in own]
        # A string equals nothing of another type, so a constant needs no test of its type.
        decided = type(schema.get("const")) is str
        self.fast = [accept for keyword, accept in self.assertions if keyword != "type" or not decided]
        self.required: tuple[str, ...] = tuple(schema.get("required", ()))
        self.branches: tuple[Schema, ...] = tuple(schema.get("anyOf", ()))
        self._properties: Mapping[str, Schema] = schema.get("properties", {})
        self._others: Schema | bool = schema.get("additionalProperties", True)
        self._items: Schema | None = schema.get("items")
        has_contents = bool(self._properties) or self._others is not True or self._items is not None
        self.is_flat = not (self.required or self.branches or has_contents)

    def accepts_alone(self, value: object) -> bool:
        """Return whether a value is accepted without a look at its contents."""
        if not self.is_flat:
            return False
        for accept in self.fast:  # noqa: SIM110  # a loop is faster
            if not accept(value):
                return False
        return True

    def contents(self, value: object) -> Iterator[tuple[str | int, Path, object, Any]]:
        """Yield the members or items of a value with their keywords and the schema of each; False allows no value."""
        if type(value) is dict and (self._properties or self._others is not True):
            for name, member in value.items():
                if name in self._properties:
                    yield name, ("properties", name), member, self._properties[name]
                elif self._others is not True:
                    yield name, ("additionalProperties",), member, self._others
        elif type(value) is list and self._items is not None:
            for index, item in enumerate(value):
                yield index, ("items",), item, self._items


def is_valid(schema: Schema, value: object) -> bool:
    """Return whether a schema accepts a value."""
    return Validator(schema).is_valid(value)


def iter_errors(schema: Schema, value: object) -> Iterator[SchemaError]:
    """Yield every reason why a schema rejects a value, as ``Validator.iter_errors`` does."""
    return Validator(schema).iter_errors(value)


def classifier(schemas: Iterable[tuple[Schema, int]]) -> tuple[Mapping[type, int], Callable[[Any], int] | None]:
    """
    Return which of several schemas accept a value by its type alone, as the union of their bits.

    If some look at the value itself, there is also a function that says which of all accept it.
    """
    types: dict[type, int] = {}
    constants: dict[str, int] = {}
    tests: list[tuple[Accept, int]] = []
    for schema, bits in schemas:
        constant, names = schema.get("const"), _with_integer(schema.get("type", ()))
        if type(constant) is str and set(schema) <= {"type", "const"}:
            constants[constant] = constants.get(constant, 0) | bits
        elif set(schema) == {"type"} and ("integer" not in names or "number" in names):
            for kind, name in _TYPES.items():
                if name in names:
                    types[kind] = types.get(kind, 0) | bits
        else:
            tests.append((Validator(schema).accept, bits))

    text = types.get(str, 0)
    constants = {constant: text | bits for constant, bits in constants.items()}

    def classified(value: Any) -> int:
        found = constants.get(value, text) if type(value) is str else types.get(type(value), 0)
        for accept, bits in tests:
            if accept(value):
                found |= bits
        return found

    return types, classified if constants or tests else None


def json_type(value: object) -> str:
    """Return the JSON Schema type of a value; a number without a fraction is an integer."""
    if type(value) is float and value.is_integer():
        return "integer"
    if type(value) is Decimal and value.as_tuple().exponent == 0:  # an integer of thousands of digits
        return "integer"
    return _TYPES.get(type(value), "number")


def admitted(root: Schema, schema: Schema) -> frozenset[str]:
    """Return the types of the values that a schema documents."""
    schema = target(root, schema)
    if "type" in schema:
        return _with_integer(schema["type"])
    if "const" in schema:
        return frozenset((json_type(schema["const"]),))
    if "anyOf" in schema:
        branches: Any = schema["anyOf"]
        documented = [branch for branch in branches if "x-undocumented" not in branch]
        return frozenset().union(*(admitted(root, branch) for branch in documented))
    return frozenset(_TYPES.values())


def target(root: Schema, schema: Schema) -> Schema:
    """Return the schema that a local reference leads to, or the schema itself."""
    while "$ref" in schema:
        schema = definitions(root)[definition_of(str(schema["$ref"]))]
    return schema


def equal(one: object, other: object) -> bool:
    """Compare two values as JSON Schema does: true is not 1, and 1 is 1.0."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[name], other[name]) for name in one)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _with_integer(declared: Any) -> frozenset[str]:
    """Return the types that a ``type`` names; an integer is a number too."""
    names = {declared} if isinstance(declared, str) else set(declared)
    return frozenset(names | {"integer"} if "number" in names else names)


def _type(declared: Any) -> Accept:
    names = _with_integer(declared)
    kinds = frozenset(kind for kind, name in _TYPES.items() if name in names)
    if "integer" in names and "number" not in names:
        return lambda value: type(value) in kinds or json_type(value) == "integer"
    return lambda value: type(value) in kinds


def _const(constant: Any) -> Accept:
    if type(constant) is str:
        return lambda value: value == constant
    return lambda value: equal(value, constant)


def _enum(members: Any) -> Accept:
    return lambda value: any(equal(value, member) for member in members)


def _pattern(pattern: str) -> Accept:
    search: Callable[[str], object] | None = None

    def accept(value: Any) -> bool:
        nonlocal search
        if type(value) is not str:
            return True
        if search is None:  # many a pattern is never needed
            search = re.compile(pattern).search
        return search(value) is not None

    return accept


#: The assertions about one value alone, in the order in which they are checked.
_ASSERTIONS: Mapping[str, Callable[[Any], Accept]] = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "minLength": lambda least: lambda value: type(value) is not str or len(value) >= least,
    "pattern": _pattern,
    "minimum": lambda least: lambda value: type(value) not in (int, float, Decimal) or value >= least,
    "minItems": lambda least: lambda value: type(value) is not list or len(value) >= least,
}
