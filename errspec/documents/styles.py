"""
The style of a document: its indentation, quotes and line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from errspec.documents.nodes import ALIAS, MAPPING, SCALAR, Node

#: The ends of lines in YAML 1.1 (4.2); YAML 1.2 has only the first three.
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


#: The number of characters before a character in which its line usually begins.
_NEAR = 500


def line_start(text: str, index: int) -> int:
    """Return the start of the line of a character."""
    near = max(0, index - _NEAR)
    start = text.rfind("\n", near, index) + 1
    if not start and near:
        starts = _line_starts(text)
        return starts[bisect_right(starts, index) - 1]
    part = text[start:index]
    if part.isascii() and "\r" not in part:  # as almost always
        return start
    return max((match.end() for match in LINE_END.finditer(text, start, index)), default=start)


@lru_cache(maxsize=2)
def _line_starts(text: str) -> list[int]:
    """Return the starts of all lines, for a text whose lines are too long to be searched again and again."""
    return [0, *(match.end() for match in LINE_END.finditer(text))]


def line_after(text: str, index: int) -> int:
    """Return the start of the next line."""
    match = LINE_END.search(text, index)
    return match.end() if match else len(text)


def column(text: str, index: int) -> int:
    """Return the number of characters before a character in its line."""
    return index - line_start(text, index)


#: The number of values from which the style of a document is derived.
_SEEN = 300


class Style(NamedTuple):
    """
    ``step`` is the indentation of one level, ``dashed`` that of a sequence below its key. ``colon`` and ``comma`` are
    the separators of JSON on one line; ``pretty`` says that JSON is written on several lines.
    """

    newline: str
    step: int
    dashed: int
    quote: str
    ascii: bool
    pretty: bool
    colon: str
    comma: str
    tabs: bool


def style_of(text: str, root: Node, *, is_json: bool) -> Style:
    """Return the style of a document as its parsed part shows it, with usual values for what it does not show."""
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    quotes: Counter[str] = Counter()
    for node in islice(root.walk(), _SEEN):
        parent = node.parent
        if node.kind == SCALAR:
            quotes[node.style or ""] += 1
        elif parent is not None and parent.kind == MAPPING and parent.members and not node.flow and not node.anchor:
            depth = column(text, node.start) - column(text, parent.members[0][0].start)
            if node.kind != ALIAS:
                (steps if node.kind == MAPPING else dashes)[depth] += 1
    pretty = is_json and bool(root.members and "\n" in text[root.start : root.members[0][0].start])
    if pretty:
        steps[column(text, root.members[0][0].start) if root.members else 2] += 1
    double, single = quotes['"'], quotes["'"]
    ends = Counter(LINE_END.findall(text[:100_000]))
    colon, comma = _separators(text, root)
    return Style(
        newline=ends.most_common(1)[0][0] if ends else "\n",
        step=max(1, steps.most_common(1)[0][0]) if steps else 2,
        dashed=max(0, dashes.most_common(1)[0][0]) if dashes else 2,
        quote='"' if double > single else "'",
        ascii=text.isascii(),
        pretty=pretty,
        colon=colon,
        comma=", " if pretty else comma,
        tabs=bool(pretty and root.members and text[root.members[0][0].start - 1] == "\t"),
    )


def _separators(text: str, root: Node) -> tuple[str, str]:
    """Return the colon and the comma of a mapping in flow style, with the spaces around them."""
    if not root.flow or not root.members:
        return ": ", ", "
    key, value = root.members[0]
    colon = text[key.end : value.start]
    comma = re.match(r",[ \t]*", text[value.end : value.end + 9])
    usual = "," if colon == ":" else ", "
    return (colon if re.fullmatch(r"[ \t]*:[ \t]*", colon) else ": "), comma[0] if comma else usual
