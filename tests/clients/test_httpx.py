"""
Responses and exceptions of httpx and httpx2.
"""

from __future__ import annotations

import json

import pytest

from errspec.exceptions import UnreadBody
from tests.support.clients import ERROR, LARGE, NO_ANSWER, convert, facts, finished, library


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
