"""
The limits for documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from errspec.documents.events import line
from errspec.documents.nodes import Node
from errspec.exceptions import EndlessAliases, NestedTooDeeply

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


def check_depth(value: Any) -> None:
    """Check that a value is not nested too deeply, or without end; raise NestedTooDeeply."""
    level, depth = [value], 0
    while level:
        inside = [each.values() if isinstance(each, Mapping) else each for each in level]
        collections = (each for values in inside for each in values if isinstance(each, (Mapping, list)))
        level = list({id(each): each for each in collections}.values())
        depth += 1
        if level and depth == DEEPEST:
            raise NestedTooDeeply(DEEPEST)


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
