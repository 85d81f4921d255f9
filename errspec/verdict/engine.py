"""
Deciding with schemas, by the fastest available way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from errspec.catalog.forms import Form, standard
from errspec.catalog.keywords import Schema, rewrite
from errspec.pointers import MISSING, parse_pointer, resolve, select
from errspec.verdict.reading import FAST
from errspec.verdict.validation import Accept, Validator

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog

_INTEGER = r"[0-9]{1,4000}|-(?=[0-9]*[1-9])[0-9]{1,4000}"
_DECIMAL = r"-?[0-9]{1,4000}\.[0-9]{1,4000}"


def predicate(schema: Schema) -> Accept:
    """Return a function that says whether a schema accepts a value."""
    return Validator(schema).accept


def values_at(data: Mapping[str, Schema]) -> Accept:
    """
    Return a function that says whether each JSON Pointer of a map resolves to a value that its schema accepts.

    A ``*`` in a pointer stands for every item of a list; one of them is enough.
    """
    checks = [(parse_pointer(pointer), predicate(schema)) for pointer, schema in data.items()]
    if len(checks) == 1 and len(checks[0][0]) == 1:  # most often one member of the body decides
        (((name,), accepts),) = checks

        def member_accepted(value: Any) -> bool:
            return type(value) is dict and name in value and accepts(value[name])

        return member_accepted

    single = [(tokens, accepts) for tokens, accepts in checks if "*" not in tokens]
    several = [(tokens, accepts) for tokens, accepts in checks if "*" in tokens]

    def all_accepted(value: object) -> bool:
        for tokens, accepts in single:
            found = resolve(value, tokens)
            if found is MISSING or not accepts(found):
                return False
        return all(any(map(accepts, select(value, tokens))) for tokens, accepts in several)

    return all_accepted


def header_value(schema: Schema, text: str) -> object:
    """Return the value of a header: a number if the schema allows one and the text is one, otherwise the text."""
    alternatives: Any = schema.get("anyOf", ())
    types: set[str] = set()
    for branch in (schema, *alternatives):
        declared: Any = branch.get("type", ())
        types.update((declared,) if isinstance(declared, str) else declared)
    if types & {"integer", "number"} and re.fullmatch(_INTEGER, text):
        return int(text)
    if "number" in types and re.fullmatch(_DECIMAL, text):
        return Decimal(text)
    return text


@lru_cache(maxsize=256)
def validator(catalog: Catalog, shape: str, form: Form) -> Validator:
    """Return the validator of a form of a shape."""
    return Validator(catalog.form_of(shape, form))


@lru_cache(maxsize=256)
def quick_acceptor(catalog: Catalog, shape: str, form: Form) -> Accept:
    """
    Return a function that says quickly whether a form of a shape accepts a value.

    It may reject what ``acceptor`` accepts.
    """
    try:
        from jsonschema_rs import Draft202012Validator

        return Draft202012Validator(_for_speed(standard(catalog.form_of(shape, form)))).is_valid
    except (ImportError, ValueError):  # jsonschema-rs is not installed, or refuses a pattern as too large
        return validator(catalog, shape, form).is_valid


def acceptor(catalog: Catalog, shape: str, form: Form) -> Accept:
    """Return a function that says whether a form of a shape accepts a value."""
    return partial(_accepts, catalog, shape, form)


def _accepts(catalog: Catalog, shape: str, form: Form, value: object) -> bool:
    return is_quickly_accepted(catalog, shape, form, value) or validator(catalog, shape, form).is_valid(value)


def is_quickly_accepted(catalog: Catalog, shape: str, form: Form, value: object) -> bool:
    """
    Return whether a form of a shape accepts a value; it may reject what ``acceptor`` accepts.

    What takes long to import is not imported for a few bodies.
    """
    if not FAST.is_ready:
        return validator(catalog, shape, form).is_valid(value)
    try:
        return quick_acceptor(catalog, shape, form)(value)
    except (ValueError, TypeError, OverflowError):  # jsonschema-rs takes no lone surrogates, for instance
        return False


def _for_speed(schema: Schema) -> dict[str, object]:
    """
    Return an equivalent schema that jsonschema-rs decides faster.

    Alternative constants become one ``enum``, and its regular expressions need not look ahead for the end of a text.
    """

    def eased(copy: dict[str, object]) -> dict[str, object]:
        branches: Any = copy.get("anyOf", ())
        if branches and all("const" in branch and "type" not in branch for branch in branches):
            del copy["anyOf"]
            copy["enum"] = [branch["const"] for branch in branches]
        if "pattern" in copy:
            copy["pattern"] = str(copy["pattern"]).replace(r"(?![\s\S])", "$")
        return copy

    return rewrite(schema, eased)
