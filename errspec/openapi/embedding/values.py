"""
An OpenAPI document that is a value, such as a dictionary that a program has built.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errspec.documents.limits import check_depth
from errspec.documents.nodes import MAPPING, SCALAR, SEQUENCE, Node
from errspec.documents.parsing import CLOSED, WHOLE
from errspec.openapi.embedding.operations import ROLES, ROOT
from errspec.pointers import Path


class ValueDocument:
    """
    An OpenAPI document that is a value and has no text; raises NestedTooDeeply.
    """

    def __init__(self, value: Mapping[str, Any]) -> None:
        check_depth(value)
        self._value = value
        self.root = _node(value, None, ROOT)
        self.is_whole = False

    def value_of(self, _: Node, path: Path) -> Any:
        """Return the value at a path."""
        value = self._value
        for token in path:
            value = value[key_of(value, token)]
        return value


def key_of(parent: Any, token: Any) -> Any:
    """
    Return the key of a member: a status may be a number, as YAML reads it without quotes.

    ``errspec.pointers`` resolves paths in JSON, where every key is a string.
    """
    return token if token in parent else int(token)


def _node(value: Any, parent: Node | None, role: str) -> Node:
    """Return the node of a value, with the nodes within it that the roles ask for."""
    kind = MAPPING if isinstance(value, dict) else SEQUENCE if isinstance(value, list) else SCALAR
    node = Node(kind, 0, 0, parent)
    if kind == SCALAR:
        node.text = "" if value is None else str(value)
        node.style = "'" if isinstance(value, str) else None
    elif role != CLOSED:
        roles = ROLES.get(role, {None: WHOLE})
        if isinstance(value, dict):
            node.members = [
                (_node(str(key), node, CLOSED), _node(member, node, roles.get(str(key), roles.get(None, CLOSED))))
                for key, member in value.items()
            ]
        else:
            node.items = [_node(member, node, WHOLE) for member in value]
    return node
