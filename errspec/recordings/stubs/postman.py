"""
Collections of Postman 2.x: the saved examples of their requests.
"""

from __future__ import annotations

from typing import Any

from errspec.recordings.exchange import status_code
from errspec.recordings.stubs.bodies import body_of, pairs_of
from errspec.response import Response

#: How deep folders may be nested.
_DEEPEST = 50


def entries(document: Any) -> list[Any] | None:
    """Return the saved examples, or None for another document."""
    info = document.get("info") if isinstance(document, dict) else None
    if not isinstance(info, dict) or "/collection/v2" not in str(info.get("schema")):
        return None
    return _examples(document.get("item"), _DEEPEST)


def _examples(items: Any, depth: int) -> list[Any]:
    found: list[Any] = []
    for item in items if isinstance(items, list) and depth else ():
        if isinstance(item, dict):
            found += [each for each in item.get("response") or () if isinstance(each, dict) and "code" in each]
            found += _examples(item.get("item"), depth - 1)
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
