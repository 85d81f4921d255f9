"""
The operations of an OpenAPI document, and the responses that they declare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from errspec.documents.nodes import MAPPING, SCALAR, Node
from errspec.documents.parsing import CLOSED, WHOLE, Roles
from errspec.exceptions import NoSuchVersion, NotOpenAPI
from errspec.openapi.options import VERSIONS, OpenAPIVersion
from errspec.pointers import Path, parse_pointer

#: The methods of a path item (OpenAPI 3.2.0: Path Item Object).
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
ROOT = "root"
#: The parts of a document that are parsed: all that leads to responses and components.
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


class OpenAPIDocument(Protocol):
    """
    An OpenAPI document, as a text or as a value, whose nodes can be asked for their values.
    """

    root: Node
    is_whole: bool

    def value_of(self, node: Node, path: Path) -> Any:
        """Return the value of the node at a path."""


class DeclaredResponse(NamedTuple):
    """
    A response of an operation; ``status`` is its key: a status, a range or ``default``.

    ``place`` is the node that a component replaces: the response, or the reference in it.
    """

    status: str
    node: Node
    location: Path
    place: Node


class Operation(NamedTuple):
    """
    An operation: its method and path in the API, and its node and location in the document.
    """

    method: str
    path: str
    id: str | None
    tags: tuple[str, ...]
    node: Node
    location: Path

    @property
    def responses(self) -> list[DeclaredResponse]:
        """The responses that the operation declares."""
        responses = self.node.get("responses")
        location = (*self.location, "responses")
        members = [] if responses is None else responses.resolved().entries()
        return [
            DeclaredResponse(status, node, (*location, status), _place(node))
            for status, node in members
            if not status.startswith("x-")
        ]

    def matches(self, selector: str) -> bool:
        """Return whether a tag or a pattern of a path selects the operation."""
        return selector in self.tags or fnmatchcase(self.path, selector)


def _place(response: Node) -> Node:
    """Return the node of the reference in a response, or the response itself."""
    reference = response.get("$ref") if response.kind == MAPPING else None
    return reference if reference is not None and reference.kind == SCALAR else response


class MediaSchema(NamedTuple):
    """
    The schema of a response for one media type.
    """

    media: str
    node: Node
    location: Path


def version_of(document: OpenAPIDocument) -> OpenAPIVersion:
    """Return the version of OpenAPI that a document names; raise NotOpenAPI and NoSuchVersion."""
    root = document.root
    named = (root.get("openapi") or root.get("swagger")) if root.kind == MAPPING else None
    if named is None or named.resolved().kind != SCALAR or not named.resolved().text:
        raise NotOpenAPI
    text = named.resolved().text
    number = re.match(r"\d+\.\d+", text)
    for version in VERSIONS:
        if number is not None and number[0] == version:
            return version
    raise NoSuchVersion(text[:20], list(VERSIONS))


def operations(document: OpenAPIDocument) -> tuple[list[Operation], list[str]]:
    """Return the operations of a document, each once, and the references to path items outside the document."""
    unique: dict[int, Operation] = {}
    outside = []
    paths = document.root.get("paths")
    for path, member in [] if paths is None else paths.resolved().entries():
        if path.startswith("x-"):
            continue
        path_item = member.resolved()
        reference = path_item.get("$ref")
        if reference is not None:
            target = follow(document, reference.resolved().text)
            if target is None:
                outside.append(reference.resolved().text)
            else:
                for operation in _of_path_item(path, *target):
                    unique.setdefault(id(operation.node), operation)
        for operation in _of_path_item(path, path_item, ("paths", path)):
            unique.setdefault(id(operation.node), operation)
    return list(unique.values()), outside


def follow(document: OpenAPIDocument, reference: str) -> tuple[Node, Path] | None:
    """
    Return the node that a local reference leads to, with its path; None if it leads outside the document or nowhere.
    """
    path = parse_pointer(unquote(reference.removeprefix("#")))
    steps = document.root.along(path) if reference.startswith("#/") else []
    return (steps[-1].resolved(), path) if len(steps) > len(path) else None


def media_schemas(document: OpenAPIDocument, response: DeclaredResponse) -> Iterator[MediaSchema]:
    """Yield the schemas of a response, or of the response that it refers to, except empty ones."""
    node, location = response.node.resolved(), response.location
    reference = node.get("$ref")
    if reference is not None:
        target = follow(document, reference.resolved().text)
        if target is None:
            return
        node, location = target
    content = node.get("content")
    for media, member in [] if content is None else content.resolved().entries():
        schema = member.resolved().get("schema")
        if schema is not None and not schema.is_empty:
            yield MediaSchema(media, schema, (*location, "content", media, "schema"))


def _of_path_item(path: str, path_item: Node, location: Path) -> Iterator[Operation]:
    for name, member in path_item.entries():
        if name in METHODS:
            yield from _operation(name, path, member.resolved(), (*location, name))
        elif name == "additionalOperations":
            for method, operation in member.resolved().entries():
                yield from _operation(method, path, operation.resolved(), (*location, name, method))


def _operation(method: str, path: str, node: Node, location: Path) -> Iterator[Operation]:
    if node.kind != MAPPING or node.members is None:
        return
    identifier, listed = node.get("operationId"), node.get("tags")
    tags = [] if listed is None else listed.resolved().items or []
    yield Operation(
        method,
        path,
        None if identifier is None else identifier.resolved().text,
        tuple(tag.resolved().text for tag in tags),
        node,
        location,
    )
