"""
Values for people: shorten, escape, and find the name that was meant.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from functools import lru_cache

#: The number of characters to which values are shortened.
LONGEST = 60
#: A name that is longer is not compared with others.
_LONGEST_NAME = 100
_INVISIBLE = "\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f"
_CONTROL = f"[\x00-\x1f{_INVISIBLE}]"
_MARKDOWN = r"[\\`*_\[<|~&$]|:(?=//)|(?i:(?<=www))\."


def printable(text: str) -> str:
    """Escape the characters that control a terminal."""
    return text if text.isprintable() else re.sub(_CONTROL, _escaped, text)


def printable_json(text: str) -> str:
    """Escape the characters of a JSON text that control a terminal; its value stays the same."""
    return re.sub(f"[{_INVISIBLE}]", lambda match: json.dumps(match[0])[1:-1], text)


def json_text(value: object) -> str:
    """Serialize a value as indented JSON, without characters that control a terminal."""
    return printable_json(json.dumps(value, ensure_ascii=False, indent=2))


def _escaped(match: re.Match[str]) -> str:
    codepoint = ord(match[0])
    return f"\\u{codepoint:04x}" if codepoint <= 0xFFFF else f"\\U{codepoint:08x}"


def json_fault(error: ValueError | RecursionError) -> str:
    """Return what is wrong with a text that cannot be read as JSON, and where, in words for people."""
    if isinstance(error, RecursionError):
        return "its values are nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return f"the byte at {error.start} is not UTF-8"
    if not isinstance(error, json.JSONDecodeError):
        return long_number()
    if error.doc.startswith("\ufeff"):
        return "it begins with a byte order mark (U+FEFF), which JSON does not have; save it without one"
    reason = uncapitalized(error.msg.removesuffix(" at").removesuffix(" starting"))
    return f"line {error.lineno}, column {error.colno}: {reason}"


def long_number() -> str:
    """Return what is wrong with an integer of more digits than Python reads."""
    return f"a number has more than {sys.get_int_max_str_digits()} digits"


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut a text to a number of characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def uncapitalized(text: str) -> str:
    """Return a phrase as it stands within a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def readable(pattern: str) -> list[str]:
    """Return the texts that a pattern looks for: its alternatives, in which ``[Aa]`` is written as ``a``."""
    plain = re.sub(r"\[([A-Z])([a-z])\]", lambda match: match[2] if match[1].lower() == match[2] else match[0], pattern)
    plain = plain.removeprefix("^").removesuffix(r"(?![\s\S])")
    return [text.strip() for text in plain.split("|")] if "(" not in plain else [plain]


def escape_markdown(sentence: str) -> str:
    """Escape a text on one line for Markdown; the result is not meant for the start of a line."""
    return re.sub(_MARKDOWN, r"\\\g<0>", printable(sentence))


def code_span(name: str) -> str:
    """Return a text on one line as a code span of Markdown."""
    name = printable(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", name)), default=0))
    pad = " " if name.strip() and {name[0], name[-1]} & {"`", " "} else ""
    return f"{fence}{pad}{name}{pad}{fence}" if name else ""


def similar(name: str, known: Iterable[str]) -> str | None:
    """
    Return the known name that was probably meant, or None.

    It is the closest in edits: at most two, and fewer than half of the characters. An edit adds, drops or replaces one
    character or swaps two neighbors (optimal string alignment distance).
    """
    return _closest(name, tuple(known)) if len(name) <= _LONGEST_NAME else None


@lru_cache(maxsize=256)
def _closest(name: str, known: tuple[str, ...]) -> str | None:
    best, closest = None, 3
    for candidate in known:
        longer = max(len(name), len(candidate))
        if abs(len(name) - len(candidate)) < closest and longer <= _LONGEST_NAME:
            edits = _distance(name.lower(), candidate.lower())
            if edits < closest and 2 * edits < longer:
                best, closest = candidate, edits
    return best


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        above, before, row = before, row, [i]
        for j, other_char in enumerate(other, 1):
            edits = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other_char))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == other_char:
                edits = min(edits, above[j - 2] + 1)
            row.append(edits)
    return row[-1]
