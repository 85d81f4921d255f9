"""
A documented error as a value: what the provider says, which fields it rejects, and how long to wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.immutable import FrozenDict
from errspec.catalog.provider import ProblemType
from errspec.pointers import MISSING, format_pointer, parse_pointer, resolve
from errspec.response import Response
from errspec.verdict.contract import check
from errspec.verdict.engine import header_value
from errspec.verdict.reading import LIMITS, Limits, read
from errspec.verdict.report import Report

#: The longest wait that is considered plausible, in seconds.
_LONGEST = 10**9
_NUMBER = {"anyOf": [{"type": "integer"}, {"type": "number"}]}


class Field(NamedTuple):
    """
    A rejected field: its name as the provider writes it, a JSON Pointer into the request, and the messages.
    """

    name: str
    pointer: str
    messages: tuple[str, ...]


class Problem(NamedTuple):
    """
    An error response in the terms that all providers share.

    ``wait`` is the time to wait in seconds, from the documented header or from the data; None if none is known.
    """

    provider: str | None
    problem_type: ProblemType | None
    status: int | None
    message: str | None
    code: str | None
    fields: tuple[Field, ...]
    details: Mapping[str, object]
    wait: float | None

    def __str__(self) -> str:
        return str(self.problem_type or self.provider or self.status)

    def __repr__(self) -> str:
        name = self.problem_type or self.provider or "not recognized"
        wait = "" if self.wait is None else f" wait={self.wait:g}"
        return f"<Problem {name} {self.status}{wait}>"


def problem(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
) -> Problem | None:
    """
    Return the error that a response reports, or None if the response is not an error.

    Takes the same arguments as ``check`` and raises the same exceptions.
    """
    if not isinstance(response, Response):
        response = Response.from_client(response)
    catalog = catalog or builtin()
    return problem_of(check(response, provider, catalog=catalog, lang=lang, limits=limits), response, catalog)


def problem_of(report: Report, response: Response, catalog: Catalog) -> Problem | None:
    """Return the error that a response reports, from the report of its check."""
    if not report.is_error:
        return None
    body: object = MISSING
    mapping: Mapping[str, Any] = {}
    if report.shape is not None and response.content is not None:
        reading = read(response.content)
        body = MISSING if reading.fatal else reading.value
        mapping = catalog.shapes[report.shape].mapping
        if report.problem_type is not None:
            mapping = {**mapping, **report.problem_type.mapping}
    details = {name: resolve(body, parse_pointer(place)) for name, place in mapping.get("details", {}).items()}
    return Problem(
        report.provider,
        report.problem_type,
        response.status_code,
        _first_text(body, mapping.get("message", ())),
        _first_text(body, mapping.get("code", ())),
        tuple(_fields(body, mapping.get("fields", ()))),
        FrozenDict({name: value for name, value in details.items() if value is not MISSING}),
        _wait(response, report.problem_type),
    )


def _first_text(body: object, places: Iterable[str]) -> str | None:
    values = (resolve(body, parse_pointer(place)) for place in places)
    return next((value for value in values if isinstance(value, str) and value), None)


def _fields(body: object, rules: Iterable[Mapping[str, Any]]) -> Iterator[Field]:
    for rule in rules:
        entries = resolve(body, parse_pointer(rule.get("each", rule.get("at", ""))))
        pairs: Iterable[tuple[object, object]]
        if "at" in rule:
            pairs = [(None, entries)]
        elif isinstance(entries, dict):
            pairs = entries.items()
        else:
            pairs = enumerate(entries) if isinstance(entries, list) else ()
        for key, entry in pairs:
            name = resolve(entry, parse_pointer(rule["path"])) if "path" in rule else key
            if "template" in rule and isinstance(name, str):
                name = _filled(rule["template"], name)
            messages = resolve(entry, parse_pointer(rule["messages"]))
            if isinstance(name, str) and name not in rule.get("except", ()):
                texts = messages if isinstance(messages, list) else [messages]
                said = tuple(text for text in texts if isinstance(text, str))
                yield Field(name, _pointer(name, rule["notation"]), said)


def _filled(template: str, text: str) -> str | None:
    """Return the part of a text that the first name in angle brackets of a template stands for, or None."""
    match = re.fullmatch("(.+)".join(map(re.escape, re.split("<[^>]*>", template))), text, re.DOTALL)
    return match[1] if match else None


def _pointer(name: str, notation: str) -> str:
    if notation == "pointer":
        return name
    return format_pointer(tuple(name.split(".")) if notation == "dotted" else (name,))


def _wait(response: Response, problem_type: ProblemType | None) -> float | None:
    if problem_type is None or problem_type.retry.kind not in ("after", "poll"):
        return None
    retry = problem_type.retry
    text = response.header(retry.header) if retry.header else None
    if text is not None:
        seconds = header_value(_NUMBER, text)
        return float(seconds) if isinstance(seconds, (int, Decimal)) and 0 <= seconds < _LONGEST else None
    return retry.seconds
