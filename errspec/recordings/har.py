"""
HTTP Archives (HAR 1.2), as browsers and proxies export them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

from errspec.recordings.exchange import Exchange, Unreadable, numbered
from errspec.response import Response, decoded

_LOG = re.compile(rb'"log"\s*:\s*\{')


def recognized(head: bytes) -> bool:
    """
    Whether a file begins as an archive does.
    """
    return head.lstrip()[:1] == b"{" and _LOG.search(head) is not None


def exchanges(content: bytes, file: str) -> Iterator[Exchange | Unreadable]:
    """
    Every entry of an archive; raises Unreadable where the file is none.
    """
    try:
        document = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("input.har", reason=str(error)) from error
    log = document.get("log") if isinstance(document, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise Unreadable("input.har-entries")
    yield from numbered(file, entries, _response)


def _response(entry: Any) -> Response:
    request, answer = entry["request"], entry["response"]
    # A browser lists the headers of HTTP/2 with pseudo-headers such as :status.
    headers = [(item["name"], item["value"]) for item in answer.get("headers", ()) if item["name"][:1] != ":"]
    content = answer.get("content") or {}
    text = content.get("text")
    status = int(answer["status"])
    response = Response(
        status, headers, None, answer.get("statusText") or None, request.get("url"), request.get("method")
    )
    if isinstance(text, str):
        body = _bytes(text, content.get("encoding"))
        response = response._replace(content=decoded(body, response.header("content-encoding")))
    elif not content.get("size") and answer.get("bodySize", 0) <= 0:
        response = response._replace(content=b"")  # nothing was recorded because nothing was sent
    return response


def _bytes(text: str, encoding: Any) -> bytes:
    if encoding == "base64":
        try:
            return base64.b64decode(text)
        except binascii.Error:
            pass
    return text.encode("utf-8", "surrogatepass")
