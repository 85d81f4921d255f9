"""
Changes of a document that keep every other byte of it, and that can be undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

from errspec.documents import ledger, markers
from errspec.documents.changes import Change, Edit, edited
from errspec.documents.document import Document
from errspec.documents.emission import block, brief, member
from errspec.documents.flows import changed
from errspec.documents.nodes import Node
from errspec.documents.styles import LINE_END, column, line_after, line_start


def spliced(document: Document, changes: Sequence[Change], settings: Sequence[Any]) -> str:
    """Return the text of a document with changes, and with a record of them and of the settings that they came from."""
    if not changes:
        return document.text
    if document.root.flow:
        return ledger.spliced(document, changes, settings)
    text, newline = document.text, document.style.newline
    open_end = not LINE_END.search(text[-2:])
    whole = text + newline if open_end else text
    last = _after(whole, document.root.end)
    edits = [*_Splice(document, whole).edits(changes), Edit(last, last, markers.settings_line(settings, newline), -1)]
    new = edited(whole, edits)
    return new.removesuffix(newline) if open_end else new


def restored(document: Document) -> tuple[str, list[Any]]:
    """Return the text of a document before the changes, and the recorded settings; raise EditedPart."""
    return ledger.restored(document) if document.root.flow else markers.restored(document)


class _Splice:
    """
    Changes of a document in block style.
    """

    def __init__(self, document: Document, text: str) -> None:
        self._document, self._text, self._style = document, text, document.style
        self._marked = cache(markers.was)
        self._quoted = cache(partial(brief, style=self._style))
        self._is_line = cache(_is_line)

    def edits(self, changes: Sequence[Change]) -> Iterator[Edit]:
        """Yield the edits that make the changes; changes between the same braces become one edit."""
        inside: dict[int, tuple[Node, list[Change]]] = {}
        for change in changes:
            outer = change.node.outermost_flow
            is_empty = change.extend and change.node.is_empty
            if outer is not None and not (outer is change.node and (is_empty or not change.extend)):
                inside.setdefault(id(outer), (outer, []))[1].append(change)
            elif change.extend and not is_empty:
                yield self._extended(change.node, change.value)
            else:
                yield self._replaced(change.node, change.value)
        for outer, grouped in inside.values():
            yield self._rewritten(outer, changed(self._document, outer, grouped))

    def _extended(self, node: Node, members: dict[str, Any]) -> Edit:
        """Return the edit that adds members after the last one."""
        assert node.members
        end, indent = _after(self._text, node.end), self._column(node)
        lines = [line for key, value in members.items() for line in member(key, value, self._style, indent)]
        return Edit(end, end, markers.region(lines, "", indent, self._style.newline), indent)

    def _replaced(self, node: Node, value: Any) -> Edit:
        """Return the edit that replaces a value."""
        if isinstance(value, str):
            return self._rewritten(node, self._quoted(value))
        if not isinstance(value, dict):
            return self._rewritten(node, brief(value, self._style))
        start = line_start(self._text, node.start)
        before = self._text[start : node.start]
        if not before.strip(" \t") and not node.is_empty:
            end, indent = _after(self._text, node.end), len(before)
            lines = block(value, self._style, indent)
            return Edit(start, end, markers.region(lines, self._text[start:end], indent, self._style.newline))
        if not node.is_empty:
            return self._rewritten(node, brief(value, self._style))
        end = _after(self._text, node.end)
        rest = LINE_END.sub("", self._text[node.end : end]).strip(" \t")
        head = before.rstrip(" \t") + (f" {rest}" if rest else "")
        old = self._text[start:end]
        assert node.parent is not None
        indent = self._column(node.parent)
        lines = block(value, self._style, indent + self._style.step)
        if head == LINE_END.sub("", old):
            return Edit(end, end, markers.region(lines, "", indent + self._style.step, self._style.newline), indent)
        return Edit(start, end, markers.region([head, *lines], old, indent, self._style.newline))

    def _rewritten(self, node: Node, new: str) -> Edit:
        """Return the edit that replaces the text of a value: a part of its line if possible, otherwise whole lines."""
        text = self._text
        stop, after = _line_end(text, node.end)
        start, old, rest = line_start(text, node.start), text[node.start : node.end], text[node.end : stop]
        before = text[start : node.start]
        if self._is_line(old, new) and markers.is_separable(before, rest):
            return Edit(node.start, stop, self._marked(new, rest, old))
        end = _after(text, node.end)
        rest = rest if end == after else ""
        lines = LINE_END.split(before + new + rest)
        indent = len(before) - len(before.lstrip(" "))
        return Edit(start, end, markers.region(lines, text[start:end], indent, self._style.newline))

    def _column(self, node: Node) -> int:
        """Return the column of the keys of a mapping."""
        assert node.members
        first = node.members[0][0].start
        explicit = self._text[line_start(self._text, first) : first].rstrip(" \t")
        if explicit.endswith("?"):
            first = line_start(self._text, first) + len(explicit) - 1
        return column(self._text, first)


def _is_line(old: str, new: str) -> bool:
    """Return whether two texts are parts of one line each."""
    return not LINE_END.search(old + new)


def _line_end(text: str, index: int) -> tuple[int, int]:
    """Return where the end of a line begins and ends."""
    if text.startswith("\n", index):
        return index, index + 1
    match = LINE_END.search(text, index)
    assert match is not None
    return match.span()


def _after(text: str, index: int) -> int:
    """Return the start of the next line, or the index itself if a line starts there."""
    if index and LINE_END.fullmatch(text[index - 1]):
        return index
    return line_after(text, index)
