"""
Highlighted HTTP text and JSON, as HTML that is safe for any text.
"""

from __future__ import annotations

import re
from html import escape

_TOKENS = re.compile(
    r'(?P<k>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<s>"(?:[^"\\]|\\.)*")|(?P<n>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<l>true|false|null)"
)
_STATUS = re.compile(r"(HTTP/[\d.]+) (\d{3})(.*)")


def json_marked(text: str) -> str:
    """Highlight names, strings, numbers and literals in JSON text."""
    parts, end = [], 0
    for match in _TOKENS.finditer(text):
        parts.append(escape(text[end : match.start()], quote=False))
        parts.append(f"<i class={match.lastgroup}>{escape(match[0], quote=False)}</i>")
        end = match.end()
    return "".join([*parts, escape(text[end:], quote=False)])


def message_marked(message: str) -> str:
    """Highlight the status, the header names and the JSON body in HTTP text."""
    head, gap, body = message.partition("\n\n")
    first, *headers = head.split("\n")
    lines = [_status_marked(first), *map(_header_marked, headers)]
    shown = json_marked(body) if body[:1] in ("{", "[") else escape(body, quote=False)
    return "\n".join(lines) + gap + shown


def _status_marked(line: str) -> str:
    match = _STATUS.fullmatch(line)
    if match is None:
        return escape(line, quote=False)
    return f"<i class=v>{match[1]}</i> <b>{match[2]}{escape(match[3], quote=False)}</b>"


def _header_marked(line: str) -> str:
    name, colon, value = line.partition(":")
    return f"<i class=h>{escape(name, quote=False)}</i>{colon}{escape(value, quote=False)}"
