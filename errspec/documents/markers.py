"""
The comments that record the changes in a YAML document, with which they can be undone.

``NEW # errspec SUM was OLD`` is a line of which a part was replaced. ``# errspec SUM begin`` and ``# errspec end``
enclose new lines, after the lines that they replace, which begin with ``#|``. ``# errspec SUM with SETTINGS`` records
the settings.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from errspec.documents.changes import Edit, edited
from errspec.documents.document import Document
from errspec.documents.events import line, yaml_events
from errspec.documents.styles import LINE_END, line_after
from errspec.exceptions import EditedPart

_MARKER = re.compile(r"# errspec (?:([0-9a-f]{8}) (was|begin|with)(?: |$)|end$)")
#: How many starts of a replaced part are tried in a line, and how many ends.
_TRIED = 50
_STARTS = re.compile(r"^[ \t]*|[ \t]+")
_ENDS = re.compile(r"(?<![ \t#])[ \t]*(?:#|$)")
_KEPT = re.compile(r"[ \t]*#\|")


def was(new: str, rest: str, old: str) -> str:
    """Return the rest of a line from a replaced part on."""
    return f"{new}{rest} # errspec {_checksum([new, old])} was {old}"


def is_separable(before: str, rest: str) -> bool:
    """Return whether a replaced part is found again in its line, between these two texts."""
    if not rest and before.count(" ") + before.count("\t") < _TRIED:  # as almost always
        return True
    return len(_STARTS.findall(before)) <= _TRIED and len(_ENDS.findall(rest)) <= _TRIED


def region(new: Sequence[str], old: str, indent: int, newline: str) -> str:
    """Return whole new lines, with the lines that they replace."""
    fill = " " * indent
    kept = "".join(f"{fill}#|{line}" for line in _lines(old))
    body = kept + "".join(line + newline for line in new)
    begin = f"{fill}# errspec {_checksum(_bare(body))} begin{newline}"
    return f"{begin}{body}{fill}# errspec end{newline}"


def settings_line(settings: Sequence[Any], newline: str) -> str:
    """Return the line that records the settings."""
    text = json.dumps(list(settings))
    return f"# errspec {_checksum([text])} with {text}{newline}"


def restored(document: Document) -> tuple[str, list[Any]]:
    """Return the text before the changes, and the recorded settings; raise EditedPart."""
    text = document.text
    if "# errspec " not in text:
        return text, []
    open_end = not LINE_END.search(text[-2:])
    newline = document.style.newline
    text += newline if open_end else ""
    edits: list[Edit] = []
    settings: list[Any] = []
    begun: tuple[int, int, str] | None = None
    for start, end, match in _marked(document, text):
        kind = match[2]
        if begun is not None:
            if kind is not None:
                continue  # inside a region, whose checksum is compared as a whole
            edits.append(_region_edit(text, begun, start, line_after(text, end)))
            begun = None
        elif kind == "begin":
            begun = start, line_after(text, end), match[1]
        elif kind == "with":
            written = text[match.end() : end]
            if _checksum([written]) != match[1]:
                raise _edited(text, start)
            settings = _parsed(written) or settings
            edits.append(Edit(start, line_after(text, end), ""))
        elif kind == "was":
            edits.append(_line_edit(text, start, end, match))
        else:
            raise _edited(text, start)
    if begun is not None:
        raise _edited(text, begun[0])
    original = edited(text, edits)
    return (original.removesuffix(newline) if open_end else original), settings


def _marked(document: Document, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield the start, the end and the marker of each line whose marker is a comment, not a part of a value."""
    spans = _scalar_spans(document)
    index = start = 0
    for end_match in LINE_END.finditer(text):
        end = end_match.start()
        position = text.find("# errspec ", start, end)
        while position != -1:
            while index < len(spans) and spans[index][1] <= position:
                index += 1
            is_inside = index < len(spans) and spans[index][0] <= position
            match = None if is_inside else _MARKER.match(text, position, end)
            if match and (match[2] == "was" or not text[start:position].strip(" \t")):
                yield start, end, match
                break
            position = text.find("# errspec ", position + 1, end)
        start = end_match.end()


def _scalar_spans(document: Document) -> list[tuple[int, int]]:
    """Return the start and end of each scalar whose text contains the beginning of a marker."""
    scalars = (event for event in yaml_events(document.text) if "errspec" in getattr(event, "value", ""))
    spans = ((event.start_mark.index, event.end_mark.index) for event in scalars)
    return [(start, end) for start, end in spans if "# errspec " in document.text[start:end]]


def _region_edit(text: str, begun: tuple[int, int, str], end: int, after: int) -> Edit:
    """Return the edit that restores the lines that a region replaced."""
    start, inner, checksum = begun
    body = text[inner:end]
    if _checksum(_bare(body)) != checksum:
        raise _edited(text, start)
    kept = []
    for line_text in _lines(body):
        match = _KEPT.match(line_text)
        if match is None:
            break
        kept.append(line_text[match.end() :])
    return Edit(start, after, "".join(kept))


def _line_edit(text: str, start: int, end: int, match: re.Match[str]) -> Edit:
    """
    Return the edit that restores a part of a line.

    The part is not marked, so the checksum is tried with each start after a space and each end before a ``#``.
    """
    old, new = text[match.end() : end], text[start : match.start() - 1]
    starts = [match.end() for match in islice(_STARTS.finditer(new), _TRIED)]
    ends = [match.start() for match in _ENDS.finditer(new)][-_TRIED:]
    for last in reversed(ends):
        for first in starts:
            if first < last and _checksum([new[first:last], old]) == match[1]:
                return Edit(start + first, end, old + new[last:])
    raise _edited(text, start)


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their line ends."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _bare(body: str) -> list[str]:
    return [LINE_END.sub("", line) for line in _lines(body)]


def _checksum(parts: Sequence[str]) -> str:
    """Return the checksum of lines, which does not depend on their line ends."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def _parsed(text: str) -> list[Any]:
    """Return a list that is written as JSON, or an empty list."""
    try:
        settings = json.loads(text)
    except ValueError:
        return []
    return settings if isinstance(settings, list) else []


def _edited(text: str, index: int) -> EditedPart:
    return EditedPart(line(text, index), _shortened(text[index : line_after(text, index)].strip()))


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
