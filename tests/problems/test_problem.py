"""
Errors as values: what each documented response comes to, and how it is raised, logged and passed on.
"""

from __future__ import annotations

import asyncio
import json
import pickle
from typing import Any

import httpx
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import errspec
from errspec import CATALOG, Catalog, Problem, Response, problem, problem_from_url, raise_for_problem
from errspec.problems.problem import LARGEST
from errspec.problems.raising import _BY_KIND
from errspec.response import never_sent
from tests.support.cases import ROOT, Case, cases
from tests.support.strategies import bodies

ACME = Catalog.load(ROOT / "tests" / "fixtures" / "acme")
CASES = list(cases("problems"))
KINDS = json.loads((ROOT / "schemas" / "meta" / "problem-types.schema.json").read_text("utf-8"))["$defs"]["kind"][
    "enum"
]
QUOTA = Response(403, {"Retry-After": "1800"}, '{"error": {"message": "Bearer abcdefgh12345678"}}', method="POST")
#: The schema of a problem in JSON (RFC 9457, appendix A), without its descriptions.
RFC9457 = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
    "additionalProperties": True,
}


def found(case: Case) -> Problem | None:
    """
    What the response of a case comes to.
    """
    if "example" in case.data:
        name, number = case.data["example"].split("#")
        provider, identifier = name.split("/")
        catalog = ACME if provider == "acme" else CATALOG
        response = catalog.provider(provider).problem_type(identifier).examples[int(number) - 1].response
        return problem(response._replace(method=case.data["method"]), provider, catalog=catalog)
    return problem(case.response, case.data["provider"], now=case.data.get("now"))


def summary(one: Problem | None, wanted: dict[str, Any]) -> dict[str, Any]:
    """
    The facts of a problem that a case names, and all that it has.
    """
    assert one is not None
    retry = {name: value for name, value in one.retry._asdict().items() if value is not None}
    retry["repeats"] = one.retry.repeats
    names = ("kind", "seconds", "increase", "attempts", "safe", *(["repeats"] if "repeats" in wanted["retry"] else []))
    facts: dict[str, Any] = {
        "problem_type": one.problem_type and one.problem_type.name,
        "kind": one.kind,
        "retry": {name: retry[name] for name in names if name in retry},
    }
    if one.code is not None:
        facts["code"] = one.code
    if one.fields:
        facts["fields"] = [[field.name, field.pointer] for field in one.fields]
    return facts


@pytest.mark.parametrize("case", CASES, ids=str)
def test_suite(case):
    """
    Each response comes to the wanted problem, and its advice has a reason in both languages.
    """
    one = found(case)
    assert case.data["problem"] == summary(one, case.data["problem"])
    assert one is not None
    assert one.retry.reason.endswith(".")


def test_every_problem_type_has_a_case():
    """
    The suite has every problem type that a response can show, and every kind of retry.
    """
    named = {case.data["problem"]["problem_type"] for case in CASES}
    shown = {
        problem_type.name
        for catalog in (CATALOG, ACME)
        for provider in catalog.providers.values()
        for problem_type in provider.problem_types
        if problem_type.location != "page"
    }
    assert not shown - named
    assert set(CATALOG.advice["retry"]) == {case.data["problem"]["retry"]["kind"] for case in CASES}


def test_kinds():
    """
    Every kind of the data has an exception, except the one for whatever is unknown.
    """
    assert {*KINDS} == {*_BY_KIND, "unknown"}


@given(
    bodies(), st.integers(0, 599), st.sampled_from([None, "GET", "POST"]), st.sampled_from(["sibill", "open2b", None])
)
def test_nothing_raises(body, status, method, provider):
    """
    A problem can be made, logged and passed on, whatever the response is, and an added member changes nothing else.
    """
    headers = {"Content-Type": "application/json", "Retry-After": "x" if status % 2 else "30"}
    one = problem(Response(status, headers, json.dumps(body), method=method), provider)
    if one is None:
        return
    json.dumps([one.as_dict(), one.to_rfc9457(docs_base_url="https://docs.example")])
    assert one == pickle.loads(pickle.dumps(one))
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        more = {**body, "error": {**body["error"], "zzz": 1}}
        other = problem(Response(status, headers, json.dumps(more), method=method), provider)
        assert other is not None
        same = "problem_type", "kind", "message", "code", "fields", "retry"
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]


def test_field_paths_lead_into_the_request():
    """
    The pointer of a field resolves in a request that has the field.
    """
    body = {"error": {"message": "x", "validation_result": {"data.items_list.4.name": ["a", "b"]}}}
    one = problem(Response(422, {}, json.dumps(body)), "fattureincloud")
    assert one is not None
    [field] = one.fields
    assert ("data.items_list.4.name", "/data/items_list/4/name", ("a", "b")) == field
    assert "data.items_list.4.name" == field.pointer[1:].replace("/", ".")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rfc9457(case):
    """
    A problem is passed on as RFC 9457 wants it, and says which provider it is from.
    """
    one = found(case)
    assert one is not None
    for base in (None, "https://docs.example/errors"):
        members = one.to_rfc9457(docs_base_url=base)
        Draft202012Validator(RFC9457).validate(members)
        assert (members["type"] == "about:blank") == (base is None or one.problem_type is None)


def test_logs():
    """
    What goes into a log is flat, and neither a credential nor a body is in it.
    """
    one = problem(QUOTA, "fattureincloud")
    assert one is not None
    logged = one.as_dict()
    assert "abcdefgh12345678" not in json.dumps([logged, one.to_rfc9457()]) + str(one) + repr(one)
    assert all(isinstance(value, (str, int, float, list)) for value in logged.values())
    assert ("fattureincloud/quota-exceeded", "quota", 1800.0, True) == (
        logged["problem_type"],
        logged["kind"],
        logged["wait"],
        logged["retry_safe"],
    )


def test_totals():
    """
    The totals say what was calculated, what the payments come to, and what would be accepted, in both languages.
    """
    [example, bare] = CATALOG.provider("fattureincloud").problem_type("totals-mismatch").examples
    one = problem(example.response, "fattureincloud")
    assert one is not None
    numbers = {name: value for name, value in one.details.items() if name != "totals"}
    wanted = {"amount_due": 168, "payments_sum": 100, "difference": 68.0, "accepted_payments_sum": 168}
    assert wanted == numbers
    assert "the difference is 68.00" in str(one.report.summary())
    assert "la differenza è 68.00" in str(one.report.summary("it"))
    without = problem(bare.response, "fattureincloud")
    assert without is not None
    assert (None, {}) == (without.report.summary(), dict(without.details))


@pytest.mark.parametrize(
    ("difference", "wanted"), [("0.3", 0.2), ("true", None), ("1e400", None), ("null", None), ('"1"', None)]
)
def test_totals_that_are_no_numbers(difference, wanted):
    """
    A difference is exact, and is missing where one of the two is no number of a plausible size.
    """
    body = '{"error":{"message":"x"},"extra":{"totals":{"amount_due":DUE,"payments_sum":0.1}}}'.replace(
        "DUE", difference
    )
    one = problem(Response(422, {}, body), "fattureincloud")
    assert one is not None
    assert wanted == one.details.get("difference")


def test_large_body():
    """
    Of a large body a problem keeps the beginning.
    """
    one = problem(Response(500, {}, b"x" * (LARGEST + 1)), "sibill")
    assert one is not None
    assert b"x" * LARGEST == one.body


def test_raising():
    """
    The exception tells the kind, what the provider says and how long to wait, without a credential.
    """
    with pytest.raises(errspec.QuotaExceeded) as caught:
        raise_for_problem(QUOTA, "fattureincloud")
    assert isinstance(caught.value, errspec.ProblemError)
    assert 1800.0 == caught.value.problem.wait
    assert "fattureincloud/quota-exceeded 403" in str(caught.value)
    assert "abcdefgh12345678" not in str(caught.value) + repr(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    raise_for_problem(Response(200, {}, "{}"), "fattureincloud")
    with pytest.raises(errspec.ProblemError):
        raise_for_problem(Response(418), "fattureincloud")


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(429, headers={"Retry-After": "5"}, stream=httpx.ByteStream(b'{"errors":[{"code":"x"}]}'))


def test_hook_of_httpx():
    """
    The function is a hook of a client of httpx, sync and async: it reads the body first.
    """
    url, transport = "https://integration.sibill.com/api", httpx.MockTransport(answer)

    async def ask() -> None:
        hooks = {"response": [errspec.araise_for_problem]}
        async with httpx.AsyncClient(transport=transport, event_hooks=hooks) as client:
            await client.get(url)

    with (
        httpx.Client(transport=transport, event_hooks={"response": [raise_for_problem]}) as client,
        pytest.raises(errspec.ProblemError) as caught,
    ):
        client.get(url)
    assert b'{"errors":[{"code":"x"}]}' == caught.value.problem.body
    with pytest.raises(errspec.ProblemError) as caught:
        asyncio.run(ask())
    assert b'{"errors":[{"code":"x"}]}' == caught.value.problem.body


class Canned(requests.adapters.BaseAdapter):
    """
    An adapter of requests that answers with a stream.
    """

    def send(self, request, **_):
        from io import BytesIO

        from urllib3 import HTTPResponse

        raw = HTTPResponse(BytesIO(b'{"errors":[{"code":"x"}]}'), {"Retry-After": "5"}, 429, preload_content=False)
        return requests.adapters.HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """
        There is nothing to close.
        """


@pytest.mark.parametrize("stream", [False, True])
def test_hook_of_requests(stream):
    """
    The function is a hook of requests, with a stream too.
    """
    session = requests.Session()
    session.mount("https://", Canned())
    with pytest.raises(errspec.RateLimited) as caught:
        session.get("https://integration.sibill.com/api", hooks={"response": raise_for_problem}, stream=stream)
    assert (b'{"errors":[{"code":"x"}]}', 5.0) == (caught.value.problem.body, caught.value.problem.wait)


@pytest.mark.parametrize(
    ("url", "provider", "name"),
    [
        ("https://app.example/cb?error=access_denied&state=1", "fattureincloud", "fattureincloud/consent-denied"),
        ("https://app.example/cb?error=access_denied&state=1", None, "common/authorization-error"),
        ("https://app.example/cb?code=1&state=1", "fattureincloud", None),
        ("https://app.example/cb", None, None),
        ("not a URL", "sibill", None),
    ],
)
def test_callback(url, provider, name):
    """
    The error in the query of a callback becomes a problem.
    """
    one = problem_from_url(url, provider)
    assert name == (one and one.problem_type and one.problem_type.name)


class OAuthError(Exception):
    """
    An exception as Authlib and oauthlib have it, without a response.
    """

    def __init__(self, error: str, description: str | None) -> None:
        super().__init__(f"{error}: {description}")
        self.error, self.description, self.uri = error, description, None


def test_exceptions_of_oauth_libraries():
    """
    An exception that keeps only the code and the description of an OAuth error becomes a problem.
    """
    one = problem(OAuthError("slow_down", "Too fast"), "fattureincloud")
    assert one is not None
    assert ("fattureincloud/slow-down", "Too fast", "slow_down") == (str(one), one.message, one.code)
    assert "common/oauth-error" == str(problem(OAuthError("invalid_grant", None)))


def test_requests_that_were_never_sent():
    """
    A POST that did not reach a server is safe to repeat, and one that may have is not.
    """
    for get, expected in ((requests.post, requests.ConnectionError), (httpx.post, httpx.ConnectError)):
        with pytest.raises(expected) as caught:
            get("http://127.0.0.1:9/", timeout=5)
        assert never_sent(caught.value)
        one = problem(caught.value, "open2b")
        assert one is not None
        assert ("no-answer", True) == (one.kind, one.retry.repeats)
    lost = httpx.ReadTimeout("", request=httpx.Request("POST", "http://127.0.0.1:9/"))
    one = problem(lost, "open2b")
    assert one is not None
    assert ("no-answer", False) == (one.kind, one.retry.repeats)
    circular = ValueError()
    circular.__cause__ = circular
    assert not never_sent(circular)
