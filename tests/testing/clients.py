"""
Small clients for the scenarios: some that errspec advises, some without it, and one that does everything wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import requests
import stamina
import tenacity
import urllib3

import errspec
import errspec.retry.aiohttp
import errspec.retry.httpx
import errspec.retry.requests
import errspec.retry.stamina
import errspec.retry.tenacity
import errspec.retry.urllib3
from errspec.catalog.scenario import Scenario
from errspec.retry.policy import Policy

Client = Callable[[str], Any]


def parts(scenario: Scenario, url: str) -> tuple[str, str]:
    """
    The method and the URL of the request.
    """
    return scenario.request["method"], url


def plain_requests(scenario: Scenario) -> Client:
    return lambda url: requests.request(*parts(scenario, url), json=scenario.request.get("body")).json()


def plain_httpx(scenario: Scenario) -> Client:
    return lambda url: httpx.request(*parts(scenario, url), json=scenario.request.get("body")).json()


def plain_urllib3(scenario: Scenario) -> Client:
    """
    A Retry as tutorials show it: for every method and every status that may pass.
    """
    retry = urllib3.Retry(5, status_forcelist=[409, 429, 500, 502, 503, 504], allowed_methods=None, backoff_factor=0.5)

    def client(url: str) -> Any:
        with urllib3.PoolManager(retries=retry) as pool:
            return pool.request(*parts(scenario, url), json=scenario.request.get("body")).json()

    return client


def _sent(scenario: Scenario, url: str) -> Any:
    response = httpx.request(*parts(scenario, url), json=scenario.request.get("body"))
    response.raise_for_status()
    return response.json()


def plain_tenacity(scenario: Scenario) -> Client:
    return tenacity.retry(stop=tenacity.stop_after_attempt(5), wait=tenacity.wait_exponential(), reraise=True)(
        lambda url: _sent(scenario, url)
    )


def plain_stamina(scenario: Scenario) -> Client:
    @stamina.retry(on=httpx.HTTPError, attempts=5, wait_jitter=0)
    def client(url: str) -> Any:
        return _sent(scenario, url)

    return client


PLAIN: dict[str, Callable[[Scenario], Client]] = {
    "requests": plain_requests,
    "httpx": plain_httpx,
    "urllib3 Retry": plain_urllib3,
    "tenacity": plain_tenacity,
    "stamina": plain_stamina,
}


# with errspec


def policy(scenario: Scenario) -> Policy:
    return Policy(scenario.provider, jitter=0)


def advised_httpx(scenario: Scenario) -> Client:
    def client(url: str) -> None:
        with httpx.Client(transport=errspec.retry.httpx.RetryTransport(policy(scenario))) as session:
            response = session.request(*parts(scenario, url), json=scenario.request.get("body"))
            errspec.raise_for_problem(response, scenario.provider)

    return client


def advised_async_httpx(scenario: Scenario) -> Client:
    async def client(url: str) -> None:
        transport = errspec.retry.httpx.AsyncRetryTransport(policy(scenario))
        async with httpx.AsyncClient(transport=transport) as session:
            response = await session.request(*parts(scenario, url), json=scenario.request.get("body"))
            await errspec.araise_for_problem(response, scenario.provider)

    return client


def advised_requests(scenario: Scenario) -> Client:
    def client(url: str) -> None:
        with requests.Session() as session:
            session.mount("http://", errspec.retry.requests.RetryAdapter(policy(scenario)))
            body = scenario.request.get("body")
            response = session.request(*parts(scenario, url), json=body, allow_redirects=False)
            errspec.raise_for_problem(response, scenario.provider)

    return client


def advised_aiohttp(scenario: Scenario) -> Client:
    async def client(url: str) -> None:
        middlewares = [errspec.retry.aiohttp.retry(policy(scenario))]
        async with (
            aiohttp.ClientSession(middlewares=middlewares) as session,
            session.request(
                *parts(scenario, url), json=scenario.request.get("body"), allow_redirects=False
            ) as response,
        ):
            await errspec.araise_for_problem(response, scenario.provider)

    return client


def advised_tenacity(scenario: Scenario) -> Client:
    @tenacity.retry(**errspec.retry.tenacity.advised(policy(scenario), scenario.request["method"]))
    def client(url: str) -> httpx.Response:
        return httpx.request(*parts(scenario, url), json=scenario.request.get("body"))

    return client


def advised_stamina(scenario: Scenario) -> Client:
    def client(url: str) -> None:
        hook = errspec.retry.stamina.advised(policy(scenario), scenario.request["method"])
        for attempt in stamina.retry_context(on=hook, attempts=None, timeout=None):
            with attempt:
                response = httpx.request(*parts(scenario, url), json=scenario.request.get("body"))
                errspec.raise_for_problem(response, scenario.provider)

    return client


def advised_urllib3(scenario: Scenario) -> Client:
    def client(url: str) -> None:
        retry = errspec.retry.urllib3.HeaderRetry(policy=policy(scenario))
        with urllib3.PoolManager(retries=retry) as pool:
            response = pool.request(*parts(scenario, url), json=scenario.request.get("body"), redirect=False)
            errspec.raise_for_problem(response, scenario.provider)

    return client


ADVISED: dict[str, Callable[[Scenario], Client]] = {
    "httpx": advised_httpx,
    "async httpx": advised_async_httpx,
    "requests": advised_requests,
    "aiohttp": advised_aiohttp,
    "tenacity": advised_tenacity,
    "stamina": advised_stamina,
    "urllib3": advised_urllib3,
}


# with an application's own knowledge


def refreshing(url: str) -> None:
    """
    A client that gets a new token and sends the request again with it.
    """
    first = httpx.get(url, headers={"Authorization": "Bearer an-old-token"})
    if errspec.problem(first, "fattureincloud").retry.kind == "after-authentication":
        token = httpx.post(url.partition("/user")[0] + "/oauth/token", json={}).json()["access_token"]
        httpx.get(url, headers={"Authorization": f"Bearer {token}"}).raise_for_status()


def correcting(url: str) -> None:
    """
    A client that takes the amount due from the error and sends the corrected request.
    """
    body = {"data": {"type": "invoice", "payments_list": [{"amount": 100}]}}
    problem = errspec.problem(httpx.post(url, json=body), "fattureincloud")
    body["data"]["payments_list"][0]["amount"] = problem.details["totals"]["amount_due"]
    httpx.post(url, json=body).raise_for_status()


def impatient(scenario: Scenario) -> Client:
    """
    A client that repeats everything at once, follows redirects and parses everything.
    """

    def client(url: str) -> Any:
        found = None
        for _ in range(7):
            try:
                found = requests.request(*parts(scenario, url), json=scenario.request.get("body"))
            except requests.ConnectionError:
                continue
            if found.json() and found.status_code == 200:
                break
        return found

    return client
