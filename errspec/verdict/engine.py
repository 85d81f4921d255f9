"""
Deciding with schemas: whether a value is accepted, by the fastest way there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from errspec.catalog.forms import standard
from errspec.catalog.keywords import Schema, rewrite
from errspec.pointers import MISSING, parse_pointer, resolve
from errspec.verdict.reading import LARGE, SMALL, codec, plain
from errspec.verdict.validation import fits, json_type, python_types

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog

Accept = Callable[[object], bool]

_INTEGER = re.compile(r"[0-9]{1,4000}|-(?=[0-9]*[1-9])[0-9]{1,4000}")
_DECIMAL = re.compile(r"-?[0-9]{1,4000}\.[0-9]{1,4000}")


def predicate(schema: Schema) -> Accept:
    """
    A function that decides a schema of one value, without walking into the value.
    """
    tests: list[Accept] = []
    constant = schema.get("const")
    if "type" in schema and type(constant) is not str:  # a text equals nothing of another type
        declared: Any = schema["type"]
        tests.append(_of_type(frozenset([declared] if isinstance(declared, str) else declared)))
    if type(constant) is str:
        tests.append(lambda value: value == constant)
    elif "const" in schema:
        tests.append(lambda value: value == constant and json_type(value) == json_type(constant))
    if "enum" in schema:
        members: Any = schema["enum"]
        tests.append(lambda value: any(value == member and json_type(value) == json_type(member) for member in members))
    if "pattern" in schema:
        search = re.compile(str(schema["pattern"])).search
        tests.append(lambda value: type(value) is not str or search(value) is not None)
    if "minLength" in schema:
        shortest: Any = schema["minLength"]
        tests.append(lambda value: type(value) is not str or len(value) >= shortest)
    if "minimum" in schema:
        least: Any = schema["minimum"]
        tests.append(lambda value: type(value) not in (int, float, Decimal) or value >= least)
    if "anyOf" in schema:
        alternatives: Any = schema["anyOf"]
        branches = [predicate(branch) for branch in alternatives]
        tests.append(lambda value: any(branch(value) for branch in branches))
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def values_at(data: Mapping[str, Schema]) -> Accept:
    """
    A function that decides a map of JSON Pointers to schemas: every pointer resolves, and its value fits.
    """
    checks = [(parse_pointer(pointer), predicate(schema)) for pointer, schema in data.items()]
    if len(checks) == 1 and len(checks[0][0]) == 1:  # most often a member of the whole decides
        ((name,), fits) = checks[0]

        def member(value: Any) -> bool:
            return type(value) is dict and name in value and fits(value[name])

        return member

    def all_hold(value: object) -> bool:
        for path, test in checks:
            found = resolve(value, path)
            if found is MISSING or not test(found):
                return False
        return True

    return all_hold


def _of_type(names: frozenset[str]) -> Accept:
    plain = python_types(names)
    if "integer" in names and "number" not in names:
        return lambda value: type(value) in plain or json_type(value) == "integer"
    return lambda value: type(value) in plain


def header_value(schema: Schema, text: str) -> object:
    """
    The value of a header: a number where the schema allows one and the text is one, else the text.
    """
    alternatives: Any = schema.get("anyOf", ())
    branches = (schema, *alternatives)
    types: set[str] = set()
    for branch in branches:
        declared: Any = branch.get("type", ())
        types.update((declared,) if isinstance(declared, str) else declared)
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def quick_acceptor(catalog: Catalog, shape: str, form: str) -> Accept:
    """
    A function that says quickly whether a form of a shape accepts a value; it may refuse what ``acceptor`` accepts.
    """
    key = ("acceptor", shape, form)
    accept: Any = catalog.derived.get(key)
    if accept is None:
        try:
            from jsonschema_rs import Draft202012Validator
        except ImportError:  # the extra "fast" is not installed
            accept = partial(fits, catalog.form_of(shape, form))
        else:
            accept = Draft202012Validator(_for_speed(standard(catalog.form_of(shape, form)))).is_valid
        catalog.derived[key] = accept
    return accept  # type: ignore[no-any-return]


def acceptor(catalog: Catalog, shape: str, form: str) -> Accept:
    """
    A function that says whether a form of a shape accepts a value.
    """

    def accepts(value: Any) -> bool:
        try:
            if quick_acceptor(catalog, shape, form)(value):
                return True
        except (ValueError, TypeError, OverflowError):  # what jsonschema-rs cannot take, as half a surrogate pair
            pass
        return fits(catalog.form_of(shape, form), value)

    return accepts


def body_acceptor(catalog: Catalog, shape: str) -> Callable[[bytes], bool]:
    """
    A function that says of the bytes of a body whether there is certainly nothing to find in it.

    Where it says no, only ``check`` knows what there is, if anything.
    """
    accept = quick_acceptor(catalog, shape, "strict")
    loads, dumps = codec()

    def accepts(content: bytes) -> bool:
        if len(content) > LARGE:
            return False
        try:
            value = loads(content)
            again = dumps(value)
            if again != content or len(content) > SMALL:
                plain(content, again)
            return accept(value)
        except (ValueError, TypeError):
            return False

    return accepts


def _for_speed(schema: Schema) -> dict[str, object]:
    """
    An equivalent schema that jsonschema-rs decides faster: one enum for alternative constants, and an end
    of the text that its regular expressions need not look ahead for.
    """

    def ease(copy: dict[str, object]) -> dict[str, object]:
        branches: Any = copy.get("anyOf", ())
        if branches and all("const" in branch and "type" not in branch for branch in branches):
            del copy["anyOf"]
            copy["enum"] = [branch["const"] for branch in branches]
        if "pattern" in copy:
            copy["pattern"] = str(copy["pattern"]).replace(r"(?![\s\S])", "$")
        return copy

    return rewrite(schema, ease)
