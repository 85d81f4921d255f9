"""
Logs with a response per line, in JSON, which are read line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from errspec.pointers import MISSING, resolve
from errspec.recordings.exchange import Exchange, ReadingOptions, Unreadable, header_pairs
from errspec.response import Response

#: The parts of a response, and the fields of a line that hold them by default.
FIELDS = ("status", "reason", "headers", "body", "url", "method")


def recognized(head: bytes, fields: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a file begins with a line of JSON that has a status."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if line[:1] != b"{":
        return False
    try:
        return _status(json.loads(line), fields) is not None
    except (ValueError, RecursionError):
        return False


def exchanges(stream: BinaryIO, file: str, options: ReadingOptions) -> Iterator[Exchange | Unreadable]:
    """Yield the response of every line; a line that cannot be read does not stop the others."""
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
        record = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return Unreadable("input.line", number)
    status = _status(record, fields)
    if status is None:
        return Unreadable("input.no-status", number)
    reason, url, method = (
        value if isinstance(value, str) else None
        for value in (_value(record, name, fields) for name in ("reason", "url", "method"))
    )
    body = _value(record, "body", fields)
    if isinstance(body, (dict, list, bool, int, float)):
        body = json.dumps(body, ensure_ascii=False)
    headers = _headers(_value(record, "headers", fields))
    return Exchange(file, Response(status, headers, body, reason, url, method), number)


def _value(record: Any, name: str, fields: Mapping[str, tuple[str, ...]]) -> Any:
    value = resolve(record, fields.get(name, (name,)))
    return None if value is MISSING else value


def _status(record: Any, fields: Mapping[str, tuple[str, ...]]) -> int | None:
    status = _value(record, "status", fields)
    if isinstance(status, str) and status.isascii() and status.isdecimal() and len(status) <= 4:
        return int(status)
    return status if type(status) is int else None


def _headers(recorded: Any) -> list[tuple[str, str]] | None:
    if isinstance(recorded, dict):
        pairs = header_pairs(recorded)
    elif isinstance(recorded, list):
        pairs = []
        for header in recorded:
            if isinstance(header, dict):
                pairs.append((header.get("name"), header.get("value")))
            elif isinstance(header, list) and len(header) == 2:
                pairs.append((header[0], header[1]))
    else:
        return None
    return [(str(name), str(value)) for name, value in pairs if name is not None and value is not None]
