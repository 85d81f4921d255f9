"""
Conversion of a response to the response objects of other libraries, for tests.

All of them keep the status, the reason phrase, the headers and the body, except that Django joins repeated headers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from errspec.exceptions import NotCarried
from errspec.response import Response, reason_phrase

if TYPE_CHECKING:
    import aiohttp
    import httpx
    import requests

#: The URL of a request whose URL is unknown; the name is reserved (RFC 6761, 6.5).
_URL = "https://api.example.com/"


def arrived(response: Response, library: str) -> int:
    """Return the status of a response; raise NotCarried for one that never arrives."""
    if not response.status_code:
        raise NotCarried(library)
    return response.status_code


def reason(response: Response) -> str:
    """Return the reason phrase of a response, or the usual one."""
    return response.reason or reason_phrase(response.status_code)


def joined(response: Response) -> dict[str, str]:
    """Return the headers, with the values of repeated ones joined (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, value in response.headers or ():
        known = names.setdefault(name.lower(), name)
        found[known] = f"{found[known]}, {value}" if known in found else value
    return found


def to_http(response: Response) -> bytes:
    """Convert a response to the bytes that HTTP/1.1 sends (RFC 9112, 2.1)."""
    status = arrived(response, "HTTP")
    content = response.content or b""
    lines = [f"HTTP/1.1 {status} {reason(response)}", *(f"{name}: {value}" for name, value in response.headers or ())]
    lines = [re.sub("[\r\n\0]", " ", line) for line in lines]  # RFC 9110, 5.5
    if response.header("content-length") is None:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + content


def to_httpx(response: Response) -> httpx.Response:
    """Convert a response to an httpx response whose body has been read."""
    import httpx

    return httpx.Response(
        arrived(response, "httpx"),
        headers=list(response.headers or ()),
        content=response.content or b"",
        extensions={"http_version": b"HTTP/1.1", "reason_phrase": reason(response).encode("ascii", "replace")},
        request=httpx.Request(response.method or "GET", response.url or _URL),
    )


def to_urllib3(response: Response) -> Any:
    """Convert a response to a urllib3 response whose body has not been read yet."""
    import io

    import urllib3

    return urllib3.HTTPResponse(
        io.BytesIO(response.content or b""),
        urllib3.HTTPHeaderDict(response.headers or ()),
        arrived(response, "urllib3"),
        reason=reason(response),
        preload_content=False,
    )


def to_requests(response: Response) -> requests.Response:
    """Convert a response to a requests response whose body has been read."""
    import requests

    made = requests.Response()
    made.raw = to_urllib3(response)
    made.status_code, made.reason = made.raw.status, made.raw.reason
    made.headers = requests.structures.CaseInsensitiveDict(joined(response))
    made.encoding = requests.utils.get_encoding_from_headers(made.headers)
    made.request = requests.Request(response.method or "GET", response.url or _URL).prepare()
    made.url = str(made.request.url)
    made._content = response.content or b""
    made._content_consumed = True
    return made


class _Loop:
    """
    The part of an event loop that aiohttp needs to create a response.
    """

    def get_debug(self) -> bool:
        """Return False, so that no traceback is kept."""
        return False


def to_aiohttp(response: Response) -> aiohttp.ClientResponse:
    """Convert a response to an aiohttp response whose body has been read."""
    import inspect
    from types import SimpleNamespace

    import aiohttp
    from aiohttp.helpers import TimerNoop
    from multidict import CIMultiDict, CIMultiDictProxy
    from yarl import URL

    status = arrived(response, "aiohttp")
    url, method = URL(response.url or _URL), response.method or "GET"
    made_of: dict[str, Any] = {
        "writer": None,
        "continue100": None,
        "timer": TimerNoop(),
        "request_info": aiohttp.RequestInfo(url, method, CIMultiDictProxy(CIMultiDict()), url),
        "traces": [],
        "loop": _Loop(),
        "session": None,
        "stream_writer": SimpleNamespace(output_size=0),
    }
    known = inspect.signature(aiohttp.ClientResponse.__init__).parameters  # later versions take more
    made = aiohttp.ClientResponse(method, url, **{name: value for name, value in made_of.items() if name in known})
    made.status, made.reason = status, reason(response)
    pairs = response.headers or ()
    made._headers = CIMultiDictProxy(CIMultiDict(pairs))
    made._raw_headers = tuple((name.encode(), value.encode()) for name, value in pairs)
    made._body = response.content or b""
    return made


def to_django(response: Response) -> Any:
    """Convert a response to a Django HttpResponse; repeated headers other than cookies are joined."""
    from http.cookies import SimpleCookie

    from django.http import HttpResponse  # type: ignore[import-untyped]

    pairs = response.headers or ()
    made = HttpResponse(
        response.content or b"",
        status=arrived(response, "Django"),
        reason=reason(response),
        content_type="text/plain",
    )
    del made.headers["Content-Type"]
    for name, value in joined(response).items():
        if name.lower() != "set-cookie":
            made.headers[name] = value
    made.cookies = SimpleCookie()
    for name, value in pairs:
        if name.lower() == "set-cookie":
            made.cookies.load(value)
    return made
