"""
The ways to a problem type across providers: by status, by code and by message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from errspec.catalog.provider import ProblemType
from errspec.docs.contents import bodies, constants
from errspec.docs.edition import Edition
from errspec.docs.entries import ProblemEntry, in_order
from errspec.docs.fields import ITEM
from errspec.docs.phrases import Phrase
from errspec.pointers import parse_pointer, resolve
from errspec.response import reason_phrase

#: The indices, by the names of their pages.
INDICES = ("status", "codes", "messages", "compare")
#: A code with the name of its shape.
Code = tuple[str, str]


class CodeEntry(NamedTuple):
    """
    A machine-readable code, with its shape and the problem types that it leads to.
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
        for status in in_order(statuses)
    )


def status_phrase(status: str) -> str:
    """Return the usual reason phrase of a status; empty for a range and if no response arrives."""
    return reason_phrase(int(status)) if status.isdecimal() else ""


def codes(edition: Edition) -> tuple[CodeEntry, ...]:
    """Return the codes that shapes list, guards name and examples have, in alphabetical order."""
    listed = _listed(edition)
    problems: dict[Code, dict[str, None]] = {}
    for provider in edition.providers:
        for problem_type in provider.data.problem_types:
            for code in _codes_of(edition, problem_type):
                problems.setdefault(code, {})[problem_type.name] = None
    entries: dict[str, CodeEntry] = {}
    for code in sorted({*listed, *problems}, key=lambda code: (code[0].casefold(), code)):
        identifier = re.sub(r"[^A-Za-z0-9_.-]+", "-", code[0]) or "code"
        while identifier in entries:
            identifier += "-"
        described = listed.get(code, (Phrase(), False))
        entries[identifier] = CodeEntry(identifier, *code, *described, tuple(problems.get(code, ())))
    return tuple(entries.values())


def messages(edition: Edition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the messages of the providers, verbatim, with their problem types."""
    problems = edition.problems.values()
    texts = dict.fromkeys(message for problem in problems for message in problem.messages)
    return tuple(
        (text, tuple(problem.name for problem in problems if text in problem.messages))
        for text in sorted(texts, key=str.casefold)
    )


def _listed(edition: Edition) -> dict[Code, tuple[Phrase, bool]]:
    """Return the codes that shapes list, each with its description and whether it is undocumented."""
    listed: dict[Code, tuple[Phrase, bool]] = {}
    for shape in edition.shapes.values():
        pointers = map(parse_pointer, shape.mapping.get("code", ()))
        places = {tuple(ITEM if token.isdecimal() else token for token in tokens) for tokens in pointers}
        variants = [variant for field in shape.fields.walk() if field.path in places for variant in field.variants]
        for variant in variants:
            if variant.value is not None:
                value = json.loads(variant.value)
                code = value if isinstance(value, str) else variant.value
                listed.setdefault((code, shape.name), (variant.description, variant.undocumented))
    return listed


def _codes_of(edition: Edition, problem_type: ProblemType) -> Iterator[Code]:
    """Yield the codes in the guards and the examples of a problem type."""
    shape = problem_type.shape
    if shape is None:
        return
    pointers = edition.catalog.shapes[shape].mapping.get("code", ())
    for guard in problem_type.when:
        for pointer, schema in guard.get("body", {}).items():
            if pointer in pointers:
                yield from ((str(value), shape) for value in constants(schema))
    for body in bodies(problem_type):
        for pointer in pointers:
            value = resolve(body, parse_pointer(pointer))
            if isinstance(value, (str, int)):
                yield str(value), shape
