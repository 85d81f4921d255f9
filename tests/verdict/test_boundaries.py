"""
Where one verdict ends and the next begins: alternatives, branches and statuses.
"""

from __future__ import annotations

import itertools
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from errspec import CATALOG, Catalog, Response, check, identify
from errspec.exceptions import InputError
from errspec.pointers import MISSING, format_pointer
from errspec.verdict import baseline
from errspec.verdict.decision import Alternative, DecisionTable
from errspec.verdict.engine import values_at
from errspec.verdict.guards import Candidate
from errspec.verdict.hosts import Hosts
from errspec.verdict.judge import LONGEST_LOCATION
from errspec.verdict.mapping import Mapped
from errspec.verdict.matching import Matchers
from errspec.verdict.reading import LIMITS, Limits, integer, read
from errspec.verdict.report import Report
from errspec.verdict.validation import classifier, equal, iter_errors
from tests.support.cases import ROOT

ACME = ROOT / "tests" / "fixtures" / "acme"
JSON = [("Content-Type", "application/json")]
PROBLEM = [("Content-Type", "application/problem+json")]
BODY = '{"type": "about:blank", "title": "Bad Request"}'
OPEN = {"x-undocumented": True}


def changed(folder: Path, **changes: dict[str, Any]) -> Catalog:
    """
    Return the catalog of acme with other members in some of its problem types.
    """
    root = Path(shutil.copytree(ACME, folder / "acme"))
    path = root / "problem-types.json"
    data = json.loads(path.read_text("utf-8"))
    for each in data["problemTypes"]:
        each.update(changes.get(each["id"].replace("-", "_"), {}))
    path.write_text(json.dumps(data), "utf-8")
    return Catalog.load(root)


@pytest.mark.parametrize(
    ("branches", "value", "found"),
    [
        pytest.param(
            [{"type": "string", "minLength": 2}, {"type": "string", "pattern": "^x", **OPEN}],
            "",
            ("", "minLength"),
            id="a documented branch before an undocumented one",
        ),
        pytest.param(
            [{"type": "string", "pattern": "^x", **OPEN}, {"type": "string", "minLength": 2}],
            "",
            ("", "minLength"),
            id="a documented branch after an undocumented one",
        ),
        pytest.param(
            [{"type": "array", "minItems": 1}, {"type": "string", "minLength": 2, **OPEN}],
            "",
            ("", "minLength"),
            id="an undocumented branch of the type before a documented one of another",
        ),
        pytest.param(
            [{"type": "null"}, {"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}],
            {},
            ("", "required"),
            id="the first branch of the type",
        ),
        pytest.param(
            [
                {"anyOf": [{"const": "a"}, {"type": "array", "items": {"const": 1}}]},
                {"type": "object", "required": ["b"]},
            ],
            [2],
            ("/0", "const"),
            id="a constant deeper than the value",
        ),
        pytest.param(
            [{"anyOf": [{"const": "a"}, {"const": "b"}]}, {"type": "object", "required": ["b"]}],
            {},
            ("", "required"),
            id="a branch of another type explains nothing",
        ),
        pytest.param([{"const": "a"}, {"const": "b"}], "c", ("", "anyOf"), id="constants explain nothing"),
        pytest.param(
            [{"minLength": 2, "x-undocumented": True}, {"type": "array", "items": {"type": "null"}}],
            [1],
            None,
            id="a branch without a type accepts",
        ),
        pytest.param(
            [{"type": "integer", "minimum": 3}, {"type": "string"}],
            2,
            ("", "minimum"),
            id="an integer below the minimum",
        ),
    ],
)
def test_the_branch_that_explains(branches, value, found):
    """
    An ``anyOf`` is explained by the first documented branch of the value's own type, then by an undocumented one.
    """
    errors = [(format_pointer(error.path), error.keyword) for error in iter_errors({"anyOf": branches}, value)]
    assert ([found] if found else []) == errors


def test_one_alternative_is_enough(tmp_path):
    """
    A type holds, seems likely or may hold if one of its alternatives does, and covers each of its media types.
    """
    code = "X-Error-Code"
    one, other = (
        {"headers": {name: {"const": "KEY_EXPIRED", "type": "string"}}} for name in ("x-error-code", "x-code")
    )
    signs = [{"body": {"/title": {"const": word, "type": "string"}}} for word in ("Old", "Late")]
    media = {"application/problem+json": "problem.schema.json", "application/json": "problem.schema.json"}
    catalog = changed(tmp_path, key_expired={"when": [one, other], "x-inference": signs, "content": media})
    provider = catalog.provider("acme")
    [expired] = [each for each in provider.problem_types if each.id == "key-expired"]
    candidate = Candidate(catalog, provider, expired)
    for name in (code, "X-Code"):
        response = Response(401, [(name, "KEY_EXPIRED")], BODY)
        assert candidate.holds(json.loads(BODY), response, "")
        assert candidate.may_hold(response)
        assert candidate.is_told_by(response)
    neither = Response(401, [(code, "OTHER")], BODY)
    assert not candidate.holds(json.loads(BODY), neither, "")
    assert not candidate.may_hold(neither)
    assert not candidate.is_told_by(neither)
    assert candidate.may_hold(Response(401, None, BODY))
    assert [True, True, False, False] == [
        candidate.seems(value, neither, "")
        for value in ({"title": "Old"}, {"title": "Late"}, {"title": "New"}, MISSING)
    ]
    assert [True, True, False] == [candidate.covers(name) for name in (*media, "text/html")]
    candidate.media = frozenset({"image/*"})
    assert [True, True, False] == [candidate.covers(name) for name in ("image/png", "Image/x", "imagery/png")]


@pytest.mark.parametrize("body", [BODY, '{"x": 1}', ""])
def test_errors_begin_at_400(tmp_path, body):
    """
    A status that no page lists is an error from 400 on, however many responses were read before.
    """
    catalog = changed(tmp_path, problem={"status": ["404", "5XX"]})
    for _ in range(12):  # after some bodies the fast way takes over
        report = check(Response(400, PROBLEM, body), "acme", catalog=catalog)
        assert report.is_error
        assert report.findings[0].code == "undocumented-status"
        below = check(Response(399, PROBLEM, body), "acme", catalog=catalog)
        assert (body == BODY) == below.is_error
        assert "undocumented-status" not in [finding.code for finding in below.findings]


@pytest.mark.parametrize(("name", "is_shown"), [("access_token", False), ("password", False), ("name", True)])
def test_the_name_of_a_field_hides_its_value(name, is_shown):
    """
    A value under the name of a credential is not quoted, and any other is.
    """
    body = json.dumps({"error": {"message": "x", "validation_result": {name: "hunter"}}})
    [finding] = check(Response(422, (), body), "fattureincloud").errors
    assert is_shown == ("hunter" in finding.message)


def test_a_pointer_hides_what_its_name_hides():
    """
    A pointer that is made of the parts of a name does not show what is left out of the name.
    """
    body = json.dumps({"error": {"message": "x", "validation_result": {"api.key=walnut664": [], "a.b": []}}})
    fields = check(Response(422, JSON, body), "fattureincloud").as_dict()["fields"]
    assert ["/api.key=…", "/a/b"] == [field["pointer"] for field in fields]


@pytest.mark.parametrize(
    ("name", "number", "is_shown"),
    [("access_token", 8431997210, False), ("name", 4539578763621486, False), ("name", 8431997210, True)],
)
def test_a_number_can_be_a_secret(name, number, is_shown):
    """
    A number under the name of a credential is not quoted, nor is one that is a card number under any name.
    """
    body = json.dumps({"error": {"message": "x", "validation_result": {name: number}}})
    [finding] = check(Response(422, (), body), "fattureincloud").errors
    assert is_shown == (str(number) in finding.message)


@pytest.mark.parametrize(("seconds", "wait"), [(10**9 - 1, 10**9 - 1), (10**9, None), (0, 0), (-1, None)])
def test_a_wait_that_is_plausible(seconds, wait):
    """
    A wait of a thousand million seconds or more is none.
    """
    assert wait == check(Response(429, [("Retry-After", str(seconds))], BODY), "sibill").wait


def test_a_token_is_quoted_as_it_is():
    """
    What stands in the wrong place is quoted with its own letters.
    """
    [finding] = check(Response(404, (), '{"a": è}'), "fattureincloud").findings
    assert '"è' in finding.message


@pytest.mark.parametrize("padding", [0, 100_000])
def test_depth_is_limited_in_bodies_of_every_size(padding):
    """
    A body that is nested too deeply is refused, large or small, however many bodies were read before.
    """
    body = '{"a": "' + "x" * padding + '", "b": ' + "[" * 600 + "]" * 600 + "}"
    for _ in range(12):
        assert ["too-deep"] == [finding.code for finding in check(Response(404, (), body), "sibill").findings]


def test_providers_that_tie_and_differ():
    """
    Of two providers that fit equally well, the findings are those of the first, and both are candidates.
    """
    report = check(Response(None, None, '{"errors": [], "error": {"message": 1}}'))
    assert (None, ["/error/message"]) == (report.provider, [each.instance_location for each in report.findings])
    assert {"fattureincloud", "sibill"} == {candidate.provider for candidate in report.candidates}


def test_a_body_that_conforms_but_is_nested_too_deeply():
    """
    The parser that reads most bodies refuses what the other one reports, however often it is asked.
    """
    deep = '{"error": {"message": "x", "validation_result": {"xml_errors": [%s]}}}' % ("[" * 600 + "]" * 600)
    response = Response(422, {"Content-Type": "application/json"}, deep)
    codes = {tuple(finding.code for finding in check(response, "fattureincloud").findings) for _ in range(12)}
    assert {("too-deep",)} == codes


def test_limits():
    """
    The limits are those that the README states, and a Location of exactly the largest size is read.
    """
    assert (10 * 2**20, 500, 100) == LIMITS
    assert 2**16 == LONGEST_LOCATION
    small, conforming = Limits(10, 500, 100), Response(404, JSON, '{"error": {"message": "Not found."}}')
    codes = [
        [finding.code for finding in check(conforming, "fattureincloud", limits=limits).findings]
        for limits in (LIMITS, small)
    ]
    assert [[], ["too-large"]] == codes
    begin = "https://app.example/?error=access_denied&x="
    for more, is_too_large in ((0, False), (1, True)):
        location = begin + "y" * (LONGEST_LOCATION - len(begin) + more)
        report = check(Response(302, {"Location": location}), "fattureincloud")
        assert is_too_large == ("too-large" in [finding.code for finding in report.findings])


def test_the_limit_of_integers():
    """
    An integer of 4,000 digits is an int, and one of more digits is a Decimal.
    """
    assert [int, Decimal] == [type(integer("1" * count)) for count in (4000, 4001)]


@pytest.mark.parametrize(
    ("text", "variant"),
    [('{"a": 1,}', "comma"), ('{"a": 1,}x', "comma"), ('{"a": 1}}', "trailing"), ('{"a" 1}', "malformed")],
)
def test_what_is_wrong_with_a_body(text, variant):
    """
    A comma before a closing bracket is a fault of its own; a bracket without one is not.
    """
    assert variant == read(text.encode()).fatal.variant
    assert "malformed" == read(b'{"a": ]').fatal.variant


def test_a_baseline_is_in_order(tmp_path):
    """
    A baseline lists its findings in order, with letters as they are.
    """
    path = tmp_path / "known.json"
    known = [baseline.KnownFinding(name, None, "schema", place, None) for name in "ba" for place in ("/è", None)]
    baseline.save(str(path), known)
    text = path.read_text("utf-8")
    found = [(each["provider"], each["instance_location"]) for each in json.loads(text)["accepted"]]
    assert [("a", None), ("a", "/è"), ("b", None), ("b", "/è")] == found
    assert "è" in text


def test_a_report_shows_its_provider():
    """
    Without a problem type, the provider stands for the response.
    """
    report = check(Response(200, {}, b'{"data": 1}'), "sibill")
    assert "<Report sibill errors=0 drift=0>" == repr(report)


def test_every_header_is_looked_at():
    """
    An undocumented header before a wrong one hides nothing.
    """
    headers = {"X-Other": "1", "Content-Type": "application/json", "Retry-After": "soon"}
    body = b'{"error": {"message": "Too many requests."}}'
    assert ["malformed-header"] == [
        each.code for each in check(Response(429, headers, body), "fattureincloud").findings
    ]
    late = Response(404, {"X-Other": "1", "Content-Type": "text/html"}, body)
    assert ["wrong-media-type"] == [each.code for each in check(late, "fattureincloud").findings]


def test_urls_that_begin_like_the_last():
    """
    A URL belongs to a provider by its own host, however much it resembles the URL before it.
    """
    [host, *_] = [host for provider in CATALOG.providers.values() for host in provider.hosts]
    likely = [f"https://{host}/c/1", f"https://{host}", f"https://{host}/", f"HTTPS://{host}:443/c", f"//{host}/c"]
    unlike = [f"https://{host}.example/c", f"https://{host}@shop.example/c", f"https://{host}:1@shop.example/"]
    queries = [
        f"https://{host}?next=https://shop.example/",
        f"https://{host}#/c",
        f"https://shop.example/https://{host}/",
    ]
    urls = [*likely, *unlike, *queries]
    for before, url in itertools.permutations(urls, 2):
        known = Matchers(CATALOG)
        known.at(before)
        assert Matchers(CATALOG).at(url) == known.at(url), (before, url)
    assert {Matchers(CATALOG).at(url) for url in unlike} == {None}
    assert None not in {Matchers(CATALOG).at(url) for url in [*likely, *queries[:2]]}


@pytest.mark.parametrize("provider", [*CATALOG.providers, None])
@pytest.mark.parametrize("headers", [(), None], ids=["headers", "no headers"])
def test_a_success_without_a_body(provider, headers):
    """
    A status of success is not an error while the body is unknown.
    """
    assert not check(Response(200, headers, None), provider).is_error


def test_providers_of_hosts():
    """
    The host of a known API, or one that was added, decides before the provider of all other hosts.
    """
    known = {provider.hosts[0]: name for name, provider in CATALOG.providers.items() if provider.hosts}
    first, second = list(known)[:2]
    hosts = Hosts(CATALOG, [f"{known[first]}=localhost", known[second]])
    assert known[first] == hosts.at("http://localhost/c") == hosts.named("http://localhost/c")
    assert (known[first], None) == (hosts.at(f"https://{first}/c"), hosts.named(f"https://{first}/c"))
    assert known[second] == hosts.at("https://other.example/") == hosts.at(None) == hosts.other
    assert {known[first], known[second]} == hosts.providers
    assert (None, None) == (Hosts(CATALOG).at("https://other.example/"), Hosts(CATALOG).at(None))
    assert known[first] == Hosts(CATALOG).at(f"https://{first}/c")


@pytest.mark.parametrize(
    ("value", "is_valid"),
    [(1, True), (1.0, True), (integer("1" * 5000), True), (1.5, False), (True, False), ("1", False)],
    ids=["1", "1.0", "5000 digits", "1.5", "true", "text"],
)
def test_whole_numbers(value, is_valid):
    """
    A number without a fraction is an integer, however it is written (JSON Schema, section 6.1.1).
    """
    assert is_valid == (not list(iter_errors({"type": "integer"}, value)))
    assert is_valid == (not list(iter_errors({"type": ["integer", "null"]}, value)))
    assert (value is True) == (not list(iter_errors({"const": True}, value)))


def test_the_host_tells_the_provider():
    """
    The host of the request tells the provider, and an unknown host tells none.
    """
    hosts = {host: name for name, provider in CATALOG.providers.items() for host in provider.hosts}
    assert hosts
    for host, name in hosts.items():
        assert (name,) == identify(Response(200, url=f"https://{host}/c/1"))
    assert () == identify(Response(404, (), '{"errors": [{"code": "x", "detail": "x"}]}', url="https://a.example/c"))


@pytest.mark.parametrize("provider", CATALOG.providers)
def test_an_error_with_an_unknown_body(provider):
    """
    A response whose body is unknown can be any documented problem type of its status.
    """
    types = [each for each in CATALOG.provider(provider).problem_types if each.location == "body"]
    for status in {int(status) for each in types for status in each.status if status.isdecimal()} - {200}:
        report = check(Response(status, (), None), provider)
        possible = [each for each in (report.problem_type, *report.candidates) if each]
        shapes = {each.shape for each in possible}
        assert possible, status
        assert report.shape == (shapes.pop() if len(shapes) == 1 else None), status
        if not all(each.undocumented for each in types if str(status) in each.status):
            assert not any(each.undocumented for each in possible), status


def test_a_body_that_only_one_provider_knows():
    """
    Without a status, the provider whose shape recognizes the body is found, although the body does not conform.
    """
    report = check(Response(None, (), '{"errors": 1, "error": {"message": 1}}'))
    assert ("fattureincloud", ["/error/message"]) == (
        report.provider,
        [finding.instance_location for finding in report.findings],
    )


def test_a_lone_surrogate_hides_nothing():
    """
    What the fast validator cannot read is checked by the other one.
    """
    body = '{"error": {"message": "x", "validation_result": {"\\ud800": ["x"], "b": 5}}}'
    for _ in range(12):
        findings = check(Response(422, JSON, body), "fattureincloud").findings
        assert ["/error/validation_result/b"] == [finding.instance_location for finding in findings]


def test_letters_of_any_language_are_shown():
    """
    Values and names are shown with their letters, not with escapes.
    """
    body = '{"error": {"messagé": "x", "code": "perché"}}'
    messages = [each.message for each in check(Response(403, JSON, body), "fattureincloud").findings]
    assert any("messagé" in message for message in messages)
    body = '{"error": {"message": "x", "code": "perché"}}'
    [finding] = check(Response(403, JSON, body), "fattureincloud").findings
    assert '"perché"' in finding.message


@pytest.mark.parametrize(("length", "is_whole"), [(2000, True), (2001, False)])
def test_the_longest_pointer(length, is_whole):
    """
    A JSON Pointer of 2,000 characters is given whole, and a longer one is shortened.
    """
    name = ("name " * length)[: length - len("/error/validation_result/")]
    body = json.dumps({"error": {"message": "x", "validation_result": {name: 5}}})
    [finding] = check(Response(422, JSON, body), "fattureincloud").findings
    assert is_whole == (finding.instance_location == f"/error/validation_result/{name}")


def test_a_baseline_leaves_out_what_is_known(tmp_path):
    """
    A baseline leaves out the findings that it lists, and a file that is missing is named.
    """
    report = check(Response(404, JSON, '{"error": {"message": 5}}'), "fattureincloud")
    known = frozenset(baseline.KnownFinding.of(report, finding) for finding in report.findings)
    kept, count = baseline.without(report, known)
    assert ((), len(report.findings)) == (kept.findings, count)
    assert (report, 0) == baseline.without(report, frozenset())
    assert {"fattureincloud/not-found"} == {each.problem_type for each in known}
    listed = check(Response(404, JSON, '{"errors": [{"code": 5}]}'), "sibill")
    places = {baseline.KnownFinding.of(listed, finding).instance_location for finding in listed.findings}
    assert "/errors/*/code" in places
    with pytest.raises(InputError, match="none"):
        baseline.load(str(tmp_path / "none.json"))


@pytest.mark.parametrize(
    ("one", "other", "are_equal"),
    [
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {}, False),
        ("a", {}, False),
        ({}, "a", False),
        ([1, [2]], [1.0, [2]], True),
        ([1], [1, 1], False),
        ([], {}, False),
        (0, False, False),
    ],
    ids=str,
)
def test_equality(one, other, are_equal):
    """
    Numbers are equal by their value, and true is not 1 (JSON Schema, section 4.2.2).
    """
    assert are_equal == equal(one, other) == equal(other, one)


@pytest.mark.parametrize("content", [b'\xe8\x00"\x00}\x00', b'{\x00\xe8\x00"\x00'], ids=["first", "second"])
def test_zeros_that_are_not_utf_16(content):
    """
    A body is taken for UTF-16 only if it begins with two characters that JSON can begin with.
    """
    assert "position" in {fault.variant for fault in read(content).faults} | {read(content).fatal.variant}


def test_what_is_said_without_a_shape():
    """
    An error whose body has no known shape says nothing.
    """
    for content in (b"Oops", None):
        assert (None, None) == check(Response(500, {}, content), "sibill").said


def test_a_pointer_to_the_whole():
    """
    An empty JSON Pointer stands for the whole value (RFC 6901, section 5).
    """
    accepts = values_at({"": {"type": "object"}})
    assert (True, False) == (accepts({"": 1}), accepts([]))
    assert values_at({})([])


def test_where_a_body_is_broken():
    """
    The line and the column of a fault count from 1.
    """
    for text, line, column in ((b"{x}", 1, 2), (b'{\n  "a": x}', 2, 8), (b'{"a": [1,\n\n]}', 3, 1)):
        assert (line, column) == (read(text).fatal.facts["line"], read(text).fatal.facts["column"])


def test_what_follows_a_body():
    """
    A second JSON text is quoted from its beginning, even if it is malformed.
    """
    fault = read(b'{"a": 1} { "b": x').fatal
    assert ("several-documents", '{ "b": x') == (fault.code, fault.facts["found"])
    assert {"line": 2, "column": 3} == {key: read(b'{"a": 1}\n  x').fatal.facts[key] for key in ("line", "column")}
    assert '{"b": 2}' == read(b'{"a": 1} {"b": 2}').fatal.facts["found"]


def test_a_number_is_a_number():
    """
    Where a number is documented, the message names that type alone.
    """
    body = '{"error": {"message": "x"}, "extra": {"totals": {"amount_net": "x"}}}'
    [finding] = check(Response(422, JSON, body), "fattureincloud").findings
    assert "number" in finding.message
    assert "whole" not in finding.message


def test_a_summary_needs_its_problem_type():
    """
    The numbers of a body come to a sentence if its problem type has one, and only then.
    """
    types = [each for provider in CATALOG.providers.values() for each in provider.problem_types]
    for each in types:
        for example in each.examples[:1] if each.location == "body" else ():
            report = check(example.response, each.provider)
            assert ("summary" in each.mapping) == (report.summary() is not None), each
    assert any("summary" in each.mapping for each in types)


def test_what_decides_between_the_causes():
    """
    A general type says what decides between its causes; a type without candidates does not.
    """
    general = [each for provider in CATALOG.providers.values() for each in provider.problem_types if each.decided_by]
    for each in general:
        report = check(each.examples[0].response, each.provider)
        if report.problem_type == each:
            assert (report.as_dict()["decided_by"] is not None) == bool(report.candidates), each
    assert general


def test_a_description_continues_a_sentence():
    """
    Within a sentence, a description begins with a small letter.
    """
    body = '{"error": "invalid_request", "error_uri": "a b"}'
    [message] = [each.message for each in check(Response(400, JSON, body), "fattureincloud").findings]
    assert "the address of a page" in message


@pytest.mark.parametrize("headers", [(), (("Retry-After", "soon"),)])
def test_a_description_of_a_header_continues_a_sentence(headers):
    """
    So does the description of a header that is missing or malformed.
    """
    body = '{"error": {"message": "x"}}'
    [message] = [each.message for each in check(Response(429, (*JSON, *headers), body), "fattureincloud").findings]
    assert "is a whole number of seconds" in message


def test_the_message_behind_a_byte_order_mark():
    """
    What a body says is read even if something is wrong with how it is written.
    """
    body = b'\xef\xbb\xbf{"error": {"message": "Ciao"}}'
    assert check(Response(422, JSON, body), "fattureincloud").mapped.message == "Ciao"


def test_the_largest_number_of_a_summary():
    """
    Amounts below 10^15 are plausible.
    """
    types = CATALOG.providers["fattureincloud"].problem_types
    [example] = [each.examples[0].response for each in types if each.id == "totals-mismatch"]
    for number, is_said in ((999_999_999_999_999, True), (10**15, False)):
        body = json.loads(example.content)
        body["extra"]["totals"]["amount_due"] = number
        report = check(Response(example.status_code, JSON, json.dumps(body)), "fattureincloud")
        assert is_said == (report.summary() is not None)


@pytest.mark.parametrize(
    ("value", "keywords"), [("yy", ["pattern", "minLength"]), (5, ["type"]), ("xx", ["minLength"]), ("xxx", [])]
)
def test_assertions_that_fail_together(value, keywords):
    """
    Every assertion that fails is reported, but only the type if that is wrong.
    """
    schema = {"type": "string", "pattern": "^x", "minLength": 3}
    assert sorted(keywords) == sorted(error.keyword for error in iter_errors(schema, value))


def test_types_that_few_schemas_accept():
    """
    A type that only the second schema accepts gets that schema's bit only.
    """
    types, _ = classifier([({"type": "string"}, 2), ({"type": ["string", "boolean"]}, 4)])
    assert (types[str], types[bool]) == (6, 4)


@pytest.mark.parametrize("text", ["<!doctype html>", "x <body>", "<h1>x", "<html lang=it>"])
def test_what_a_page_looks_like(text):
    """
    One of four tags is enough.
    """
    assert read(text.encode()).fatal.variant == "page"


@pytest.mark.parametrize(("length", "name"), [(2000, "open2b/malformed-json"), (2001, "open2b/bad-request")])
def test_the_end_of_the_text_that_decides(length, name):
    """
    The first 2,000 characters of a text tell which problem type it is.
    """
    body = "malformed JSON".rjust(length)
    assert name == check(Response(400, [("Content-Type", "text/plain")], body), "open2b").problem_type.name


@pytest.mark.parametrize(("length", "variant"), [(2000, "page"), (2001, "default")])
def test_how_far_a_page_is_looked_for(length, variant):
    """
    The first 2,000 characters tell whether a text is a page.
    """
    assert variant == read(b"x" * (length - 5) + b"<html>"[:5] + b" lang=en>").fatal.variant


@pytest.mark.parametrize(
    ("schema", "value", "said"),
    [
        ({"type": "string", "enum": ["perché", "b"]}, "x", '"perché" or "b"'),
        (
            {"anyOf": [{"type": "string", "enum": ["perché", "b"]}, {"type": "string", **OPEN}]},
            "perchè",
            'Did you mean "perché"?',
        ),
        ({"type": "string", "minLength": 3}, "", "must have at least 3 characters"),
        ({"type": "string", "minLength": 1}, "", "must not be empty"),
        (
            {
                "type": "object",
                "required": ["perché"],
                "properties": {"perché": {"type": "string", "description": "A word"}},
            },
            {},
            '/word has no field "perché"',
        ),
    ],
    ids=["values", "near", "length", "empty", "name"],
)
def test_what_is_said_about_a_value(tmp_path, schema, value, said):
    """
    Documented values and names are quoted as they are, and only a text that needs no length is called empty.
    """
    root = Path(shutil.copytree(ACME, tmp_path / "acme"))
    path = root / "problem.schema.json"
    data = json.loads(path.read_text("utf-8"))
    data["properties"]["word"] = {"description": "A word", **schema}
    for each in schema.get("anyOf", ()):
        each["description"] = "A word"
    path.write_text(json.dumps(data), "utf-8")
    body = json.dumps({"type": "about:blank", "title": "Bad Request", "word": value})
    [finding] = check(Response(401, PROBLEM, body), "acme", catalog=Catalog.load(root)).findings
    assert said in finding.message


def test_a_status_that_no_page_documents():
    """
    The status of an undocumented response is named.
    """
    [finding] = check(Response(308, [("Location", "https://a.example/")]), "open2b").findings
    assert "No page documents the status 308." in finding.message


def test_a_body_of_another_status_tells_its_provider():
    """
    If a response fits no provider, the one that knows the body is chosen.
    """
    error = {"field": "unknown", "type": "UnknownField", "description": "Field 'colour' is unknown"}
    report = check(Response(429, JSON, json.dumps({"status": "error", "error": error})))
    assert "open2b/other-refusal" == report.problem_type.name


def test_the_statuses_of_a_shape():
    """
    A shape under another status is described by the statuses that are documented for it.
    """
    body = '{"error": "access_denied", "error_description": "The user has refused."}'
    report = check(Response(429, (*JSON, ("Retry-After", "1")), body), "fattureincloud")
    assert "OAuth error, which is documented for 400, 401, not for 429." in report.findings[0].message


@pytest.mark.parametrize(
    ("provider", "response", "said"),
    [
        ("open2b", Response(503, [("X-Wait-Seconds", "1"), *JSON], "Busy"), "but the body is not JSON"),
        ("fattureincloud", Response(404, [("Content-Type", "text/html")], '{"error": {"message": "x"}}'), "says"),
    ],
)
def test_the_media_type_of_another_body(provider, response, said):
    """
    A media type that is not documented is compared with the documented one, or with a body that is not JSON.
    """
    [finding] = [each for each in check(response, provider).findings if each.code == "wrong-media-type"]
    assert said in finding.message


def test_a_reason_phrase_that_needs_no_headers():
    """
    Unknown headers do not matter if no header decides.
    """
    assert "open2b/missing-key" == check(Response(403, None, b"", reason="Forbidden, missing key")).problem_type.name


def test_a_report_without_a_catalog():
    """
    A report that was made without a catalog says nothing about the body.
    """
    report = Report(True, None, shape="sibill/error-document", response=Response(404, JSON, "{}"))
    assert (Mapped(), (None, None)) == (report.mapped, report.said)
    types = CATALOG.providers["fattureincloud"].problem_types
    [one] = [each for each in types if "summary" in each.mapping]
    assert report._replace(problem_type=one).summary() is None


def test_a_pointer_into_a_list():
    """
    A pointer with an index leads to an item of a list, and to nothing if the list is shorter.
    """
    integer_type = {"type": "integer"}
    table = DecisionTable(
        [Alternative("item", {"/0/code": integer_type}), Alternative("field", {"/code": integer_type})]
    )
    for value, wanted in (([{"code": 1}], ["item"]), ([], []), ({"code": 1}, ["field"]), ([{"code": "1"}], [])):
        assert wanted == table.outcomes(table.fitting(value, Response(), "", absent=False))
