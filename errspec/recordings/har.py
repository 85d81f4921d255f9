"""
HTTP Archives (HAR 1.2), which browsers and proxies export.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from errspec.recordings.exchange import Exchange, Unreadable, numbered, status_code
from errspec.response import Response
from errspec.verdict.reading import integer

_LOG = re.compile(rb'"log"\s*:\s*\{')


def recognized(head: bytes) -> bool:
    """Return whether a file begins like an archive."""
    return head.lstrip()[:1] == b"{" and _LOG.search(head) is not None


def is_archive(content: bytes) -> bool:
    """Return whether a JSON document is an archive, whatever the order of its fields."""
    if not recognized(content):
        return False
    try:
        _entries(_parsed(content))
    except Unreadable:
        return False
    return True


def exchanges(content: bytes, file: str) -> Iterator[Exchange | Unreadable]:
    """Yield every entry of an archive; raises Unreadable for another file."""
    yield from numbered(file, _entries(_parsed(content)), _response)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig", "replace"), parse_int=integer)
    except (ValueError, RecursionError) as error:
        raise Unreadable("input.har", reason=str(error)) from error


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
    """Return the body as it was recorded, b"" if there was none, or None if it was not recorded."""
    content = answer.get("content") or {}
    text = content.get("text")
    if isinstance(text, str):
        return _bytes(text, content.get("encoding"))
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
