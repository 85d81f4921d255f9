"""
Collections of Postman 2.x: the saved examples of their requests.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, pairs_of
from errspec.response import Response


def entries(document: Any) -> list[Any] | None:
    """Return the saved examples, or None for another document."""
    info = document.get("info") if isinstance(document, dict) else None
    if not isinstance(info, dict) or "/collection/v2" not in str(info.get("schema")):
        return None
    found: list[Any] = []
    stack = [document]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            found += [each for each in item.get("response") or () if isinstance(each, dict) and "code" in each]
            inside = item.get("item")
            stack += reversed(inside) if isinstance(inside, list) else ()
    return found


def response(entry: Any, _: str) -> Response:
    """Return the response of an example."""
    request = entry.get("originalRequest") or {}
    url = request.get("url")
    if isinstance(url, dict):
        host = url.get("host")
        joined = ".".join(host) if isinstance(host, list) else host
        path = url.get("path")
        url = url.get("raw") or f"https://{joined}/{'/'.join(path) if isinstance(path, list) else path or ''}"
    if not isinstance(url, str) or "{{" in url.partition("?")[0]:
        url = None
    elif "://" not in url:
        url = f"https://{url}"
    status, headers = status_code(entry["code"]), pairs_of(entry.get("header"))
    return Response(status, headers, body_of(entry.get("body")), entry.get("status"), url, request.get("method"))
