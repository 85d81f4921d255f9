"""
Contracts of Pact, versions 2 to 4.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, pairs_of, unpacked
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the interactions over HTTP, or None for another document."""
    if not isinstance(document, dict) or not {"consumer", "provider", "interactions"} <= document.keys():
        return None
    return [
        each
        for each in document["interactions"]
        if each.get("type", "Synchronous/HTTP") == "Synchronous/HTTP" and "response" in each
    ]


def response(entry: Any, _: str) -> Response:
    """Return the response of an interaction; for a generated value, it has the example."""
    request, answer = entry.get("request") or {}, entry["response"]
    headers, body = pairs_of(answer.get("headers")), answer.get("body")
    if isinstance(body, dict) and "content" in body and body.keys() <= {"content", "contentType", "encoded"}:
        if not any(name.lower() == "content-type" for name, _ in headers) and "contentType" in body:
            headers.append(("Content-Type", body["contentType"]))
        body = unpacked(body["content"]) if body.get("encoded") == "base64" else body["content"]
    return Response(status_code(answer.get("status", 200)), headers, body_of(body), None, None, request.get("method"))
