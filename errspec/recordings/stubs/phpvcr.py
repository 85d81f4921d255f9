"""
Cassettes of php-vcr, in YAML and in JSON.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, list_of, pairs_of, unpacked
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the recorded requests, or None for another document."""
    found = list_of(document, "request", "response")
    is_own = found is not None and all(isinstance(each["request"], dict) and "url" in each["request"] for each in found)
    return found if is_own else None


def response(entry: Any, _: str) -> Response:
    """Return a recorded response; a body that was transferred as binary is in base64."""
    request, answer = entry["request"], entry["response"]
    status = answer["status"]
    code, reason = (status["code"], status.get("message")) if isinstance(status, dict) else (status, None)
    headers, body = pairs_of(answer.get("headers")), answer.get("body")
    lower = {name.lower(): value.lower() for name, value in headers}
    is_packed = lower.get("content-transfer-encoding") == "binary" or lower.get("content-type") == "application/x-gzip"
    content = unpacked(body) if is_packed and isinstance(body, str) else body_of(body)
    return Response(status_code(code), headers, content, reason, request["url"], request.get("method"))
