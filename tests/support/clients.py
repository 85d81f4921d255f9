"""
The client libraries: a server that they talk to, and one function for each that sends a request.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import importlib
import json
import threading
import urllib.error
import urllib.request
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from errspec import Response
from tests.support.tools import unavailable

ERROR = {"errors": [{"code": "unauthorized", "detail": "Authentication failed.", "title": "Unauthorized"}]}


BODY = json.dumps(ERROR).encode()


LARGE = b'{"errors": [' + b" " * 300_000 + b"]}"


COOKIES = ["a=1; Path=/", "b=2; Path=/"]


def finished(coroutine):
    """
    What a coroutine returns, run in a thread of its own: the driver of a browser leaves a loop in that of the tests.
    """
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


class Handler(BaseHTTPRequestHandler):
    """
    Answers by the path alone.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        getattr(self, self.path.partition("?")[0].strip("/"))()

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        self.do_GET()

    def answer(self, status, body=BODY, *headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if body and self.command != "HEAD":
            with contextlib.suppress(OSError):  # a client that wants no more of it
                self.wfile.write(body)

    def error(self):
        self.answer(401, BODY, *(("Set-Cookie", cookie) for cookie in COOKIES))

    def gzip(self):
        self.answer(400, gzip.compress(BODY), ("Content-Encoding", "gzip"))

    def deflate(self):
        self.answer(400, zlib.compress(BODY), ("Content-Encoding", "deflate"))

    def empty(self):
        self.answer(204, None)

    def redirect(self):
        self.answer(302, b"", ("Location", "/error"))

    def circle(self):
        self.answer(302, b"", ("Location", "/circle"))

    def large(self):
        self.answer(200, LARGE)

    def missing(self):
        self.answer(404, LARGE)

    def busy(self):
        self.answer(503)

    def slow(self):
        self.server.over.wait(20)
        self.close_connection = True

    def garbage(self):
        self.wfile.write(b"\x00\x01 no HTTP\r\n\r\n")
        self.close_connection = True

    def silence(self):
        self.close_connection = True

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    """
    A server whose slow answers end with it.
    """

    daemon_threads = True
    request_queue_size = 100

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.over = threading.Event()

    def handle_error(self, request, client_address):
        pass


def library(name):
    """
    A library, or the test is skipped.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        return unavailable(name)


def by_requests(url, *, name="requests", method="GET", timeout=20, follow=False):
    with library(name).Session() as session:
        return session.request(method, url, timeout=timeout, allow_redirects=follow)


def by_niquests(url, **options):
    return by_requests(url, name="niquests", **options)


def by_niquests_async(url, *, method="GET", timeout=20, follow=False):
    async def send():
        async with library("niquests").AsyncSession() as session:
            return await session.request(method, url, timeout=timeout, allow_redirects=follow)

    return finished(send())


def by_httpx(url, *, name="httpx", method="GET", timeout=20, follow=False):
    with library(name).Client(timeout=timeout, follow_redirects=follow) as client:
        return client.request(method, url)


def by_httpx_async(url, *, name="httpx", method="GET", timeout=20, follow=False):
    async def send():
        async with library(name).AsyncClient(timeout=timeout, follow_redirects=follow) as client:
            return await client.request(method, url)

    return finished(send())


def by_httpx2(url, **options):
    return by_httpx(url, name="httpx2", **options)


def by_httpx2_async(url, **options):
    return by_httpx_async(url, name="httpx2", **options)


def by_aiohttp(url, *, method="GET", timeout=20, follow=False, check=False):
    aiohttp = library("aiohttp")

    async def send():
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(timeout), raise_for_status=check) as session,
            session.request(method, url, allow_redirects=follow) as answer,
        ):
            await answer.read()
            return answer

    return finished(send())


def by_urllib3(url, *, name="urllib3", method="GET", timeout=20, follow=False):
    with library(name).PoolManager() as pool:
        return pool.request(method, url, timeout=timeout, redirect=follow, retries=1 if follow else False)


def by_urllib3_future(url, **options):
    return by_urllib3(url, name="urllib3_future", **options)


def by_urllib(url, *, method="GET", timeout=20):
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=timeout) as answer:
        return answer


READING = {
    "requests": by_requests,
    "niquests": by_niquests,
    "niquests-async": by_niquests_async,
    "httpx": by_httpx,
    "httpx-async": by_httpx_async,
    "httpx2": by_httpx2,
    "httpx2-async": by_httpx2_async,
    "aiohttp": by_aiohttp,
    "urllib3": by_urllib3,
    "urllib3_future": by_urllib3_future,
}


ALL = {**READING, "urllib": by_urllib}


each_reading = pytest.mark.parametrize("send", READING.values(), ids=READING)


each = pytest.mark.parametrize("send", ALL.values(), ids=ALL)


def convert(answer, **options):
    """
    The response of errspec, made without a warning of a library about what is touched.
    """
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        response = Response.from_client(answer, **options)
    assert [] == said
    return response


def cookies(response):
    return [value for name, value in response.headers if name.lower() == "set-cookie"]


def raised(send, url, **options):
    """
    What a library raises.
    """
    with pytest.raises(Exception) as caught:  # noqa: PT011
        send(url, **options)
    return caught.value


def facts(response):
    return (response.status_code, response.headers, response.content, response.reason)


NO_ANSWER = (0, None, None, None)


#: The libraries whose exceptions do not know the URL, and those that do not know the method.
NO_URL = {"aiohttp", "urllib"}


NO_METHOD = {*NO_URL, "urllib3", "urllib3_future"}


@contextlib.contextmanager
def stream_of_requests(url, name="requests"):
    with library(name).Session() as session, session.get(url, stream=True) as answer:
        yield answer, lambda: answer.content


@contextlib.contextmanager
def stream_of_httpx(url, name="httpx"):
    with library(name).Client() as client, client.stream("GET", url) as answer:
        yield answer, answer.read


@contextlib.contextmanager
def stream_of_urllib3(url, name="urllib3"):
    with library(name).PoolManager() as pool:
        answer = pool.request("GET", url, preload_content=False)
        yield answer, answer.read
        answer.release_conn()


@contextlib.contextmanager
def stream_of_urllib(url):
    with urllib.request.urlopen(url) as answer:
        yield answer, answer.read


@contextlib.contextmanager
def error_of_urllib(url):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url.replace("large", "missing"))
    with caught.value as answer:
        yield answer, answer.read


STREAMS = {
    "requests": stream_of_requests,
    "niquests": lambda url: stream_of_requests(url, "niquests"),
    "httpx": stream_of_httpx,
    "httpx2": lambda url: stream_of_httpx(url, "httpx2"),
    "urllib3": stream_of_urllib3,
    "urllib3_future": lambda url: stream_of_urllib3(url, "urllib3_future"),
    "urllib": stream_of_urllib,
    "HTTPError": error_of_urllib,
}
