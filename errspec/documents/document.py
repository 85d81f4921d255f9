"""
A YAML or JSON document: its text, and the places of the values in it.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from functools import cached_property
from typing import Any

from errspec.display import json_fault
from errspec.documents.events import json_numbers, line, malformed
from errspec.documents.limits import DEEPEST, LARGEST
from errspec.documents.loading import load
from errspec.documents.nodes import Node
from errspec.documents.parsing import Roles, parse
from errspec.documents.styles import Style, column, style_of
from errspec.exceptions import DocumentTooLarge, MalformedDocument, NestedTooDeeply, SeveralMarks
from errspec.pointers import Path, resolve

_MARK = "\ufeff"


class Document:
    """
    A document with its text; ``roles`` says which parts are parsed.
    """

    def __init__(self, text: str, roles: Roles, role: str) -> None:
        #: The byte order mark, or an empty string.
        self.mark = _MARK if text.startswith(_MARK) else ""
        #: The text without the byte order mark.
        self.text = text.removeprefix(_MARK)
        if self.text.startswith(_MARK):
            raise SeveralMarks
        self.is_json = _is_json(self.text)
        #: The root node, and whether the whole document is parsed, as it is if it has aliases.
        self.root, self.is_whole = parse(self.text, roles, role, is_json=self.is_json)
        self._roles = (roles, role)

    @classmethod
    def read(cls, content: bytes, roles: Roles, role: str, *, largest: int = LARGEST) -> Document:
        """Return the document in bytes; raise DocumentTooLarge and the exceptions of ``parse``."""
        if len(content) > largest:
            raise DocumentTooLarge(largest)
        try:
            return cls(content.decode("utf-8"), roles, role)
        except UnicodeDecodeError as error:
            before = content[: error.start]
            line_and_column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
            raise MalformedDocument(*line_and_column, "the text is not UTF-8") from error

    def with_text(self, text: str) -> Document:
        """Return a document with another text, of which the same parts are parsed."""
        return Document(self.mark + text, *self._roles)

    def encoded(self) -> bytes:
        """Return the document as bytes."""
        return (self.mark + self.text).encode("utf-8")

    @cached_property
    def style(self) -> Style:
        """The style in which the document is written."""
        return style_of(self.text, self.root, is_json=self.is_json)

    @cached_property
    def value(self) -> Any:
        """The whole document as a value."""
        return self.value_of_text(self.text)

    def value_of_text(self, text: str) -> Any:
        """Return the value of another text in the same notation."""
        return json.loads(text) if self.is_json else load(text)

    def value_of(self, node: Node, path: Path) -> Any:
        """Return the value of the node at a path."""
        if self.is_json:
            return json.loads(self.text[node.start : node.end])
        if not self.is_whole:
            # the first line gets its indentation back; a text that is malformed alone needs the lines before it
            with suppress(MalformedDocument):
                return load(" " * column(self.text, node.start) + self.text[node.start : node.end])
        return resolve(self.value, map(str, path))

    def line(self, index: int) -> int:
        """Return the line number of a character."""
        return line(self.text, index)


def _is_json(text: str) -> bool:
    if text.lstrip(" \t\r\n")[:1] != "{":
        return False
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    except ValueError as error:
        digits = sys.get_int_max_str_digits()
        long = next((each for each in json_numbers(text) if len(each[0].lstrip("-")) > digits), None)
        raise malformed(text, long.start() if long else 0, json_fault(error)) from error
    except RecursionError as error:
        raise NestedTooDeeply(DEEPEST) from error
    return True
