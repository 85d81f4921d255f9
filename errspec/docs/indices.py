"""
The ways to a problem type across providers: by status, by code and by message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from errspec.catalog.provider import ProblemType
from errspec.docs.edition import Edition
from errspec.docs.entries import ProblemEntry
from errspec.docs.phrases import Phrase
from errspec.pointers import parse_pointer, resolve


class CodeEntry(NamedTuple):
    """
    A code for programs, with its shape and the problem types that it leads to.
    """

    id: str
    value: str
    shape: str
    description: Phrase
    undocumented: bool
    problems: tuple[str, ...]


def by_status(edition: Edition) -> tuple[tuple[str, tuple[ProblemEntry, ...]], ...]:
    """Return the problem types of all providers by status; an empty status means that no response arrives."""
    statuses = {status for provider in edition.providers for status in provider.statuses}
    return tuple(
        (status, tuple(entry for provider in edition.providers for entry in provider.of_status(status)))
        for status in sorted(statuses, key=lambda status: (status == "", status))
    )


def codes(edition: Edition) -> tuple[CodeEntry, ...]:
    """Return the codes that shapes list and guards name, in alphabetical order."""
    listed: dict[tuple[str, str], tuple[Phrase, bool]] = {}
    for shape in edition.shapes.values():
        places = {parse_pointer(pointer) for pointer in shape.mapping.get("code", ())}
        places = {tuple("[]" if token.isdecimal() else token for token in place) for place in places}
        for field in shape.fields.walk():
            if field.path in places:
                for variant in field.variants:
                    if variant.value is not None:
                        key = (_text(variant.value), shape.name)
                        listed.setdefault(key, (variant.description, variant.undocumented))
    types = [item for provider in edition.providers for item in provider.data.problem_types]
    led: dict[tuple[str, str], dict[str, None]] = {}
    for item in types:
        for key in _given(edition, item):
            led.setdefault(key, {})[item.name] = None
    entries = []
    taken: set[str] = set()
    for key in sorted({*listed, *led}, key=lambda key: (key[0].casefold(), key)):
        description, undocumented = listed.get(key, (Phrase(), False))
        identifier = re.sub(r"[^A-Za-z0-9_.-]+", "-", key[0]) or "code"
        while identifier in taken:
            identifier += "-"
        taken.add(identifier)
        entries.append(CodeEntry(identifier, *key, description, undocumented, tuple(led.get(key, ()))))
    return tuple(entries)


def messages(edition: Edition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the messages of the providers, verbatim, with their problem types."""
    names: dict[str, list[str]] = {}
    for problem in edition.problems.values():
        for message in problem.messages:
            names.setdefault(message, []).append(problem.name)
    return tuple((message, tuple(names[message])) for message in sorted(names, key=str.casefold))


def _given(edition: Edition, item: ProblemType) -> Iterator[tuple[str, str]]:
    """Yield the codes in the guards and the examples of a problem type, each with its shape."""
    if item.shape is None:
        return
    pointers = edition.catalog.shapes[item.shape].mapping.get("code", ())
    for guard in item.when:
        for pointer, schema in guard.get("body", {}).items():
            if pointer in pointers:
                for value in schema.get("enum", [schema["const"]] if "const" in schema else []):
                    yield str(value), item.shape
    for example in item.examples:
        try:
            body = json.loads(example.response.content or b"")
        except ValueError:
            continue
        for pointer in pointers:
            value = resolve(body, parse_pointer(pointer))
            if isinstance(value, (str, int)):
                yield str(value), item.shape


def _text(value: str) -> str:
    parsed = json.loads(value)
    return parsed if isinstance(parsed, str) else value
