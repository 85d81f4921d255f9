"""
Scenarios: each has a client that passes and one that fails, and the retry adapters pass those that they can see.
"""

from __future__ import annotations

import asyncio
import time
from time import monotonic, sleep

import httpx
import pytest
import requests
import stamina
import trio

from errspec import CATALOG
from errspec.exceptions import NoSuchScenario
from errspec.testing import play
from errspec.testing.clock import Clock
from tests.testing.clients import ADVISED, advised_httpx, correcting, impatient, refreshing
from tests.testing.table import PAGE, page

SCENARIOS = [each for provider in CATALOG.providers for each in CATALOG.scenarios(provider)]
#: What only an application can do.
OWN = {"fattureincloud/token-refreshed": refreshing, "fattureincloud/totals-corrected": correcting}
#: What urllib3 cannot see, since it decides before it reads a body.
HIDDEN = {"device-approved", "device-denied", "device-expired", "operation-running-then-success"}


@pytest.fixture(autouse=True)
def _active():
    stamina.set_active(True)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_one_passes_and_one_fails(scenario):
    """
    A good client meets every expectation, and one that repeats everything at once fails at least one.
    """
    good = play(scenario.name, OWN.get(scenario.name) or advised_httpx(scenario))
    assert good.passed, str(good)
    good.assert_passed()
    bad = play(scenario.name, impatient(scenario))
    assert not bad.passed, str(bad)
    with pytest.raises(AssertionError, match=scenario.name):
        bad.assert_passed()


@pytest.mark.parametrize("name", ADVISED)
def test_the_adapters_pass(name):
    """
    Every retry adapter passes each scenario that it can see.
    """
    for scenario in SCENARIOS:
        if scenario.name not in OWN and not (name == "urllib3" and scenario.id in HIDDEN):
            report = play(scenario.name, ADVISED[name](scenario))
            assert report.passed, f"{name}: {report}"


def test_what_a_report_says():
    """
    It has the requests, the waits before them, the exception, and sentences in both languages.
    """
    report = play("fattureincloud/rate-limited-then-success", requests.get, lang="it")
    assert [("GET", "/user/companies")] == [call[:2] for call in report.calls]
    assert "✗ Non ha ottenuto la risposta positiva." in str(report)
    assert "<ScenarioReport fattureincloud/rate-limited-then-success failed>" == repr(report)

    def broken(url):
        httpx.get(url)
        raise RuntimeError("of its own")

    report = play("sibill/rate-limited-then-success", broken)
    assert isinstance(report.error, RuntimeError)
    assert "It raised RuntimeError: of its own" in str(report)
    assert "✗ The client made no request." in str(play("open2b/redirect", lambda url: None))
    with pytest.raises(NoSuchScenario, match="busy-then-success"):
        play("open2b/busy-then-sucess", print)


def test_a_client_that_never_stops():
    """
    A client that repeats for ever is stopped by a broken connection.
    """

    def endless(url):
        while True:
            httpx.post(url)

    report = play("fattureincloud/server-error-on-a-post", endless)
    assert not report.passed
    assert 101 == len(report.calls)
    assert isinstance(report.error, httpx.TransportError)


# the clock


def test_waits_take_no_time():
    """
    Sleeping moves the clocks of this thread, under whatever name the function is known, and all is put back.
    """
    began = time.perf_counter()
    with Clock() as clock:
        before = monotonic(), time.time()
        sleep(3600)
        time.sleep(0.5)
        assert [3600, 0.5] == clock.waits
        assert monotonic() - before[0] >= 3600.5
        assert time.time() - before[1] >= 3600.5
    assert time.perf_counter() - began < 60
    assert time.sleep is sleep
    assert monotonic is time.monotonic


def test_asyncio_and_trio():
    """
    Coroutines wait in the same way; a timeout around several waits ends them.
    """

    async def waiting():
        async with asyncio.timeout(60):
            for _ in range(5):
                await asyncio.sleep(40)

    with Clock() as clock:
        with pytest.raises(TimeoutError):
            asyncio.run(waiting())
        assert 40 in clock.waits

    async def resting():
        await trio.sleep(50)
        return trio.current_time()

    with Clock() as clock:
        trio.run(resting)
        assert [50] == clock.waits


def test_other_threads_wait():
    """
    A thread that polls is left alone.
    """

    def polled():
        sleep(0.01)
        return "waited"

    async def run():
        return await asyncio.to_thread(polled)

    with Clock() as clock:
        assert "waited" == asyncio.run(run())
        assert [] == clock.waits


# the table


def test_the_table_is_fresh():
    """
    The page about usual clients is what their runs show.
    """
    assert page() == PAGE.read_text("utf-8")
