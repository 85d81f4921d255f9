"""
Responses on demand: documented ones, changed ones, broken ones, in the forms of the libraries.
"""

from __future__ import annotations

import json
import re

import httpx
import pytest
import requests
import requests_mock as requests_mock_library
import responses as responses_library
import respx
from hypothesis import given
from hypothesis import strategies as st

import errspec
from errspec import CATALOG, Response, openapi
from errspec.exceptions import NotCarried, NotMockable, NotThatProblem
from errspec.reporters.coverage import decidable
from errspec.testing import ApiErrors, broken, play, response, responses, strategies

PROVIDERS = sorted(CATALOG.providers)
EVERY = [each for provider in PROVIDERS for each in responses(provider, every=True)]
FORMS = ["to_httpx", "to_requests", "to_aiohttp"]


def facts(answer) -> tuple:
    """
    What a response says, whatever its form.
    """
    made = Response.from_client(answer) if not isinstance(answer, Response) else answer
    headers = [(name.lower(), value) for name, value in made.headers if name.lower() != "content-length"]
    return made.status_code, made.reason, headers, made.content, made.url


@pytest.mark.parametrize("example", EVERY)
def test_every_documented_error(example):
    """
    Each is its own problem type, known by its URL alone, and conforms, in every form.
    """
    assert example.problem_type == errspec.check(example).problem_type
    for form in FORMS:
        assert facts(example) == facts(getattr(example, form)())
    there = example.to_django()
    there.request = None
    assert (example.status_code, example.reason, example.content) == (
        there.status_code,
        there.reason_phrase,
        there.content,
    )
    assert {name.lower() for name, _ in example.headers} == {name.lower() for name in there.headers}


def test_readable_ids(pytester):
    """
    As arguments of a parametrised test, the responses have the names of their problem types.
    """
    pytester.makepyfile(
        """
        import pytest
        import errspec.testing

        @pytest.mark.parametrize("response", errspec.testing.responses("sibill", status="4XX"))
        def test_it(response):
            assert 400 <= response.status_code < 500
        """
    )
    result = pytester.runpytest_inprocess("-v", "-p", "no:cacheprovider", "-p", "no:asyncio")
    result.stdout.fnmatch_lines(["*::test_it[[]sibill/field-invalid[]] PASSED*"])
    assert result.ret == 0


def test_statuses():
    """
    A status or a range chooses, and every example is given if they are asked for.
    """
    assert {429} == {each.status_code for each in responses("fattureincloud", status=429)}
    with pytest.raises(errspec.exceptions.NoSuchProblemType, match="418"):
        responses("sibill", status=418)
    assert {500, 502, 503, 504} == {each.status_code for each in responses("sibill", status="5xx")}
    names = [each.__name__ for each in responses("open2b", every=True)]
    assert "open2b/malformed" in names
    assert "open2b/malformed-1" in names
    for provider in PROVIDERS:
        names = [each.problem_type for each in responses(provider)]
        assert names == list(decidable(CATALOG.provider(provider)))


def test_another_catalog(acme):
    """
    A provider made of data alone has examples, broken ones and strategies too.
    """
    for example in responses("acme", catalog=acme):
        assert example.problem_type == example.report().problem_type
        for each in broken(example.problem_type.name, catalog=acme):
            assert 1 == len(each.report().errors)


# changes


def test_changes_are_merged():
    """
    Members of the body and headers are merged, None removes one, and a text replaces the body.
    """
    changed = response("fattureincloud/totals-mismatch", body={"extra": {"totals": {"amount_due": 5}}})
    assert 5 == changed.value["extra"]["totals"]["amount_due"]
    assert 160.12 == changed.value["extra"]["totals"]["amount_net"]
    changed = response("fattureincloud", "rate-limited", headers={"retry-after": "7", "X-More": "1"})
    assert ("7", "1") == (changed.header("Retry-After"), changed.header("X-More"))
    assert 7.0 == errspec.problem(changed).wait
    changed = response("fattureincloud", "rate-limited", headers={"Retry-After": None}, broken=True)
    assert changed.header("Retry-After") is None
    assert b"<html>" == response("sibill/bad-gateway", body="<html>", broken=True).content
    assert (503, "Service Unavailable") == response("fattureincloud/server-error", status=503)[::3][:2]


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("fattureincloud/rate-limited", {"headers": {"Retry-After": None}}, "The header Retry-After is missing"),
        ("fattureincloud/rate-limited", {"headers": {"Retry-After": "soon"}}, 'the string "soon"'),
        ("fattureincloud/fields-invalid", {"body": {"error": {"message": 5}}}, "/error/message"),
        ("fattureincloud/totals-mismatch", {"status": 404}, "It is fattureincloud/not-found."),
        ("sibill/field-invalid", {"body": {"errors": [{"code": 5, "source": {"pointer": "/x"}}]}}, "/errors/0/code"),
        ("open2b/malformed-key", {"reason": "Forbidden"}, "It is open2b/forbidden."),
    ],
)
def test_a_change_that_does_not_conform(name, changes, reason):
    """
    It raises and says why, unless it is wanted.
    """
    with pytest.raises(NotThatProblem) as caught:
        response(name, **changes)
    assert reason in str(caught.value)
    assert response(name, **changes, broken=True) is not None


def test_wrong_names():
    """
    A misspelled name is named, with the one that was meant.
    """
    with pytest.raises(errspec.NoSuchProvider):
        response("sibil/field-invalid")
    with pytest.raises(errspec.exceptions.NoSuchProblemType, match="field-invalid"):
        response("sibill/field-invald")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: response(5), errspec.NoSuchProvider),
        (lambda: response("sibill", 5), errspec.exceptions.NoSuchProblemType),
        (lambda: next(broken(5)), errspec.NoSuchProvider),
        (lambda: play(5, str), errspec.NoSuchProvider),
        (lambda: ApiErrors().assert_problem(response("sibill/not-found"), 5), errspec.NoSuchProvider),
        (lambda: response("sibill/not-found", status=float("inf")), TypeError),
        (lambda: openapi.schemas_of(5), TypeError),
        (lambda: errspec.explain(2**70), TypeError),
        (lambda: errspec.explain(404), TypeError),
    ],
)
def test_arguments_of_other_types(call, error):
    """
    A value of another type is an unknown name, and where a text or a status is wanted, a wrong type.
    """
    with pytest.raises(error):
        call()


# mock libraries


@pytest.mark.parametrize("example", EVERY)
def test_mocks(example, httpserver):
    """
    What a client receives through a mock library is the response.
    """
    with respx.mock as mocked:
        example.mock(mocked, re.compile(re.escape(example.url)), "GET")
        assert facts(example) == facts(httpx.get(example.url))
    with responses_library.RequestsMock() as mocked:
        example.mock(mocked)
        assert facts(example) == facts(requests.get(example.url, allow_redirects=False))
    with requests_mock_library.Mocker() as mocked:
        example.mock(mocked, example.url, "GET")
        assert facts(example) == facts(requests.get(example.url, allow_redirects=False))
    example.mock(httpserver)
    there = requests.get(httpserver.url_for("/x"), allow_redirects=False)
    assert example.problem_type == errspec.check(there, example.provider).problem_type


@pytest.mark.parametrize("example", EVERY)
def test_pytest_httpx(example, httpx_mock):
    """
    The same for what replaces the transports of httpx.
    """
    example.mock(httpx_mock)
    assert facts(example) == facts(httpx.post(example.url))


def test_modules_and_repeated_headers(respx_mock):
    """
    The modules respx and responses are taken as well, and headers that are repeated stay separate.
    """
    repeated = response("open2b/service-unavailable", headers={"Set-Cookie": "a=1"})
    repeated = type(repeated).of(
        repeated._replace(headers=(*repeated.headers, ("Set-Cookie", "b=2"))),
        repeated.problem_type,
        repeated.catalog,
        "",
    )
    repeated.mock(respx_mock)
    assert ["a=1", "b=2"] == httpx.get("https://shop.example.com/").headers.get_list("set-cookie")
    responses_library.start()
    try:
        repeated.mock(responses_library, "https://shop.example.com/")
        assert ["a=1", "b=2"] == requests.get("https://shop.example.com/").raw.headers.getlist("set-cookie")
    finally:
        responses_library.stop()
        responses_library.reset()


def test_no_response(respx_mock, httpserver):
    """
    A response that never arrives is a timeout of the client; a library that cannot do this says so.
    """
    silent = response("open2b/no-answer")
    silent.mock(respx_mock)
    with pytest.raises(httpx.ReadTimeout) as caught:
        httpx.get("https://shop.example.com/")
    assert "open2b/no-answer" == errspec.check(caught.value, "open2b").problem_type.name
    for library in (responses_library.RequestsMock(), requests_mock_library.Mocker()):
        with library as mocked:
            silent.mock(mocked, method="GET")
            with pytest.raises(requests.ReadTimeout):
                requests.get("https://shop.example.com/")
    for form in (*FORMS, "to_http", "to_django"):
        with pytest.raises(NotCarried, match="never arrives"):
            getattr(silent, form)()
    with pytest.raises(NotCarried, match="never arrives"):
        silent.mock(httpserver)
    with pytest.raises(NotMockable, match="dict does not belong"):
        silent.mock({})


def test_to_http():
    """
    The bytes are those of HTTP/1.1, and a recording of them is checked as the response.
    """
    assert response("open2b/malformed-key").to_http().startswith(b"HTTP/1.1 403 Forbidden, malformed key\r\n")
    injected = response("sibill/not-found", headers={"X-A": "a\r\nSet-Cookie: b=1"}, broken=True).to_http()
    assert b"\r\nX-A: a  Set-Cookie: b=1\r\n" in injected


# broken responses


@pytest.mark.parametrize("example", EVERY)
def test_broken_responses(example):
    """
    Each has exactly the finding that it names, and no two the same; jsonschema agrees about each body.
    """
    found = list(broken(example.problem_type.name))
    places = set()
    for each in found:
        report = errspec.check(each, each.provider)
        assert [each.finding] == list(report.errors)
        places.add((each.finding.code, each.finding.keyword, each.finding.instance_location, each.finding.header))
        if each.finding.code == "schema":
            shape = report.problem_type.shape
            assert list(CATALOG.validator(shape).iter_errors(json.loads(each.content)))
    assert len(places) >= len(found) * 0.9
    if example.problem_type.location == "body":
        assert found


def test_broken_responses_of_a_header():
    """
    A required header is missing in one of them, and malformed in another.
    """
    codes = {each.finding.code for each in broken("fattureincloud/rate-limited")}
    assert {"missing-header", "malformed-header", "not-json", "truncated", "schema"} <= codes
    assert "fattureincloud/rate-limited: missing-header Retry-After" in {
        each.__name__ for each in broken("fattureincloud/rate-limited")
    }


@given(st.sampled_from(PROVIDERS).flatmap(strategies.responses))
def test_strategy_of_responses(example):
    """
    Whatever values they have, they are their problem type and conform.
    """
    report = errspec.check(example)
    assert (example.problem_type, ()) == (report.problem_type, report.errors)


@given(st.sampled_from(PROVIDERS).flatmap(strategies.broken))
def test_strategy_of_broken_responses(example):
    """
    Whatever values they have, they have the one finding that they name.
    """
    assert [example.finding] == list(example.report().errors)
