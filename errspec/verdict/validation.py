"""
JSON Schema, for the keywords that shapes use: whether a schema accepts a value, and why it does not.

This is the one place that gives the keywords their meaning. jsonschema would collect every error below an ``anyOf``
before the first is seen, which takes minutes for a large body, and it does not name a missing property.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from errspec.catalog.keywords import Schema, definition_of, definitions, subschemas
from errspec.pointers import Path

#: A function that says whether a value passes.
Accept = Callable[[Any], bool]

#: The keywords that look into a value.
_CONTENTS = ("properties", "additionalProperties", "items")
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


#: Yields errors, generators to run in its place, or requests, each answered with a first error and what is left.
_Errors = Generator["SchemaError | list[_Errors] | _First", Any, None]


class Validator:
    """
    A schema, of which each part is compiled when it is first needed.

    A ``$ref`` stands alone and is local, as in all shapes.
    """

    def __init__(self, root: Schema) -> None:
        #: The schema.
        self.root = root

    @cached_property
    def _rules(self) -> _Rules:
        return _Rules(self.root, self.root, {})

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all documented members."""
        properties = (schema.get("properties", ()) for _, schema in subschemas(self.root))
        return frozenset(str(name) for names in properties for name in names)  # type: ignore[attr-defined]

    @property
    def accept(self) -> Accept:
        """A function that says the same as ``is_valid``, and saves a call if one assertion decides."""
        rules = self._rules
        return rules.fast[0] if rules.is_flat and len(rules.fast) == 1 else rules.accepts

    def is_valid(self, value: object) -> bool:
        """Return whether the schema accepts a value."""
        try:
            return self._rules.accepts(value)
        except RecursionError:  # a recursive schema and a value that is nested deeply
            return next(self.iter_errors(value), None) is None

    def iter_errors(self, value: object) -> Iterator[SchemaError]:
        """
        Yield every reason why the schema rejects a value, in the order of the value, each at the exact place.

        An ``anyOf`` is explained by a documented branch of the value's own type, if there is one.
        """
        return _walked(self._rules.errors(value, (), (), {}))


class _First(NamedTuple):
    """
    A request for the first error of a generator.
    """

    errors: _Errors


def _walked(errors: _Errors) -> Iterator[SchemaError]:
    """Run generators of errors without recursion, and answer their requests for a first error."""
    walk, requests = [errors], list[int]()
    answer: tuple[SchemaError | None, list[_Errors]] | None = None
    while walk:
        try:
            item, answer = walk[-1].send(answer), None
        except StopIteration:
            walk.pop()
            answer = None
            if requests and requests[-1] == len(walk):
                requests.pop()
                answer = None, []
            continue
        if isinstance(item, SchemaError) and requests:
            start = requests.pop()
            answer = item, walk[start:]
            del walk[start:]
        elif isinstance(item, SchemaError):
            yield item
        elif isinstance(item, _First):
            requests.append(len(walk))
            walk.append(item.errors)
        else:
            walk += item


class _Rules:
    """
    What one schema object demands, or the one that its reference leads to.
    """

    def __init__(self, root: Schema, schema: Any, known: dict[int, _Rules]) -> None:
        #: The nearest ``x-source``, and the references on the way to the schema object.
        self.citations: Mapping[str, str] | None = schema.get("x-source")
        self.references: Path = ()
        while "$ref" in schema:
            schema = definitions(root)[definition_of(str(schema["$ref"]))]
            self.references += ("$ref",)
            self.citations = schema.get("x-source", self.citations)
        self._root, self._schema, self._known = root, schema, known
        own = (keyword for keyword in _ASSERTIONS if keyword in schema)
        self._assertions = [(keyword, _ASSERTIONS[keyword](schema[keyword])) for keyword in own]
        # A string equals nothing of another type, so a constant needs no test of its type.
        decided = type(schema.get("const")) is str
        #: The assertions that look only at the value itself.
        self.fast = [accept for keyword, accept in self._assertions if keyword != "type" or not decided]
        #: Whether some look into a value.
        self.is_deep = any(keyword in schema for keyword in _CONTENTS)
        #: Whether ``fast`` holds all.
        self.is_flat = not (self.is_deep or "required" in schema or "anyOf" in schema)
        self._required: tuple[str, ...] = tuple(schema.get("required", ()))

    @cached_property
    def _branches(self) -> tuple[_Rules, ...]:
        return tuple(map(self._compiled, self._schema.get("anyOf", ())))

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the schema checks no members or items."""
        return not self.is_deep and all(branch.is_shallow for branch in self._branches)

    @cached_property
    def _properties(self) -> Mapping[str, _Rules]:
        return {name: self._compiled(schema) for name, schema in self._schema.get("properties", {}).items()}

    @cached_property
    def _others(self) -> _Rules | bool:
        others: Any = self._schema.get("additionalProperties", True)
        return others if isinstance(others, bool) else self._compiled(others)

    @cached_property
    def _items(self) -> _Rules | None:
        return self._compiled(self._schema["items"]) if "items" in self._schema else None

    def _compiled(self, schema: Schema) -> _Rules:
        rules = self._known.get(id(schema))
        if rules is None:
            rules = self._known[id(schema)] = _Rules(self._root, schema, self._known)
        return rules

    def accepts(self, value: Any) -> bool:
        """Return whether a value is accepted."""
        for accept in self.fast:
            if not accept(value):
                return False
        if self.is_flat:
            return True
        if type(value) is dict:
            for name in self._required:
                if name not in value:
                    return False
        if self.is_deep and not self._accepts_contents(value):
            return False
        return not self._branches or self._accepts_branch(value)

    def _accepts_contents(self, value: Any) -> bool:
        if type(value) is dict:
            properties, others = self._properties, self._others
            for name, member in value.items():
                inner = properties.get(name, others)
                if inner is not True and (inner is False or not inner.accepts(member)):
                    return False
        elif type(value) is list and self._items is not None:
            for item in value:
                if not self._items.accepts(item):
                    return False
        return True

    def _accepts_branch(self, value: object) -> bool:
        for branch in self._branches:  # noqa: SIM110  # a loop is faster
            if branch.accepts(value):
                return True
        return False

    def errors(self, value: Any, path: Path, at: Path, citations: Mapping[str, str]) -> _Errors:
        """
        Yield every reason why a value is not accepted; ``path`` and ``at`` lead to the value and to the schema.

        Reasons within the value are yielded as the errors that ``_walked`` puts in their place.
        """
        at = at + self.references
        citations = citations if self.citations is None else self.citations

        def error(keyword: str, name: str | None = None, where: Path = path) -> SchemaError:
            return SchemaError(where, (*at, keyword), keyword, self._schema, value, name, citations)

        for keyword, accept in self._assertions:
            if not accept(value):
                yield error(keyword)
                if keyword == "type":
                    return
        if type(value) is dict:
            for name in self._required:
                if name not in value:
                    yield error("required", name)
        for token, keywords, member, inner in self._contents(value) if self.is_deep else ():
            if inner is False:
                yield error("additionalProperties", str(token), (*path, token))
            elif not inner.is_shallow or not inner.accepts(member):
                yield [inner.errors(member, (*path, token), (*at, *keywords), citations)]
        if not self._branches or (self.is_shallow and self._accepts_branch(value)):
            return
        # Each branch runs only once: the other errors of the one that explains best follow its first.
        first, others = [], []
        for index, branch in enumerate(self._branches):
            reason, rest = yield _First(branch.errors(value, path, (*at, "anyOf", index), citations))
            if reason is None:
                return
            first.append(reason)
            others.append(rest)
        telling = self._telling(value, path, first)
        if telling is None:
            yield error("anyOf")
        else:
            yield first[telling]
            yield others[telling]

    def _contents(self, value: object) -> Iterator[tuple[str | int, Path, object, Any]]:
        """Yield the members or items of a value with their keywords and what is demanded of each; False for nothing."""
        if type(value) is dict:
            properties, others = self._properties, self._others
            for name, member in value.items():
                if name in properties:
                    yield name, ("properties", name), member, properties[name]
                elif others is not True:
                    yield name, ("additionalProperties",), member, others
        elif type(value) is list and self._items is not None:
            for index, item in enumerate(value):
                yield index, ("items",), item, self._items

    def _telling(self, value: object, path: Path, first: Sequence[SchemaError]) -> int | None:
        """Return the index of the branch that explains best why no branch accepts a value, by the first errors."""
        branches: Any = self._schema["anyOf"]
        for undocumented in (False, True):
            for index, branch in enumerate(branches):
                telling = first[index].keyword not in ("const", "type") or first[index].path != path
                is_own_type = json_type(value) in admitted(self._root, branch)
                if telling and ("x-undocumented" in branch) is undocumented and is_own_type:
                    return index
        return None


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
