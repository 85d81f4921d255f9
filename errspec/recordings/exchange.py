"""
A recorded response with its place, and what all formats share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from errspec.response import LARGEST_STATUS, Response

#: What a reader raises if a value has a type that the files of its tool never have, or is nested too deeply.
MISFITS = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
#: The number of bytes to which all bodies of one file may be unpacked.
UNPACKED = 256 * 1024 * 1024


class Exchange(NamedTuple):
    """
    A response and its place: a file, and the line or the entry in it, counted from 1; None for the whole file.

    ``body`` is the line on which its body begins and the width of its margin, if the body stands in the file as it is.
    ``templated`` says that the body or the headers contain a template and are therefore unknown.
    """

    file: str
    response: Response
    line: int | None = None
    entry: int | None = None
    body: tuple[int, int] | None = None
    templated: bool = False

    @property
    def place(self) -> str:
        """The place as ``file:line`` or ``file#entry``."""
        return place(self.file, self.line, self.entry)


class Unreadable(Exception):
    """
    A recording, or a part of one, cannot be read; ``key`` names the message that says why, and ``facts`` fill it.
    """

    def __init__(self, key: str, line: int | None = None, entry: int | None = None, **facts: object) -> None:
        super().__init__(key)
        self.key, self.line, self.entry, self.facts = key, line, entry, facts

    def at(self, line: int | None = None, entry: int | None = None) -> Unreadable:
        """Return the same exception for another place."""
        moved = Unreadable(self.key, line, entry)
        moved.facts = self.facts
        return moved


class ReadingOptions(NamedTuple):
    """
    How recordings are read.

    ``status`` is the status of a bare body. ``fields`` maps ``status``, ``reason``, ``headers``, ``body``, ``url`` and
    ``method`` to their places in a line of JSON, as reference tokens. ``largest`` is the limit of bytes for a recording
    that must be read whole, and ``longest`` that for a line or a bare body.
    """

    status: int | None = None
    fields: dict[str, tuple[str, ...]] = {}  # noqa: RUF012, never changed
    largest: int = 1024 * 1024 * 1024
    longest: int = 11 * 1024 * 1024


class Unpacker:
    """
    The decoder of the bodies of one file, with a limit for all of them together.
    """

    def __init__(self) -> None:
        self._limit = self._left = UNPACKED

    def decoded(self, response: Response) -> Response:
        """Return a response with its content coding undone; raise Unreadable if that cannot be done."""
        content, encoding = response.content, response.header("content-encoding")
        if not content or encoding is None:
            return response
        if self._left <= 0:
            raise Unreadable("input.unpacked", limit=self._limit)
        from errspec.codings import LARGEST, decoded

        plain = decoded(content, encoding, min(LARGEST, self._left))
        if plain is None:
            raise Unreadable("input.coding", coding=encoding)
        self._left -= len(plain) if plain is not content else 0
        return response._replace(content=plain)


def status_code(recorded: Any) -> int:
    """Return a status that is a number, or a text of digits; raise ValueError for anything else."""
    if type(recorded) is int and 0 <= recorded <= LARGEST_STATUS:
        return recorded
    if isinstance(recorded, str) and recorded.isascii() and recorded.isdecimal() and len(recorded) <= 3:
        return int(recorded)
    is_number = isinstance(recorded, (int, float)) and not isinstance(recorded, bool)
    if not is_number or not 0 <= recorded <= LARGEST_STATUS or recorded != int(recorded):
        raise ValueError
    return int(recorded)


def numbered(file: str, entries: Iterable[Any], read: Callable[[Any], Response]) -> Iterator[Exchange | Unreadable]:
    """Yield the exchange of each entry, counted from 1; an entry that ``read`` cannot read does not stop the others."""
    unpacker = Unpacker()
    for number, entry in enumerate(entries, 1):
        try:
            yield Exchange(file, unpacker.decoded(read(entry)), None, number)
        except Unreadable as error:
            yield error.at(entry=number)
        except MISFITS:
            yield Unreadable("input.entry", entry=number)


def header_pairs(headers: Any) -> list[tuple[Any, Any]]:
    """Return the headers of a mapping as pairs; a list of values becomes a pair for each."""
    return [
        (name, value)
        for name, values in headers.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def place(file: str, line: int | None, entry: int | None) -> str:
    """Return a place as ``file:line``, ``file#entry`` or ``file``."""
    if line is not None:
        return f"{file}:{line}"
    return file if entry is None else f"{file}#{entry}"
