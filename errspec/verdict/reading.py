"""
From the bytes of a body to a JSON value and the faults met on the way (RFC 8259).
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from errspec.pointers import Path, format_pointer


class Limits(NamedTuple):
    """
    How much of a response is looked at: bytes of the body, levels of nesting, findings of a report.
    """

    body: int = 10 * 1024 * 1024
    depth: int = 500
    findings: int = 100


class Fault(NamedTuple):
    """
    A fault of a text that should be JSON.

    ``facts`` fill the sentence of the code; ``variant`` names the sentence where the code has several.
    """

    code: str
    facts: dict[str, object]
    location: str | None = None
    variant: str = "default"


class Reading(NamedTuple):
    """
    The value of a body and its faults; ``fatal`` is a fault after which there is no value.

    ``first`` differs from ``value`` where members are given twice: it holds the first of each.
    """

    value: object = None
    first: object = None
    fatal: Fault | None = None
    faults: tuple[Fault, ...] = ()
    text: str = ""


LIMITS = Limits()
#: A body of no more bytes than this is not too deep.
SMALL = LIMITS.depth
#: A body of more bytes than this is not looked at.
LARGE = LIMITS.body
_COLON, _BACKSLASH = b":\\"
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_CUT = re.compile(r"-|,|\.|[eE][+-]?")
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_BLANK = " \t\r\n"


def quick(content: bytes) -> object:
    """
    The value of a body in which there is nothing to report, within the usual limits.

    Raises ValueError or TypeError where that is not certain.
    """
    if len(content) > LARGE:
        raise ValueError
    value = _loads(content)
    again = _dumps(value)
    if again != content or len(content) > SMALL:
        plain(content, again)
    return value


def codec() -> tuple[Callable[[bytes], object], Callable[[object], bytes]]:
    """
    How to read and to write JSON quickly: orjson, or functions that are never certain without the extra ``fast``.
    """
    try:
        import orjson
    except ImportError:
        return _uncertain, _uncertain
    return orjson.loads, orjson.dumps


def _uncertain(_: object) -> bytes:
    raise ValueError


def _warm_up(content: bytes) -> object:
    # To import orjson takes longer than to read a few bodies without it.
    global _loads, _dumps, _unread  # noqa: PLW0603
    _unread -= 1
    if _unread > 0:
        raise ValueError
    _loads, _dumps = codec()
    return _loads(content)


_unread = 8
_loads: Callable[[bytes], object] = _warm_up
_dumps: Callable[[object], bytes] = _uncertain


def plain(content: bytes, again: bytes) -> None:
    """
    Raise ValueError where a body may have a member given twice, seen from its value written again, or is over a limit.

    Every member needs a colon, so a member that is given twice leaves one colon behind when the value is
    written again. An escaped colon would add one.
    """
    if again.count(_COLON) != content.count(_COLON) or (_BACKSLASH in content and b"\\u003" in content.lower()):
        raise ValueError
    if len(content) > SMALL and _too_deep(content, LIMITS.depth):
        raise ValueError


def read(content: bytes, limits: Limits = LIMITS) -> Reading:
    """
    Read a body as JSON, and say all that is wrong with it.
    """
    if len(content) > limits.body:
        return Reading(fatal=Fault("too-large", {"size": len(content), "limit": limits.body}))
    text, faults = _decode(content)
    if not text.strip(_BLANK + "\x00"):
        return Reading(fatal=Fault("empty-body", {}), faults=faults, text=text)
    if _too_deep(text.encode("ascii", "replace"), limits.depth):
        return Reading(fatal=Fault("too-deep", {"limit": limits.depth}), faults=faults, text=text)
    twice: list[tuple[dict[str, object], str]] = []
    constants: list[str] = []

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            firsts[id(found)] = (found, dict(reversed(pairs)))  # with found itself, so that its id stays its own
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen and len(twice) <= limits.findings:
                    twice.append((found, name))
                seen.add(name)
        return found

    firsts: dict[int, tuple[dict[str, object], dict[str, object]]] = {}
    decoder = json.JSONDecoder(object_pairs_hook=members, parse_constant=constants.append, parse_int=_integer)
    try:
        value, end = decoder.raw_decode(text, len(text) - len(text.lstrip(_BLANK)))
    except RecursionError:
        return Reading(fatal=Fault("too-deep", {"limit": limits.depth}), faults=faults, text=text)
    except ValueError as error:
        return Reading(fatal=_broken(text, error), faults=faults, text=text)
    rest = text[end:].lstrip(_BLANK)
    if rest:
        return Reading(fatal=_trailing(text, rest), faults=faults, text=text)
    if constants:
        return Reading(fatal=Fault("not-a-number", {"found": constants[0]}), faults=faults, text=text)
    if not twice:
        return Reading(value, value, None, faults, text)
    owned: dict[int, list[str]] = {}
    for owner, name in twice:
        owned.setdefault(id(owner), []).append(name)
    repeated: list[Fault] = []
    for path, found in _objects(value):
        names = dict.fromkeys(owned.pop(id(found), ()))
        repeated += (Fault("duplicate-member", {"name": name}, format_pointer((*path, name))) for name in names)
        if not owned:
            break
    return Reading(value, _first(value, firsts), None, faults + tuple(repeated), text)


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
    steps = array("b", _STRING.sub(b"", content).translate(_STEPS, _OTHERS))  # one up, or one down
    return max(accumulate(steps), default=0) > limit


def _integer(digits: str) -> object:
    # Python refuses to read more than 4,300 digits as an integer.
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
            or (opened in "[{" and _CUT.fullmatch(rest) is not None)
        )
        if opened and opened in '[{"' and cut:
            return Fault("truncated", {"position": len(stripped)})
        if opened and opened in "[{":
            return Fault("not-json", {"found": rest, "position": position}, None, "malformed")
    return Fault("not-json", {"found": text}, None, _looks(text))


def _trailing(text: str, rest: str) -> Fault:
    try:
        json.JSONDecoder(parse_int=_integer).raw_decode(rest)
    except (ValueError, RecursionError):
        if rest[:2].rstrip() not in ("{", "[", '{"', "[{", '["'):
            position = len(text) - len(rest)
            return Fault("not-json", {"found": rest, "position": position}, None, "trailing")
    return Fault("several-documents", {"found": rest})


def _looks(text: str) -> str:
    head = text[:2000].lower()
    page = "<html" in head or "<!doctype" in head or "<body" in head or "<h1" in head
    return "page" if page else "default"


def _objects(value: object) -> Iterator[tuple[Path, object]]:
    stack: list[tuple[Path, object]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, dict):
            yield path, item
            stack.extend(((*path, name), member) for name, member in reversed(item.items()) if _nested(member))
        elif isinstance(item, list):
            stack.extend(((*path, index), item[index]) for index in reversed(range(len(item))) if _nested(item[index]))


def _nested(value: object) -> bool:
    return isinstance(value, (dict, list))


def _first(value: object, firsts: dict[int, tuple[dict[str, object], dict[str, object]]]) -> object:
    """
    The same value with the first of each member that is given twice.
    """
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
