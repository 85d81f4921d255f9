"""
The operations of an OpenAPI document and the responses that they declare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from errspec.documents.nodes import MAPPING, SCALAR, SEQUENCE, Node
from errspec.documents.parsing import CLOSED, WHOLE, Roles
from errspec.exceptions import NoSuchVersion, NotOpenAPI
from errspec.openapi.options import VERSIONS, OpenAPIVersion
from errspec.pointers import Path, parse_pointer

#: The methods of a path item (OpenAPI 3.2.0: Path Item Object).
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
ROOT = "root"
#: What of a document is looked into: whatever leads to responses and components.
ROLES: Roles = {
    ROOT: {
        **dict.fromkeys(("openapi", "swagger", "x-errspec"), CLOSED),
        "paths": "paths",
        "components": "components",
        "definitions": "section",
        "responses": "responses",
    },
    "paths": {None: "path"},
    "path": {"$ref": CLOSED, **dict.fromkeys(METHODS, "operation"), "additionalOperations": "operations"},
    "operations": {None: "operation"},
    "operation": {"responses": "responses", "tags": WHOLE, "operationId": CLOSED},
    "responses": {None: "response"},
    "response": {"$ref": CLOSED, "content": "content"},
    "content": {None: "media"},
    "media": {"schema": CLOSED},
    "components": {
        **dict.fromkeys(("schemas", "headers", "examples"), "section"),
        "responses": "responses",
        "pathItems": "paths",
    },
    "section": {None: CLOSED},
}


class Source(Protocol):
    """
    A document of which places can be asked for their values: one with a text, or one that is a value already.
    """

    root: Node
    is_whole: bool

    def value_of(self, node: Node, path: Path) -> Any:
        """
        The value of a node at a path.
        """


class Value:
    """
    An OpenAPI document that is a value and has no text.
    """

    def __init__(self, value: Any) -> None:
        self.value = value
        self.root = _tree(value, None, ROOT)
        self.is_whole = False

    def value_of(self, _: Node, path: Path) -> Any:
        """
        The value at a path.
        """
        found = self.value
        for token in path:
            found = found[token] if token in found else found[int(token)]
        return found


class Operation(NamedTuple):
    """
    An operation with its node, the path to it in the document, and the responses by what stands for their status.
    """

    method: str
    path: str
    id: str | None
    tags: tuple[str, ...]
    node: Node
    location: Path

    @property
    def responses(self) -> list[tuple[str, Node, Path]]:
        """
        The responses that are declared: status, node and path.
        """
        found = self.node.get("responses")
        location = (*self.location, "responses")
        entries = [] if found is None else found.resolved().entries()
        return [(status, node, (*location, status)) for status, node in entries if not status.startswith("x-")]


def version_of(source: Source) -> OpenAPIVersion:
    """
    The version of OpenAPI that a document names, without its last number; raises NotOpenAPI and NoSuchVersion.
    """
    if source.root.kind != MAPPING:
        raise NotOpenAPI
    named = source.root.get("openapi") or source.root.get("swagger")
    if named is None or named.resolved().kind != SCALAR or not named.resolved().text:
        raise NotOpenAPI
    text = named.resolved().text
    number = re.match(r"\d+\.\d+", text)
    for version in VERSIONS:
        if number is not None and number[0] == version:
            return version
    raise NoSuchVersion(text[:20], list(VERSIONS))


def operations(source: Source) -> tuple[list[Operation], list[str]]:
    """
    The operations of a document, each once, and the references to path items that lead out of the document.
    """
    found: dict[int, Operation] = {}
    outside = []
    paths = source.root.get("paths")
    for path, item in [] if paths is None else paths.resolved().entries():
        if path.startswith("x-"):
            continue
        node, location = item.resolved(), ("paths", path)
        reference = node.get("$ref")
        if reference is not None:
            target = followed(source, reference.resolved().text)
            if target is None:
                outside.append(reference.resolved().text)
            else:
                for operation in _of_path(path, *target):
                    found.setdefault(id(operation.node), operation)
        for operation in _of_path(path, node, location):
            found.setdefault(id(operation.node), operation)
    return list(found.values()), outside


def followed(source: Source, reference: str) -> tuple[Node, Path] | None:
    """
    What a local reference leads to, with its path, or None where it leads out of the document or nowhere.
    """
    node, path = source.root, parse_pointer(unquote(reference.removeprefix("#")))
    if not reference.startswith("#/"):
        return None
    for token in path:
        inner = node.resolved().get(token)
        if inner is None:
            return None
        node = inner
    return node.resolved(), path


def _of_path(path: str, item: Node, location: Path) -> Iterator[Operation]:
    for name, node in item.entries():
        if name in METHODS:
            yield from _operation(name, path, node.resolved(), (*location, name))
        elif name == "additionalOperations":
            for method, inner in node.resolved().entries():
                yield from _operation(method, path, inner.resolved(), (*location, name, method))


def _operation(method: str, path: str, node: Node, location: Path) -> Iterator[Operation]:
    if node.kind != MAPPING or node.members is None:
        return
    named, tagged = node.get("operationId"), node.get("tags")
    tags = [] if tagged is None else tagged.resolved().items or []
    yield Operation(
        method,
        path,
        None if named is None else named.resolved().text,
        tuple(tag.resolved().text for tag in tags),
        node,
        location,
    )


def _tree(value: Any, parent: Node | None, role: str) -> Node:
    """
    The nodes of a value, as far as the roles say.
    """
    kind = MAPPING if isinstance(value, dict) else SEQUENCE if isinstance(value, list) else SCALAR
    node = Node(kind, 0, 0, flow=False, parent=parent)
    if node.kind == SCALAR:
        node.text = "" if value is None else str(value)
        node.style = "'" if isinstance(value, str) else None
    elif role != CLOSED:
        roles = ROLES.get(role, {None: WHOLE})
        if isinstance(value, dict):
            members = ((key, item, roles.get(str(key), roles.get(None, CLOSED))) for key, item in value.items())
            node.members = [(_tree(str(key), node, CLOSED), _tree(item, node, inner)) for key, item, inner in members]
        else:
            node.items = [_tree(item, node, WHOLE) for item in value]
    return node
