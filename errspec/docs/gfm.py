"""
Phrases, links and blocks in GitHub Flavored Markdown, in which no text of the data is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from errspec.display import code_span, escape_markdown
from errspec.docs.phrases import Phrase

_BEGINNING = re.compile(r"^(?:[#>+=-]|(\d{1,9})([.)]))")
_BACKTICKS = re.compile("`+")


def text(phrase: Phrase | str) -> str:
    """Return a phrase as it stands within a line; a string is a name."""
    if isinstance(phrase, str):
        return escape_markdown(phrase)
    return "".join(code_span(part.text) if part.kind == "code" else escape_markdown(part.text) for part in phrase)


def line(phrase: Phrase | str) -> str:
    """Return a phrase for the start of a line or an item, where it must not start a block."""
    escaped = text(phrase)
    match = _BEGINNING.match(escaped)
    if match is None:
        return escaped
    return f"{match[1]}\\{escaped[len(match[1]) :]}" if match[1] else f"\\{escaped}"


def link(label: str, target: str) -> str:
    """Return a link whose label is Markdown already; a target with unusual characters is put in brackets."""
    if re.fullmatch(r"[\w./#-]+", target, re.ASCII):
        return f"[{label}]({target})"
    safe = re.sub(r"[<>\\\s]", lambda match: f"%{ord(match[0]):02X}", target)
    return f"[{label}](<{safe}>)"


def block(content: str, language: str) -> str:
    """Return a code block with a fence that the text does not contain."""
    longest = max((len(run) for run in _BACKTICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{content.rstrip()}\n{fence}"


def bullets(lines: Iterable[str]) -> str:
    """Return lines as a bulleted list."""
    return "\n".join(f"- {line}" for line in lines)


def steps(lines: Iterable[str]) -> str:
    """Return lines as a numbered list."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars within code are escaped."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, cells))} |" for cells in lines)


def document(blocks: Iterable[str]) -> str:
    """Join blocks with an empty line between them, and leave out empty ones."""
    return "\n\n".join(filter(None, blocks)) + "\n"


def _cell(content: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", content)
