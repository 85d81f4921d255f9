"""
What the body of an error says in the terms that all providers share, by ``x-mapping``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.catalog.immutable import FrozenDict
from errspec.pointers import MISSING, format_pointer, parse_pointer, resolve
from errspec.redaction import excerpt, redacted
from errspec.verdict.engine import header_value
from errspec.verdict.inspection import parsed
from errspec.verdict.reading import read

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import ProblemType
    from errspec.catalog.wording import Wording
    from errspec.response import Response

#: The longest wait that is considered plausible, in seconds.
_LONGEST = 10**9
#: The largest amount that is considered plausible.
_LARGEST = 10**15
#: The number of characters of a text of the provider that are shown.
_LONGEST_TEXT = 200
_NUMBER = {"anyOf": [{"type": "integer"}, {"type": "number"}]}


class Field(NamedTuple):
    """
    A rejected field: its name as the provider writes it, a JSON Pointer into the request, and the messages.
    """

    name: str
    pointer: str
    messages: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the field as JSON values; what the provider says is shortened and without credentials."""
        messages = [excerpt(message, _LONGEST_TEXT, self.name) for message in self.messages]
        pointer, name = self.pointer, redacted(self.name)
        if self.name not in (name, pointer):  # the name holds a secret, and the pointer repeats its parts
            pointer = format_pointer((name,))
        return {"name": shown(self.name), "pointer": shown(pointer), "messages": messages}


class Mapped(NamedTuple):
    """
    What a body says: the message and the code of the provider, the rejected fields, and further details.
    """

    message: str | None = None
    code: str | None = None
    fields: tuple[Field, ...] = ()
    details: Mapping[str, object] = FrozenDict({})


def shown(text: str | None) -> str | None:
    """Return a text of the provider, shortened and without credentials."""
    return None if text is None else excerpt(text, _LONGEST_TEXT)


def mapped(response: Response, shape: str | None, problem_type: ProblemType | None, catalog: Catalog) -> Mapped:
    """Return what the body of a response says, by the rules of its shape and of its problem type."""
    if shape is None or response.content is None:
        return Mapped()
    body, mapping = _body(response), _rules(shape, problem_type, catalog)
    details = {name: _detail(body, place) for name, place in mapping.get("details", {}).items()}
    return Mapped(
        _first_text(body, mapping.get("message", ())),
        _first_text(body, mapping.get("code", ())),
        tuple(_fields(body, mapping.get("fields", ()))),
        FrozenDict({name: value for name, value in details.items() if value is not MISSING}),
    )


def said(
    response: Response, shape: str | None, problem_type: ProblemType | None, catalog: Catalog
) -> tuple[str | None, str | None]:
    """Return the message and the code in the body of a response, as ``mapped`` does."""
    if shape is None or response.content is None:
        return None, None
    body, mapping = _body(response), _rules(shape, problem_type, catalog)
    return _first_text(body, mapping.get("message", ())), _first_text(body, mapping.get("code", ()))


def wait(response: Response, problem_type: ProblemType | None) -> float | None:
    """Return the time to wait in seconds, from the documented header or from the data; None if none is known."""
    if problem_type is None or problem_type.retry.kind not in ("after", "poll"):
        return None
    retry = problem_type.retry
    text = response.header(retry.header) if retry.header else None
    return seconds_in(text) if text is not None else retry.seconds


def seconds_in(text: str) -> float | None:
    """Return a header value as a plausible number of seconds, or None."""
    seconds = header_value(_NUMBER, text)
    return float(seconds) if isinstance(seconds, (int, Decimal)) and 0 <= seconds < _LONGEST else None


def summary(details: Mapping[str, object], problem_type: ProblemType | None, wording: Wording) -> str | None:
    """Return the sentence about the details of a problem type, or None if there is none or if a number is missing."""
    template = problem_type.mapping.get("summary") if problem_type is not None else None
    numbers = {name: f"{number:.2f}" for name, value in details.items() if (number := _number(value)) is not None}
    if template is None or not set(re.findall(r"\{([a-z_]+)\}", template)) <= set(numbers):
        return None
    return str(wording.translate(template)).format(**numbers)


def _detail(body: object, place: str | Mapping[str, Any]) -> object:
    """Return the value at a place, or the difference between the numbers at two places; MISSING without it."""
    if isinstance(place, str):
        return resolve(body, parse_pointer(place))
    first, second = (_number(resolve(body, parse_pointer(each))) for each in place["difference"])
    return MISSING if first is None or second is None else float(first - second)


def _number(value: object) -> Decimal | None:
    """Return a number of a plausible size, or None."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = Decimal(value) if isinstance(value, int) else Decimal(str(value))
        return number if abs(number) < _LARGEST else None
    return None


def _body(response: Response) -> object:
    body = parsed(response)
    if body is MISSING:
        reading = read(response.content or b"")
        return MISSING if reading.fatal else reading.value
    return body


def _rules(shape: str, problem_type: ProblemType | None, catalog: Catalog) -> Mapping[str, Any]:
    mapping = catalog.shapes[shape].mapping
    return {**mapping, **problem_type.mapping} if problem_type is not None and problem_type.mapping else mapping


def _first_text(body: object, places: Iterable[str]) -> str | None:
    for place in places:
        value = resolve(body, parse_pointer(place))
        if isinstance(value, str) and value:
            return value
    return None


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
