"""
Bodies of any bytes, size and depth get a report, and within limits.
"""

from __future__ import annotations

import json
import tracemalloc

import pytest

from errspec import Catalog, Limits, Response, check
from errspec.catalog.forms import strict
from errspec.recordings.exchange import Exchange
from errspec.recordings.spots import spots
from errspec.verdict.validation import is_valid, iter_errors
from tests.support.bodies import BODIES, KNOWN


@pytest.mark.parametrize("provider", [None, "fattureincloud", "open2b", "sibill"])
@pytest.mark.parametrize("status", [None, 200, 400, 401, 403, 422, 429, 503, 302, 0, 99, 799])
def test_bytes(status, provider):
    """
    Every such body gets a report whose messages can be printed anywhere.
    """
    for name, body in BODIES.items():
        report = check(Response(status, (), body), provider)
        for finding in report.findings:
            assert finding.message.isprintable(), name
            assert len(finding.message) < 1000, name


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("nothing", ["empty-body"]),
        ("blanks", ["empty-body"]),
        ("a byte order mark", ["byte-order-mark"]),
        ("UTF-16", ["not-utf-8"]),
        ("UTF-16 without its mark", ["not-utf-8"]),
        ("Latin-1", ["not-utf-8"]),
        ("many NUL", ["empty-body"]),
        ("NUL in a text", []),
        ("a bare NUL in a text", ["not-json"]),
        ("a lone surrogate", []),
        ("5,000 digits", ["schema"]),
        ("a huge exponent", []),
        ("3,000 levels", ["too-deep"]),
        ("100,000 levels without an end", ["too-deep"]),
        ("escapes that stop", ["truncated"]),
        ("a NUL behind two characters", ["not-json"]),
        ("a number", ["schema"]),
        ("null", ["schema"]),
    ],
)
def test_what_is_said(name, codes):
    """
    What is wrong with such a body is named.
    """
    report = check(Response(404, (), BODIES[name]), "fattureincloud")
    assert codes == [finding.code for finding in report.findings if finding.code != "missing-member"]


def test_a_comma_before_the_end_has_one_place():
    """
    A comma before the end of an object is found at the same place by every version of Python.
    """
    [finding] = check(Response(404, (), BODIES["a comma before the end"]), "fattureincloud").errors
    assert 'unexpected "}" at line 1, column 26 (trailing comma?)' in finding.message


def test_a_long_number_in_a_header():
    """
    A header of more digits than Python reads as a number is malformed, and nothing is raised.
    """
    headers = {"Content-Type": "application/json", "Retry-After": "-" + "1" * 5000}
    [finding] = check(Response(429, headers, KNOWN), "fattureincloud").errors
    assert ("malformed-header", "Retry-After") == (finding.code, finding.header)


@pytest.mark.parametrize("url", ["", "\0", "\0https://x.example/", "//", "https://"])
def test_a_url_of_no_host(url):
    """
    A URL without a host belongs to no provider.
    """
    assert check(Response(404, url=url)).provider is None


def test_a_long_name_in_a_query():
    """
    A parameter with a name of 30,000 characters that is given twice is named, shortened.
    """
    url = f"https://app.example/?error=access_denied&{'a' * 30_000}=1&{'a' * 30_000}=2"
    [finding] = check(Response(302, {"Location": url}), "fattureincloud").errors
    assert "duplicate-member" == finding.code
    assert len(finding.message) < 200


def test_a_limit_that_is_deeper_than_python_reads():
    """
    If Python cannot read a body, the finding says how deep it is, not how deep it may be.
    """
    body = b"[" * 100_000 + b"]" * 100_000
    [finding] = check(Response(404, (), body), "sibill", limits=Limits(depth=1_000_000)).findings
    assert ("too-deep", 99_999) == (finding.code, finding.facts["limit"])


def test_limits_are_configurable():
    """
    The limits of size, depth and findings are obeyed, one more is too much.
    """
    body = json.dumps({"errors": [{"code": 1, "detail": "x", "title": "x"}] * 7}).encode()
    response = Response(400, (), body)
    codes = [f.code for f in check(response, "sibill", limits=Limits(body=len(body) - 1)).findings]
    assert ["too-large"] == codes
    assert 7 == len(check(response, "sibill", limits=Limits(body=len(body), depth=3)).findings)
    assert ["too-deep"] == [f.code for f in check(response, "sibill", limits=Limits(depth=2)).findings]
    few = check(response, "sibill", limits=Limits(findings=3))
    assert (3, True) == (len(few.findings), few.truncated)
    exact = check(response, "sibill", limits=Limits(findings=7))
    assert (7, False) == (len(exact.findings), exact.truncated)


def test_a_hundred_findings_are_enough():
    """
    By default a report has 100 findings at the most, and says that there were more.
    """
    body = json.dumps({"errors": [{"code": 1}] * 5000}).encode()
    report = check(Response(400, (), body), "sibill")
    assert (100, True) == (len(report.findings), report.truncated)


@pytest.mark.parametrize("size", [50 * 1024 * 1024])
def test_fifty_megabytes_cost_nothing(size):
    """
    A body over the limit is refused without being read, copied or decoded.
    """
    response = Response(404, (), b"[" * size)
    tracemalloc.start()
    report = check(response, "fattureincloud")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ["too-large"] == [finding.code for finding in report.findings]
    assert peak < 1024 * 1024


def test_a_duplicate_behind_many_deep_objects():
    """
    Only the pointer and the offset of the duplicate are computed.
    """
    body = b'{"x":' + b"[" * 490 + b"{}," * 50_000 + b'{"b":1,"b":2}' + b"]" * 490 + b"}"
    response = Response(404, (), body)
    tracemalloc.start()
    report = check(response, "fattureincloud")
    places = list(spots(Exchange("file", response, body=(1, 0)), report.findings))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    [twice] = [finding for finding in report.findings if finding.code == "duplicate-member"]
    assert f"/x{'/0' * 489}/50000/b" == twice.instance_location
    assert (1, body.rindex(b"2") + 1) in places
    assert peak < 64 * 1024 * 1024


def _objects(count: int) -> bytes:
    return json.dumps({"error": {"message": "x", "validation_result": {f"f{i}": ["m"] for i in range(count)}}}).encode()


@pytest.mark.parametrize(
    "body",
    [
        _objects(300_000),
        b'{"error":{"message":"' + b"x" * 10_000_000 + b'"}}',
        b'{"error":{"message":"x"},' + b'"a":1,' * 800_000 + b'"a":1}',
        b"[" + b"{}," * 3_000_000 + b"{}]",
        b'{"error":{"message":"x","validation_result":[' + b'"x",' * 2_000_000 + b'"x"]}}',
        b"<html>" + b"&nbsp;" * 1_500_000,
    ],
    ids=["many fields", "a long text", "many duplicates", "many objects", "a long list", "a long page"],
)
def test_ten_megabytes_get_a_report(body):
    """
    Bodies near the limit get a report that is itself small.
    """
    report = check(Response(422, (), body), "fattureincloud")
    assert sum(len(finding.message) for finding in report.findings) < 100_000


@pytest.mark.parametrize(("leaf", "keyword"), [("1", "anyOf"), ('{"x": 1}', "additionalProperties"), ("{}", None)])
def test_alternatives_at_every_level(leaf, keyword):
    """
    What is wrong below 400 alternatives is found in one walk through the value, and whether anything is.
    """
    node = {"properties": {"a": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}, "type": "object"}
    schema = strict({"$defs": {"node": node}, "$ref": "#/$defs/node"})
    value = json.loads('{"a":' * 400 + leaf + "}" * 400)
    assert (keyword is None) is is_valid(schema, value)
    assert [keyword] * bool(keyword) == [error.keyword for error in iter_errors(schema, value)]


def test_secrets_are_left_out():
    """
    What looks like a credential appears in no message.
    """
    secret = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiIxMjM0NTY3ODkwIn0"
    body = json.dumps({"error": {"message": "x", "code": "x"}, "extra": f"Bearer {secret}"})
    [finding] = check(Response(403, (), body), "fattureincloud").errors
    assert secret[:20] not in finding.message
    body = json.dumps({"error": {"message": "x", "validation_result": {"data.access_token": secret}}})
    [finding] = check(Response(422, (), body), "fattureincloud").errors
    assert secret[:20] not in finding.message


def test_a_terminal_is_not_steered():
    """
    Control characters of a response never reach a message as they are.
    """
    body = json.dumps({"error": {"message": "x", "code": {}, "\x1b]0;owned\x07": 1, "\u202egnp": 2}})
    for finding in check(Response(403, (), body), "fattureincloud", catalog=Catalog.load("schemas").strict()).findings:
        assert finding.message.isprintable()


@pytest.mark.parametrize("size", [60_000, 70_000, 8_000_000])
def test_a_long_location_is_not_read(size):
    """
    A Location beyond the limit is reported, and its query is not taken apart.
    """
    location = "https://app.example/?error=access_denied&state=" + "x" * size
    report = check(Response(302, {"Location": location}, b""), "fattureincloud")
    codes = [finding.code for finding in report.findings]
    assert ("too-large" in codes) is (size > 64 * 1024)
    assert (report.problem_type is None) is (size > 64 * 1024)
