"""
The character encoding of a text, by its first four bytes.
"""

from __future__ import annotations

import json

UTF8 = "utf-8"
#: The byte order marks by character encoding, the longer ones first.
_MARKS = {codec: "\ufeff".encode(codec) for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")}

#: The number of bytes in a code unit.
_WIDTHS = {"utf-16": 2, "utf-32": 4}


def charset_of(content: bytes) -> str:
    """Return the character encoding of a text; UTF-8 if neither a mark nor its zeros name another one."""
    start = content[:4]
    marked = (codec for codec, mark in _MARKS.items() if start.startswith(mark))
    detected = json.detect_encoding(start)
    return next(marked, UTF8 if detected.startswith(UTF8) else detected)


def decoded(content: bytes) -> tuple[str, str, bytes]:
    """
    Return a text with its character encoding, and the bytes at the end that are only a part of a character.

    Bytes and code units that are not characters become surrogates, which ``encoded`` writes as they were.
    """
    codec = charset_of(content)
    end = len(content) - len(content) % _WIDTHS.get(codec[:6], 1)
    try:
        return content[:end].decode(codec, _errors(codec)), codec, content[end:]
    except UnicodeDecodeError:  # such as an image
        return content.decode(UTF8, _errors(UTF8)), UTF8, b""


def encoded(text: str, codec: str, rest: bytes = b"") -> bytes:
    """Return the bytes of a text that was decoded."""
    return text.encode(codec, _errors(codec)) + rest


def _errors(codec: str) -> str:
    return "surrogateescape" if codec == UTF8 else "surrogatepass"
