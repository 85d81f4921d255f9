"""
The member of a JSON document that keeps what was changed in it, so that it can be undone.

``added`` has the names of new members by the pointer of where they are, each with the checksum of its value;
``replaced`` has by pointer a checksum and the text that stood there (see ``schemas/meta/ledger.schema.json``).
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
from errspec.pointers import format_pointer, parse_pointer

#: The name of the member at the root of a document.
MEMBER = "x-errspec"


def spliced(document: Document, changes: Sequence[Change], settings: Sequence[Any]) -> str:
    """
    The text with changes, and with the record of them and of the settings that they came from.
    """
    added: dict[str, dict[str, str]] = {}
    replaced: dict[str, list[str]] = {}
    for change in changes:
        place = format_pointer(change.path)
        if change.extend and change.node.members:
            added.setdefault(place, {}).update({name: _sum(value) for name, value in change.value.items()})
        else:
            original = document.text[change.node.start : change.node.end]
            replaced[place] = [_sum([change.value, original]), original]
    record = {"with": list(settings), "added": added, "replaced": replaced}
    own = Change((), document.root, {MEMBER: record}, extend=True)
    text = changed(document, document.root, [*_merged(changes), own])
    return document.text[: document.root.start] + text + document.text[document.root.end :]


def restored(document: Document) -> tuple[str, list[Any]]:
    """
    The text as it was before, and the settings that are recorded, none where there is no record.

    Raises EditedPart.
    """
    node = document.root.get(MEMBER)
    if node is None:
        return document.text, []
    whole = Document(document.text, {}, WHOLE)
    value = whole.value
    record = value[MEMBER]
    if not _is_record(record):
        raise EditedPart(document.line(node.start), f"/{MEMBER}")
    edits, gone = [], {"": {MEMBER}}
    for place, names in record["added"].items():
        inside = _found(whole, place)
        for name, checksum in names.items():
            if not isinstance(inside[1], dict) or name not in inside[1] or _sum(inside[1][name]) != checksum:
                raise EditedPart(document.line(inside[0].start), f"{place}{format_pointer((name,))}")
        gone.setdefault(place, set()).update(names)
    for place, (checksum, original) in record["replaced"].items():
        node, found = _found(whole, place)
        if _sum([found, original]) != checksum:
            raise EditedPart(document.line(node.start), place)
        edits.append(Edit(node.start, node.end, original))
    for place, members in gone.items():
        edits += without(_found(whole, place)[0], members)
    return edited(document.text, edits), record["with"]


def _is_record(record: Any) -> bool:
    """
    Whether a value has the form of a record (``schemas/meta/ledger.schema.json``).
    """
    if not isinstance(record, dict) or record.keys() != {"with", "added", "replaced"}:
        return False
    added, replaced = record["added"], record["replaced"]
    if not (isinstance(record["with"], list) and isinstance(added, dict) and isinstance(replaced, dict)):
        return False
    pairs = all(isinstance(pair, list) and [str, str] == [type(item) for item in pair] for pair in replaced.values())
    return pairs and all(isinstance(names, dict) for names in added.values())


def _merged(changes: Sequence[Change]) -> list[Change]:
    """
    The changes, with those that extend the root last, so that the record follows them.
    """
    return sorted(changes, key=lambda change: change.path == ())


def _found(document: Document, place: str) -> tuple[Node, Any]:
    node, value = document.root, document.value
    for token in parse_pointer(place):
        inner = node.resolved().get(token)
        if inner is None:
            raise EditedPart(document.line(node.start), place)
        node, value = inner, value[token]
    return node.resolved(), value


def _sum(value: Any) -> str:
    written = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:8]
