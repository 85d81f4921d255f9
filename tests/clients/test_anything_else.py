"""
Objects that are not the response of a known library.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from errspec import Response
from errspec.exceptions import ErrspecError, NotAResponse
from tests.support.clients import convert, facts


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
        "coroutine is neither a response nor the exception from a failed request; "
        "pass what the client returned or raised. If it is a coroutine, await it first."
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
    with pytest.raises(NotAResponse, match=rf"^{name} is neither a response nor the exception from a failed request; "):
        convert(thing)


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
    To take a response over, errspec imports nothing: no library, and none of its own modules.
    """
    program = (
        "import sys, types; from errspec.response import Response; before = set(sys.modules);"
        "Response.from_client(types.SimpleNamespace(status=404, headers={}, body='{}'));"
        "Response.from_client(OSError());"
        "print(sorted(set(sys.modules) - before), 'errspec.exceptions' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=False)
    assert ("[] False\n", "") == (done.stdout, done.stderr)
