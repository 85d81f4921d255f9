"""
Texts in GitHub Flavored Markdown.
"""

from __future__ import annotations

import re

from errspec.wording import printable

_SPECIAL = re.compile(r"[\\`*_\[<|~&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def escaped(sentence: str) -> str:
    """
    A text on one line that Markdown shows as it is; it is not meant for the beginning of a line.
    """
    return _SPECIAL.sub(r"\\\g<0>", printable(sentence))


def code(name: str) -> str:
    """
    A text in one line as code.
    """
    name = printable(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", name)), default=0))
    pad = " " if name.strip() and {name[0], name[-1]} & {"`", " "} else ""
    return f"{fence}{pad}{name}{pad}{fence}" if name else ""
