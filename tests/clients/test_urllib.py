"""
Responses and exceptions of Python's own urllib and http.client.
"""

from __future__ import annotations

import contextlib
import http.client

import pytest

import errspec
from tests.support.clients import BODY, COOKIES, NO_ANSWER, convert, cookies, error_of_urllib, facts


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
