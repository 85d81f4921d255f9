"""
Cassettes of go-vcr, versions 1 and 2 of the file.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, list_of, pairs_of
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the interactions, or None for another document."""
    found = list_of(document.get("interactions") if isinstance(document, dict) else None, "request", "response")
    is_own = found is not None and all("code" in each["response"] and "url" in each["request"] for each in found)
    return found if is_own else None


def response(entry: Any, _: str) -> Response:
    """Return the response of an interaction; its status is a line such as "200 OK"."""
    request, answer = entry["request"], entry["response"]
    reason = str(answer.get("status") or "").partition(" ")[2]
    headers, content = pairs_of(answer.get("headers")), body_of(answer.get("body"))
    asked = request["url"], request.get("method")
    return Response(status_code(answer["code"]), headers, content, reason or None, *asked)
