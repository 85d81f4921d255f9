"""
Adapters for the responses and exceptions of HTTP clients and test clients, which are recognized by their attributes.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes longer than the rest of the module
if TYPE_CHECKING:
    from typing import Any, NoReturn

#: The base classes of the exceptions of HTTP clients, other than OSError: package and name.
_FAILURES = {
    "aiohttp.ClientError",
    "http.HTTPException",
    "httpx.HTTPError",
    "httpx2.HTTPError",
    "urllib3.HTTPError",
    "urllib3_future.HTTPError",
}


def adapted(answer: object, content: bytes | str | None) -> tuple[Any, ...]:
    """
    Return the status, headers, body, reason, URL and method of a response, or of the exception raised instead of it.

    ``content`` replaces the body that the response holds. Raises UnreadBody and NotAResponse.
    """
    error = answer if isinstance(answer, BaseException) else None
    carried = _get(error, "response")
    if carried is not None:
        answer, error = carried, None
    if error is None and content is None and (known := _httpx(answer)):
        return known
    if _get(answer, "lazy") is True:
        _refuse(answer, unread=True)
    status = _get(answer, "status_code", "status")
    if error is not None and (not isinstance(status, int) or _invented(error)):
        return _failed(error), None, content, None, *_request(error)
    if not isinstance(status, int):
        _refuse(answer)
    body = _body(answer) if content is None else content
    return status, _headers(answer), body, _reason(answer), *_request(answer)


def _httpx(answer: Any) -> tuple[Any, ...] | None:
    """Return the parts of an httpx response that was read, without a search for the names of other clients."""
    try:
        body, pairs, request = answer._content, answer.headers.raw, answer.request
        parts = answer.status_code, pairs, body, answer.reason_phrase, str(request.url), request.method
    except Exception:
        return None
    return parts if type(body) is bytes and type(pairs) is list else None


def _get(owner: object, *names: str) -> Any:
    """Return the first attribute that is not None; one that raises, like ``request`` of httpx, counts as None."""
    for name in names:
        try:
            value = getattr(owner, name, None)
        except Exception:
            value = None
        if value is not None:
            return value
    return None


def _refuse(answer: object, *, unread: bool = False) -> NoReturn:
    from errspec.exceptions import NotAResponse, UnreadBody

    kind = type(answer)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    raise UnreadBody(name) if unread else NotAResponse("None" if answer is None else name)


def _invented(error: BaseException) -> bool:
    """Return whether aiohttp invented the status, as it does for a response that is not HTTP."""
    return _get(error, "headers") is None and isinstance(_get(error.__cause__, "code"), int)


def _failed(error: BaseException) -> int | None:
    """Return 0 for a request without a response, or None if responses arrived that the exception does not carry."""
    kinds = {f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}" for kind in type(error).__mro__}
    if not (isinstance(error, OSError) or kinds & _FAILURES) or hasattr(error, "doc"):
        _refuse(error)  # an exception with ``doc`` is about a body that is not JSON
    cause = _get(error, "reason") or _get(next(iter(error.args), None), "reason")
    return None if hasattr(cause, "SPECIFIC_ERROR") else 0  # urllib3: "too many 503 error responses"


def _reason(answer: object) -> str | None:
    reason = _get(answer, "reason_phrase", "reason")
    if reason is None and isinstance(_get(answer, "status"), str):  # Werkzeug: "404 NOT FOUND"
        reason = _get(answer, "status").partition(" ")[2]
    return reason if isinstance(reason, str) else None


def _headers(answer: object) -> Any:
    pairs = _get(answer, "raw_headers")  # aiohttp, Starlette
    if pairs is None:
        # requests joins headers that are separate in raw
        headers = _get(_get(answer, "raw"), "headers") or _get(answer, "headers")
        pairs = _get(headers, "raw")  # httpx
        if pairs is None:
            pairs = headers if headers is None or isinstance(headers, (list, tuple)) else headers.items()
    if pairs is None:
        return None
    # Django keeps cookies apart from headers
    cookies = _get(answer, "cookies") if hasattr(answer, "set_cookie") else None
    morsels = [cookie for cookie in (cookies or {}).values() if hasattr(cookie, "OutputString")]
    return [*pairs, *(("Set-Cookie", cookie.OutputString()) for cookie in morsels)]


def _body(answer: object) -> Any:
    """Return the body that a response holds, or None for an exception without one; streams are never read."""
    body = None
    for name in ("_content", "_body"):  # requests and httpx; aiohttp and urllib3, whose properties read the stream
        if hasattr(answer, name):
            body = getattr(answer, name)
            if body is None and name == "_content":
                body = b""  # requests, if there was nothing to read
            break
    else:
        # Werkzeug, on the server and in the test client
        if not _get(answer, "is_streamed") or hasattr(answer, "request"):
            bodies = (_get(answer, name) for name in ("content", "data", "body"))
            body = next((each for each in bodies if isinstance(each, (bytes, bytearray, memoryview, str))), None)
        if body is None and isinstance(answer, BaseException) and not hasattr(answer, "read"):
            return None
    if not isinstance(body, (bytes, bytearray, memoryview, str)):
        _refuse(answer, unread=True)
    return body


def _request(answer: object) -> tuple[str | None, str | None]:
    """Return the URL and the method of the request, or None for whichever is unknown."""
    request = _get(answer, "wsgi_request", "asgi_request", "request_info", "request")
    build = _get(request, "build_absolute_uri")  # Django
    try:
        url = build() if build is not None else _get(request, "url")
    except Exception:
        url = _get(request, "url")
    if url is None and not hasattr(answer, "set_cookie"):  # on a server it would be the target of the response
        url = _get(answer, "url")
        pool = _get(answer, "pool", "_pool") if str(url).startswith("/") else None  # urllib3
        if pool is not None:
            url = f"{pool.scheme}://{pool.host}:{pool.port}{url}"
    method = _get(answer, "method", "_method", "_request_method") or _get(request, "method")
    method = method or _get(_get(answer, "_original_response"), "_method")
    return None if url is None else str(url), method if isinstance(method, str) else None
