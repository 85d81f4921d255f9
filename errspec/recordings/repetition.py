"""
Keys that appear more than once in an object of a recording, of which parsers keep only the last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from errspec.recordings.exchange import Unreadable
from errspec.verdict.reading import integer

#: More digits than the index of an item has.
_LONGEST = 10


def parsed(text: str) -> tuple[Any, bool]:
    """Return a JSON document, and whether a key in it is repeated; raise ValueError and RecursionError."""
    is_repeated = False

    def collected(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal is_repeated
        found = dict(pairs)
        is_repeated = is_repeated or len(found) < len(pairs)
        return found

    return json.loads(text, parse_int=integer, object_pairs_hook=collected), is_repeated


def refusal(text: str) -> Unreadable:
    """Return the exception for the first object of a JSON text in which a key is repeated."""
    from errspec.recordings.scalars import scan

    stack = [scan(text)[0]]
    while stack:
        value = stack.pop()
        if value is None:
            continue
        names: set[str] = set()
        for key, _ in value.members:
            if key.text in names:
                return Unreadable("input.repeated", text.count("\n", 0, key.start) + 1, found=key.text)
            names.add(key.text)
        stack += reversed([*(member for _, member in value.members), *value.items])
    raise AssertionError("no key is repeated")


def repeated(text: str, places: Iterable[tuple[str, ...]]) -> str | None:
    """Return a key that is repeated on the way to one of some places in a JSON text, or None."""
    from errspec.recordings.scalars import scan

    root = scan(text)[0]
    for place in places:
        value = root
        for token in place:
            if value is None:
                break
            if sum(key.text == token for key, _ in value.members) > 1:
                return token
            index = int(token) if token.isascii() and token.isdecimal() and len(token) < _LONGEST else -1
            value = value.items[index] if 0 <= index < len(value.items) else value.get(token)
    return None
