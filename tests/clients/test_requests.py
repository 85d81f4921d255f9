"""
Responses and exceptions of requests and niquests.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import errspec
from errspec.exceptions import NotAResponse, UnreadBody
from tests.support.clients import ALL, LARGE, STREAMS, convert, finished, library, raised


@pytest.mark.parametrize("name", ["requests", "niquests"])
def test_too_many_redirects(name, server):
    """
    The exception about a circle of redirects carries the last of them.
    """
    response = convert(raised(ALL[name], f"{server}/circle", follow=True))
    assert (302, "/circle") == (response.status_code, response.header("location"))


@pytest.mark.parametrize("name", ["requests", "niquests"])
def test_a_stream_that_is_gone(name, server):
    """
    A body that was read in pieces is not held.
    """
    with STREAMS[name](f"{server}/large") as (answer, _):
        assert LARGE == b"".join(answer.iter_content(1000))
        with pytest.raises(UnreadBody):
            convert(answer)


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


@pytest.mark.parametrize("name", ["requests", "niquests"])
def test_a_body_that_is_no_json(name, server):
    """
    That a body is not JSON is said of an answer that did come, which the exception does not carry.
    """
    error = raised(lambda url: ALL[name](url).json(), f"{server}/redirect")
    assert isinstance(error, OSError)
    with pytest.raises(NotAResponse):
        convert(error)
