"""
Phrases, links and blocks in GitHub Flavored Markdown, in which no text of the data is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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
    line = text(phrase)
    match = _BEGINNING.match(line)
    if match is None:
        return line
    return f"{match[1]}\\{line[len(match[1]) :]}" if match[1] else f"\\{line}"


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


def bullets(items: Iterable[str]) -> str:
    """Return lines as a bulleted list."""
    return "\n".join(f"- {item}" for item in items)


def steps(items: Iterable[str]) -> str:
    """Return lines as a numbered list."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars within code are escaped."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, cells))} |" for cells in lines)


def document(parts: Iterable[str]) -> str:
    """Join blocks with an empty line between them, and leave out empty ones."""
    return "\n\n".join(part for part in parts if part) + "\n"


def headed(heading: str, *parts: str) -> Iterator[str]:
    """Yield blocks under a heading, or nothing if all are empty."""
    if any(parts):
        yield heading
        yield from parts


def _cell(content: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", content)
