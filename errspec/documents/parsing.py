"""
The parsing of a YAML or JSON document into nodes, in one pass over the events of a parser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from errspec.documents.events import json_events, line, malformed, yaml_events
from errspec.documents.limits import DEEPEST, check_aliases
from errspec.documents.nodes import ALIAS, MAPPING, MERGE, SCALAR, SEQUENCE, Node
from errspec.exceptions import DuplicateKey, NestedTooDeeply, UnusableKey

#: The roles of the members of a mapping by the role of the mapping; None stands for all other members. A member
#: without a role is skipped, unless it is the first.
Roles = Mapping[str, Mapping[str | None, str]]
#: The role of a value that is parsed completely, and of one whose inside is skipped.
WHOLE, CLOSED = "whole", "closed"
_ALL: Mapping[str | None, str] = {None: WHOLE}


def parse(text: str, roles: Roles, role: str, *, is_json: bool) -> tuple[Node, bool]:
    """
    Return the root of a document, parsed as far as the roles say, and whether the whole document is parsed.

    A document with aliases is, since an alias can stand for any part. Raises MalformedDocument, DuplicateKey,
    UnusableKey, NestedTooDeeply and EndlessAliases.
    """
    import yaml

    events = json_events if is_json else yaml_events
    try:
        try:
            return _NodeParser(text, events(text), roles).root(role), False
        except _NeedsAll:
            root = _NodeParser(text, events(text), None).root(WHOLE)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):  # of the parser in C, which reads on beyond ours where it skips
            raise NestedTooDeeply(DEEPEST) from error
        mark = error.problem_mark or error.context_mark
        raise malformed(text, mark.index if mark else 0, error.problem or str(error)) from error
    except yaml.reader.ReaderError as error:
        raise malformed(text, error.position, f"{error.reason}: U+{error.character:04X}") from error
    check_aliases(root, text)
    return root, True


class _NeedsAll(Exception):
    """
    Something was met for which the whole document has to be parsed.
    """


class _NodeParser:
    """
    One pass over a document; without roles all of it is parsed.
    """

    def __init__(self, text: str, events: Iterator[Any], roles: Roles | None) -> None:
        from yaml import events as kinds

        self._scalar: Any = kinds.ScalarEvent
        self._alias = kinds.AliasEvent
        self._mapping_start, self._sequence_start = kinds.MappingStartEvent, kinds.SequenceStartEvent
        self._ends = (kinds.MappingEndEvent, kinds.SequenceEndEvent)
        self._document = kinds.DocumentStartEvent
        self._values = (self._scalar, self._alias, self._mapping_start, self._sequence_start)
        self._text, self._events, self._roles = text, events, roles
        self._anchors: dict[str, Node] = {}
        self._depth = 0
        #: The event of the last content.
        self._last: Any = None

    def root(self, role: str) -> Node:
        """Return the root of the only document."""
        root, documents = None, 0
        for event in self._events:
            kind = type(event)
            if kind is self._document:
                documents += 1
                if documents > 1:
                    raise malformed(self._text, event.start_mark.index, "a second document starts here")
            elif kind in self._values:
                root = self._value(event, None, role)
        if root is None:
            raise malformed(self._text, 0, "the document is empty")
        return root

    def _value(self, event: Any, parent: Node | None, role: str) -> Node:
        kind, self._last = type(event), event
        if kind is self._scalar and event.anchor is None:
            return self._leaf(event, parent)
        node = Node(SCALAR, event.start_mark.index, event.end_mark.index, parent)
        if event.anchor is not None:
            self._anchored(node, event)
        if kind is self._scalar:
            node.text, node.style = event.value, event.style or None
            return node
        if kind is self._alias:
            node.kind, node.target = ALIAS, self._anchors[event.anchor]
            return node
        node.kind = MAPPING if kind is self._mapping_start else SEQUENCE
        node.flow = bool(event.flow_style) or (parent is not None and parent.flow)
        if role == CLOSED:
            self._skip(event, flow=node.flow)
        else:
            self._depth += 1
            if self._depth > DEEPEST:
                raise NestedTooDeeply(DEEPEST)
            if node.kind == MAPPING:
                self._members(node, role)
            else:
                self._items(node, role)
            self._depth -= 1
        node.end = self._last.end_mark.index
        return node

    def _leaf(self, event: Any, parent: Node | None) -> Node:
        node = Node(SCALAR, event.start_mark.index, event.end_mark.index, parent)
        node.text = event.value
        if event.style:
            node.style = event.style
        return node

    def _anchored(self, node: Node, event: Any) -> None:
        """Keep the anchor of a node, or check that the anchor of an alias exists."""
        if type(event) is self._alias:
            if self._roles is not None:
                raise _NeedsAll
            if event.anchor not in self._anchors:
                raise malformed(self._text, node.start, f"the alias *{event.anchor} has no anchor before it")
            node.text = event.anchor
        else:
            node.anchor = event.anchor
            self._anchors[event.anchor] = node

    def _members(self, node: Node, role: str) -> None:
        roles = _ALL if self._roles is None else self._roles.get(role, _ALL)
        usual, scalar, events = roles.get(None), self._scalar, self._events
        keys: set[str] = set()
        members: list[tuple[Node, Node]] = []
        node.members = members
        event: Any
        for event in events:
            if type(event) is not scalar:
                break
            name = event.value
            if name in keys or not name:
                self._refuse(event, keys)
            keys.add(name)
            value = next(events)
            wanted = roles.get(name, usual)
            if wanted is not None or not members:
                members.append((self._leaf(event, node), self._value(value, node, wanted or CLOSED)))
            elif type(value) is scalar:
                self._last = value
            elif type(value) is self._alias:
                raise _NeedsAll
            else:
                self._skip(value, flow=node.flow)
        if type(event) not in self._ends:
            raise UnusableKey(line(self._text, event.start_mark.index))
        self._close(node, event)

    def _items(self, node: Node, role: str) -> None:
        wanted = WHOLE if self._roles is None else self._roles.get(role, _ALL).get(None, CLOSED)
        items: list[Node] = []
        node.items = items
        for event in self._events:
            if type(event) in self._ends:
                break
            items.append(self._value(event, node, wanted))
        self._close(node, event)

    def _close(self, node: Node, event: Any) -> None:
        node.content_end = self._last.end_mark.index
        if node.flow:
            self._last = event

    def _refuse(self, event: Any, keys: set[str]) -> None:
        """Raise the exception for a key that is duplicate or null."""
        if event.value in keys and event.value != MERGE:
            raise DuplicateKey(line(self._text, event.start_mark.index), event.value)
        if not event.value and not event.style:
            raise UnusableKey(line(self._text, event.start_mark.index))

    def _skip(self, first: Any, *, flow: bool) -> None:
        """
        Skip the inside of a collection.

        Most of a document is skipped, so this does as little as possible; for anything unusual all is parsed again.
        """
        scalar, ends, following = self._scalar, self._ends, self._events.__next__
        start_mapping, start_sequence = self._mapping_start, self._sequence_start
        stack: list[list[str] | None] = []
        keys: list[str] | None = [] if type(first) is start_mapping else None
        last, braces, deepest = first, int(flow or first.flow_style), DEEPEST - self._depth
        for event in self._events:
            kind = type(event)
            if kind is scalar:
                if keys is not None:
                    name = event.value
                    if not name and not event.style:
                        raise _NeedsAll
                    keys.append(name)
                    event = following()  # noqa: PLW2901, the value of the key
                    kind = type(event)
                if kind is scalar:
                    last = event
                    continue
            elif kind in ends:
                if keys is not None and len(set(keys)) < len(keys):
                    raise _NeedsAll
                if braces:
                    braces -= 1
                    last = event
                if not stack:
                    break
                keys = stack.pop()
                continue
            elif keys is not None:
                raise _NeedsAll
            if kind is not start_mapping and kind is not start_sequence:
                raise _NeedsAll
            stack.append(keys)
            if len(stack) >= deepest:
                raise NestedTooDeeply(DEEPEST)
            if braces or event.flow_style:
                braces += 1
            keys = [] if kind is start_mapping else None
        self._last = last
