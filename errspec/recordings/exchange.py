"""
A recorded response with its place.
"""

from __future__ import annotations

from typing import NamedTuple

from errspec.response import Response


class Exchange(NamedTuple):
    """
    A response and where it stands: a file, and a line in it from 1 or None for the whole file.
    """

    file: str
    line: int | None
    response: Response

    @property
    def place(self) -> str:
        """
        The place as ``file:line``.
        """
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Unreadable(Exception):
    """
    A recording that cannot be read, with the key of the message that says why.
    """

    def __init__(self, key: str, line: int | None = None, **facts: object) -> None:
        super().__init__(key)
        self.key, self.line, self.facts = key, line, facts
