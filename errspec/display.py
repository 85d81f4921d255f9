"""
Values for people: shorten, escape, and find the name that was meant.
"""

from __future__ import annotations

import re

#: The number of characters to which values are shortened.
LONGEST = 60
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_MARKDOWN = re.compile(r"[\\`*_\[<|~&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def printable(text: str) -> str:
    """
    Escape the characters that control a terminal.
    """
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def shortened(text: str, longest: int = LONGEST) -> str:
    """
    Cut a text to a number of characters.
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def uncapitalized(text: str) -> str:
    """
    Return a phrase as it stands within a sentence; an abbreviation keeps its capitals.
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def escape_markdown(sentence: str) -> str:
    """
    Escape a text on one line for Markdown; the result is not meant for the start of a line.
    """
    return _MARKDOWN.sub(r"\\\g<0>", printable(sentence))


def code_span(name: str) -> str:
    """
    Return a text on one line as a code span of Markdown.
    """
    name = printable(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", name)), default=0))
    pad = " " if name.strip() and {name[0], name[-1]} & {"`", " "} else ""
    return f"{fence}{pad}{name}{pad}{fence}" if name else ""
