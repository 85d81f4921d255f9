"""
Mappings of WireMock: one, or several under ``mappings``, with bodies beside them under ``__files``.
"""

from __future__ import annotations

import os
from typing import Any

from errspec.recordings.exchange import Unreadable, status_code
from errspec.recordings.stubs.bodies import body_of, pairs_of, unpacked
from errspec.response import Response

#: The size in bytes of the largest body file that is read.
_LARGEST = 16 * 1024 * 1024


def entries(document: Any) -> list[Any] | None:
    """Return the mappings that have a response, or None for another document."""
    if not isinstance(document, dict):
        return None
    found = document["mappings"] if isinstance(document.get("mappings"), list) else [document]
    if not all(isinstance(each, dict) and _is_mapping(each) for each in found):
        return None
    return [each for each in found if not {"fault", "proxyBaseUrl"} & each["response"].keys()]


def _is_mapping(entry: Any) -> bool:
    request, response = entry.get("request"), entry.get("response")
    if not isinstance(request, dict) or not isinstance(response, dict):
        return False
    return any(name.startswith("url") for name in request) and not isinstance(request.get("url"), dict)


def response(entry: Any, folder: str) -> Response:
    """Return the response of a mapping; the host is the one that its request must have."""
    request, answer = entry["request"], entry["response"]
    wanted = (request.get("headers") or {}).get("Host") or {}
    host = wanted.get("equalTo") if isinstance(wanted, dict) else None
    url = f"https://{host}{request.get('url') or request.get('urlPath') or ''}" if host else None
    method = None if request.get("method") == "ANY" else request.get("method")
    status, headers = status_code(answer.get("status", 200)), pairs_of(answer.get("headers"))
    return Response(status, headers, _body(answer, folder), answer.get("statusMessage"), url, method)


def _body(answer: Any, folder: str) -> bytes | None:
    if "base64Body" in answer:
        return unpacked(answer["base64Body"])
    if "bodyFileName" not in answer:
        return body_of(answer["jsonBody"] if "jsonBody" in answer else answer.get("body"))
    name = answer["bodyFileName"]
    try:
        for above in (folder, os.path.dirname(os.path.abspath(folder or "."))):
            files = os.path.realpath(os.path.join(above, "__files"))
            path = os.path.realpath(os.path.join(files, name))
            if path.startswith(files + os.sep) and os.path.isfile(path) and os.path.getsize(path) <= _LARGEST:
                with open(path, "rb") as file:
                    return file.read()
    except OSError as error:
        raise Unreadable("input.body-file", found=name, reason=error.strerror or str(error)) from error
    return None
