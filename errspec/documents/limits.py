"""
The limits for documents.
"""

from __future__ import annotations

from errspec.documents.events import line
from errspec.documents.nodes import Node
from errspec.exceptions import EndlessAliases

#: The largest size, in bytes.
LARGEST = 32 * 1024 * 1024
#: The deepest nesting.
DEEPEST = 200
#: The largest number of values, with those that aliases stand for.
MOST = 1_000_000


def check_aliases(root: Node, text: str) -> None:
    """Check that no alias stands for a value that contains it, and that aliases do not multiply values too much."""
    sizes: dict[int, int] = {}
    unfinished: set[int] = set()

    def size(node: Node) -> int:
        target = node.resolved()
        if id(target) in sizes:
            return sizes[id(target)]
        if id(target) in unfinished:
            raise EndlessAliases(line(text, node.start), MOST)
        unfinished.add(id(target))
        total = 1
        for _, value in target.members or ():
            total += size(value)
        for value in target.items or ():
            total += size(value)
        if total > MOST:
            raise EndlessAliases(line(text, node.start), MOST)
        sizes[id(target)] = total
        return total

    size(root)
