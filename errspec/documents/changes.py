"""
A change of a document: a value that takes the place of another, or members that a mapping gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from errspec.documents.nodes import Node
from errspec.pointers import Path


class Change(NamedTuple):
    """
    The node at a path is replaced by ``value``; with ``extend`` it is a mapping that gets the members of ``value``.

    An empty mapping and a missing value are replaced, as there is nothing after which members could stand.
    """

    path: Path
    node: Node
    value: Any
    extend: bool = False


class Edit(NamedTuple):
    """
    New text for what stands between two characters; of edits at one place, that of the largest ``rank`` comes first.
    """

    start: int
    end: int
    text: str
    rank: int = 0


def edited(text: str, edits: Iterable[Edit]) -> str:
    """
    A text with edits, none of which overlaps another.
    """
    parts: list[str] = []
    at = 0
    for start, end, new, _ in sorted(edits, key=lambda edit: (edit.start, edit.end, -edit.rank)):
        parts += (text[at:start], new)
        at = end
    return "".join([*parts, text[at:]])
