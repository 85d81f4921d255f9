"""
Patterns and alternatives with which the time for one value could grow exponentially.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from errspec.catalog.keywords import Schema, definition_of, definitions, subschemas, without_definitions

_OTHER = "\u00e9"
#: The characters by which sets of characters are compared; one stands for all that are not in ASCII.
_SAMPLE = [*map(chr, range(128)), _OTHER]
#: The largest number of schema objects that one value can meet.
_MOST = 10_000


def is_explosive(pattern: str) -> bool:
    """
    Return whether the time for a match could grow exponentially with the length of the text.

    It may where a repetition contains another one or alternatives, unless characters tell where each turn begins or
    ends. Raises re.error for a malformed pattern.
    """
    parser: Any = re._parser  # type: ignore[attr-defined]
    return any(_repeats_twice(body) for body in _repeated(parser.parse(pattern)))


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


def _inside(kind: str, argument: Any) -> list[Any]:
    """Return the sequences within a part of a pattern."""
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT", "SUBPATTERN"):
        return [argument[-1]]
    if kind == "BRANCH":
        return list(argument[1])
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return [argument] if kind == "ATOMIC_GROUP" else []


def _parts(sequence: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a sequence, those of groups in their place."""
    for kind, argument in sequence:
        if str(kind) == "SUBPATTERN":
            yield from _parts(argument[-1])
        else:
            yield str(kind), argument


def _repeated(sequence: Any) -> Iterator[Any]:
    """Yield every sequence that is repeated."""
    for kind, argument in sequence:
        if str(kind).endswith("REPEAT") and argument[1] > 1:
            yield argument[2]
        for inner in _inside(str(kind), argument):
            yield from _repeated(inner)


def _repeats_twice(sequence: Any) -> bool:
    """Return whether a repeated sequence can be divided into turns in several ways."""
    parts = list(_parts(sequence))
    kinds = [kind for kind, _ in parts]
    if not any(kind == "BRANCH" or kind.endswith("REPEAT") for kind in kinds):
        return False
    if kinds == ["BRANCH"]:
        alternatives = [list(_parts(each)) for each in parts[0][1][1]]
        firsts = [_single(*each[0]) if each else None for each in alternatives]
        simple = all(_single(*part) is not None for each in alternatives for part in each)
        return not simple or None in firsts or not _disjoint(first for first in firsts if first is not None)
    for delimiter, others in ((parts[0], parts[1:]), (parts[-1], parts[:-1])):
        single = _single(*delimiter)
        if single is not None and _disjoint((single, frozenset().union(*map(_all, others)))):
            return False
    return True


def _single(kind: str, argument: Any) -> frozenset[str] | None:
    """Return the characters that a part stands for, or None if it does not stand for exactly one."""
    if kind == "LITERAL":
        return frozenset((_sampled(argument),))
    if kind == "NOT_LITERAL":
        return frozenset(_SAMPLE) - {chr(argument)}
    if kind == "ANY":
        return frozenset(_SAMPLE)
    return _members(argument) if kind == "IN" else None


def _members(members: Any) -> frozenset[str]:
    found: set[str] = set()
    for kind, argument in members:
        if str(kind) == "LITERAL":
            found.add(_sampled(argument))
        elif str(kind) == "RANGE":
            found.update(char for char in _SAMPLE if argument[0] <= ord(char) <= argument[1])
            found.update(_OTHER if argument[1] >= len(_SAMPLE) - 1 else "")
        elif str(kind) == "CATEGORY":
            found.update(_SAMPLE)
    return frozenset(_SAMPLE) - found if str(members[0][0]) == "NEGATE" else frozenset(found)


def _sampled(codepoint: int) -> str:
    return chr(codepoint) if codepoint < len(_SAMPLE) - 1 else _OTHER


def _all(part: tuple[str, Any]) -> frozenset[str]:
    """Return all characters of a part and of everything in it."""
    single = _single(*part)
    if single is not None:
        return single
    inner = [_all(each) for sequence in _inside(*part) for each in _parts(sequence)]
    return frozenset(_SAMPLE) if part[0].startswith("GROUPREF") else frozenset().union(*inner)


def _disjoint(sets: Iterable[frozenset[str]]) -> bool:
    seen: set[str] = set()
    for each in sets:
        if seen & each:
            return False
        seen |= each
    return True
