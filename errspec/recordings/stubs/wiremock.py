"""
Mappings of WireMock: one, or several under ``mappings``, with bodies beside them under ``__files``.
"""

from __future__ import annotations

import errno
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
    mappings = document.get("mappings")
    if isinstance(mappings, list):
        is_own = all(map(_is_pair, mappings)) or any(map(_is_mapping, mappings))
    else:
        mappings, is_own = [document], _is_mapping(document)
    return [each for each in mappings if not _is_fault(each)] if is_own else None


def _is_pair(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(name), dict) for name in ("request", "response"))


def _is_mapping(entry: Any) -> bool:
    request = entry["request"] if _is_pair(entry) else {}
    return any(name.startswith("url") for name in request) and not isinstance(request.get("url"), dict)


def _is_fault(entry: Any) -> bool:
    """Return whether a mapping has no response of its own."""
    return _is_pair(entry) and any(entry["response"].get(name) is not None for name in ("fault", "proxyBaseUrl"))


def response(entry: Any, folder: str) -> Response:
    """Return the response of a mapping; the host is the one that its request must have."""
    request, answer = entry["request"], entry["response"]
    wanted = (request.get("headers") or {}).get("Host") or {}
    host = wanted.get("equalTo") if isinstance(wanted, dict) else None
    url = f"https://{host}{request.get('url') or request.get('urlPath') or ''}" if host else None
    method = None if request.get("method") == "ANY" else request.get("method")
    status, headers = status_code(answer.get("status", 200)), pairs_of(answer.get("headers"))
    return Response(status, headers, _body(answer, folder), answer.get("statusMessage"), url, method)


def _body(answer: Any, folder: str) -> bytes:
    if "base64Body" in answer:
        return unpacked(answer["base64Body"])
    name = answer.get("bodyFileName")
    if name is None:
        return body_of(answer["jsonBody"] if "jsonBody" in answer else answer.get("body"))
    if "}}" in name.partition("{{")[2]:  # a template, so that the body is unknown
        return body_of(name)
    try:
        for above in (folder, os.path.dirname(os.path.abspath(folder or "."))):
            files = os.path.realpath(os.path.join(above, "__files"))
            path = os.path.realpath(os.path.join(files, name))
            if path.startswith(files + os.sep) and os.path.isfile(path):
                if os.path.getsize(path) > _LARGEST:
                    raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
                with open(path, "rb") as file:
                    return file.read()
    except OSError as error:
        raise Unreadable("input.body-file", found=name, reason=error.strerror or str(error)) from error
    raise Unreadable("input.no-body-file", found=name)
