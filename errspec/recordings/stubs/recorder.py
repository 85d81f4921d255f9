"""
Recordings of the Python library ``responses``, in YAML.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, list_of, pairs_of
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the recorded responses, or None for another document."""
    found = document.get("responses") if isinstance(document, dict) else None
    return list_of(found, "response")


def response(entry: Any, _: str) -> Response:
    """Return a recorded response; its media type is stored outside its headers."""
    answer = entry["response"]
    headers = pairs_of(answer.get("headers"))
    if answer.get("content_type") and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", answer["content_type"]))
    status, content = status_code(answer["status"]), body_of(answer.get("body"))
    return Response(status, headers, content, None, answer.get("url"), answer.get("method"))
