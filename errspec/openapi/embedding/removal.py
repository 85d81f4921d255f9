"""
Removal: a document without the errors that were put into it.

Anyone who can write to a document can write marks into it. So the document before and the document after are compared,
and nothing may differ but error responses, the errors among the alternatives of a success, and components.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn
from urllib.parse import unquote

from errspec.documents.document import Document
from errspec.documents.events import json_events, yaml_events
from errspec.documents.ledger import MEMBER
from errspec.documents.nodes import MAPPING, SCALAR, SEQUENCE, Node
from errspec.documents.parsing import CLOSED, WHOLE, Roles
from errspec.documents.splicing import restored
from errspec.exceptions import (
    DocumentError,
    ForeignPart,
    MalformedDocument,
    NotRestorable,
    StillReferenced,
    UnreadableRest,
)
from errspec.openapi.embedding.operations import METHODS, ROLES, ROOT, operations, version_of
from errspec.pointers import Path, format_pointer, parse_pointer, paths, resolve

#: The parts that are compared: the parsed ones with everything beside them.
_ROLES: Roles = {role: {None: CLOSED, **members} for role, members in ROLES.items()}
_REFERENCE = re.compile(r"#/(?:components/)?([a-z]+)/([A-Za-z0-9._-]+)")


def removed(document: Document) -> tuple[Document, list[Any]]:
    """
    Return the document before the errors were put into it, and the recorded settings.

    Raises EditedPart, UnreadableRest and ForeignPart.
    """
    text, settings = restored(document)
    if text == document.text:
        return document, settings
    try:
        original = document.with_text(text)
    except MalformedDocument as error:  # something around the added parts was changed
        raise UnreadableRest from error
    _compare(Document(document.text, _ROLES, ROOT), Document(text, _ROLES, ROOT))
    return original, settings


def check_references(before: Document, after: Document) -> None:
    """Check that nothing in a document refers to a part that was removed; raise StillReferenced."""
    if after.text == before.text:
        return
    before, after = _alike(before, after)
    lost = set(_places(before)).difference(_places(after))
    events = json_events if after.is_json else yaml_events
    for event in events(after.text) if lost else ():
        reference = getattr(event, "value", None) or ""  # as it is read, since YAML can fold and escape it
        path = parse_pointer(unquote(reference)) if reference.startswith("#/") else ()
        if any(path[:length] in lost for length in range(1, len(path) + 1)):
            for place in paths(after.value):
                if reference == resolve(after.value, map(str, place)):
                    raise StillReferenced(format_pointer(place), reference)


def verify(text: str, original: str) -> Document:
    """Parse a text with errors, and check that it can be restored to the original; raise NotRestorable."""
    try:
        document = Document(text, _ROLES, ROOT)
        if restored(document)[0] != original:
            raise NotRestorable
        _compare(document, Document(original, _ROLES, ROOT))
    except DocumentError as error:
        raise NotRestorable from error
    return document


def _compare(now: Document, then: Document) -> None:
    """Check that a document differs from the original in errors alone; raise ForeignPart."""
    now, then = _alike(now, then)
    _Comparison(now, then).compare(now.root, then.root, ())


def _alike(now: Document, then: Document) -> tuple[Document, Document]:
    """Return two documents that are both parsed as a whole or both in part."""
    if now.is_whole == then.is_whole:
        return now, then
    return Document(now.text, {}, WHOLE), Document(then.text, {}, WHOLE)


def _places(document: Document) -> Iterator[Path]:
    """Yield the paths of all parsed members."""
    waiting: list[tuple[Path, Node]] = [((), document.root)]
    while waiting:
        path, node = waiting.pop()
        members = [((*path, name), member) for name, member in node.resolved().entries()]
        yield from (path for path, _ in members)
        waiting += members


class _Comparison:
    """
    The differences between a document with errors and the original.
    """

    def __init__(self, now: Document, then: Document) -> None:
        self._now, self._then = now, then
        self._base: Path = ("components",)
        self._sections: tuple[str, ...] = ("schemas", "responses", "headers", "examples")
        if version_of(now) == "2.0":
            self._base, self._sections = (), ("definitions", "responses")
        #: The nodes of responses and of the mappings of responses, which an anchor can put anywhere.
        self._containers: set[int] = set()
        self._errors: set[int] = set()
        for operation in operations(now)[0]:
            responses = operation.node.get("responses")
            if responses is not None:
                self._containers.add(id(responses.resolved()))
            self._errors.update(id(response.node) for response in operation.responses if _is_error(response.status))

    def compare(self, now: Node, then: Node, path: Path) -> None:
        """Check that two nodes at a path differ in errors alone; raise ForeignPart."""
        if self._text(now) == self._then.text[then.start : then.end]:
            return
        if id(now) in self._errors or (_are_responses(path[:-1]) and _is_error(str(path[-1]))):
            self._compare_error(now, then, path)
        elif path[-1:] == ("schema",):
            self._compare_success(now, then, path)
        elif now.kind == SEQUENCE == then.kind and len(now.items or ()) == len(then.items or ()) > 0:
            for index, (item, other) in enumerate(zip(now.items or (), then.items or (), strict=True)):
                self.compare(item, other, (*path, str(index)))
        elif now.kind == MAPPING and now.members and (then.members or then.is_empty):
            before = {key.text: value for key, value in then.members or ()}
            for key, value in now.members:
                if key.text in before:
                    self.compare(value, before.pop(key.text), (*path, key.text))
                else:
                    self._add(now, key.text, value, path)
            for name in before:
                self._refuse(now, (*path, name))
        else:
            self._refuse(now, path)

    def _compare_error(self, now: Node, then: Node, path: Path) -> None:
        """Check that an error response is a reference, and that all that stands beside it was there before."""
        reference = now.get("$ref") if now.kind == MAPPING else None
        if reference is None or reference.kind != SCALAR or not _REFERENCE.fullmatch(reference.text):
            self._refuse(now, path)
        before = {key.text: self._then.text[value.start : value.end] for key, value in then.members or ()}
        for key, value in now.members or ():
            if value is not reference and before.get(key.text) != self._text(value):
                self._refuse(value, (*path, key.text))

    def _compare_success(self, now: Node, then: Node, path: Path) -> None:
        """Check that the schema of a success is the first of several alternatives, and the others are references."""
        value = self._now.value_of(now, path)
        branches = value.get("anyOf") if isinstance(value, dict) and len(value) == 1 else None
        if not isinstance(branches, list) or not branches:
            self._refuse(now, path)
        success, *errors = branches
        references = [error.get("$ref") if isinstance(error, dict) and len(error) == 1 else None for error in errors]
        if _written(success) != _written(self._then.value_of(then, path)):
            self._refuse(now, path)
        if not all(isinstance(reference, str) and _REFERENCE.fullmatch(reference) for reference in references):
            self._refuse(now, path)

    def _add(self, parent: Node, name: str, node: Node, path: Path) -> None:
        """Check that a member that exists only in the document with errors is an error or a component."""
        inside = (*path, name)
        if (id(parent) in self._containers or _are_responses(path)) and _is_error(name):
            self._compare_error(node, Node(SCALAR, 0, 0, None), inside)
        elif node.members and (inside == self._base or _are_responses(inside)):
            for key, value in node.members:
                self._add(node, key.text, value, inside)
        elif inside != (MEMBER,) and not self._is_component(inside, node):
            self._refuse(node, inside)

    def _is_component(self, path: Path, node: Node) -> bool:
        """Return whether a path leads to a component, or to a section that holds some."""
        below = path[len(self._base) :] if path[: len(self._base)] == self._base else ()
        is_inside = len(below) == 2 or (len(below) == 1 and bool(node.members))
        return is_inside and below[0] in self._sections

    def _text(self, node: Node) -> str:
        return self._now.text[node.start : node.end]

    def _refuse(self, node: Node, path: Path) -> NoReturn:
        raise ForeignPart(self._now.line(node.start), format_pointer(path) or "/")


def _are_responses(path: Path) -> bool:
    """Return whether a path leads to the responses of an operation, even if nothing refers to its path item."""
    if path[:1] != ("paths",) and path[:2] != ("components", "pathItems"):
        return False
    return path[-1] == "responses" and (path[-2] in METHODS or path[-3:-2] == ("additionalOperations",))


def _is_error(status: str) -> bool:
    return status.startswith(("3", "4", "5")) or status == "default"


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
