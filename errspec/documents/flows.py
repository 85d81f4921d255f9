"""
Changes in flow style: between the braces of JSON or of YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from errspec.documents.changes import Change, Edit, edited
from errspec.documents.document import Document
from errspec.documents.emission import brief, flow
from errspec.documents.nodes import SCALAR, Node
from errspec.documents.styles import column, line_start

#: The blanks at the beginning of a line.
_MARGIN = re.compile(r"\s*")


def changed(document: Document, whole: Node, changes: Iterable[Change]) -> str:
    """Return the text of a value in flow style with changes in it."""
    text = document.text
    edits = [_edit(document, change) for change in changes]
    moved = [edit._replace(start=edit.start - whole.start, end=edit.end - whole.start) for edit in edits]
    return edited(text[whole.start : whole.end], moved)


def without(container: Node, names: set[str]) -> list[Edit]:
    """Return the edits that remove members, each with the comma before it."""
    members = container.members or []
    removed = [key.text in names for key, _ in members]
    first = removed.index(False) if False in removed else len(removed)
    edits = []
    if first:
        end = members[first][0].start if first < len(members) else members[-1][1].end
        edits.append(Edit(members[0][0].start, end, ""))
    for index in range(max(first, 1), len(members)):
        if removed[index]:
            edits.append(Edit(members[index - 1][1].end, members[index][1].end, ""))
    return edits


def _edit(document: Document, change: Change) -> Edit:
    text, style, node = document.text, document.style, change.node
    if not change.extend or node.kind == SCALAR or not node.members:
        margin = _MARGIN.match(text, line_start(text, node.start), node.start)
        indent = len(margin[0]) if margin else 0
        new = flow(change.value, style, indent) if document.is_json else brief(change.value, style)
        return Edit(node.start, node.end, new)
    first, end = node.members[0][0], node.content_end
    before = first.start
    while text[before - 1 : before] in (" ", "\t"):
        before -= 1
    if style.pretty and text[before - 1 : before] in ("\n", "\r"):
        indent = column(text, first.start)
        lead = "," + style.newline + text[before : first.start]
        names = {key: json.dumps(key, ensure_ascii=style.ascii) for key in change.value}
        added = [f"{names[key]}: {flow(value, style, indent)}" for key, value in change.value.items()]
        return Edit(end, end, "".join(lead + member for member in added))
    if document.is_json:
        added = [flow({key: value}, style._replace(pretty=False))[1:-1] for key, value in change.value.items()]
    else:
        added = [brief({key: value}, style)[1:-1] for key, value in change.value.items()]
    return Edit(end, end, "".join(style.comma + member for member in added))
