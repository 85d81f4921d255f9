"""
The pytest plugin: what it sees, whom it blames, and what it prints.
"""

from __future__ import annotations

import json
import subprocess
import sys

import aiohttp  # so that the runs within this process do not import it again
import django.test
import flask
import httpx
import httpx2
import niquests
import pytest
import requests
import responses
import respx
import starlette.testclient
import urllib3
import vcr
from jsonschema import Draft202012Validator

from errspec.catalog.datafiles import meta_registry
from tests.support.cases import ROOT
from tests.testing.conftest import INNER

LIBRARIES = [aiohttp, django, flask, httpx, httpx2, niquests, requests, responses, respx, starlette, urllib3, vcr]
BLAMED = "*missing-header*Retry-After*"


def names_of(result, outcome: str) -> set[str]:
    """
    The tests of a run with an outcome.
    """
    lines = [line.split(" - ")[0] for line in result.outlines if line.startswith(f"{outcome} ")]
    return {line.split("::")[-1] for line in lines}


@pytest.mark.parametrize(
    ("options", "pairs"),
    [((), 34), (("-n", "2", "-k", "respx or thread or flask"), 4)],
    ids=["one process", "two processes"],
)
def test_every_pair_of_client_and_source(pytester, options, pairs):
    """
    A planted 429 without Retry-After fails the test that received it, and the same with it fails none.
    """
    pytester.makepyfile(test_pairs=(INNER / "pairs.py").read_text("utf-8"))
    hosts = [f"--errspec-provider=fattureincloud={host}" for host in ("localhost", "127.0.0.1", "testserver")]
    result = pytester.runpytest_subprocess("--errspec", "-rA", "-p", "no:cacheprovider", *hosts, *options)
    failed, passed = names_of(result, "FAILED"), names_of(result, "PASSED")
    assert {name.removesuffix("[planted]") for name in failed} == {name.removesuffix("[conforming]") for name in passed}
    assert len(failed) == len(passed) == pairs
    covered = "Your tests cover 1 of 28 documented errors of Fatture in Cloud. *"
    result.stdout.fnmatch_lines([BLAMED, f"{2 * pairs} responses*", covered])


def test_inert_until_asked_for(pytester):
    """
    Without an option, nothing but the entry module is imported.
    """
    pytester.makepyfile(
        "import sys\n\n"
        "def test_modules():\n"
        "    found = {name for name in sys.modules if name.split('.')[0] == 'errspec'}\n"
        "    assert found == {'errspec', 'errspec.testing', 'errspec.testing.plugin'}\n"
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)


def test_everything_is_put_back(run):
    """
    After a run, every function that was replaced is the original again.
    """
    before = [httpx.Client._send_single_request, requests.sessions.dispatch_hook, httpx.Response.iter_bytes]
    before += [aiohttp.ClientResponse.start, niquests.Response.content]
    run("def test_it(api): answer(api)")
    after = [httpx.Client._send_single_request, requests.sessions.dispatch_hook, httpx.Response.iter_bytes]
    after += [aiohttp.ClientResponse.start, niquests.Response.content]
    assert before == after
    assert not [each for each in sys.meta_path if "errspec" in type(each).__module__]


def test_libraries_that_are_imported_later(pytester):
    """
    What a test imports while it runs is observed too, can be reloaded and shows its source.
    """
    pytester.makepyfile(
        """
        def test_it(httpserver):
            import importlib, inspect
            httpserver.expect_request("/c/1").respond_with_json({"error": {"message": "x"}}, 429)
            import requests.sessions
            assert "class Session" in inspect.getsource(requests.sessions)
            assert "errspec" not in type(requests.sessions.__loader__).__module__
            importlib.reload(requests.sessions)
            requests.sessions.Session().get(httpserver.url_for("/c/1"))
        """
    )
    result = pytester.runpytest_subprocess("--errspec-provider", "fattureincloud", "-p", "no:cacheprovider")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([BLAMED, "1 response."])


# which responses


def test_streams_stay_whole(run):
    """
    A body that the test does not read is not read, and counts as not checked; one that it reads in parts is checked.
    """
    result = run(
        """
class Body(httpx.SyncByteStream):
    def __init__(self):
        self.read = 0

    def __iter__(self):
        for part in (b'{"error": ', b'{"message": 5}}'):
            self.read += 1
            yield part


def send(api, body):
    headers = {"Content-Type": "application/json", "Retry-After": "1"}
    api.get(URL).mock(side_effect=lambda request: httpx.Response(429, stream=body, headers=headers))


def test_unread(api):
    body = Body()
    send(api, body)
    with httpx.stream("GET", URL):
        pass
    assert body.read == 0


def test_read(api):
    body = Body()
    send(api, body)
    with httpx.stream("GET", URL) as response:
        assert len(list(response.iter_bytes())) == 2


def test_half_read(api):
    body = Body()
    send(api, body)
    with httpx.stream("GET", URL) as response:
        next(response.iter_bytes())
    assert body.read == 1
"""
    )
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*schema*/error/message is the number 5*",
            '*In the body: {"error": {"message": 5}}',
            "3 responses; *2 bodies*",
        ]
    )


def test_every_hop_and_every_attempt(run):
    """
    A redirect counts for each hop, and a request that is repeated for each attempt, once each.
    """
    result = run(
        """
import urllib3
from errspec.retry.httpx import RetryTransport
from errspec.retry.policy import Policy


def test_hops(httpserver):
    for name, there in (("/c/1", "/c/2"), ("/c/2", "/c/3")):
        httpserver.expect_request(name).respond_with_data("", 302, {"Location": there})
    httpserver.expect_request("/c/3").respond_with_json(ERROR, 429)
    assert len(requests.get(httpserver.url_for("/c/1")).history) == 2
    assert len(httpx.get(httpserver.url_for("/c/1"), follow_redirects=True).history) == 2


def test_attempts(httpserver, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    httpserver.expect_request("/c/3").respond_with_json(ERROR, 429)
    policy = Policy("fattureincloud", attempts=3, jitter=0)
    with httpx.Client(transport=RetryTransport(policy)) as client:
        client.get(httpserver.url_for("/c/3"))
    retries = urllib3.Retry(2, status_forcelist=[429], backoff_factor=0, raise_on_status=False)
    with urllib3.PoolManager(retries=retries) as pool:
        pool.request("GET", httpserver.url_for("/c/3"))
""",
        "--errspec-provider=fattureincloud",
    )
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["2 responses do not match the documentation.", "6 responses do not match*", "12 responses*"]
    )


def test_hosts_decide(run):
    """
    The host of the request tells the provider, a named host or provider comes next, and other APIs are left alone.
    """
    text = """
def test_known(api): answer(api)
def test_unknown(api): answer(api, url="https://api.example.net/c/1")
def test_named(api): answer(api, url="http://double:8080/c/1")
@pytest.mark.errspec(provider="fattureincloud")
def test_marked(api): answer(api, url="https://api.example.net/c/1")
"""
    result = run(text, "--errspec-provider=FattureInCloud=double:8080", "-rA")
    assert names_of(result, "FAILED") == {"test_known", "test_named", "test_marked"}
    assert names_of(run(text, "--errspec-provider=fattureincloud", "-rA"), "PASSED") == set()


# whom it blames


def test_threads(run):
    """
    Work that a pool does belongs to the test that handed it over; a thread that outlives its test blames no other.
    """
    result = run(
        """
import threading
import time
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor(1)
GO, DONE = threading.Event(), threading.Event()


def late():
    GO.wait(10)
    with httpx.Client(transport=TRANSPORT) as client:
        client.get(URL)
    DONE.set()


TRANSPORT = httpx.MockTransport(lambda request: httpx.Response(429, json=ERROR))


def ask():
    with httpx.Client(transport=TRANSPORT) as client:
        return client.get(URL)


def test_first():
    POOL.submit(int).result()


def test_pool():
    assert POOL.submit(ask).result().status_code == 429


def test_starts():
    threading.Thread(target=late).start()


def test_innocent():
    GO.set()
    assert DONE.wait(10)


@pytest.fixture
def server():
    thread = threading.Thread(target=late)
    GO.clear()
    DONE.clear()
    thread.start()
    yield
    thread.join()


def test_of_a_fixture(server):
    GO.set()
    assert DONE.wait(10)
""",
        "-rA",
    )
    assert names_of(result, "FAILED") == {"test_pool", "test_of_a_fixture"}
    result.stdout.fnmatch_lines(["*arrived after their test*", "*429 https://api-v2.fattureincloud.it/c/1*test_starts"])


def test_phases(run):
    """
    What a fixture receives is an error of its test, and the failure of the test itself comes first.
    """
    result = run(
        """
import unittest

@pytest.fixture
def before(api):
    answer(api)

@pytest.fixture
def after(api):
    yield
    answer(api)

def test_setup(before): pass
def test_teardown(after): pass
def test_own(api):
    answer(api)
    raise ValueError("its own")
@pytest.mark.xfail(strict=True)
def test_expected(api): answer(api)
def test_skipped(api):
    answer(api)
    pytest.skip("after the response")
def test_swallowed(api):
    try:
        answer(api).raise_for_status()
    except Exception:
        pass
class Old(unittest.TestCase):
    def test_old(self):
        with respx.mock as mocked:
            answer(mocked)
    def test_old_fails(self):
        with respx.mock as mocked:
            answer(mocked)
        self.fail("of unittest")
""",
        "-rA",
    )
    result.assert_outcomes(passed=1, failed=4, errors=2, xfailed=1, skipped=1)
    assert names_of(result, "FAILED") == {"test_own", "test_swallowed", "test_old", "test_old_fails"}
    result.stdout.fnmatch_lines(["*ValueError: its own*", "*Captured http responses call*", BLAMED])
    summary = result.stdout.str().partition("= errspec =")[2]
    for name in ("setup", "teardown", "own", "expected", "skipped", "swallowed", "old", "old_fails"):
        assert f"test_{name}\n" in summary


def test_reruns(run):
    """
    A test whose later attempt is clean passes, and sections of an earlier attempt are gone.
    """
    result = run(
        """
COUNT = []

def test_flaky(api):
    COUNT.append(1)
    answer(api, headers={"Retry-After": "1"} if len(COUNT) > 1 else None)
""",
        "--reruns=1",
    )
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*missing-header*", "2 responses*", "Your tests cover 1 of*", "*1 passed, 1 rerun*"])


def test_markers(run):
    """
    A test is left out, expects a finding, or is told that it did not come.
    """
    result = run(
        """
@pytest.mark.errspec(off=True)
def test_off(api): answer(api)
@pytest.mark.errspec(expect="missing-header")
def test_expect(api): answer(api)
@pytest.mark.errspec(expect="missing-header")
def test_missing(api): answer(api, headers={"Retry-After": "1"})
@pytest.mark.errspec(expect="missing-header")
def test_other(api): answer(api, json={"error": {"message": 5}})
@pytest.mark.errspec(expect="mising-header")
def test_wrong(api): answer(api)
@pytest.mark.errspec(provider="nobody")
def test_nobody(api): answer(api)
@pytest.mark.errspec(of=True)
def test_misspelled(api): answer(api)
@pytest.mark.errspec("off")
def test_positional(api): answer(api)
@pytest.mark.errspec(expect=5)
def test_number(api): answer(api)
@pytest.mark.errspec(provider=["sibill"])
def test_list(api): answer(api)
@pytest.mark.errspec(off="false")
def test_text(api): answer(api)
@pytest.mark.errspec(off=True, expect="missing-header")
def test_off_wins(api): answer(api)
""",
        "-rA",
        "--strict-markers",
    )
    assert names_of(result, "PASSED") == {"test_off", "test_expect", "test_off_wins"}
    assert names_of(result, "FAILED") == {"test_missing", "test_other"}
    wrong = {"test_wrong", "test_nobody", "test_misspelled", "test_positional", "test_number", "test_list", "test_text"}
    assert names_of(result, "ERROR") == wrong
    assert "Traceback" not in result.stdout.str()
    assert "KeyError" not in result.stdout.str()
    result.stdout.fnmatch_lines(["*in the errspec marker: mising-header*", "*marker expects missing-header, but no*"])


def test_what_fails(run):
    """
    Drift fails only if it is asked for, and nothing fails with never; all of it is printed.
    """
    text = """
def test_drift(api): answer(api, json={**ERROR, "more": 1}, headers={"Retry-After": "1"})
def test_error(api): answer(api)
"""
    run(text).assert_outcomes(passed=1, failed=1)
    run(text, "--errspec-fail-on=drift").assert_outcomes(failed=2)
    result = run(text, "--errspec-fail-on=never")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*undocumented-member*", "*missing-header*"])


def test_baseline(run, pytester):
    """
    Findings that are written to a baseline are ignored when it is read.
    """
    text = "def test_it(api): answer(api)\n"
    assert run(text, "--errspec-write-baseline=known.json").ret == 1
    result = run(text, "--errspec-baseline=known.json")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["1 response; 1 finding is accepted by the baseline."])


@pytest.mark.parametrize("options", [(), ("-n", "2"), ("--reruns", "1")], ids=["one process", "two", "reruns"])
def test_coverage(run, pytester, options):
    """
    The problem types that the tests met are counted once; a response that decides none gives no credit.
    """
    text = """
import errspec.testing

@pytest.mark.parametrize("response", errspec.testing.responses("sibill", status="4XX"))
def test_each(response, api):
    response.mock(api)
    assert httpx.get(response.url).status_code == response.status_code

@pytest.mark.parametrize("number", [1, 2])
def test_undecided(number, api):
    answer(api, status=403, url="https://integration.sibill.com/", json={})
"""
    result = run(
        text,
        "--errspec-cover-report=c.json",
        "--errspec-cover-report=c.md",
        "--errspec-cover-fail-under=80",
        "--errspec-fail-on=never",
        *options,
        subprocess=bool(options),
    )
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "Your tests cover 8 of 12 documented errors of Sibill. Missing:",
            "    sibill/internal-server-error  *",
            "Your tests cover only 67% of the documented errors of Sibill; 80% is required.",
        ]
    )
    document = json.loads((pytester.path / "c.json").read_text("utf-8"))
    schema = {"$ref": "https://errspec.example/v1/meta/coverage.schema.json"}
    Draft202012Validator(schema, registry=meta_registry()).validate(document)
    [found] = document["providers"]
    assert (found["documented"], found["percent"], len(found["missing"])) == (12, 66.7, 4)
    assert "- [x] `sibill/field-invalid`" in (pytester.path / "c.md").read_text("utf-8")
    if not options:
        assert run(text, "--errspec-cover-fail-under=60", "--errspec-fail-on=never", *options).ret == 0


def test_files_that_cannot_be_written(run):
    """
    The run ends with its report, says which file could not be written, and fails.
    """
    result = run(
        "def test_it(api): answer(api, headers={'Retry-After': '1'})", "--errspec-cover-report=no/where/c.json"
    )
    assert result.ret == 1
    result.stdout.fnmatch_lines(["Your tests cover 1 of*", "*no/where/c.json: *", "*1 passed*"])
    result = run("def test_it(): pass", "--errspec-cover-fail-under=1")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["Your tests received no response from a documented API*"])


def test_other_hosts_are_named(run):
    """
    A host that may stand for an API is named, so that a wrong host does not look like success.
    """
    result = run(
        "def test_it(api): answer(api, url='http://double:8080/c/1')", "--errspec-provider=sibill=https://doble/x"
    )
    result.stdout.fnmatch_lines(["Responses from these hosts were not checked: double.*"])
    result = run(
        "def test_it(api): answer(api, url='http://double:8080/')", "--errspec-provider=sibill=https://double/x"
    )
    result.assert_outcomes(failed=1)


def test_credit_needs_a_response_that_conforms(run):
    """
    A status alone gives no credit.
    """
    text = "def test_it(api): answer(api, json='nonsense', headers={'Retry-After': '1'})"
    result = run(text, "--errspec-fail-on=never")
    result.stdout.fnmatch_lines(["Your tests cover 0 of*"])


def test_another_provider_and_another_language(run):
    """
    A provider made of data alone is checked and counted, and the sentences are Italian.
    """
    result = run(
        """
def test_it(api): answer(api, status=429, url="https://api.acme.example/x")
""",
        f"--errspec-catalog={ROOT / 'tests' / 'fixtures' / 'acme'}",
        "--errspec-lang=it",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*errore *", "Errori documentati di Acme Parcels coperti dai test: * su 4.*"])


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--errspec-provider=fatureincloud", "*Did you mean fattureincloud?*"),
        ("--errspec-fail-on=warning", "*invalid value 'warning': expected error, drift or never*"),
        ("--errspec-cover-fail-under=most", "*invalid value 'most': expected a percentage from 0 to 100*"),
        (
            "--errspec-cover-report=c.xml",
            "*invalid value 'c.xml': expected the name of a file*",
        ),
        ("--errspec-baseline=none.json", "*none.json*"),
        ("--errspec-catalog=none", "*none*provider.json*"),
        ("--errspec-lang=xx", "*xx*"),
    ],
)
def test_wrong_options(run, option, sentence):
    """
    A wrong option stops the run with one sentence.
    """
    result = run("def test_it(): pass", option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([sentence])
    assert "Traceback" not in result.stderr.str()


def test_secrets(run):
    """
    Nothing that looks like a credential is printed.
    """
    secret = "sk_live_0123456789abcdefABCDEF01"
    result = run(
        f"""
def test_it(api):
    answer(api, json={{"error": {{"message": 5, "access_token": "{secret}"}}}}, url=URL + "?access_token={secret}")
"""
    )
    result.assert_outcomes(failed=1)
    assert secret not in result.stdout.str().replace(result.stdout.str().partition("= errspec =")[0], "")
    failure = [line for line in result.outlines if "/error/message" in line or "In the body" in line or "GET" in line]
    assert len(failure) >= 3
    assert secret not in "".join(failure)


# the fixture


def test_assertions(run):
    """
    The fixture tells what differs, where, and which page documents it, with or without the plugin.
    """
    text = """
import errspec.testing

def test_conforms(api_errors, api):
    api_errors.assert_conforms(answer(api, headers={"Retry-After": "1"}))
def test_differs(api_errors, api):
    api_errors.assert_conforms(answer(api))
def test_problem(api_errors, api):
    report = api_errors.assert_problem(answer(api, headers={"Retry-After": "1"}), "fattureincloud/rate-limited")
    assert report.wait == 1
def test_other(api_errors, api):
    api_errors.assert_problem(answer(api, headers={"Retry-After": "1"}), "fattureincloud/quota-exceeded")
def test_named(api_errors, api):
    api_errors.assert_conforms(answer(api, url="https://double.example/"), provider="fattureincloud")
def test_unknown(api_errors, api):
    api_errors.assert_conforms(answer(api, status=500, url="https://double.example/"))
def test_drift(api_errors, api):
    drifting = answer(api, json={**ERROR, "more": 1}, headers={"Retry-After": "1"})
    api_errors.assert_conforms(drifting)
    api_errors.assert_conforms(drifting, fail_on="drift")
class Mixin(errspec.testing.ApiErrors, __import__("unittest").TestCase):
    provider = "sibill"
    def test_mixin(self):
        self.assert_problem(errspec.testing.response("sibill/field-invalid").to_requests(), "sibill/field-invalid")
        self.assert_conforms(errspec.testing.response("sibill/not-found"))
    def test_mixin_fails(self):
        self.assert_problem(errspec.testing.response("sibill/not-found"), "sibill/field-invalid")
"""
    result = run(text, "-rA", errspec=False)
    assert names_of(result, "PASSED") == {"test_conforms", "test_problem", "test_mixin"}
    result.stdout.fnmatch_lines(
        [
            "*1 response does not match the documentation.*",
            "*429 fattureincloud/rate-limited  GET https://api-v2.fattureincloud.it/c/1*",
            BLAMED,
            "*Documented at https://developers.fattureincloud.it/docs/basics/errors/*",
            "*should be fattureincloud/quota-exceeded, but it is 429 fattureincloud/rate-limited*",
        ]
    )


def test_the_package_is_lazy():
    """
    Importing the package imports no client library and no pytest.
    """
    code = "import sys, errspec.testing; print({'pytest', 'httpx', 'errspec.catalog', 'json'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
