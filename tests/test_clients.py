"""
Responses and exceptions of the libraries of HTTP, each of them real, against a server on loopback.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import http.client
import importlib
import json
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

import errspec
from errspec import Response
from errspec.exceptions import ErrspecError, NotAResponse, UnreadBody
from tests.conftest import unavailable

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


@pytest.fixture(scope="module")
def server():
    """
    The address of the server.
    """
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.over.set()
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def closed():
    """
    An address where nobody listens.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def library(name):
    """
    A library, or the test is skipped.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        return unavailable(name)


# Each sends one request and returns what its library returns, with everything closed behind it.


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


@each_reading
def test_error(send, server):
    """
    Status, reason, headers, body, URL and method of an error are those of the wire.
    """
    url = f"{server}/error?page=1"
    response = convert(send(url, method="POST"))
    assert (401, "Unauthorized", BODY) == (response.status_code, response.reason, response.content)
    assert (url, "POST") == (response.url, response.method)
    assert ("application/json", str(len(BODY))) == (response.header("content-type"), response.header("content-length"))
    assert COOKIES == cookies(response)


@each_reading
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_compressed(send, coding, server):
    """
    The body is the one after content decoding.
    """
    response = convert(send(f"{server}/{coding}"))
    assert (400, BODY) == (response.status_code, response.content)
    assert coding == response.header("Content-Encoding")


@each_reading
def test_no_content(send, server):
    """
    A 204 has an empty body, and so has the answer to HEAD.
    """
    response = convert(send(f"{server}/empty"))
    assert (204, b"") == (response.status_code, response.content)
    response = convert(send(f"{server}/error", method="HEAD"))
    assert (401, b"", True) == (response.status_code, response.content, response.bodyless)


@each_reading
def test_redirect(send, server):
    """
    A redirect that is not followed is the response; of one that is followed, the last answer.
    """
    response = convert(send(f"{server}/redirect"))
    assert (302, b"", "/error") == (response.status_code, response.content, response.header("location"))
    assert f"{server}/redirect" == response.url
    response = convert(send(f"{server}/redirect", follow=True))
    assert (401, f"{server}/error") == (response.status_code, response.url)


@each_reading
def test_verdict(send, server):
    """
    The verdict on what a library received names the problem type.
    """
    report = errspec.check(convert(send(f"{server}/error")), "sibill")
    assert ("sibill/unauthorized", ()) == (str(report.problem_type), report.findings)


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


@pytest.mark.parametrize("name", ALL)
def test_nobody_listens(name, closed):
    """
    A refused connection is no answer at all, with the request where the exception knows it.
    """
    url = f"{closed}/orders?page=1"
    response = convert(raised(ALL[name], url))
    assert NO_ANSWER == facts(response)
    assert (None if name in NO_METHOD else url) == response.url
    assert (None if name in NO_METHOD else "GET") == response.method


@pytest.mark.parametrize("name", ["urllib3", "urllib3_future"])
def test_nobody_listens_to_several_attempts(name, closed):
    """
    The exception of urllib3 for its last attempt knows the path, and its pool the host.
    """
    with library(name).PoolManager() as pool:
        error = raised(lambda url: pool.request("GET", url, retries=1), f"{closed}/orders?page=1")
        response = convert(error)
    assert (*NO_ANSWER, f"{closed}/orders?page=1") == (*facts(response), response.url)


@pytest.mark.parametrize("name", ALL)
def test_time_out(name, server):
    """
    A time-out is no answer at all.
    """
    response = convert(raised(ALL[name], f"{server}/slow", timeout=0.2))
    assert NO_ANSWER == facts(response)
    assert (None if name in NO_URL else f"{server}/slow") == response.url
    assert (None if name in NO_METHOD else "GET") == response.method


@each
def test_no_such_host(send, monkeypatch):
    """
    A name that is not resolved is no answer at all.
    """

    def fail(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert NO_ANSWER == facts(convert(raised(send, "http://nowhere.invalid/")))


@each
@pytest.mark.parametrize("path", ["garbage", "silence"])
def test_no_http(send, path, server):
    """
    What is not HTTP is no answer at all, also where the library makes up a status for it.
    """
    assert NO_ANSWER == facts(convert(raised(send, f"{server}/{path}")))


@pytest.mark.parametrize(
    "error",
    [OSError(), TimeoutError(), ConnectionRefusedError(), http.client.BadStatusLine("")],
    ids=repr,
)
def test_builtin_exceptions(error):
    """
    The exceptions of Python for a failed connection are no answer at all.
    """
    assert NO_ANSWER == facts(convert(error))


@pytest.mark.parametrize("name", ["requests", "httpx", "aiohttp", "urllib3", "urllib"])
def test_verdict_on_no_answer(name, closed):
    """
    The verdict on a failed request names the problem type, where one is documented.
    """
    response = convert(raised(ALL[name], closed))
    assert "open2b/no-answer" == str(errspec.check(response, "open2b").problem_type)
    assert None is errspec.check(response, "sibill").problem_type


@pytest.mark.parametrize("name", ["httpx", "httpx2"])
def test_httpx_without_a_request(name):
    """
    An exception and a response of httpx that know no request do not keep theirs from being used.
    """
    httpx = library(name)
    response = convert(httpx.ConnectError("no route"))
    assert (*NO_ANSWER, None, None) == (*facts(response), response.url, response.method)
    response = convert(httpx.Response(404, json=ERROR))
    assert (404, "Not Found", None, None) == (response.status_code, response.reason, response.url, response.method)
    assert ERROR == json.loads(response.content)


@pytest.mark.parametrize("name", ["requests", "niquests", "httpx", "httpx2"])
def test_exception_with_its_response(name, server):
    """
    An exception that carries a response stands for it.
    """

    def send(url):
        ALL[name](url).raise_for_status()

    response = convert(raised(send, f"{server}/error"))
    assert (401, BODY, COOKIES) == (response.status_code, response.content, cookies(response))
    assert (f"{server}/error", "GET") == (response.url, response.method)


@pytest.mark.parametrize("name", ["requests", "niquests"])
def test_too_many_redirects(name, server):
    """
    The exception about a circle of redirects carries the last of them.
    """
    response = convert(raised(ALL[name], f"{server}/circle", follow=True))
    assert (302, "/circle") == (response.status_code, response.header("location"))


def test_exceptions_of_aiohttp(server):
    """
    Where aiohttp raises for a status, headers are known and the body is not; a circle of redirects has no answer.
    """
    response = convert(raised(by_aiohttp, f"{server}/error?page=1", check=True))
    assert (401, COOKIES, None) == (response.status_code, cookies(response), response.content)
    assert (f"{server}/error?page=1", "GET") == (response.url, response.method)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)
    assert NO_ANSWER == facts(convert(raised(by_aiohttp, f"{server}/circle", follow=True)))


@pytest.mark.parametrize("name", ["requests", "niquests", "urllib3", "urllib3_future"])
def test_answers_that_are_lost(name, server):
    """
    After several answers of 503 urllib3 carries none: then nothing is known, and not that nothing came.
    """
    module = library(name)
    retries = {"total": 1, "status_forcelist": [503]}
    if name.startswith("urllib3"):
        with module.PoolManager() as pool:
            error = raised(lambda url: pool.request("GET", url, retries=module.Retry(**retries)), f"{server}/busy")
            response = convert(error)
    else:
        adapter = module.adapters.HTTPAdapter(max_retries=module.adapters.Retry(**retries))
        with module.Session() as session:
            session.mount("http://", adapter)
            response = convert(raised(session.get, f"{server}/busy"))
    assert (None, None, None, None) == facts(response)
    assert f"{server}/busy" == response.url


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


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_unread(stream, server):
    """
    A body that was not read is refused and stays whole; with the body given nothing is read either.
    """
    url = f"{server}/large"
    with stream(url) as (answer, read):
        with pytest.raises(UnreadBody, match=r"^The body of .*(Response|HTTPError) was not read"):
            convert(answer)
        response = convert(answer, content="{}")
        assert (answer.headers["Content-Length"], b"{}") == (response.header("content-length"), response.content)
        assert ("GET", True) == (response.method, response.url in (url, f"{server}/missing"))
        body = read()
        assert LARGE == body
        assert LARGE == convert(answer, content=body).content


@pytest.mark.parametrize("name", ["requests", "niquests", "httpx", "httpx2"])
def test_a_stream_that_is_read(name, server):
    """
    Once the library holds the body, it is taken from there.
    """
    with STREAMS[name](f"{server}/large") as (answer, read):
        read()
        assert LARGE == convert(answer).content


@pytest.mark.parametrize("name", ["requests", "niquests"])
def test_a_stream_that_is_gone(name, server):
    """
    A body that was read in pieces is not held.
    """
    with STREAMS[name](f"{server}/large") as (answer, _):
        assert LARGE == b"".join(answer.iter_content(1000))
        with pytest.raises(UnreadBody):
            convert(answer)


@pytest.mark.parametrize("name", ["requests", "niquests", "httpx", "httpx2"])
def test_an_exception_with_an_unread_response(name, server):
    """
    The response that an exception carries is not read either.
    """
    with STREAMS[name](f"{server}/missing") as (answer, read):
        error = raised(lambda _: answer.raise_for_status(), None)
        with pytest.raises(UnreadBody):
            convert(error)
        assert (404, b"x") == (convert(error, content=b"x").status_code, convert(error, content=b"x").content)
        assert LARGE == read()


def test_unread_of_aiohttp(server):
    """
    What aiohttp has not read is refused and stays whole; what was never awaited is no response.
    """
    aiohttp = library("aiohttp")

    async def send():
        async with aiohttp.ClientSession() as session:
            request = session.get(f"{server}/large")
            with pytest.raises(NotAResponse):
                convert(request)
            async with request as answer:
                with pytest.raises(UnreadBody):
                    convert(answer)
                assert b"{}" == convert(answer, content=b"{}").content
                assert LARGE == await answer.read()
                assert LARGE == convert(answer).content

    finished(send())


@pytest.mark.parametrize("name", ["httpx", "httpx2"])
def test_unread_of_httpx_async(name, server):
    """
    The same holds of httpx with async.
    """
    httpx = library(name)

    async def send():
        async with httpx.AsyncClient() as client, client.stream("GET", f"{server}/large") as answer:
            with pytest.raises(UnreadBody):
                convert(answer)
            assert b"{}" == convert(answer, content=b"{}").content
            assert LARGE == await answer.aread()
            assert LARGE == convert(answer).content

    finished(send())


def test_unread_of_niquests_async(server):
    """
    The same holds of niquests with async.
    """
    niquests = library("niquests")

    async def send():
        async with niquests.AsyncSession() as session:
            answer = await session.get(f"{server}/large", stream=True)
            with pytest.raises(UnreadBody):
                convert(answer)
            assert b"{}" == convert(answer, content=b"{}").content
            assert LARGE == await answer.content
            assert LARGE == convert(answer).content

    finished(send())


def test_lazy_responses_of_niquests():
    """
    A response that niquests has not received yet, as over HTTP/2, is refused and not fetched.
    """

    def fetch(answer):
        raise AssertionError("a lazy response was fetched")

    answer = library("niquests").Response()
    answer.connection = SimpleNamespace(gather=fetch)
    answer._promise = object()
    assert answer.lazy
    with pytest.raises(UnreadBody):
        convert(answer)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_urllib_does_not_decode(coding, server):
    """
    A body that urllib has left compressed is decoded, a broken one as far as it goes.
    """
    with error_of_urllib(f"{server}/{coding}") as (answer, read):
        body = read()
        assert BODY != body
        assert BODY == convert(answer, content=body).content
        assert BODY == convert(answer, content=BODY).content
        assert BODY == convert(answer, content=BODY.decode()).content
        cut = convert(answer, content=body[:-20]).content
        assert BODY.startswith(cut)
        assert len(cut) > 10


def test_headers_of_urllib(server):
    """
    urllib's error is itself a response.
    """
    with error_of_urllib(f"{server}/error?page=1") as (answer, read):
        response = convert(answer, content=read())
    assert (401, "Unauthorized", BODY) == (response.status_code, response.reason, response.content)
    assert COOKIES == cookies(response)
    assert (f"{server}/error?page=1", "GET") == (response.url, response.method)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)


def test_http_client(server):
    """
    http.client knows the method, and not the URL.
    """
    connection = http.client.HTTPConnection(server.partition("//")[2])
    with contextlib.closing(connection):
        connection.request("POST", "/error")
        with connection.getresponse() as answer:
            response = convert(answer, content=answer.read())
    assert (401, "POST", None) == (response.status_code, response.method, response.url)


def test_response_made_by_hand():
    """
    A response of requests that a test has made has an empty body where none was set.
    """
    answer = library("requests").Response()
    answer.status_code = 503
    with pytest.raises(UnreadBody):
        convert(answer)
    assert None is answer.content
    response = convert(answer)
    assert (503, (), b"") == (response.status_code, response.headers, response.content)
    answer.headers["X-Wait-Seconds"] = "12"
    assert "open2b/service-unavailable" == str(errspec.check(convert(answer), "open2b").problem_type)


@pytest.fixture(scope="module")
def flask():
    """
    An application of Flask with its test client.
    """
    flask = library("flask")
    app = flask.Flask("tests")

    @app.route("/error", methods=["GET", "POST"])
    def error():
        answer = flask.jsonify(ERROR)
        for cookie in COOKIES:
            answer.headers.add("Set-Cookie", cookie)
        return answer, 401

    @app.route("/stream")
    def stream():
        return flask.Response(iter([LARGE[:10], LARGE[10:]]), 404)

    @app.route("/gzip")
    def compressed():
        return flask.Response(gzip.compress(BODY), 400, {"Content-Encoding": "gzip"})

    @app.route("/redirect")
    def redirect():
        return flask.redirect("/error")

    return app


def test_flask(flask):
    """
    The test client of Flask and werkzeug gives all, with the body as a stream's too, which stays readable.
    """
    with flask.test_client() as client:
        answer = client.post("/error?page=1")
        response = convert(answer)
        assert (401, "UNAUTHORIZED", ERROR) == (response.status_code, response.reason, json.loads(response.content))
        assert ("http://localhost/error?page=1", "POST") == (response.url, response.method)
        assert COOKIES == cookies(response)
        assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)
        answer = client.get("/stream")
        assert (404, LARGE) == (convert(answer).status_code, convert(answer).content)
        assert LARGE == answer.data
        assert (400, BODY) == (convert(client.get("/gzip")).status_code, convert(client.get("/gzip")).content)
        assert ("/error", "http://localhost/redirect") == (
            convert(client.get("/redirect")).header("location"),
            convert(client.get("/redirect")).url,
        )


def test_werkzeug():
    """
    A response that werkzeug would send knows no request; a streamed one is refused and stays whole.
    """
    werkzeug = library("werkzeug")
    response = convert(werkzeug.Response(BODY, "402 Request Failed"))
    assert (402, "Request Failed", BODY) == (response.status_code, response.reason, response.content)
    assert (None, None) == (response.url, response.method)
    answer = werkzeug.Response(iter([LARGE]))
    with pytest.raises(UnreadBody):
        convert(answer)
    assert b"{}" == convert(answer, content="{}").content
    assert [LARGE] == list(answer.response)
    response = convert(library("werkzeug.utils").redirect("/target"))
    assert (302, "/target", None) == (response.status_code, response.header("location"), response.url)


@pytest.fixture(scope="module")
def django():
    """
    Django, with this module for its URLs.
    """
    library("django")
    from django.conf import settings
    from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
    from django.template import engines
    from django.template.response import TemplateResponse
    from django.urls import path

    def error(request):
        answer = JsonResponse(ERROR, status=401)
        answer.set_cookie("a", "1")
        answer.set_cookie("b", "2")
        return answer

    def template(request):
        return TemplateResponse(request, engines["django"].from_string("{{ 1 }}"), status=404)

    class Urls:
        urlpatterns = (
            path("error", error),
            path("stream", lambda request: StreamingHttpResponse(iter([LARGE[:10], LARGE[10:]]), status=404)),
            path(
                "gzip",
                lambda request: HttpResponse(gzip.compress(BODY), status=400, headers={"Content-Encoding": "gzip"}),
            ),
            path("redirect", lambda request: HttpResponseRedirect("/error")),
            path(
                "template",
                lambda request: TemplateResponse(request, engines["django"].from_string("{{ 1 }}"), {}, status=404),
            ),
        )

    settings.configure(
        ROOT_URLCONF=Urls,
        ALLOWED_HOSTS=["testserver"],
        SECRET_KEY="x",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    importlib.import_module("django").setup()
    return importlib.import_module("django.test")


def test_django(django):
    """
    The test client of Django gives all; its cookies are headers too.
    """
    response = convert(django.Client().post("/error?page=1"))
    assert (401, "Unauthorized", ERROR) == (response.status_code, response.reason, json.loads(response.content))
    assert ("http://testserver/error?page=1", "POST") == (response.url, response.method)
    assert COOKIES == cookies(response)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)
    response = convert(django.Client().get("/gzip"))
    assert (400, BODY) == (response.status_code, response.content)
    response = convert(django.Client().get("/template"))
    assert (404, b"1") == (response.status_code, response.content)


def test_django_redirect(django):
    """
    The attribute url of a redirect of Django is its target, and not the URL of the request.
    """
    response = convert(django.Client().get("/redirect"))
    assert (302, "/error", "http://testserver/redirect") == (
        response.status_code,
        response.header("location"),
        response.url,
    )
    with django.override_settings(ALLOWED_HOSTS=[]):
        response = convert(django.Client().get("/redirect"))
    assert (302, "GET", None) == (response.status_code, response.method, response.url)


def test_django_async(django):
    """
    The asynchronous test client of Django gives the same.
    """
    response = convert(finished(django.AsyncClient().post("/error")))
    assert (401, "http://testserver/error", "POST") == (response.status_code, response.url, response.method)
    assert COOKIES == cookies(response)


def test_django_without_a_client(django):
    """
    A response that a view returns knows no request; what is streamed or not rendered yet is refused.
    """
    from django.http import HttpResponseRedirect, JsonResponse, StreamingHttpResponse
    from django.template.response import SimpleTemplateResponse

    response = convert(JsonResponse(ERROR, status=401))
    assert (401, ERROR, None, None) == (
        response.status_code,
        json.loads(response.content),
        response.url,
        response.method,
    )
    assert None is convert(HttpResponseRedirect("/target")).url
    answer = StreamingHttpResponse(iter([LARGE]))
    with pytest.raises(UnreadBody):
        convert(answer)
    assert b"{}" == convert(answer, content=b"{}").content
    assert LARGE == b"".join(answer.streaming_content)
    with pytest.raises(UnreadBody):
        convert(SimpleTemplateResponse("none.html"))
    answer = django.Client().get("/stream")
    with pytest.raises(UnreadBody):
        convert(answer)
    body = answer.getvalue()
    assert (LARGE, "http://testserver/stream") == (
        convert(answer, content=body).content,
        convert(answer, content=body).url,
    )


def starlette_app(name):
    responses = library(f"{name}.responses")

    async def error(request):
        answer = responses.JSONResponse(ERROR, 401)
        answer.set_cookie("a", "1", samesite=None)
        answer.set_cookie("b", "2", samesite=None)
        return answer

    if name == "fastapi":
        app = library(name).FastAPI()
        error.__annotations__["request"] = library(name).Request
        app.add_api_route("/error", error, methods=["POST"])
        return app
    route = library("starlette.routing").Route
    return library("starlette.applications").Starlette(routes=[route("/error", error, methods=["POST"])])


@pytest.mark.parametrize("name", ["starlette", "fastapi"])
def test_starlette(name):
    """
    The test clients of Starlette and FastAPI give all.
    """
    client = library(f"{name}.testclient").TestClient(starlette_app(name))
    response = convert(client.post("/error?page=1"))
    assert (401, "Unauthorized", ERROR) == (response.status_code, response.reason, json.loads(response.content))
    assert ("http://testserver/error?page=1", "POST") == (response.url, response.method)
    assert COOKIES == cookies(response)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)


def test_responses_of_starlette():
    """
    A response that Starlette would send has its body; a streamed one is refused and stays whole.
    """
    responses = library("starlette.responses")
    answer = responses.JSONResponse(ERROR, 401)
    for cookie in COOKIES:
        answer.headers.append("Set-Cookie", cookie)
    response = convert(answer)
    assert (401, None, ERROR) == (response.status_code, response.reason, json.loads(response.content))
    assert (None, None, COOKIES) == (response.url, response.method, cookies(response))
    assert None is convert(responses.RedirectResponse("/target")).url

    async def body():
        yield LARGE

    answer = responses.StreamingResponse(body(), 404)
    with pytest.raises(UnreadBody):
        convert(answer)
    assert b"{}" == convert(answer, content=b"{}").content

    async def collect():
        return [piece async for piece in answer.body_iterator]

    assert [LARGE] == finished(collect())
    response = convert(library("starlette.exceptions").HTTPException(429, headers={"Retry-After": "3"}))
    assert (429, "3", None) == (response.status_code, response.header("retry-after"), response.content)


async def _get():
    pass


def test_a_coroutine_is_to_be_awaited():
    """
    What was not awaited is no response, and the sentence says what to do.
    """
    coroutine = _get()
    with contextlib.closing(coroutine), pytest.raises(NotAResponse) as caught:
        convert(coroutine)
    assert (
        "coroutine is neither a response nor the exception of a failed request; "
        "pass what the client returned or raised, and await a coroutine first."
    ) == str(caught.value)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ErrspecError)


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (None, "None"),
        ({"status": 404}, "dict"),
        (404, "int"),
        ("HTTP/1.1 404 Not Found", "str"),
        (Response, "type"),
        (ValueError("404"), "ValueError"),
        (KeyError("status"), "KeyError"),
        (asyncio.CancelledError(), "asyncio.exceptions.CancelledError"),
        (SimpleNamespace(status_code="404"), "types.SimpleNamespace"),
        (SimpleNamespace(response=None), "types.SimpleNamespace"),
        (Mock(), "unittest.mock.Mock"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_not_a_response(thing, name):
    """
    Anything else is refused by the name of its type.
    """
    with pytest.raises(NotAResponse, match=rf"^{name} is neither a response nor the exception of a failed request; "):
        convert(thing)


@pytest.mark.parametrize("name", ["requests", "niquests"])
def test_a_body_that_is_no_json(name, server):
    """
    That a body is not JSON is said of an answer that did come, which the exception does not carry.
    """
    error = raised(lambda url: ALL[name](url).json(), f"{server}/redirect")
    assert isinstance(error, OSError)
    with pytest.raises(NotAResponse):
        convert(error)


def test_any_object_with_the_attributes():
    """
    Any object will do that has a status, headers and a body.
    """
    answer = SimpleNamespace(status=404, reason="Not Found", headers={"A": "1"}, body="{}", url="https://a.example/")
    response = convert(answer)
    assert (404, (("A", "1"),), b"{}", "Not Found") == facts(response)
    assert ("https://a.example/", None) == (response.url, response.method)
    response = convert(SimpleNamespace(status_code=404, content=memoryview(b"x")))
    assert (404, None, b"x", None) == facts(response)
    given = Response(404, [("A", "1"), ("A", "2")], b"x", "Not Found", "https://a.example/", "GET")
    assert (facts(given), given.url, given.method) == (
        facts(convert(given)),
        convert(given).url,
        convert(given).method,
    )


def test_nothing_is_imported():
    """
    To take a response over, errspec imports no library, and of its own modules only the clients.
    """
    program = (
        "import sys, types; from errspec.response import Response; before = set(sys.modules);"
        "Response.from_client(types.SimpleNamespace(status=404, headers={}, body='{}'));"
        "Response.from_client(OSError());"
        "print(sorted(set(sys.modules) - before), 'errspec.exceptions' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=False)
    assert ("['errspec.clients'] False\n", "") == (done.stdout, done.stderr)
