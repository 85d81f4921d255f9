"""
Inputs that are almost right: seeds with pieces lost, doubled, repeated or put in, and with values of other types.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.support.strategies import put, values

#: What the readers of JSON, YAML, HTTP and HTML have to decide about.
_WORDS = (Path(__file__).parent / "dictionary.txt").read_text("utf-8").split()
_MARKS = [
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\x0b",
    "\x85",
    "  ",
    "\0",
    "\x1b[31m",
    "\ufeff",
    "\u2028\u202e\u061c",
    "\U0001f600",
]
_MARKS += [": ", "- ", " #", ' !!int ""', " !!timestamp x"]
_PIECES = [*(piece.encode() for piece in (*_WORDS, *_MARKS)), b"\xff", b"\xed\xa0\x80", b"\xff\xfe"]
_SCALARS = st.sampled_from(
    [10**400, -(10**20), float("inf"), float("nan"), 1.5, "", "x" * 300, [], {}, None, True, 5, [5], {"a": 5}]
)
_SPLICE = st.sampled_from(["lose", "double", "insert", "replace", "repeat", "graft"])


def mutated(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """
    A seed with one to four changes of its bytes, or of a value in it where it is JSON or YAML.
    """
    return st.one_of(_spliced(seeds), _retyped([seed for seed in seeds if _document(seed)] or seeds))


@st.composite
def _spliced(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(content)))
        end = min(len(content), begin + draw(st.integers(0, 40)))
        piece, kind = draw(st.sampled_from(_PIECES)), draw(_SPLICE)
        if kind == "lose":
            content = content[:begin] + content[end:]
        elif kind == "double":
            content = content[:end] + content[begin:]
        elif kind == "insert":
            content = content[:begin] + piece + content[begin:]
        elif kind == "replace":
            content = content[:begin] + piece + content[end:]
        elif kind == "repeat":
            content = content[:begin] + piece * draw(st.sampled_from([2, 40, 400, 2000])) + content[begin:]
        else:
            other = draw(st.sampled_from(seeds))
            at = draw(st.integers(0, len(other)))
            content = content[:begin] + other[at : at + draw(st.integers(0, 400))] + content[end:]
    return content


@st.composite
def _retyped(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    parsed = _document(draw(st.sampled_from(seeds)))
    if parsed is None:
        return b""
    document, write = parsed
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(list(_places(document))))
        document = put(document, place, draw(_SCALARS | values))
    try:
        return write(document).encode("utf-8", "surrogatepass")
    except yaml.YAMLError:
        return b""


def _document(content: bytes) -> tuple[Any, Callable[[Any], str]] | None:
    """
    The value of a text and how it is written again, or None for another kind of text.
    """
    if content not in _DOCUMENTS:
        _DOCUMENTS[content] = _parsed(content)
    return _DOCUMENTS[content]


_DOCUMENTS: dict[bytes, tuple[Any, Callable[[Any], str]] | None] = {}


def _parsed(content: bytes) -> tuple[Any, Callable[[Any], str]] | None:
    try:
        return json.loads(content), lambda value: json.dumps(value, ensure_ascii=False)
    except ValueError:
        pass
    try:
        value = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    return (value, lambda value: yaml.dump(value, sort_keys=False)) if isinstance(value, dict) else None


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    yield path
    for key, member in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from _places(member, (*path, key))
