"""
Anchors, which a change must not take away from where they are used.
"""

from __future__ import annotations

from collections.abc import Iterator

from errspec.documents.changes import Change
from errspec.documents.nodes import ALIAS, Node
from errspec.openapi.embedding.operations import Source
from errspec.pointers import format_pointer


def undisturbed(source: Source, changes: list[Change], shared: list[str]) -> list[Change]:
    """
    The changes without those that would take away an anchor that is used in a place which is not changed.
    """
    aliases = [node for node in _nodes(source.root) if node.kind == ALIAS] if source.is_whole else []
    kept = list(changes)
    while aliases:
        gone = [
            change
            for change in kept
            if not change.extend
            and any(
                alias.target is not None
                and _in(alias.target, change.node)
                and alias.target.anchor is not None
                and not any(_in(alias, other.node) for other in kept if not other.extend)
                for alias in aliases
            )
        ]
        if not gone:
            break
        shared += [format_pointer(change.path) for change in gone]
        kept = [change for change in kept if change not in gone]
    return kept


def _in(node: Node, whole: Node) -> bool:
    return whole.start <= node.start and node.end <= whole.end


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for _, value in node.members or ():
        yield from _nodes(value)
    for item in node.items or ():
        yield from _nodes(item)
