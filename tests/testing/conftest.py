"""
Runs of pytest with the plugin, in this process.
"""

from __future__ import annotations

from pathlib import Path

import pytest

INNER = Path(__file__).parent / "inner"
#: What the modules of these tests begin with.
HEADER = """
import httpx
import pytest
import requests
import respx

URL = "https://api-v2.fattureincloud.it/c/1"
ERROR = {"error": {"message": "Troppe richieste."}}


@pytest.fixture
def api(respx_mock):
    return respx_mock


def answer(api, status=429, json=ERROR, headers=None, url=URL):
    api.get(url).mock(return_value=httpx.Response(status, json=json, headers=headers))
    return httpx.get(url)

"""


@pytest.fixture
def run(pytester):
    """
    Run a module of tests with options, and return the result.
    """

    def run(text: str, *options: str, errspec: bool = True, subprocess: bool = False):
        pytester.makepyfile(test_inner=HEADER + text)
        given = [*(["--errspec"] if errspec else []), "-p", "no:cacheprovider", "-p", "no:asyncio", *options]
        return pytester.runpytest_subprocess(*given) if subprocess else pytester.runpytest_inprocess(*given)

    return run
