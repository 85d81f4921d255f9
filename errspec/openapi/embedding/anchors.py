"""
Anchors, which a change must not remove while they are used elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from errspec.documents.changes import Change
from errspec.documents.nodes import ALIAS, Node
from errspec.openapi.embedding.operations import OpenAPIDocument


def without_lost_anchors(document: OpenAPIDocument, changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """
    Split changes into those that can be made and those that would remove an anchor of a place that stays.

    A change that cannot be made leaves its place as it was, so its aliases may need the anchors of others.
    """
    aliases = [node for node in document.root.walk() if node.kind == ALIAS] if document.is_whole else []
    kept, dropped = list(changes), []
    while aliases:
        lost = [change for change in kept if _loses_anchor(change, kept, aliases)]
        if not lost:
            break
        dropped += lost
        kept = [change for change in kept if change not in lost]
    return kept, dropped


def _loses_anchor(change: Change, changes: Sequence[Change], aliases: Sequence[Node]) -> bool:
    """Return whether a change replaces an anchor whose alias stands in no place that is replaced too."""
    if change.extend:
        return False
    uses = [alias for alias in aliases if alias.target is not None and _contains(change.node, alias.target)]
    replaced = [other.node for other in changes if not other.extend]
    return any(not any(_contains(node, alias) for node in replaced) for alias in uses)


def _contains(outer: Node, inner: Node) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
