"""
A recorded response with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from errspec.response import Response


class Exchange(NamedTuple):
    """
    A response and where it stands: a file, and in it a line or an entry, both from 1, or None for the whole file.
    """

    file: str
    response: Response
    line: int | None = None
    entry: int | None = None

    @property
    def place(self) -> str:
        """
        The place as ``file:line`` or ``file#entry``.
        """
        return place(self.file, self.line, self.entry)


class Unreadable(Exception):
    """
    A recording, or a part of one, that cannot be read, with the key of the message that says why.
    """

    def __init__(self, key: str, line: int | None = None, entry: int | None = None, **facts: object) -> None:
        super().__init__(key)
        self.key, self.line, self.entry, self.facts = key, line, entry, facts


def numbered(file: str, entries: Iterable[Any], read: Callable[[Any], Response]) -> Iterator[Exchange | Unreadable]:
    """
    The exchanges of a list of entries, numbered from 1; one that ``read`` cannot read stops none of the others.
    """
    for number, entry in enumerate(entries, 1):
        try:
            yield Exchange(file, read(entry), None, number)
        except (KeyError, TypeError, ValueError, AttributeError):
            yield Unreadable("input.entry", entry=number)


class Options(NamedTuple):
    """
    How recordings are read.

    ``status`` is that of a bare body. ``fields`` maps ``status``, ``reason``, ``headers``, ``body``, ``url`` and
    ``method`` to where a line of JSON has them, as reference tokens. ``largest`` is the most bytes that are read of
    a recording that must be read whole, and ``longest`` the most of a line or a bare body.
    """

    status: int | None = None
    fields: dict[str, tuple[str, ...]] = {}  # noqa: RUF012, it is never changed
    largest: int = 1024 * 1024 * 1024
    longest: int = 11 * 1024 * 1024


def place(file: str, line: int | None, entry: int | None) -> str:
    """
    A place as ``file:line``, ``file#entry`` or ``file``.
    """
    if line is not None:
        return f"{file}:{line}"
    return file if entry is None else f"{file}#{entry}"
