"""
Recordings of nock.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, list_of, pairs_of
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the recorded requests, or None for another document."""
    return list_of(document, "scope", "path")


def response(entry: Any, _: str) -> Response:
    """Return the response to a recorded request; its headers are a flat list of names and values."""
    raw = entry.get("rawHeaders") or []
    headers = pairs_of(list(zip(raw[::2], raw[1::2], strict=True)) if isinstance(raw, list) else raw)
    body = entry.get("response")
    packed = any(name.lower() == "content-encoding" for name, _ in headers)
    if isinstance(body, str) and entry.get("responseIsBinary"):
        content = bytes.fromhex(body)
    elif isinstance(body, list) and packed:
        content = bytes.fromhex("".join(body))
    else:
        content = body_of(body)
    url = f"{entry['scope']}{entry['path']}"
    return Response(status_code(entry.get("status", 200)), headers, content, None, url, entry.get("method"))
