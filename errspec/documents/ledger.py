"""
The record of the changes in a JSON document, with which they can be undone.

``added`` maps the pointer of a mapping to its new members, each with the checksum of its value; ``replaced`` maps a
pointer to a checksum and the text before (see ``schemas/meta/ledger.schema.json``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from errspec.documents.changes import Change, Edit, edited
from errspec.documents.document import Document
from errspec.documents.flows import changed, without
from errspec.documents.nodes import Node
from errspec.documents.parsing import WHOLE
from errspec.exceptions import EditedPart
from errspec.pointers import format_pointer, parse_pointer, resolve

#: The member at the root of a document that holds the record.
MEMBER = "x-errspec"


def spliced(document: Document, changes: Sequence[Change], settings: Sequence[Any]) -> str:
    """Return the text with changes, and with a record of them and of the settings that they came from."""
    added: dict[str, dict[str, str]] = {}
    replaced: dict[str, list[str]] = {}
    for change in changes:
        pointer = format_pointer(change.path)
        if change.extend and change.node.members:
            added.setdefault(pointer, {}).update({name: _checksum(value) for name, value in change.value.items()})
        else:
            original = document.text[change.node.start : change.node.end]
            replaced[pointer] = [_checksum([change.value, original]), original]
    record = {"with": list(settings), "added": added, "replaced": replaced}
    own = Change((), document.root, {MEMBER: record}, extend=True)
    root_last = sorted(changes, key=lambda change: change.path == ())  # so that the record follows them
    text = changed(document, document.root, [*root_last, own])
    return document.text[: document.root.start] + text + document.text[document.root.end :]


def restored(document: Document) -> tuple[str, list[Any]]:
    """Return the text before the changes, and the recorded settings; raise EditedPart."""
    member = document.root.get(MEMBER)
    if member is None:
        return document.text, []
    whole = Document(document.text, {}, WHOLE)
    record = whole.value[MEMBER]
    if not _is_record(record):
        raise EditedPart(document.line(member.start), f"/{MEMBER}")
    edits, removed = [], {"": {MEMBER}}
    for pointer, checksums in record["added"].items():
        node, value = _at(whole, pointer)
        for name, checksum in checksums.items():
            if not isinstance(value, dict) or name not in value or _checksum(value[name]) != checksum:
                raise EditedPart(document.line(node.start), f"{pointer}{format_pointer((name,))}")
        removed.setdefault(pointer, set()).update(checksums)
    for pointer, (checksum, original) in record["replaced"].items():
        node, value = _at(whole, pointer)
        if _checksum([value, original]) != checksum:
            raise EditedPart(document.line(node.start), pointer)
        edits.append(Edit(node.start, node.end, original))
    for pointer, names in removed.items():
        edits += without(_at(whole, pointer)[0], names)
    return edited(document.text, edits), record["with"]


def _is_record(record: Any) -> bool:
    """Return whether a value has the form of a record (``schemas/meta/ledger.schema.json``)."""
    if not isinstance(record, dict) or record.keys() != {"with", "added", "replaced"}:
        return False
    added, replaced = record["added"], record["replaced"]
    if not (isinstance(record["with"], list) and isinstance(added, dict) and isinstance(replaced, dict)):
        return False
    pairs = all(isinstance(pair, list) and [str, str] == [type(part) for part in pair] for pair in replaced.values())
    return pairs and all(isinstance(checksums, dict) for checksums in added.values())


def _at(document: Document, pointer: str) -> tuple[Node, Any]:
    """Return the node and the value that a pointer leads to; raise EditedPart."""
    tokens = parse_pointer(pointer)
    nodes = document.root.along(tokens)
    if len(nodes) <= len(tokens):
        raise EditedPart(document.line(nodes[-1].start), pointer)
    return nodes[-1].resolved(), resolve(document.value, tokens)


def _checksum(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]
