"""
The values of a YAML or JSON document, with their positions in its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MAPPING, SEQUENCE, SCALAR, ALIAS = "mapping", "sequence", "scalar", "alias"
#: The key whose value adds its members to the mapping (YAML 1.1: merge key).
MERGE = "<<"


class Node:
    """
    A value: its kind, and the start and end of its text, in characters.

    ``end`` comes before the comments and blank lines that follow; ``content_end`` is the end of the last value in a
    collection. ``flow`` says that the value stands between brackets or braces. ``members`` and ``items`` are None if
    the inside is not parsed. ``text`` is that of a scalar, or the name of an alias; ``target`` is the node that the
    alias stands for.
    """

    members: list[tuple[Node, Node]] | None = None
    items: list[Node] | None = None
    text = ""
    content_end = 0
    style: str | None = None
    anchor: str | None = None
    target: Node | None = None

    flow = False

    def __init__(self, kind: str, start: int, end: int, parent: Node | None) -> None:
        self.kind, self.start, self.end, self.parent = kind, start, end, parent

    def resolved(self) -> Node:
        """Return the node that an alias stands for, or the node itself."""
        return self.target if self.target is not None else self

    def entries(self) -> list[tuple[str, Node]]:
        """Return the names and values of the members, own ones before those of a merge key."""
        own = [(key.text, value) for key, value in self.members or () if key.text != MERGE or key.style is not None]
        if len(own) == len(self.members or ()):
            return own
        members = dict(own)
        for key, value in self.members or ():
            if key.text == MERGE and key.style is None:
                merged = value.resolved()
                for mapping in merged.items if merged.items is not None else [merged]:
                    for name, member in mapping.resolved().entries():
                        members.setdefault(name, member)
        return list(members.items())

    def values(self) -> list[Node]:
        """Return the values of the members, or the items."""
        return [value for _, value in self.members or ()] + (self.items or [])

    def get(self, name: str) -> Node | None:
        """Return the value of a member, or None."""
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

    def walk(self) -> Iterator[Node]:
        """Yield this node and all nodes within it, keys included, in the order of the text."""
        yield self
        for key, value in self.members or ():
            yield key
            yield from value.walk()
        for element in self.items or ():
            yield from element.walk()

    @property
    def is_empty(self) -> bool:
        """Whether the value is null or missing, or a mapping without members."""
        if self.kind == SCALAR:
            return self.style is None and self.text in ("", "~", "null", "Null", "NULL")
        return not self.members if self.kind == MAPPING and self.members is not None else False

    @property
    def outermost_flow(self) -> Node | None:
        """The outermost value between brackets or braces that contains this one, or this one, or None."""
        # Whatever is within a value in brackets or braces is also marked as such.
        node: Node | None = self if self.flow else self.parent
        outermost = None
        while node is not None and node.flow:
            outermost, node = node, node.parent
        return outermost
