"""
Registration of a response with a mock library.

All libraries keep the reason phrase. requests-mock and aioresponses join repeated headers, and aioresponses adds
a Content-Type to a response without one; neither changes what a documented response means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from errspec.exceptions import NotMockable
from errspec.response import Response
from errspec.testing.converting import arrived, joined, reason, to_httpx, to_urllib3

if TYPE_CHECKING:
    from errspec.testing.samples import ExampleResponse

#: A URL, a pattern that URLs contain, or None for every URL.
Where = str | re.Pattern[str] | None
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_ANY = re.compile("")


def mock(response: ExampleResponse, library: Any, url: Where = None, method: str | None = None) -> None:
    """
    Have a mock library answer every request with a response, or those to a URL or with a method.

    ``library`` is the fixture or the object of respx, responses, requests-mock, pytest-httpx, aioresponses or
    pytest-httpserver. A response that never arrives becomes a timeout, which pytest-httpserver cannot do. Raises
    NotMockable for any other object, and NotCarried.
    """
    module = library.__name__ if isinstance(library, type(re)) else type(library).__module__
    named = module.partition(".")[0]
    if named not in _LIBRARIES:
        raise NotMockable(type(library).__qualname__, tuple(_LIBRARIES))
    _LIBRARIES[named](response, library, url, method)


def _respx(response: Response, router: Any, url: Where, method: str | None) -> None:
    lookups: dict[str, Any] = {} if method is None else {"method": method}
    if isinstance(url, re.Pattern):
        lookups["url__regex"] = url
    elif url is not None:
        lookups["url"] = url
    router.route(**lookups).mock(side_effect=_answer(response))


def _pytest_httpx(response: Response, mocked: Any, url: Where, method: str | None) -> None:
    mocked.add_callback(_answer(response), url=url, method=method, is_reusable=True)


def _answer(response: Response) -> Callable[[Any], Any]:
    """Return a function that makes the response of a request, or raises if none arrives."""

    def answer(request: Any) -> Any:
        if not response.status_code:
            import httpx

            raise httpx.ReadTimeout("no response arrived", request=request)
        made = to_httpx(response)
        made.request = request
        return made

    return answer


def _responses(response: Response, mocked: Any, url: Where, method: str | None) -> None:
    import requests
    import responses

    class Canned(responses.BaseResponse):
        def matches(self, request: Any) -> tuple[bool, str]:
            if method is None:
                self.method = request.method
            return super().matches(request)

        def get_response(self, request: Any) -> Any:
            if not response.status_code:
                raise requests.ReadTimeout(request=request)
            return to_urllib3(response)

    mocked.add(Canned(method or "GET", _ANY if url is None else url))


def _requests_mock(response: Response, mocked: Any, url: Where, method: str | None) -> None:
    import requests
    import requests_mock

    where: tuple[Any, Any] = method or requests_mock.ANY, requests_mock.ANY if url is None else url
    if not response.status_code:
        mocked.register_uri(*where, exc=requests.ReadTimeout)
        return
    headers = joined(response)
    options = {"status_code": response.status_code, "reason": reason(response), "headers": headers}
    mocked.register_uri(*where, content=response.content or b"", **options)


def _aioresponses(response: Response, mocked: Any, url: Where, method: str | None) -> None:

    options: dict[str, Any] = {"exception": TimeoutError()}
    if response.status_code:
        headers = {"Content-Type": "application/json", **joined(response)}
        content = response.content or b""
        options = {"status": response.status_code, "reason": reason(response), "headers": headers, "body": content}
    for each in _METHODS if method is None else (method,):
        mocked.add(_ANY if url is None else url, each, repeat=True, **options)


def _pytest_httpserver(response: Response, server: Any, url: Where, method: str | None) -> None:
    from pytest_httpserver.httpserver import METHOD_ALL
    from werkzeug import Response as Answer

    status = f"{arrived(response, 'pytest-httpserver')} {reason(response)}"

    def answer(_: object) -> Answer:
        made = Answer(response.content or b"", status)
        made.headers.clear()
        made.headers.extend(list(response.headers or ()))
        return made

    where = (urlsplit(url).path or "/") if isinstance(url, str) else url or _ANY
    server.expect_request(where, method=method or METHOD_ALL).respond_with_handler(answer)


_LIBRARIES: dict[str, Callable[[Response, Any, Where, str | None], None]] = {
    "respx": _respx,
    "responses": _responses,
    "requests_mock": _requests_mock,
    "pytest_httpx": _pytest_httpx,
    "aioresponses": _aioresponses,
    "pytest_httpserver": _pytest_httpserver,
}
