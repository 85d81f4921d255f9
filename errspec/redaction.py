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
_TOKEN = re.compile(
    r"(?=[\w+=-]*[0-9])(?=[\w+=-]*[a-z])(?=[\w+=-]*[A-Z])[A-Za-z0-9_+=-]{20,}|(?=[\w+=-]*[0-9])[A-Za-z0-9+=-]{32,}"
)


def redacted(text: str) -> str:
    """Replace whatever looks like a credential with an ellipsis; the time grows with the square of the length."""
    return _TOKEN.sub("…", _PAIR.sub(r"\1…", _BEARER.sub(r"\1 …", text)))


def excerpt(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text without credentials, cut to a number of characters."""
    return shortened(redacted(text[:_LOOKED_AT]), longest)
