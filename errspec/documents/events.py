"""
Parser events of YAML, and the same events of JSON, since a YAML 1.1 parser rejects some JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from errspec.documents.styles import column
from errspec.exceptions import MalformedDocument

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\],:"]+')


class _Mark:
    """
    A position in a text, as events have it.
    """

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


def yaml_events(text: str) -> Iterator[Any]:
    """Yield the events of YAML, with positions in characters; raise the errors of PyYAML."""
    import yaml

    if not hasattr(yaml, "CSafeLoader"):
        return yaml.parse(text, Loader=yaml.SafeLoader)
    return iter(yaml.CSafeLoader(text).get_event, None)


def json_events(text: str) -> Iterator[Any]:
    """Yield the events of JSON."""
    from yaml import events as kinds

    kind: Any = {
        "{": lambda start, end: kinds.MappingStartEvent(None, None, True, start, end, True),
        "[": lambda start, end: kinds.SequenceStartEvent(None, None, True, start, end, True),
        "}": kinds.MappingEndEvent,
        "]": kinds.SequenceEndEvent,
    }
    for match in _PART.finditer(text):
        part = match[0]
        start: Any = _Mark(match.start())
        end: Any = _Mark(match.end())
        if part in kind:
            yield kind[part](start, end)
        elif part[0] == '"':
            value = json.loads(part) if "\\" in part else part[1:-1]
            yield kinds.ScalarEvent(None, None, (False, True), value, start, end, '"')
        elif part != ",":
            yield kinds.ScalarEvent(None, None, (True, False), part, start, end)


def json_numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the whole numbers of JSON."""
    return (match for match in _PART.finditer(text) if match[0].lstrip("-").isdecimal())


def line(text: str, index: int) -> int:
    """Return the line number of a character."""
    return text.count("\n", 0, index) + 1


def malformed(text: str, index: int, reason: str) -> MalformedDocument:
    """Return the exception for a text that is wrong at a character."""
    if text[index : index + 1] == "\t":
        reason = "a tab where YAML needs spaces"
    return MalformedDocument(line(text, index), column(text, index) + 1, reason)
