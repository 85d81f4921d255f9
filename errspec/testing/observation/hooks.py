"""
The functions of HTTP clients and test clients that are observed; mock libraries do not replace them.

Layers are numbered from the inside out: 1 is a connection, a transport or a test client. 2 is the adapter that builds
the response of the client. 3 is the client. 4 is a session, if its adapters are observed too.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from errspec.testing.observation.observer import Observer
from errspec.testing.observation.patches import Patches


def hooks(observer: Observer) -> dict[str, Callable[[ModuleType, Patches], None]]:
    """Return, for each module name, the function that installs its patches."""
    at = _Hooks(observer)
    found: dict[str, Callable[[ModuleType, Patches], None]] = {
        "aiohttp.client": at.aiohttp_client,
        "aiohttp.client_reqrep": at.aiohttp_response,
        "django.test.client": at.django,
        "http.client": at.http_client,
        "niquests.adapters": at.dispatching,
        "niquests.async_session": at.dispatching,
        "niquests.models": at.requests_response,
        "niquests.sessions": at.dispatching,
        "pytest_httpx._httpx_mock": at.pytest_httpx,
        "requests.adapters": at.requests_adapter,
        "requests.models": at.requests_response,
        "requests.sessions": at.dispatching,
        "urllib3.connectionpool": at.urllib3,
        "urllib3_future._async.connectionpool": at.urllib3_future,
        "urllib3_future.connectionpool": at.urllib3,
        "vcr.stubs": at.vcr,
        "werkzeug.test": at.werkzeug,
    }
    for name in ("httpx", "httpx2"):
        found |= {f"{name}._client": at.httpx_client, f"{name}._models": at.httpx_response}
        found |= {f"{name}._transports.{each}": at.httpx_transports for each in ("asgi", "default", "mock", "wsgi")}
    return found


class _Hooks:
    def __init__(self, observer: Observer) -> None:
        self._observer, self._see = observer, observer.see
        self._targets: WeakKeyDictionary[Any, tuple[str, str]] = WeakKeyDictionary()

    def requests_adapter(self, module: ModuleType, patches: Patches) -> None:
        """Observe the method with which adapters and mock libraries build responses of requests."""
        patches.after(
            module.HTTPAdapter, "build_response", lambda answer, *_: self._see(answer, 2, within=_raw(answer))
        )

    def dispatching(self, module: ModuleType, patches: Patches) -> None:
        """Observe each response before a session calls the user's hooks."""
        layer = 3 if module.__name__.endswith("adapters") else 4

        def dispatched(key: str, hooks: object, answer: Any, **_: object) -> None:
            if key == "response" and getattr(answer, "lazy", None) is not True:
                self._see(answer, layer, within=_raw(answer))

        patches.before(module, "dispatch_hook", dispatched)
        patches.before(module, "async_dispatch_hook", dispatched)

    def requests_response(self, module: ModuleType, patches: Patches) -> None:
        """Record the body; niquests does not always read it through iter_content."""
        patches.replace(module.Response, "iter_content", self._fed)
        if hasattr(module, "AsyncResponse"):
            patches.replace(module.AsyncResponse, "iter_content", self._fed_after_await)
            patches.replace(module.AsyncResponse, "content", self._content)
            patches.replace(module.Response, "content", self._content)

    def httpx_client(self, module: ModuleType, patches: Patches) -> None:
        """Observe every request and every redirect."""

        def sent(answer: Any, client: object, request: Any) -> None:
            self._see(answer, 3, request=request)

        patches.after(module.Client, "_send_single_request", sent)
        patches.after(module.AsyncClient, "_send_single_request", sent, awaited=True)

    def httpx_transports(self, module: ModuleType, patches: Patches) -> None:
        """Observe each attempt of a transport that repeats requests."""
        for name in ("HTTPTransport", "MockTransport", "WSGITransport"):
            patches.after(getattr(module, name, None), "handle_request", self._handled)
        for name in ("AsyncHTTPTransport", "MockTransport", "ASGITransport"):
            patches.after(getattr(module, name, None), "handle_async_request", self._handled, awaited=True)

    def pytest_httpx(self, module: ModuleType, patches: Patches) -> None:
        """Observe what pytest-httpx replaces transports with."""

        def handled(answer: Any, mock: object, transport: object, request: Any) -> None:
            self._handled(answer, transport, request)

        patches.after(module.HTTPXMock, "_handle_request", handled)
        patches.after(module.HTTPXMock, "_handle_async_request", handled, awaited=True)

    def _handled(self, answer: Any, transport: object, request: Any) -> None:
        self._see(answer, 1, request=request, url=str(request.url), method=request.method)

    def httpx_response(self, module: ModuleType, patches: Patches) -> None:
        """Record the body, unless it is read in raw parts."""
        patches.replace(module.Response, "iter_bytes", self._fed)
        patches.replace(module.Response, "aiter_bytes", self._fed_async)

    def aiohttp_client(self, module: ModuleType, patches: Patches) -> None:
        """Observe what the coroutine of a request returns."""

        async def seen(coroutine: Any) -> Any:
            answer = await coroutine
            self._see(answer, 3)
            return answer

        def make(original: Any) -> Any:
            return lambda manager, coroutine, *args: original(manager, seen(coroutine), *args)

        patches.replace(module._BaseRequestContextManager, "__init__", make)
        patches.replace(module._SessionRequestContextManager, "__init__", make)

    def aiohttp_response(self, module: ModuleType, patches: Patches) -> None:
        """Observe the start of each response, redirects included, and record its body."""

        def read(content: object, answer: Any) -> None:
            self._observer.finish(answer, content)

        patches.after(module.ClientResponse, "start", lambda _, answer, *__: self._see(answer, 1), awaited=True)
        patches.before(module.ClientResponse, "raise_for_status", lambda answer: self._see(answer, 0))
        patches.after(module.ClientResponse, "read", read, awaited=True)

    def urllib3(self, module: ModuleType, patches: Patches) -> None:
        """Observe every attempt of a pool; what http.client returns meanwhile is the same response."""

        def make(original: Any) -> Any:
            def replacement(pool: Any, connection: Any, method: str, url: str, *args: Any, **options: Any) -> Any:
                silent = self._observer.silent
                silent.depth = getattr(silent, "depth", 0) + 1
                try:
                    answer = original(pool, connection, method, url, *args, **options)
                finally:
                    silent.depth -= 1
                self._pooled(answer, pool, connection, method, url)
                return answer

            return replacement

        patches.replace(module.HTTPConnectionPool, "_make_request", make)

    def urllib3_future(self, module: ModuleType, patches: Patches) -> None:
        """Do the same for asynchronous pools."""
        patches.after(module.AsyncHTTPConnectionPool, "_make_request", self._pooled, awaited=True)

    def _pooled(self, answer: Any, pool: Any, connection: Any, method: str, url: str, *_: object, **__: object) -> None:
        if hasattr(answer, "status"):  # not a promise
            url = _url(pool.scheme, pool.host, pool.port, url)
            self._see(answer, 1, within=_original(answer), url=url, method=method)

    def http_client(self, module: ModuleType, patches: Patches) -> None:
        """Observe every response of a connection, for urllib and others, and record the body."""

        def asked(connection: Any, method: str, url: str, *_: object, **__: object) -> None:
            self._targets[connection] = method, url

        def answered(answer: Any, connection: Any) -> None:
            method, path = self._targets.pop(connection, (None, "/"))
            scheme = "https" if connection.default_port == 443 else "http"
            if not getattr(self._observer.silent, "depth", 0):
                self._see(answer, 1, url=_url(scheme, connection.host, connection.port, path), method=method)

        def read(content: object, answer: Any, amount: int | None = None) -> None:
            self._observer.feed(answer, content)
            if amount is None or amount < 0 or (amount and content == b""):
                self._observer.finish(answer)

        patches.before(module.HTTPConnection, "putrequest", asked)
        patches.after(module.HTTPConnection, "getresponse", answered)
        patches.after(module.HTTPResponse, "read", read)

    def vcr(self, module: ModuleType, patches: Patches) -> None:
        """Observe what vcrpy replaces connections with."""

        def answered(answer: Any, connection: Any, *_: object, **__: object) -> None:
            request = connection._vcr_request
            if request is not None and not getattr(self._observer.silent, "depth", 0):
                self._see(answer, 1, url=request.uri, method=request.method)

        patches.after(module.VCRConnection, "getresponse", answered)

    def django(self, module: ModuleType, patches: Patches) -> None:
        """Observe every request of the test client and every redirect."""
        patches.after(module.Client, "request", lambda answer, *_, **__: self._see(answer, 1))
        patches.after(module.AsyncClient, "request", lambda answer, *_, **__: self._see(answer, 1), awaited=True)

    def werkzeug(self, module: ModuleType, patches: Patches) -> None:
        """Observe every response of the test client, which Flask uses too."""

        def read(content: object, answer: Any, as_text: bool = False) -> None:
            self._observer.finish(answer, b"".join(answer.response))

        patches.after(module.TestResponse, "__init__", lambda _, answer, *__, **___: self._see(answer, 1))
        patches.after(module.TestResponse, "get_data", read)

    def _content(self, original: Any) -> property:
        def content(answer: Any) -> Any:
            value = original.fget(answer)
            return taken(answer, value) if hasattr(value, "__await__") else read(answer, value)

        async def taken(answer: Any, value: Any) -> Any:
            return read(answer, await value)

        def read(answer: Any, value: Any) -> Any:
            self._observer.finish(answer, value)
            return value

        return property(content)

    def _fed(self, original: Any) -> Any:
        return lambda answer, *args, **options: self._observer.fed(answer, original(answer, *args, **options))

    def _fed_async(self, original: Any) -> Any:
        return lambda answer, *args, **options: self._observer.fed_async(answer, original(answer, *args, **options))

    def _fed_after_await(self, original: Any) -> Any:
        async def parts(answer: Any, *args: Any, **options: Any) -> Any:
            return self._observer.fed_async(answer, await original(answer, *args, **options))

        return parts


def _raw(answer: Any) -> list[object]:
    """Return the objects of inner layers that a response of requests or niquests stands for."""
    raw = getattr(answer, "raw", None)
    return [] if raw is None else [raw, *_original(raw)]


def _original(raw: Any) -> list[object]:
    original = getattr(raw, "_original_response", None)
    return [] if original is None else [original]


def _url(scheme: str, host: str, port: int | None, path: str) -> str:
    if "://" in path:
        return path
    usual = port is None or port == {"http": 80, "https": 443}.get(scheme)
    return f"{scheme}://{host}{'' if usual else f':{port}'}{path}"
