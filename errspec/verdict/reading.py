"""
The reading of a body as JSON, with all its faults (RFC 8259).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from errspec.pointers import format_pointer
from errspec.redaction import MASK, following


class Limits(NamedTuple):
    """
    How much of a response is checked: bytes of the body, levels of nesting, findings of a report.
    """

    body: int = 10 * 1024 * 1024
    depth: int = 500
    findings: int = 100


#: What is shown of a text that is not JSON.
_WORD = "[A-Za-z0-9_]{1,20}"


class Fault(NamedTuple):
    """
    A fault of a body that should be JSON.

    ``facts`` fill the sentence of the code, and ``variant`` names the sentence if the code has several.
    """

    code: str
    facts: dict[str, object]
    location: str | None = None
    variant: str = "default"


class Reading(NamedTuple):
    """
    The value of a body and its faults; a ``fatal`` fault leaves no value.

    ``first`` differs from ``value`` if there are duplicate members: it holds the first of each, ``value`` the last.
    """

    value: object = None
    first: object = None
    fatal: Fault | None = None
    faults: tuple[Fault, ...] = ()
    text: str = ""


LIMITS = Limits()
#: A body of at most so many bytes cannot be too deep.
SMALL = LIMITS.depth
#: A body of more bytes is not checked.
LARGE = LIMITS.body
_COLON, _BACKSLASH = b":\\"
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_STRING = rb'(?s)"[^"\\]*(?:\\.[^"\\]*)*"?'
#: Digits that may be an integer beyond 64 bits.
_LONG = rb"[0-9]{19}"
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_CUT = r"-|,|\.|[eE][+-]?"
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_BLANK = " \t\r\n"


class FastParser:
    """
    A parser of bodies in which there is nothing to report: orjson, from the extra ``fast``.

    It is imported only once several bodies are to be read, since the import takes longer than reading a few without it.
    """

    def __init__(self, patience: int = 8) -> None:
        self._patience = patience
        self._codec: tuple[Callable[[bytes], object], Callable[[object], bytes]] | None = None

    def parse(self, content: bytes) -> object:
        """
        Return the value of a body, within the usual limits: the same value that ``read`` returns.

        Raises ValueError or TypeError unless it is certain that there is nothing to report.
        """
        loads, dumps = self._codec or self._loaded()
        size = len(content)
        if size > LARGE:
            raise ValueError
        value = loads(content)
        again = dumps(value)
        if size > SMALL or again != content:
            _check(content, again)
        return value

    @property
    def is_ready(self) -> bool:
        """Whether it has been imported, which happens only after a certain number of bodies."""
        return self._codec is not None

    def written(self, value: object) -> bytes:
        """Serialize a value that it parsed."""
        return (self._codec or self._loaded())[1](value)

    def _loaded(self) -> tuple[Callable[[bytes], object], Callable[[object], bytes]]:
        self._patience -= 1
        if self._patience > 0:
            raise ValueError
        try:
            import orjson
        except ImportError:
            self._codec = _uncertain, _uncertain
        else:
            self._codec = orjson.loads, orjson.dumps
        return self._codec


def _uncertain(_: object) -> bytes:
    raise ValueError


#: The parser that all checks of a process share.
FAST = FastParser()


def _check(content: bytes, again: bytes) -> None:
    """
    Raise ValueError if a body may have a duplicate member, is nested too deeply, or may have a number that was rounded.

    ``again`` is its value, serialized.

    Every member needs a colon, and a parser keeps the last of two members with one name, so the serialized value has
    fewer colons. An escaped colon would add one.
    """
    if again.count(_COLON) != content.count(_COLON) or (_BACKSLASH in content and b"\\u003" in content.lower()):
        raise ValueError
    if again != content and re.search(_LONG, content):
        raise ValueError
    if len(content) > SMALL and _too_deep(content, LIMITS.depth):
        raise ValueError


def read(content: bytes, limits: Limits = LIMITS) -> Reading:
    """Read a body as JSON, and report everything that is wrong with it."""
    if len(content) > limits.body:
        return Reading(fatal=Fault("too-large", {"size": len(content), "limit": limits.body}))
    text, faults = _decode(content)
    if not text.strip(_BLANK + "\x00"):
        return Reading(fatal=Fault("empty-body", {}), faults=faults, text=text)
    if _too_deep(text.encode("ascii", "replace"), limits.depth):
        return Reading(fatal=Fault("too-deep", {"limit": limits.depth}), faults=faults, text=text)
    twice: list[tuple[dict[str, object], str]] = []
    constants: list[str] = []

    def collected(pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) != len(pairs):
            firsts[id(members)] = (members, dict(reversed(pairs)))  # kept, so that its id stays unique
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen and len(twice) <= limits.findings:
                    twice.append((members, name))
                seen.add(name)
        return members

    firsts: dict[int, tuple[dict[str, object], dict[str, object]]] = {}
    decoder = json.JSONDecoder(object_pairs_hook=collected, parse_constant=constants.append, parse_int=integer)
    try:
        value, end = decoder.raw_decode(text, len(text) - len(text.lstrip(_BLANK)))
    except RecursionError:  # the limit is deeper than Python reads
        depth = _depth(text.encode("ascii", "replace"))
        return Reading(fatal=Fault("too-deep", {"limit": depth - 1}), faults=faults, text=text)
    except ValueError as error:
        return Reading(fatal=_broken(text, error), faults=faults, text=text)
    rest = text[end:].lstrip(_BLANK)
    if rest:
        return Reading(fatal=_trailing(text, rest), faults=faults, text=text)
    if constants:
        return Reading(fatal=Fault("not-a-number", {"found": constants[0]}), faults=faults, text=text)
    if not twice:
        return Reading(value, value, None, faults, text)
    return Reading(value, _first(value, firsts), None, (*faults, *_repetitions(value, twice)), text)


def _decode(content: bytes) -> tuple[str, tuple[Fault, ...]]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace"), (Fault("not-utf-8", {"encoding": encoding.upper()}),)
    faults: tuple[Fault, ...] = ()
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
        faults = (Fault("byte-order-mark", {}),)
    if content[:4].count(0) in (1, 2, 3):
        encoding = json.detect_encoding(content)
        text = content.decode(encoding, "ignore")
        if not encoding.startswith("utf-8") and text[:1].isascii() and text[1:2].isascii():
            return text, (*faults, Fault("not-utf-8", {"encoding": encoding.upper()}))
    try:
        return content.decode(), faults
    except UnicodeDecodeError as error:
        return content.decode("latin-1"), (*faults, Fault("not-utf-8", {"position": error.start}, None, "position"))


def _too_deep(content: bytes, limit: int) -> bool:
    if content.count(b"[") + content.count(b"{") <= limit:
        return False
    return _depth(content) > limit


def _depth(content: bytes) -> int:
    """Return the number of levels of nesting."""
    from array import array

    steps = array("b", re.sub(_STRING, b"", content).translate(_STEPS, _OTHERS))  # one up, or one down
    return max(accumulate(steps), default=0)


def integer(digits: str) -> object:
    """Return the value of an integer; Python refuses to read one of more than 4,300 digits as such."""
    return int(digits) if len(digits) <= 4000 else Decimal(digits)


def _broken(text: str, error: ValueError) -> Fault:
    if isinstance(error, json.JSONDecodeError):
        stripped = text.rstrip(_BLANK + "\x00")
        opened = text.lstrip(_BLANK)[:1]
        position = error.pos
        if error.msg.startswith("Illegal trailing comma"):  # Python 3.13 stands at the comma, others behind it
            position = len(text) - len(text[position + 1 :].lstrip(_BLANK))
        rest = stripped[position:]
        cut = (
            not rest
            or error.msg.startswith("Unterminated string")
            or any(literal.startswith(rest) for literal in _LITERALS)
            or (error.msg.startswith("Invalid \\") and '"' not in rest and len(rest) < 8)
            or (opened in "[{" and re.fullmatch(_CUT, rest) is not None)
        )
        if opened and opened in '[{"' and cut:
            return Fault("truncated", {"position": len(stripped)})
        if opened and opened in "[{":
            closes = rest[:1] in "}]" and text[:position].rstrip(_BLANK).endswith(",")
            return Fault("not-json", _at(text, position, rest), None, "comma" if closes else "malformed")
    return Fault("not-json", {"found": text}, None, _looks(text))


def _trailing(text: str, rest: str) -> Fault:
    try:
        json.JSONDecoder(parse_int=integer).raw_decode(rest)
    except (ValueError, RecursionError):
        if rest[:2].rstrip() not in ("{", "[", '{"', "[{", '["'):
            return Fault("not-json", _at(text, len(text) - len(rest), rest), None, "trailing")
    return Fault("several-documents", {"found": following(text, len(text) - len(rest))})


def _at(text: str, position: int, found: str) -> dict[str, object]:
    """Return the facts about a fault at a position: what is there, the line and the column."""
    before = text[:position]
    token = re.match(_WORD, found)
    word = token[0] if token else found[:1]
    shown = following(text, position)
    return {
        "found": shown,
        "token": word if shown.startswith(word) else MASK,
        "line": before.count("\n") + 1,
        "column": position - before.rfind("\n"),
    }


def _looks(text: str) -> str:
    head = text[:2000].lower()
    page = "<html" in head or "<!doctype" in head or "<body" in head or "<h1" in head
    return "page" if page else "default"


def _repetitions(value: object, twice: list[tuple[dict[str, object], str]]) -> Iterator[Fault]:
    """Yield the faults of duplicate members, in the order of the value."""
    owned: dict[int, dict[str, None]] = {}
    for owner, name in twice:
        owned.setdefault(id(owner), {})[name] = None
    path: list[Any] = [None]
    levels: list[Iterator[tuple[Any, Any]]] = [iter([(None, value)])]
    while levels and owned:
        path[-1], item = next(levels[-1], (None, None))
        if item is None:
            levels.pop()
            path.pop()
            continue
        for name in owned.pop(id(item), ()):
            yield Fault("duplicate-member", {"name": name}, format_pointer((*path[1:], name)))
        members = item.items() if isinstance(item, dict) else enumerate(item)
        levels.append((token, member) for token, member in members if _nested(member))
        path.append(None)


def _nested(value: object) -> bool:
    return isinstance(value, (dict, list))


def _first(value: object, firsts: dict[int, tuple[dict[str, object], dict[str, object]]]) -> object:
    """Return the same value with the first of all duplicate members."""
    whole: list[object] = [value]
    stack: list[tuple[Any, Any]] = [(whole, 0)]
    while stack:
        owner, key = stack.pop()
        item = owner[key]
        if isinstance(item, dict):
            members = dict(firsts[id(item)][1] if id(item) in firsts else item)
            owner[key] = members
            stack.extend((members, name) for name, member in members.items() if _nested(member))
        elif isinstance(item, list):
            items = list(item)
            owner[key] = items
            stack.extend((items, index) for index, member in enumerate(items) if _nested(member))
    return whole[0]
