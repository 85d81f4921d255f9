"""
The test kit with aioresponses, which supports the versions of aiohttp before 3.14; scripts/bounds installs one of them.
"""

from __future__ import annotations

import asyncio
import json
import re

import aiohttp
import pytest
from aioresponses import aioresponses

import errspec
from errspec import Response
from errspec.testing import response, responses

if tuple(map(int, aiohttp.__version__.split(".")[:2])) >= (3, 14):
    reason = "aioresponses does not support this aiohttp; test_bounds.py runs this module with another"
    pytest.skip(reason, allow_module_level=True)
URL = "https://api-v2.fattureincloud.it/c/1"


async def received(url: str) -> Response:
    async with aiohttp.ClientSession() as session, session.get(url, allow_redirects=False) as answer:
        await answer.read()
        return Response.from_client(answer)


@pytest.mark.parametrize("example", [each for name in errspec.CATALOG.providers for each in responses(name)])
def test_mock(example):
    """
    What aiohttp receives is the response.
    """
    with aioresponses() as mocked:
        example.mock(mocked, re.compile(re.escape(example.url)))
        there = asyncio.run(received(example.url))
    assert (example.status_code, example.reason, example.content) == (there.status_code, there.reason, there.content)
    assert example.problem_type == errspec.check(there, example.provider).problem_type


def test_no_response():
    """
    A response that never arrives is a timeout.
    """
    with aioresponses() as mocked:
        response("open2b/no-answer").mock(mocked)
        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(received("https://shop.example.com/"))


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "30"}], ids=["planted", "conforming"])
def test_plugin(pytester, headers):
    """
    A planted 429 without Retry-After fails the test that received it.
    """
    pytester.makepyfile(
        f"""
        import asyncio
        import aiohttp
        from aioresponses import aioresponses

        async def ask():
            async with aiohttp.ClientSession() as session, session.get("{URL}") as answer:
                return await answer.json()

        def test_it():
            with aioresponses() as mocked:
                mocked.get("{URL}", status=429, payload={{"error": {{"message": "x"}}}}, headers={json.dumps(headers)})
                assert asyncio.run(ask())
        """
    )
    result = pytester.runpytest_inprocess("--errspec", "-p", "no:cacheprovider", "-p", "no:asyncio")
    result.assert_outcomes(failed=not headers, passed=bool(headers))
    result.stdout.fnmatch_lines(["1 response*"])
