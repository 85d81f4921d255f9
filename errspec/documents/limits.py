"""
The limits for documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from errspec.documents.events import line
from errspec.documents.nodes import Node
from errspec.exceptions import EndlessAliases

#: The largest size, in bytes.
LARGEST = 32 * 1024 * 1024
#: The deepest nesting.
DEEPEST = 200
#: The largest number of values, with those that aliases stand for.
MOST = 1_000_000

Value = TypeVar("Value")


def check_aliases(root: Node, text: str) -> None:
    """Check that no alias stands for a value that contains it, and that aliases do not multiply values too much."""
    endless = multiplied(root, Node.resolved, Node.values)
    if endless is not None:
        raise EndlessAliases(line(text, endless.start), MOST)


def multiplied(
    root: Value, resolved: Callable[[Value], Value], inside: Callable[[Value], Iterable[Value]]
) -> Value | None:
    """Return the first value that contains itself, or more values than the limit with those of aliases; or None."""
    sizes: dict[int, int] = {}
    unfinished: set[int] = set()
    found: list[Value] = []

    def size(value: Value) -> int:
        target = resolved(value)
        if id(target) in sizes:
            return sizes[id(target)]
        if id(target) in unfinished:
            found.append(value)
            return 0
        unfinished.add(id(target))
        total = 1
        for each in inside(target):
            total += size(each)
            if found:
                return 0
        if total > MOST:
            found.append(value)
        sizes[id(target)] = total
        return total

    size(root)
    return found[0] if found else None
