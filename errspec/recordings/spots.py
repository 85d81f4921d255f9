"""
Where in a file the value of a finding stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from errspec.display import printable
from errspec.pointers import parse_pointer
from errspec.recordings.exchange import Exchange
from errspec.redaction import excerpt, redacted
from errspec.response import Response
from errspec.verdict.findings import Finding

#: The number of characters of a body that are searched, and those that are shown before and after a place.
_SEARCHED, _BEFORE, _AFTER = 100_000, 40, 60
_BLANK = re.compile("[ \t\r\n]*")
_SCALAR = re.compile('"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"|[^,\\]}\\s]+', re.DOTALL)


def spots(exchange: Exchange, findings: Iterable[Finding]) -> Iterator[tuple[int, int] | None]:
    """Yield the line and the column of the value of each finding, from 1; None if the file does not tell."""
    content, start = exchange.response.content, exchange.body
    text = None if start is None or not content else content.decode("utf-8", "replace")
    paths = [_path(finding) for finding in findings]
    known = {} if text is None else offsets(text, paths)
    for path in paths:
        offset = known.get(path)
        if offset is None or text is None or start is None:
            yield None
            continue
        before = text[:offset]
        line, margin = start
        yield line + before.count("\n"), offset - before.rfind("\n") + margin


def surroundings(response: Response, finding: Finding) -> str | None:
    """Return the part of a body around a finding in one line without secrets, or None if it has no place in it."""
    if finding.header is not None or not response.content:
        return None
    text = redacted(response.content[:_SEARCHED].decode("utf-8", "replace"))
    if not finding.instance_location:
        return printable(excerpt(" ".join(text.split()), _BEFORE + _AFTER))
    path = _path(finding)
    at = offsets(text, [path]).get(path)
    if at is None:
        return None
    start, end = max(at - _BEFORE, 0), at + _AFTER
    shown = " ".join(text[start:end].split())
    return printable(f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}")


def _path(finding: Finding) -> str | None:
    location = finding.instance_location
    return None if location is None else "/".join(("", *parse_pointer(location)))


def offsets(text: str, paths: Iterable[str | None]) -> dict[str | None, int]:
    """Return the offsets of the values at some paths of reference tokens in a JSON text, up to its first fault."""
    found: dict[str | None, int] = {}
    wanted = set(paths) - {None}
    if not wanted:
        return found
    stack: list[tuple[str, str, int]] = []  # the container, its path, and the index of its next item
    path, at = "", int(text.startswith("\ufeff"))
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text):
            return found
        if path in wanted:
            found[path] = at
        if text[at] in "{[":
            stack.append((text[at], path, 0))
            at += 1
        else:
            scalar = _SCALAR.match(text, at)
            if scalar is None:
                return found
            at = scalar.end()
        while True:  # to the place of the next value
            at = _BLANK.match(text, at).end()  # type: ignore[union-attr]
            if not stack or at >= len(text):
                return found
            container, above, index = stack[-1]
            if text[at] in "}]":
                stack.pop()
                at += 1
                continue
            if text[at] == ",":
                at = _BLANK.match(text, at + 1).end()  # type: ignore[union-attr]
            if container == "[":
                path = f"{above}/{index}"
                stack[-1] = (container, above, index + 1)
                break
            key = _SCALAR.match(text, at)
            if key is None or text[at] != '"':
                return found
            at = _BLANK.match(text, key.end()).end()  # type: ignore[union-attr]
            if text[at : at + 1] != ":":
                return found
            try:
                path = f"{above}/{json.loads(key[0])}"
            except ValueError:
                return found
            at += 1
            break
