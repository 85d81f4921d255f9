"""
Exceptions of urllib3 and urllib3-future.
"""

from __future__ import annotations

import pytest

from tests.support.clients import NO_ANSWER, convert, facts, library, raised


@pytest.mark.parametrize("name", ["urllib3", "urllib3_future"])
def test_nobody_listens_to_several_attempts(name, closed):
    """
    The exception of urllib3 for its last attempt knows the path, and its pool the host.
    """
    with library(name).PoolManager() as pool:
        error = raised(lambda url: pool.request("GET", url, retries=1), f"{closed}/orders?page=1")
        response = convert(error)
    assert (*NO_ANSWER, f"{closed}/orders?page=1") == (*facts(response), response.url)


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
