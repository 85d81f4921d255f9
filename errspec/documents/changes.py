"""
Changes of a document, as values, and edits of its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any, NamedTuple

from errspec.documents.nodes import Node
from errspec.pointers import Path


class Change(NamedTuple):
    """
    A new value for the node at a path, or with ``extend`` new members for the mapping there.

    An empty mapping is replaced, since it has no member to write the new ones after.
    """

    path: Path
    node: Node
    value: Any
    extend: bool = False


class Edit(NamedTuple):
    """
    A new text for a part of a text; of several edits at one place, the one with the largest ``rank`` comes first.
    """

    start: int
    end: int
    text: str
    rank: int = 0


_PLACE, _RANK = itemgetter(0, 1), itemgetter(3)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits, which must not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, new, _ in sorted(sorted(edits, key=_RANK, reverse=True), key=_PLACE):
        parts += (text[at:start], new)
        at = end
    return "".join([*parts, text[at:]])
