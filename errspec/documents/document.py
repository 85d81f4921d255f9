"""
A YAML or JSON document: its text, which is kept as it is, and what stands where in it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cached_property
from typing import Any

from errspec.documents.events import line
from errspec.documents.limits import DEEPEST, LARGEST
from errspec.documents.loading import load
from errspec.documents.nodes import Node
from errspec.documents.parsing import Roles, parse
from errspec.documents.styles import Style, column, style_of
from errspec.exceptions import DocumentTooLarge, MalformedDocument, NestedTooDeeply
from errspec.pointers import Path, resolve

_MARK = "\ufeff"


class Document:
    """
    A document, read from its text; ``roles`` says how far it is looked into.
    """

    def __init__(self, text: str, roles: Roles, role: str) -> None:
        #: The byte order mark, or nothing.
        self.mark = _MARK if text.startswith(_MARK) else ""
        #: The text without the byte order mark.
        self.text = text.removeprefix(_MARK)
        self.is_json = _is_json(self.text)
        #: The root; whether all of the document was looked at, since a part of it may be used in another.
        self.root, self.is_whole = parse(self.text, roles, role, is_json=self.is_json)
        self._roles = (roles, role)

    @classmethod
    def read(cls, content: bytes, roles: Roles, role: str, *, largest: int = LARGEST) -> Document:
        """
        The document that bytes are; raises DocumentTooLarge and what ``parse`` raises.
        """
        if len(content) > largest:
            raise DocumentTooLarge(largest)
        try:
            return cls(content.decode("utf-8"), roles, role)
        except UnicodeDecodeError as error:
            before = content[: error.start]
            place = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
            raise MalformedDocument(*place, "the text is not UTF-8") from error

    def with_text(self, text: str) -> Document:
        """
        A document of another text, looked into as far as this one.
        """
        return Document(self.mark + text, *self._roles)

    def encoded(self) -> bytes:
        """
        The document as bytes.
        """
        return (self.mark + self.text).encode("utf-8")

    @cached_property
    def style(self) -> Style:
        """
        How the document is written.
        """
        return style_of(self.text, self.root, is_json=self.is_json)

    @cached_property
    def value(self) -> Any:
        """
        The whole document as a value.
        """
        return self.value_of_text(self.text)

    def value_of_text(self, text: str) -> Any:
        """
        The value of another text that is written as this one is.
        """
        return json.loads(text) if self.is_json else load(text)

    def value_of(self, node: Node, path: Path) -> Any:
        """
        The value of one of its nodes, which stands at a path.
        """
        if self.is_json:
            return json.loads(self.text[node.start : node.end])
        if not self.is_whole:
            # the indentation is completed, so that the lines stand as they do in the document
            with suppress(MalformedDocument):  # what is before it may say how it is read, or what is wrong is said
                return load(" " * column(self.text, node.start) + self.text[node.start : node.end])
        return resolve(self.value, map(str, path))

    def line(self, index: int) -> int:
        """
        The number of the line in which a character stands.
        """
        return line(self.text, index)


def _is_json(text: str) -> bool:
    if text.lstrip(" \t\r\n")[:1] != "{":
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    except RecursionError as error:
        raise NestedTooDeeply(DEEPEST) from error
    return True
