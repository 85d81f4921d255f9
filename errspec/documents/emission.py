"""
Values as text in the style of a document: YAML in blocks, or JSON between braces.
"""

from __future__ import annotations

import json
import re
from typing import Any

from errspec.documents.styles import Style

# strings that YAML 1.1 and 1.2 both read as strings without quotes
_PLAIN = re.compile(r"[A-Za-z_/$][A-Za-z0-9_/.$()' …,;+-]*(?<![ ,])")
_WORDS = re.compile(r"(?i)~|null|true|false|yes|no|on|off|y|n|\.inf|\.nan|<<|=")
_UNQUOTED_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
_PRINTABLE = re.compile("[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")


def block(value: Any, style: Style, indent: int) -> list[str]:
    """Return the lines of a mapping or a sequence that is not empty, in block style, without line ends."""
    lines: list[str] = []
    _block(value, style, indent, lines)
    return lines


def member(key: str, value: Any, style: Style, indent: int) -> list[str]:
    """Return the lines of one member of a mapping in block style."""
    lines: list[str] = []
    _member(key, value, style, indent, lines)
    return lines


def flow(value: Any, style: Style, indent: int = 0) -> str:
    """Return a value as JSON, on several lines if the document is written so."""
    if style.pretty:
        fill = "\t" if style.tabs else " " * style.step
        text = json.dumps(value, ensure_ascii=style.ascii, indent=fill)
        return text.replace("\n", style.newline + ("\t" if style.tabs else " ") * indent)
    return json.dumps(value, ensure_ascii=style.ascii, separators=(style.comma, style.colon))


def brief(value: Any, style: Style) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, dict):
        members = ", ".join(f"{_key(key, style)}: {brief(member, style)}" for key, member in value.items())
        return f"{{{members}}}"
    if isinstance(value, list):
        return f"[{', '.join(brief(element, style) for element in value)}]"
    if isinstance(value, str) and not (_UNQUOTED_KEY.fullmatch(value) and not _WORDS.fullmatch(value)):
        return quoted(value, style)
    return scalar(value, style)


def quoted(text: str, style: Style) -> str:
    """Return a string in quotes, on one line."""
    if style.quote == '"' or not _PRINTABLE.fullmatch(text) or "\n" in text or "\t" in text:
        return escaped(text)
    return "'" + text.replace("'", "''") + "'"


def scalar(value: Any, style: Style) -> str:
    """Return a string, a number, a boolean or null as YAML on one line."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and not _WORDS.fullmatch(value):
        return value
    return quoted(value, style)


def _block(value: Any, style: Style, indent: int, lines: list[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _member(key, inner, style, indent, lines)
        return
    for element in value:
        start = len(lines)
        if element and isinstance(element, (dict, list)):
            _block(element, style, indent + 2, lines)
            lines[start] = f"{' ' * indent}- {lines[start][indent + 2 :]}"
        else:
            lines.append(f"{' ' * indent}- {element if isinstance(element, (dict, list)) else scalar(element, style)}")


def _member(key: str, value: Any, style: Style, indent: int, lines: list[str]) -> None:
    name = f"{' ' * indent}{_key(key, style)}:"
    if isinstance(value, dict) and value:
        lines.append(name)
        _block(value, style, indent + style.step, lines)
    elif isinstance(value, list) and value:
        lines.append(name)
        _block(value, style, indent + style.dashed, lines)
    elif isinstance(value, (dict, list)):
        lines.append(f"{name} {value}")
    elif isinstance(value, str) and _is_literal(value):
        fill = " " * (indent + style.step)
        lines.append(f"{name} |-")
        lines += [fill + line if line else "" for line in value.split("\n")]
    else:
        lines.append(f"{name} {scalar(value, style)}")


def _is_literal(text: str) -> bool:
    """Return whether a string of several lines can be written as a literal block."""
    return (
        "\n" in text
        and text[0] not in " \t\n"
        and not text.endswith("\n")
        and _PRINTABLE.fullmatch(text) is not None
        and all(line.strip() or not line for line in text.split("\n"))
    )


def _key(key: str, style: Style) -> str:
    plain = _UNQUOTED_KEY.fullmatch(key) or (_PLAIN.fullmatch(key) and "'" not in key)
    return key if plain and not _WORDS.fullmatch(key) else scalar(key, style)


def escaped(text: str) -> str:
    """Return a string in double quotes, on one line."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(char if _PRINTABLE.fullmatch(char) else f"\\u{ord(char):04x}" for char in written)
