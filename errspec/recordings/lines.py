"""
Lines of JSON, one response each, as logs have them; read one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from errspec.pointers import MISSING, resolve
from errspec.recordings.exchange import Exchange, Options, Unreadable
from errspec.response import Response

#: What is known of a response, and where a line has it unless a map says otherwise.
FIELDS = ("status", "reason", "headers", "body", "url", "method")


def recognized(head: bytes, fields: Mapping[str, tuple[str, ...]]) -> bool:
    """
    Whether a file begins with a line of JSON that has a status.
    """
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if line[:1] != b"{":
        return False
    try:
        return _status(json.loads(line), fields) is not None
    except (ValueError, RecursionError):
        return False


def exchanges(stream: BinaryIO, file: str, options: Options) -> Iterator[Exchange | Unreadable]:
    """
    The response of every line; a line that is broken is named and does not stop the rest.
    """
    number = 0
    while line := stream.readline(options.longest):
        number += 1
        if len(line) == options.longest and not line.endswith(b"\n"):
            while (rest := stream.readline(options.longest)) and not rest.endswith(b"\n"):
                pass
            yield Unreadable("input.long-line", number, limit=options.longest)
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield _exchange(line, file, number, options.fields)


def _exchange(line: bytes, file: str, number: int, fields: Mapping[str, tuple[str, ...]]) -> Exchange | Unreadable:
    try:
        data = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return Unreadable("input.line", number)
    status = _status(data, fields)
    if status is None:
        return Unreadable("input.no-status", number)
    found = {name: _at(data, name, fields) for name in FIELDS}
    reason, url, method = (
        value if isinstance(value, str) else None for value in map(found.get, ("reason", "url", "method"))
    )
    body = found["body"]
    if isinstance(body, (dict, list, bool, int, float)):
        body = json.dumps(body, ensure_ascii=False)
    return Exchange(file, Response(status, _headers(found["headers"]), body, reason, url, method), number)


def _at(data: Any, name: str, fields: Mapping[str, tuple[str, ...]]) -> Any:
    found = resolve(data, fields.get(name, (name,)))
    return None if found is MISSING else found


def _status(data: Any, fields: Mapping[str, tuple[str, ...]]) -> int | None:
    status = _at(data, "status", fields)
    if isinstance(status, str) and status.isascii() and status.isdecimal() and len(status) <= 4:
        return int(status)
    return status if type(status) is int else None


def _headers(found: Any) -> list[tuple[str, str]] | None:
    if isinstance(found, dict):
        pairs = [
            (name, value) for name, sent in found.items() for value in (sent if isinstance(sent, list) else [sent])
        ]
    elif isinstance(found, list):
        pairs = []
        for item in found:
            if isinstance(item, dict):
                pairs.append((item.get("name"), item.get("value")))
            elif isinstance(item, list) and len(item) == 2:
                pairs.append((item[0], item[1]))
    else:
        return None
    return [(str(name), str(value)) for name, value in pairs if name is not None and value is not None]
