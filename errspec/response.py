"""
A response as it was received; those of HTTP clients and test clients are recognized by their attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from errspec.redaction import excerpt

Text = str | bytes
#: Headers as a mapping or as pairs; None if they are unknown.
Headers = Mapping[str, Text | float] | Mapping[bytes, Text] | Iterable[tuple[Text, Text | float]] | None

#: A status has three digits (RFC 9110, 15).
LARGEST_STATUS = 999


#: The base classes of the exceptions of HTTP clients, other than OSError: package and name.
_FAILURES = {
    "aiohttp.ClientError",
    "http.HTTPException",
    "httpx.HTTPError",
    "httpx2.HTTPError",
    "urllib3.HTTPError",
    "urllib3_future.HTTPError",
}


#: The header that says how a body is packed.
_ENCODING = "content-encoding"
_LENGTH = len(_ENCODING)
#: The number of exceptions that are looked at for the cause of one.
_CAUSES = 20


#: The exceptions of a request that did not reach a server: no address, no connection, or none within the time.
_UNSENT = {
    "ClientConnectorError",
    "ConnectError",
    "ConnectTimeout",
    "ConnectTimeoutError",
    "ConnectionRefusedError",
    "ConnectionTimeoutError",
    "NameResolutionError",
    "NewConnectionError",
    "PoolTimeout",
    "UnsupportedProtocol",
    "gaierror",
}


class _Fields(NamedTuple):
    status_code: int | None
    headers: tuple[tuple[str, str], ...] | None
    content: bytes | None
    reason: str | None
    url: str | None
    method: str | None


class Response(_Fields):
    """
    A status, headers, a body, a reason phrase, and the URL and the method of the request.

    ``status_code`` is None if it is unknown, and 0 if no response arrived. ``headers`` is a mapping or a list of
    pairs; None means that they are unknown, and an empty list means that there are none. ``content`` is the body as
    bytes, with any content coding removed; a string is encoded as UTF-8, and None means unknown. Raises TypeError for
    other types, and ValueError for a status that has more than three digits.
    """

    def __new__(
        cls,
        status_code: int | None = None,
        headers: Headers = (),
        content: bytes | str | None = b"",
        reason: str | None = None,
        url: str | None = None,
        method: str | None = None,
    ) -> Response:
        """Check the types of the arguments and keep copies."""
        if type(status_code) is not int or not 0 <= status_code <= 999:
            status_code = _number(status_code)
        if type(content) is not bytes:
            content = _bytes(content)
        if reason is not None and type(reason) is not str:
            reason = str(reason)
        if url is not None and type(url) is not str:
            url = str(url)
        if method is not None and type(method) is not str:
            method = str(method)
        return tuple.__new__(cls, (status_code, _pairs(headers), content, reason, url, method))

    @classmethod
    def from_client(cls, answer: object, *, content: bytes | str | None = None) -> Response:
        """
        Make a response from what an HTTP client or a test client returned, or from the exception that it raised.

        Responses from requests, httpx, aiohttp, urllib3, niquests, urllib, Werkzeug, Django, and Starlette are
        recognized by their attributes. An exception that carries a response is treated as that response; any other
        failed request becomes a response with status 0, unknown headers, and an unknown body. ``content`` replaces the
        body that the answer holds; a stream is never read. A body whose content coding cannot be undone, because the
        extra ``codings`` is not installed, is unknown. Raises UnreadBody if the body was not read, and NotAResponse
        for anything else.
        """
        status, headers, held, reason, url, method = _adapted(answer, content)
        response = cls(status, headers, held, reason, url, method)
        for name, _ in response.headers or ():
            if len(name) >= _LENGTH and name.strip().lower() == _ENCODING:
                break
        else:
            return response
        from errspec.codings import decoded

        content = response.content
        return response._replace(content=decoded(content, response.lower[_ENCODING])) if content else response

    @property
    def lower(self) -> dict[str, str]:
        """The headers by lower-case name; different values for the same name are joined with commas (RFC 9110, 5.3)."""
        known: dict[str, str] | None = self.__dict__.get("lower")
        if known is None:
            known = self.__dict__["lower"] = _joined(self.headers or ())
        return known

    def header(self, name: str) -> str | None:
        """Return the value of a header, whatever the case of its name, or None."""
        return self.lower.get(name.lower())

    @property
    def bodyless(self) -> bool:
        """Whether the body cannot be read: it is unknown, or HTTP does not allow one (RFC 9110, 6.4.1)."""
        if self.content is None:
            return True
        status, method = self.status_code, self.method
        if status is not None and status <= 304 and (status in (204, 304) or 100 <= status < 200):
            return True
        return method is not None and method.upper() == "HEAD"

    def __repr__(self) -> str:
        if self.status_code is None:
            return "<Response [unknown status]>"
        return f"<Response [{self.status_code} {reason_phrase(self.status_code)}".rstrip() + "]>"


def _adapted(answer: object, content: bytes | str | None) -> tuple[Any, ...]:
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
    said = _oauth(error)
    if said is not None:  # Authlib and oauthlib keep neither the response nor, most often, its status
        return None, None, said if content is None else content, None, None, None
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
        status, reason = answer.status_code, answer.extensions.get("reason_phrase")
        reason = reason_phrase(status) if reason is None else reason.decode("ascii", "ignore")
        parts = status, pairs, body, reason, str(request.url), request.method
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


def never_sent(error: BaseException) -> bool:
    """Return whether an exception, or one from which it was made, says that the request did not reach a server."""
    waiting: list[Any] = [error]
    for cause in waiting:
        if {kind.__name__ for kind in type(cause).__mro__} & _UNSENT:
            return True
        if len(waiting) < _CAUSES:
            causes = [_get(cause, name) for name in ("__cause__", "__context__", "reason", "os_error")]
            causes += (_get(cause, "args") or ())[:1]
            waiting += [each for each in causes if isinstance(each, BaseException) and each not in waiting]
    return False


def _oauth(error: object) -> bytes | None:
    """Return the body from which an exception of an OAuth library was made, or None for any other exception."""
    code, description = _get(error, "error"), _get(error, "description")
    if not (isinstance(code, str) and code and hasattr(error, "description")):
        return None
    import json

    members = {"error": code, "error_description": description if isinstance(description, str) else None}
    return json.dumps({name: text for name, text in members.items() if text}).encode()


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


_SCHEME = "(?:[A-Za-z][A-Za-z0-9+.-]*:)?"
#: The host of a URL, and its path.
_HOST = re.compile(_SCHEME + r"//(?:[^/?#]*@)?(?:(\[[^]/?#]*)|([^:/?#]*))")
_PATH = _SCHEME + "(?://[^/?#]*)?([^?#]*)"


def host(url: str) -> str:
    """Return the host of a URL in lower case, without the port; an empty string if it has none."""
    match = _HOST.match(url)
    if match is None:
        return ""
    return (f"{match[1]}]" if match[1] else match[2]).lower()


def path(url: str) -> str:
    """Return the path of a URL."""
    match = re.match(_PATH, url)
    return match[1] if match else ""


@lru_cache
def reason_phrase(status: int | None) -> str:
    """Return the usual reason phrase of a status (RFC 9110, 15), or an empty string."""
    from http import HTTPStatus

    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return ""


def _number(status: Any) -> int | None:
    if status is None:
        return None
    if isinstance(status, str) and status.isascii() and status.isdecimal() and len(status) <= len(str(LARGEST_STATUS)):
        status = int(status)
    if isinstance(status, bool) or not isinstance(status, int):
        named = isinstance(status, (str, float, bool))
        kind = excerpt(repr(status)) if named else f"a value of type {type(status).__name__}"
        raise TypeError(f"{kind} is not a status code; pass a number such as 404, 0 for no response, or None")
    if not 0 <= status <= LARGEST_STATUS:
        raise ValueError("a status code has three digits, such as 404; pass 0 for no response, or None")
    return int(status)


def _bytes(content: Any) -> bytes | None:
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    if content is None or isinstance(content, (bytes, bytearray, memoryview)):
        return None if content is None else bytes(content)
    raise TypeError(f"a body must be bytes or a string, not {type(content).__name__}; pass json.dumps(…)")


def _joined(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    joined = {name.strip().lower(): value.strip(" \t") for name, value in headers}
    if len(joined) == len(headers):
        return joined
    joined = {}
    repeated: dict[str, dict[str, None]] = {}
    for written, text in headers:
        name, value = written.strip().lower(), text.strip(" \t")
        if name in joined:
            repeated.setdefault(name, {joined[name]: None})[value] = None
        else:
            joined[name] = value
    for name, values in repeated.items():
        joined[name] = ", ".join(values)
    return joined


def _pairs(headers: Any) -> tuple[tuple[str, str], ...] | None:
    if headers is None:
        return None
    if type(headers) is dict:
        plain = tuple(headers.items())
        for name, value in plain:
            if type(name) is not str or type(value) is not str:
                break
        else:
            return plain
    if type(headers) is list:
        try:  # bytes from HTTP clients
            return tuple([(bytes.decode(name, "latin-1"), bytes.decode(value, "latin-1")) for name, value in headers])
        except (TypeError, ValueError):
            pass
    try:
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        return tuple((_text(name), _text(value)) for name, value in pairs)
    except (TypeError, ValueError):
        raise TypeError(
            "headers must be a mapping or a list of pairs; each value must be a string, a number, or bytes"
        ) from None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TypeError
