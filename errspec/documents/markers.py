"""
The comments of a YAML document that keep what was changed in it, so that it can be undone.

``NEW # errspec SUM was OLD`` stands on a line of which a part was replaced; ``# errspec SUM begin`` and
``# errspec end`` stand around lines that are new, the lines that they replace after ``#|``; and
``# errspec SUM with SETTINGS`` says what all of it came from.
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
#: How many places in a line are tried for the begin of a part of it, and as many for its end.
_TRIED = 50
_KEPT = re.compile(r"[ \t]*#\|")


def was(new: str, rest: str, old: str) -> str:
    """
    The end of a line, from a replaced part of it on.
    """
    return f"{new}{rest} # errspec {_sum([new, old])} was {old}"


def region(new: Sequence[str], old: str, indent: int, newline: str) -> str:
    """
    Whole lines, which take the place of others or of none.
    """
    fill = " " * indent
    kept = "".join(f"{fill}#|{line}" for line in _lines(old))
    body = kept + "".join(line + newline for line in new)
    begin = f"{fill}# errspec {_sum(_bare(body))} begin{newline}"
    return f"{begin}{body}{fill}# errspec end{newline}"


def settings_line(settings: Sequence[Any], newline: str) -> str:
    """
    The line that says what the changes came from.
    """
    text = json.dumps(list(settings))
    return f"# errspec {_sum([text])} with {text}{newline}"


def restored(document: Document) -> tuple[str, list[Any]]:
    """
    The text as it was before, and the settings that are recorded, none where no change is marked; raises EditedPart.
    """
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
                continue  # within a part of ours; the checksum tells
            edits.append(_whole(text, begun, start, line_after(text, end)))
            begun = None
        elif kind == "begin":
            begun = start, line_after(text, end), match[1]
        elif kind == "with":
            written = text[match.end() : end]
            if _sum([written]) != match[1]:
                raise _edited(text, start)
            settings = _list(written) or settings
            edits.append(Edit(start, line_after(text, end), ""))
        elif kind == "was":
            edits.append(_part(text, start, end, match))
        else:
            raise _edited(text, start)
    if begun is not None:
        raise _edited(text, begun[0])
    found = edited(text, edits)
    return (found.removesuffix(newline) if open_end else found), settings


def _marked(document: Document, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """
    The lines with a marker that is a comment, and no part of a value, with where they start and end.
    """
    spans = _values(document)
    at = 0
    start = 0
    for end_match in LINE_END.finditer(text):
        end = end_match.start()
        found = text.find("# errspec ", start, end)
        while found != -1:
            while at < len(spans) and spans[at][1] <= found:
                at += 1
            inside = at < len(spans) and spans[at][0] <= found
            match = None if inside else _MARKER.match(text, found, end)
            if match and (match[2] == "was" or not text[start:found].strip(" \t")):
                yield start, end, match
                break
            found = text.find("# errspec ", found + 1, end)
        start = end_match.end()


def _values(document: Document) -> list[tuple[int, int]]:
    """
    Where the scalars stand in which a marker could be meant by their own text.
    """
    scalars = (event for event in yaml_events(document.text) if "errspec" in getattr(event, "value", ""))
    spans = ((event.start_mark.index, event.end_mark.index) for event in scalars)
    return [(start, end) for start, end in spans if "# errspec " in document.text[start:end]]


def _whole(text: str, begun: tuple[int, int, str], end: int, after: int) -> Edit:
    """
    The edit that puts back the lines that a region replaced.
    """
    start, inner, checksum = begun
    body = text[inner:end]
    if _sum(_bare(body)) != checksum:
        raise _edited(text, start)
    kept = []
    for whole in _lines(body):
        match = _KEPT.match(whole)
        if match is None:
            break
        kept.append(whole[match.end() :])
    return Edit(start, after, "".join(kept))


def _part(text: str, start: int, end: int, match: re.Match[str]) -> Edit:
    """
    The edit that puts back a part of a line.

    It stands after a key and before a comment, so of a long line no more than the spaces near its begin and the signs
    of comments near its end are tried.
    """
    old, own = text[match.end() : end], text[start : match.start() - 1]
    starts = [match.end() for match in islice(re.finditer(r"^[ \t]*|[ \t]+", own), _TRIED)]
    ends = [match.start() for match in re.finditer(r"(?<![ \t#])[ \t]*(?:#|$)", own)][-_TRIED:]
    for last in reversed(ends):
        for first in starts:
            if first < last and _sum([own[first:last], old]) == match[1]:
                return Edit(start + first, end, old + own[last:])
    raise _edited(text, start)


def _lines(text: str) -> list[str]:
    """
    The lines of a text with their line ends.
    """
    ends = [match.end() for match in LINE_END.finditer(text)]
    parts = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [part for part in parts if part]


def _bare(body: str) -> list[str]:
    return [LINE_END.sub("", line) for line in _lines(body)]


def _sum(parts: Sequence[str]) -> str:
    """
    A checksum of lines, whatever their line ends.
    """
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def _list(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _edited(text: str, index: int) -> EditedPart:
    return EditedPart(line(text, index), _shortened(text[index : line_after(text, index)].strip()))


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
