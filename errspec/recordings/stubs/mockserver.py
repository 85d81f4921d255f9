"""
Expectations of MockServer.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, pairs_of, unpacked
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the expectations with a response, or None for another document."""
    found = document if isinstance(document, list) and document else [document]
    if not all(isinstance(each, dict) and any(name.startswith("http") for name in each) for each in found):
        return None
    if not any("httpRequest" in each for each in found):
        return None
    return [each for each in found if isinstance(each.get("httpResponse"), dict)]


def response(entry: Any, _: str) -> Response:
    """Return the response of an expectation; the host is the one that its request must have."""
    request, answer = entry.get("httpRequest") or {}, entry["httpResponse"]
    hosts = [value for name, value in pairs_of(request.get("headers")) if name.lower() == "host"]
    url = f"https://{hosts[0]}{request.get('path') or ''}" if hosts else None
    return Response(
        status_code(answer.get("statusCode", 200)),
        pairs_of(answer.get("headers")),
        _body(answer.get("body")),
        answer.get("reasonPhrase"),
        url,
        request.get("method") if isinstance(request.get("method"), str) else None,
    )


def _body(body: Any) -> bytes:
    if not isinstance(body, dict) or "type" not in body:
        return body_of(body)
    if body["type"] == "BINARY":
        return unpacked(body["base64Bytes"])
    return body_of(body.get(str(body["type"]).lower()))
