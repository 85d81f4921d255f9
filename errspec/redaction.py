"""
Credentials in text: find them and leave them out.
"""

from __future__ import annotations

import re

from errspec.display import LONGEST, shortened

_LOOKED_AT = 1000
#: What the name of a field with a credential contains.
SECRET_NAME = re.compile(r"token|secret|password|authorization|cookie|api[-_]?key|x-key", re.IGNORECASE)
_BEARER = re.compile(r"\b(bearer|basic)\s+\S+", re.IGNORECASE)
_PAIR = re.compile(r"((?:token|secret|password|passwd|api[-_]?key|x-key)[\"']?\s*[=:]\s*)[^\s,;}]+", re.IGNORECASE)
_LONG_WORD = re.compile("[A-Za-z0-9_+=-]{20,}")
_LONGER_WORD = re.compile("[A-Za-z0-9+=-]{32,}")
_MIXED = tuple(map(re.compile, ("[0-9]", "[a-z]", "[A-Z]")))


def redacted(text: str) -> str:
    """Replace whatever looks like a credential with an ellipsis."""
    if " " in text or not text.isprintable():
        text = _BEARER.sub(r"\1 …", text)
    if "=" in text or ":" in text:
        text = _PAIR.sub(r"\1…", text)
    return _LONG_WORD.sub(_without_token, text)


def _without_token(match: re.Match[str]) -> str:
    """Return an ellipsis for a word of all kinds of characters, and for each long part of it that has a digit."""
    word = match[0]
    if all(kind.search(word) for kind in _MIXED):
        return "…"
    return _LONGER_WORD.sub(lambda part: "…" if _MIXED[0].search(part[0]) else part[0], word)


def excerpt(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text without credentials, cut to a number of characters."""
    return shortened(redacted(text[:_LOOKED_AT]), longest)
