"""
Requests that are repeated, through the real libraries, on a clock on which nobody waits.
"""

from __future__ import annotations

import asyncio
import http.server
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import httpx
import pytest
import requests
import stamina
import tenacity
import urllib3

import errspec.retry.aiohttp
import errspec.retry.httpx
import errspec.retry.requests
import errspec.retry.stamina
import errspec.retry.tenacity
import errspec.retry.urllib3
from errspec import raise_for_problem
from errspec.retry.policy import Policy
from tests.support.cases import cases
from tests.support.clock import Clock, clock

__all__ = ["clock"]
CASES = list(cases("retry"))
URL = "http://127.0.0.1:9/"


class Script:
    """
    The responses of a case, one after the other.
    """

    def __init__(self, case) -> None:
        self.method, self.provider = case.data["method"], case.data["provider"]
        self._responses = list(case.data["responses"])
        self.calls = 0

    @property
    def policy(self) -> Policy:
        """
        The policy of the provider, without jitter.
        """
        return Policy(self.provider, jitter=0)

    def next(self) -> Any:
        """
        What comes of the next attempt.
        """
        self.calls += 1
        return self._responses[self.calls - 1]


def parts(response: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    content = json.dumps(response["body"]) if "body" in response else response["text"]
    return response["status"], [(name, value) for name, value in response["headers"]], content.encode()


def of_httpx(script: Script, request: httpx.Request) -> httpx.Response:
    answer = script.next()
    if answer == "timeout":
        raise httpx.ReadTimeout("")
    if answer == "refused":
        raise httpx.ConnectError("")
    status, headers, content = parts(answer)
    return httpx.Response(status, headers=headers, stream=Stream(content))


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """
    A body that can be read once.
    """

    def __init__(self, content: bytes) -> None:
        self._parts = iter([content[:3], content[3:]])

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    async def __aiter__(self):
        for part in self._parts:
            yield part


def with_httpx(script: Script) -> None:
    transport = httpx.MockTransport(lambda request: of_httpx(script, request))
    with httpx.Client(transport=errspec.retry.httpx.RetryTransport(script.policy, transport)) as client:
        response = client.request(script.method, URL, content=iter([b"a", b"b"]))
        assert response.content


def with_async_httpx(script: Script) -> None:
    async def run() -> None:
        transport = httpx.MockTransport(lambda request: of_httpx(script, request))
        retry = errspec.retry.httpx.AsyncRetryTransport(script.policy, transport)
        async with httpx.AsyncClient(transport=retry) as client:
            assert (await client.request(script.method, URL)).content

    asyncio.run(run())


class Canned(requests.adapters.BaseAdapter):
    """
    An adapter of requests with the responses of a script.
    """

    def __init__(self, script: Script) -> None:
        super().__init__()
        self._script = script

    def send(self, request, *args, **options):
        answer = self._script.next()
        if answer == "timeout":
            raise requests.ReadTimeout(request=request)
        if answer == "refused":
            raise requests.ConnectionError(urllib3.exceptions.NewConnectionError(None, "refused"), request=request)
        status, headers, content = parts(answer)
        raw = urllib3.HTTPResponse(io.BytesIO(content), dict(headers), status, preload_content=False)
        return requests.adapters.HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """
        There is nothing to close.
        """


def with_requests(script: Script) -> None:
    session = requests.Session()
    session.mount("http://", errspec.retry.requests.RetryAdapter(script.policy, Canned(script)))
    assert session.request(script.method, URL, stream=True).content


def with_tenacity(script: Script) -> None:
    @tenacity.retry(**errspec.retry.tenacity.advised(script.policy, script.method))
    def ask() -> httpx.Response:
        transport = httpx.MockTransport(lambda request: of_httpx(script, request))
        with httpx.Client(transport=transport) as client:
            return client.request(script.method, URL)

    ask()


def with_stamina(script: Script) -> None:
    stamina.set_active(True)
    hook = errspec.retry.stamina.advised(script.policy, script.method)
    for attempt in stamina.retry_context(on=hook, attempts=None, timeout=None):
        with attempt:
            transport = httpx.MockTransport(lambda request: of_httpx(script, request))
            with httpx.Client(transport=transport) as client:
                raise_for_problem(client.request(script.method, URL), script.provider)


@contextmanager
def served(script: Script) -> Iterator[str]:
    """
    A server on this machine with the responses of a script.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = script.next()
            if answer == "timeout":
                self.close_connection = True
                return
            status, headers, content = parts(answer)
            self.send_response_only(status)
            for name, value in (*headers, ("Content-Length", str(len(content)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815, the names of http.server

        def log_message(self, *_: object) -> None:
            """
            Nothing is logged.
            """

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def with_aiohttp(script: Script) -> None:
    async def run(url: str) -> None:
        middlewares = [errspec.retry.aiohttp.retry(script.policy)]
        data = b"x" if script.method == "POST" else None
        async with (
            aiohttp.ClientSession(middlewares=middlewares) as session,
            session.request(script.method, url, data=data) as response,
        ):
            assert await response.read()

    with served(script) as url:
        asyncio.run(run(url))


def with_urllib3(script: Script) -> None:
    with served(script) as url, urllib3.PoolManager() as pool:
        retry = errspec.retry.urllib3.HeaderRetry(policy=script.policy)
        assert pool.request(script.method, url, retries=retry).data


#: The adapters, and whether each sees bodies, waits of its own, and requests that are refused here.
ADAPTERS: dict[str, tuple[Callable[[Script], None], bool]] = {
    "httpx": (with_httpx, True),
    "async httpx": (with_async_httpx, True),
    "requests": (with_requests, True),
    "aiohttp": (with_aiohttp, True),
    "tenacity": (with_tenacity, True),
    "stamina": (with_stamina, True),
    "urllib3": (with_urllib3, False),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.data["description"])
@pytest.mark.parametrize("name", list(ADAPTERS))
def test_waits(name, case, clock: Clock):
    """
    Every adapter makes the wanted calls, with the wanted waits between them.
    """
    run, sees_bodies = ADAPTERS[name]
    if "refused" in case.data["responses"] and name in ("aiohttp", "urllib3"):
        return  # a server that answers cannot refuse; test_a_closed_port has it
    if case.data.get("needs") == "body" and not sees_bodies:
        return
    script, waits = Script(case), case.data["waits"]
    failure = None
    try:
        run(script)
    except (httpx.HTTPError, requests.RequestException, aiohttp.ClientError, urllib3.exceptions.HTTPError) as error:
        failure = error
    except errspec.ProblemError as error:
        failure = error
    assert len(case.data["responses"]) == script.calls
    ends_in_failure = case.data["responses"][-1] == "timeout" or (name == "stamina" and len(waits) + 1 == script.calls)
    assert failure is None or ends_in_failure
    if name == "urllib3" and "timeout" in case.data["responses"]:
        assert [] == clock.waits  # urllib3 repeats what did not arrive at once
    else:
        assert waits == clock.waits


@pytest.mark.parametrize(("name", "calls"), [("aiohttp", 5), ("urllib3", 5)])
def test_a_closed_port(name, calls, clock: Clock):
    """
    A POST that no server receives is repeated as often as the policy says.
    """
    policy = Policy("fattureincloud", jitter=0)

    async def ask() -> None:
        async with aiohttp.ClientSession(middlewares=[errspec.retry.aiohttp.retry(policy)]) as session:
            await session.post(URL, data=b"x")

    if name == "aiohttp":
        with pytest.raises(aiohttp.ClientConnectorError):
            asyncio.run(ask())
        assert [1, 2, 4, 8] == clock.waits
    else:
        with urllib3.PoolManager() as pool, pytest.raises(urllib3.exceptions.MaxRetryError) as caught:
            pool.request("POST", URL, retries=errspec.retry.urllib3.HeaderRetry(policy=policy))
        assert isinstance(caught.value.reason, urllib3.exceptions.NewConnectionError)
    assert calls == policy.attempts


def test_successes_stay_streams():
    """
    A response that cannot be an error is not read.
    """
    read: list[bytes] = []

    class Watched(Stream):
        def __iter__(self) -> Iterator[bytes]:
            for part in super().__iter__():
                read.append(part)
                yield part

    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=Watched(b'{"data": 1}')))
    retry = errspec.retry.httpx.RetryTransport(Policy("fattureincloud"), transport)
    with httpx.Client(transport=retry) as client, client.stream("GET", URL) as response:
        assert not read
        assert b'{"data": 1}' == response.read()


def test_packed_bodies():
    """
    The body of a response that is returned is as it was received, whatever its coding.
    """
    import gzip

    content = gzip.compress(b'{"error": {"message": "x"}}')
    headers = {"Content-Encoding": "gzip"}
    transport = httpx.MockTransport(lambda request: httpx.Response(422, headers=headers, stream=Stream(content)))
    with httpx.Client(transport=errspec.retry.httpx.RetryTransport(Policy("fattureincloud"), transport)) as client:
        assert {"error": {"message": "x"}} == client.get(URL).json()


def test_jitter(clock: Clock):
    """
    A wait that no source names is shortened by chance, one that a source names is not.
    """
    [backoff] = [case for case in CASES if case.data["description"] == "Attempts end"]
    [named] = [case for case in CASES if case.data["description"] == "A 429 is repeated after Retry-After"]
    for case, bounds in ((backoff, [(0.5, 1), (1, 2), (2, 4), (4, 8)]), (named, [(7, 7)])):
        script = Script(case)
        clock.waits.clear()
        transport = httpx.MockTransport(lambda request, script=script: of_httpx(script, request))
        policy = Policy(script.provider)
        with httpx.Client(transport=errspec.retry.httpx.RetryTransport(policy, transport)) as client:
            client.request(script.method, URL)
        assert all(low <= wait <= high for wait, (low, high) in zip(clock.waits, bounds, strict=True))
