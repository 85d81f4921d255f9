"""
A documented error as a value: what the provider says, which fields it refuses, and when to try again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.provider import ProblemType
from errspec.pointers import MISSING, format_pointer, parse_pointer, resolve
from errspec.verdict.contract import check
from errspec.verdict.engine import header_value
from errspec.verdict.reading import read

if TYPE_CHECKING:
    from errspec.response import Response
    from errspec.verdict.report import Report


_LONGEST = 10**9  # seconds


class Field(NamedTuple):
    """
    A refused field: its name as the provider writes it, the same as a JSON Pointer, and the messages about it.
    """

    name: str
    pointer: str
    messages: tuple[str, ...]


class Problem(NamedTuple):
    """
    An error response in the terms that all providers share.

    ``wait`` is the time to wait in seconds, from the documented header or from the data; None where none is known.
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


def problem(
    response: Response,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    report: Report | None = None,
) -> Problem | None:
    """
    The error that a response reports, or None where it is no error.

    A report of the same response saves checking it again. Nothing in the response makes this raise;
    raises NoSuchProvider.
    """
    catalog = catalog or builtin()
    report = report or check(response, provider, catalog=catalog)
    if not report.is_error:
        return None
    value: object = MISSING
    mapping: dict[str, Any] = {}
    if report.shape is not None and response.content is not None:
        reading = read(response.content)
        value = MISSING if reading.fatal else reading.value
        mapping = catalog.shapes[report.shape].mapping
    details = {name: resolve(value, parse_pointer(place)) for name, place in mapping.get("details", {}).items()}
    return Problem(
        report.provider,
        report.problem_type,
        response.status_code,
        _first_text(value, mapping.get("message", ())),
        _first_text(value, mapping.get("code", ())),
        tuple(_fields(value, mapping.get("fields", ()))),
        {name: found for name, found in details.items() if found is not MISSING},
        _wait(response, report.problem_type),
    )


def _first_text(value: object, places: Iterable[str]) -> str | None:
    found = (resolve(value, parse_pointer(place)) for place in places)
    return next((text for text in found if isinstance(text, str) and text), None)


def _fields(value: object, rules: Iterable[Mapping[str, str]]) -> Iterator[Field]:
    for rule in rules:
        entries = resolve(value, parse_pointer(rule.get("each", rule.get("at", ""))))
        pairs: Iterable[tuple[object, object]]
        if "at" in rule:
            pairs = [(None, entries)]
        elif isinstance(entries, dict):
            pairs = entries.items()
        else:
            pairs = enumerate(entries) if isinstance(entries, list) else ()
        for key, entry in pairs:
            name = resolve(entry, parse_pointer(rule["path"])) if "path" in rule else key
            messages = resolve(entry, parse_pointer(rule["messages"]))
            if isinstance(name, str):
                texts = messages if isinstance(messages, list) else [messages]
                yield Field(name, _pointer(name, rule["notation"]), tuple(t for t in texts if isinstance(t, str)))


def _pointer(name: str, notation: str) -> str:
    if notation == "pointer":
        return name
    return format_pointer(tuple(name.split(".")) if notation == "dotted" else (name,))


def _wait(response: Response, problem_type: ProblemType | None) -> float | None:
    if problem_type is None or problem_type.retry.kind != "after-delay":
        return None
    retry = problem_type.retry
    text = response.header(retry.header) if retry.header else None
    if text is not None:
        seconds = header_value({"anyOf": [{"type": "integer"}, {"type": "number"}]}, text)
        return float(seconds) if isinstance(seconds, (int, Decimal)) and 0 <= seconds < _LONGEST else None
    return retry.seconds
