"""
HTTP Archives (HAR 1.2), which browsers and proxies export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from errspec.display import json_fault
from errspec.recordings.exchange import Exchange, Unreadable, numbered, status_code
from errspec.recordings.repetition import parsed, refusal
from errspec.response import Response

_LOG = re.compile(rb'"log"\s*:\s*\{')


def recognized(head: bytes) -> bool:
    """Return whether a file begins like an archive."""
    return head.lstrip()[:1] == b"{" and _LOG.search(head) is not None


def is_archive(content: bytes) -> bool:
    """Return whether a JSON document is an archive, whatever the order of its fields."""
    if not recognized(content):
        return False
    try:
        _entries(_parsed(content.decode("utf-8-sig", "replace"))[0])
    except Unreadable:
        return False
    return True


def exchanges(content: bytes, file: str) -> Iterator[Exchange | Unreadable]:
    """Yield every entry of an archive; raises Unreadable for another file."""
    text = content.decode("utf-8-sig", "replace")
    document, is_repeated = _parsed(text)
    entries = _entries(document)
    if is_repeated:
        raise refusal(text)
    yield from numbered(file, entries, _response)


def _parsed(text: str) -> tuple[Any, bool]:
    try:
        return parsed(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("input.har", reason=json_fault(error)) from error


def _entries(document: Any) -> list[Any]:
    log = document.get("log") if isinstance(document, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise Unreadable("input.har-entries")
    return entries


def _response(entry: Any) -> Response:
    request, answer = entry["request"], entry["response"]
    # Browsers list pseudo-headers of HTTP/2 such as :status among the headers.
    headers = [(each["name"], each["value"]) for each in answer.get("headers", ()) if each["name"][:1] != ":"]
    status, reason = status_code(answer["status"]), answer.get("statusText") or None
    return Response(status, headers, _body(answer), reason, request.get("url"), request.get("method"))


def _body(answer: Any) -> bytes | None:
    """Return the body as recorded, b"" if there was none, or None if it was not recorded; raise TypeError."""
    content = answer.get("content") or {}
    text = content.get("text")
    if isinstance(text, str):
        return _bytes(text, content.get("encoding"))
    if text is not None:
        raise TypeError
    return b"" if not content.get("size") and answer.get("bodySize", 0) <= 0 else None


def _bytes(text: str, encoding: Any) -> bytes:
    if encoding == "base64":
        import base64
        import binascii

        try:
            return base64.b64decode(text)
        except binascii.Error:
            pass
    return text.encode("utf-8", "surrogatepass")
