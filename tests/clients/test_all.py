"""
What holds for every client library: each of them real, against a server on loopback.
"""

from __future__ import annotations

import socket

import pytest

import errspec
from errspec.exceptions import UnreadBody
from tests.support.clients import (
    ALL,
    BODY,
    COOKIES,
    LARGE,
    NO_ANSWER,
    NO_METHOD,
    NO_URL,
    STREAMS,
    convert,
    cookies,
    each,
    each_reading,
    facts,
    raised,
)


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


@pytest.mark.parametrize("name", ["requests", "httpx", "aiohttp", "urllib3", "urllib"])
def test_verdict_on_no_answer(name, closed):
    """
    The verdict on a failed request names the provider's problem type, or the shared one if there is none.
    """
    response = convert(raised(ALL[name], closed))
    assert "open2b/no-answer" == str(errspec.check(response, "open2b").problem_type)
    assert "common/no-answer" == str(errspec.check(response, "sibill").problem_type)


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


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_unread(stream, server):
    """
    A body that was not read is refused and stays whole; with the body given nothing is read either.
    """
    url = f"{server}/large"
    with stream(url) as (answer, read):
        with pytest.raises(UnreadBody, match=r"^The body of .*(Response|HTTPError) has not been read"):
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
