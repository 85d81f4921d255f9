"""
Responses and exceptions of aiohttp.
"""

from __future__ import annotations

import pytest

import errspec
from errspec.exceptions import NotAResponse, UnreadBody
from tests.support.clients import (
    COOKIES,
    LARGE,
    NO_ANSWER,
    by_aiohttp,
    convert,
    cookies,
    facts,
    finished,
    library,
    raised,
)


def test_exceptions_of_aiohttp(server):
    """
    Where aiohttp raises for a status, headers are known and the body is not; a circle of redirects has no answer.
    """
    response = convert(raised(by_aiohttp, f"{server}/error?page=1", check=True))
    assert (401, COOKIES, None) == (response.status_code, cookies(response), response.content)
    assert (f"{server}/error?page=1", "GET") == (response.url, response.method)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)
    assert NO_ANSWER == facts(convert(raised(by_aiohttp, f"{server}/circle", follow=True)))


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
