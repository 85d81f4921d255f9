"""
The values of a YAML or JSON document with the places where they stand in its text.
"""

from __future__ import annotations

from collections.abc import Iterable

MAPPING, SEQUENCE, SCALAR, ALIAS = "mapping", "sequence", "scalar", "alias"
#: The key whose value lends its members (YAML 1.1: merge key).
MERGE = "<<"


class Node:
    """
    A value: its kind, and where its text starts and ends, in characters.

    ``end`` is that of its last content, before the comments and blank lines after it; ``content_end`` is that of the
    last value in it. ``flow`` is true of what stands between brackets or braces. ``members`` and ``items`` are None
    where the inside was not looked at; ``text`` is that of a scalar, or the name of an alias, whose ``target`` is the
    value that it stands for.
    """

    members: list[tuple[Node, Node]] | None = None
    items: list[Node] | None = None
    text = ""
    content_end = 0
    style: str | None = None
    anchor: str | None = None
    target: Node | None = None

    def __init__(self, kind: str, start: int, end: int, *, flow: bool, parent: Node | None) -> None:
        self.kind, self.start, self.end, self.flow, self.parent = kind, start, end, flow, parent

    def resolved(self) -> Node:
        """
        The value itself, for an alias the value that it stands for.
        """
        return self.target if self.target is not None else self

    def entries(self) -> list[tuple[str, Node]]:
        """
        The members of a mapping by name, its own before those that a merge key lends it.
        """
        own = [(key.text, value) for key, value in self.members or () if key.text != MERGE or key.style is not None]
        if len(own) == len(self.members or ()):
            return own
        found = dict(own)
        for key, value in self.members or ():
            if key.text == MERGE and key.style is None:
                lent = value.resolved()
                for source in lent.items if lent.items is not None else [lent]:
                    for name, member in source.resolved().entries():
                        found.setdefault(name, member)
        return list(found.items())

    def get(self, name: str) -> Node | None:
        """
        A member by name.
        """
        for key, value in self.members or ():
            if key.text == name:
                return value
            if key.text == MERGE and key.style is None:
                return dict(self.entries()).get(name)
        return None

    def along(self, tokens: Iterable[str]) -> list[Node]:
        """
        Return the nodes on a path through mappings, this one first, as far as the path leads.

        ``errspec.pointers`` resolves paths in values; a node also has aliases and merge keys.
        """
        nodes = [self]
        for token in tokens:
            member = nodes[-1].resolved().get(token)
            if member is None:
                break
            nodes.append(member)
        return nodes

    @property
    def is_empty(self) -> bool:
        """
        Whether it is null, as a missing value is, or has no members.
        """
        if self.kind == SCALAR:
            return self.style is None and self.text in ("", "~", "null", "Null", "NULL")
        return not self.members if self.kind == MAPPING and self.members is not None else False

    @property
    def outermost_flow(self) -> Node | None:
        """
        The largest value between brackets or braces that it is or is in.
        """
        found, node = None, self
        while node is not None:
            found = node if node.flow else found
            node = node.parent  # type: ignore[assignment]
        return found
