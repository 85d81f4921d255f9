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
    """
    A phrase within a line; a string is a name that stays as it is.
    """
    if isinstance(phrase, str):
        return escape_markdown(phrase)
    return "".join(code_span(part.text) if part.kind == "code" else escape_markdown(part.text) for part in phrase)


def line(phrase: Phrase | str) -> str:
    """
    A phrase at the beginning of a line or of an item, where it begins no block of its own.
    """
    made = text(phrase)
    match = _BEGINNING.match(made)
    if match is None:
        return made
    return f"{match[1]}\\{made[len(match[1]) :]}" if match[1] else f"\\{made}"


def link(label: str, target: str) -> str:
    """
    A link with a label that is Markdown already; a target with other characters than those of paths is bracketed.
    """
    if re.fullmatch(r"[\w./#-]+", target, re.ASCII):
        return f"[{label}]({target})"
    safe = re.sub(r"[<>\\\s]", lambda match: f"%{ord(match[0]):02X}", target)
    return f"[{label}](<{safe}>)"


def block(content: str, language: str) -> str:
    """
    Text as it is, in a fence that it does not hold.
    """
    longest = max((len(found) for found in _BACKTICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{content.rstrip()}\n{fence}"


def bullets(items: Iterable[str]) -> str:
    """
    A list of lines.
    """
    return "\n".join(f"- {item}" for item in items)


def steps(items: Iterable[str]) -> str:
    """
    A list of lines in their order.
    """
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """
    A table; a bar within code is escaped, as tables want it.
    """
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, cells))} |" for cells in lines)


def document(parts: Iterable[str]) -> str:
    """
    Blocks parted by an empty line, without those that are empty.
    """
    return "\n\n".join(part for part in parts if part) + "\n"


def headed(heading: str, *parts: str) -> Iterator[str]:
    """
    Blocks under a heading, or nothing where all are empty.
    """
    if any(parts):
        yield heading
        yield from parts


def _cell(content: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", content)
