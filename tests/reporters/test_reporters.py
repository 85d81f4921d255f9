"""
The forms of output: what they say, and that no text of a response or of a file name breaks them.
"""

from __future__ import annotations

import html
import json
import os
import re
import tracemalloc
from collections import Counter
from functools import cache
from io import StringIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.validators import validator_for
from referencing import Registry

import errspec
from errspec import CATALOG, Catalog, Limits, Report, Response, check
from errspec.catalog.wording import Wording
from errspec.display import code_span, escape_markdown, printable
from errspec.reporters import REPORTERS, Failure, Result, Summary, reporter
from errspec.reporters.differences import described
from errspec.verdict.reading import LIMITS
from errspec.verdict.report import Finding
from tests.support.cases import ROOT
from tests.support.tools import unavailable

GOLDEN = ROOT / "tests" / "reporters" / "golden"
ENDINGS = {"text": "txt", "json": "json", "junit": "xml", "sarif": "json", "github": "txt", "markdown": "md"}
SARIF = ROOT / "tests" / "node" / "node_modules" / "@microsoft" / "jest-sarif" / "lib" / "schemas"
ODD = "odd | name, 100%: <b>&\"'`*_[x](y)\n\r\u202e]]>\uffff.http"
JSON = {"Content-Type": "application/json"}


class Said(Wording):
    """
    A wording in which every sentence is the same.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def finding(self, *_: object) -> str:
        return self.text


def made(code: str, severity: str, text: str, location=None, keyword_location=None, header=None) -> Finding:
    """
    A finding that says a text, whatever its code.
    """
    return Finding(code, severity, location, keyword_location, None, header, wording=Said(text))


def result(
    response: Response,
    file: str = "recordings/shop.http",
    line: int | None = 1,
    entry: int | None = None,
    *,
    lang: str = "en",
    provider: str | None = None,
    limits: Limits = LIMITS,
) -> Result:
    """
    The result of a response at a place.
    """
    report = check(response, provider, lang=lang, limits=limits)
    return Result(file, line, entry, report)


def scene(lang: str) -> list[Result | Failure]:
    """
    One of everything: what the golden outputs are made from.
    """
    wording = Wording(CATALOG, lang)
    odd = {"error": {"message": "x", "code": f"</failure>{ODD}::error::\x1b[31m${{{{x}}}} {{0}}", ODD: 1, "é è": 2}}
    many = {"errors": [{"code": 1, "detail": "x", "title": "x"}] * 7}
    reason = wording.say("input.status-line", found='"HTTP/1.1 4x4 | <b>"')
    return [
        result(Response(404, JSON, '{"error":{"message":5}}'), "a folder/404.http", 3, lang=lang),
        result(Response(404, (), '{"error":{"message":"x","code":"NEW"}}'), line=7, lang=lang),
        result(Response(404, (), '{"error":{"message":"x"}}'), line=12, lang=lang),
        result(Response(200, (), "{}"), line=17, lang=lang),
        result(Response(404, (), "not here"), line=22, lang=lang),
        result(Response(404, (), json.dumps(odd)), ODD, None, lang=lang),
        Failure("recordings/broken.http:8", "recordings/broken.http", 8, reason),
        result(Response(403, None, '{"errors":[]}'), "-", None, lang=lang),
        result(Response(None, None, '{"error":"x"}'), "/data/bare.json", None, lang=lang),
        result(Response(400, (), json.dumps(many)), "log.har", None, 12, lang=lang, limits=Limits(findings=3)),
        result(Response(0, (), b""), line=30, lang=lang, provider="fattureincloud"),
        result(Response(None, None, '{"error":'), "cut-off.json", None, lang=lang),
    ]


def written(name: str, items: list[Result | Failure], lang: str = "en", **others: int) -> str:
    """
    What a form makes of results and failures.
    """
    stream = StringIO()
    output = reporter(name, stream, Wording(CATALOG, lang))
    summary = Summary()
    for item in items:
        if isinstance(item, Failure):
            summary.failed += 1
            output.fail(item)
        else:
            summary.outcomes[item.outcome] += 1
            output.add(item)
    for key, number in others.items():
        setattr(summary, key, number)
    output.finish(summary)
    return stream.getvalue()


@pytest.mark.parametrize("lang", ["en", "it"])
@pytest.mark.parametrize("name", REPORTERS)
def test_golden(name, lang):
    """
    Every form writes the same results as it did when its golden output was made.
    """
    path = GOLDEN / f"{name}.{lang}.{ENDINGS[name]}"
    found = written(name, scene(lang), lang, skipped=2, accepted=1)
    found = found.replace(f'"semanticVersion": "{errspec.__version__}"', '"semanticVersion": "VERSION"')
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8", newline="\n")
    expected = path.read_text("utf-8") if path.exists() else None
    renew = "UPDATE_GOLDEN=1 scripts/test tests/reporters"
    assert expected == found, f"{path.name} differs; look at the difference, and renew it with {renew}"


def test_the_scene_has_one_of_everything():
    """
    The golden outputs show every kind of result, a failure, candidates, an entry and a report that was cut.
    """
    items = scene("en")
    results = [item for item in items if isinstance(item, Result)]
    outcomes = {"errors": 4, "drifting": 3, "conforming": 2, "successes": 1, "unrecognized": 1}
    assert outcomes == Counter(item.outcome for item in results)
    assert 1 == len(items) - len(results)
    assert [2] == [len(item.report.candidates) for item in results if item.report.candidates]
    assert [12] == [item.entry for item in results if item.report.truncated]


@pytest.mark.parametrize("lang", ["en", "it"])
def test_junit_is_read_back(lang, tmp_path):
    """
    A reader of JUnit XML finds the numbers, and each case with what became of it.
    """
    junitparser = reader("junitparser")
    path = tmp_path / "junit.xml"
    path.write_text(written("junit", scene(lang), lang, skipped=2, accepted=1), "utf-8")
    suites = junitparser.JUnitXml.fromfile(str(path))
    [suite] = suites
    for item in (suites, suite):
        assert (11, 4, 1, 1) == (item.tests, item.failures, item.errors, item.skipped)
    found = Counter(type(outcome).__name__ for case in suite for outcome in case.result)
    assert {"Failure": 4, "Error": 1, "Skipped": 1} == found
    assert 11 == len(list(suite))
    cases = {case.name: case for case in suite}
    case = cases["404 fattureincloud/not-found a folder/404.http:3"]
    assert ("fattureincloud", "a folder/404.http", "3") == (
        case.classname,
        case._elem.get("file"),
        case._elem.get("line"),
    )
    [failure] = case.result
    message = result(Response(404, JSON, '{"error":{"message":5}}'), lang=lang).report.findings[0].message
    assert ("schema", message) == (failure.type, failure.message)
    assert message in failure.text
    drifting = cases["404 fattureincloud/not-found recordings/shop.http:7"]
    assert ([], True) == (drifting.result, "undocumented-value" in drifting.system_out)
    assert "unrecognized" == cases["404 recordings/shop.http:22"].classname
    properties = {item.name: item.value for item in suite.properties()}
    assert ("11", "1", "2", "1") == tuple(properties[name] for name in ("responses", "successes", "skipped", "failed"))


def test_an_error_counts_before_drift():
    """
    Where a response has drift before its error, the message of the failure is the error, and its text has both.
    """
    findings = (made("byte-order-mark", "drift", "The drift."), made("schema", "error", "The error."))
    item = Result("x", 1, None, Report(True, "acme", findings=findings, response=Response(404)))
    failure = ET.fromstring(written("junit", [item])).find(".//failure")
    assert ("schema", "The error.") == (failure.get("type"), failure.get("message"))
    assert "drift byte-order-mark: The drift.\nerror schema: The error." == failure.text


def test_many_cases_are_kept_on_disk():
    """
    All test cases are written in their order, also those beyond what is kept in memory.
    """
    item = result(Response(404, (), '{"error":{"message":"x"}}'))
    items = [item._replace(file="x" * 1000, line=number) for number in range(1, 2001)]
    cases = list(ET.fromstring(written("junit", items)).iter("testcase"))
    assert [f"404 fattureincloud/not-found {item.place}" for item in items] == [case.get("name") for case in cases]


@cache
def sarif_validator() -> Any:
    """
    A validator with the schema of SARIF as Microsoft ships it; it fetches nothing.
    """
    if not SARIF.is_dir():
        unavailable("the schema of SARIF (npm ci in tests/node)")
    [path] = SARIF.glob("sarif-2.1.0*.json")
    schema = json.loads(path.read_text("utf-8"))
    return validator_for(schema)(schema, registry=Registry())


def reader(name: str) -> Any:
    """
    A package that reads a form, which only these tests need.
    """
    try:
        return __import__(name)
    except ImportError:
        unavailable(name)


def sarif(items: list[Result | Failure], lang: str = "en") -> dict[str, Any]:
    """
    The run of a log that is as the schema of SARIF says.
    """
    text = written("sarif", items, lang)
    assert text.isascii()
    log = json.loads(text)
    assert [] == [f"{error.json_path}: {error.message}" for error in sarif_validator().iter_errors(log)]
    assert "2.1.0" == log["version"]
    [run] = log["runs"]
    return run


@pytest.mark.parametrize("items", [[], scene("it"), scene("en")[:1], scene("en")[2:5], scene("en")[6:7]], ids=len)
def test_sarif_is_valid(items):
    """
    A log is as the schema of SARIF says, with findings and without, with failures and without.
    """
    run = sarif(items)
    findings = [f for item in items if isinstance(item, Result) for f in item.report.findings]
    assert [f.code for f in findings] == [found["ruleId"] for found in run["results"]]
    assert list(dict.fromkeys(f.code for f in findings)) == [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [not any(isinstance(item, Failure) for item in items)] == [
        i["executionSuccessful"] for i in run["invocations"]
    ]


def test_the_schema_of_sarif_refuses():
    """
    The schema of SARIF would tell if something in the log were wrong.
    """
    log = json.loads(written("sarif", scene("en")))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not sarif_validator().is_valid(log)


def test_sarif_says_where_and_what():
    """
    A result has its rule, its level, its place, its problem type, and what it is about.
    """
    run = sarif(scene("en"))
    rules = run["tool"]["driver"]["rules"]
    for found in run["results"]:
        assert found["ruleId"] == rules[found["ruleIndex"]]["id"]
    first, second = run["results"][:2]
    assert ("error", "warning") == (first["level"], second["level"])
    assert {"uri": "a%20folder/404.http", "uriBaseId": "%SRCROOT%"} == at(first)["artifactLocation"]
    assert {"startLine": 3} == at(first)["region"]
    [logical] = first["locations"][0]["logicalLocations"]
    assert "fattureincloud/not-found" == logical["fullyQualifiedName"]
    properties = first["properties"]
    assert ("fattureincloud", 404, "/error/message", None) == tuple(
        properties[name] for name in ("provider", "status", "instance_location", "header")
    )
    assert "Errors" == properties["source"]["title"]
    help_texts = {rule["help"][form] for rule in rules for form in ("text", "markdown")}
    assert all("errspec show PROVIDER ID" in text for text in help_texts)
    [failure, cut] = sorted(run["invocations"][0]["toolExecutionNotifications"], key=lambda item: item["level"])
    assert ("error", 8) == (failure["level"], failure["locations"][0]["physicalLocation"]["region"]["startLine"])
    assert "There are more than 3 findings; the rest are not shown." == cut["message"]["text"]


def at(found: dict[str, Any]) -> dict[str, Any]:
    [location] = found["locations"]
    return location["physicalLocation"]


@pytest.mark.parametrize(
    ("file", "uri", "based"),
    [
        ("a.http", "a.http", True),
        ("./a//b.http", "a/b.http", True),
        ("../a b%.http", "../a%20b%25.http", True),
        ("a:b/ü#?.http", "a%3Ab/%C3%BC%23%3F.http", True),
        ("\udcff\n", "%3F%0A", True),
        ("-", "-", True),
        ("/a b/c.http", "file:///a%20b/c.http", False),
    ],
)
def test_sarif_names_files_as_uris(file, uri, based):
    """
    A relative path is a relative reference from the root of the sources, an absolute one is a file URI.
    """
    [found] = sarif([result(Response(404, JSON, '{"error":{"message":5}}'), file)])["results"]
    expected = {"uri": uri, "uriBaseId": "%SRCROOT%"} if based else {"uri": uri}
    assert expected == at(found)["artifactLocation"]


def test_fingerprints_are_stable():
    """
    A fingerprint is that of the kind of finding: no file, line, status, language or index of a list is in it.
    """
    body = {"errors": [{"code": 1, "detail": "x", "title": "x"}] * 2}
    first = result(Response(400, (), json.dumps(body)), provider="sibill")
    second = result(Response(422, (), json.dumps(body)), "other.http", 9, provider="sibill", lang="it")
    second = second._replace(report=second.report._replace(problem_type=first.report.problem_type))
    prints = [found["partialFingerprints"]["errspec/v1"] for found in sarif([first, second])["results"]]
    assert (4, 1) == (len(prints), len(set(prints)))
    findings = [
        made("schema", "error", "x", "/a/0"),
        made("schema", "error", "x", "/a"),
        made("schema", "error", "x", "/a/01"),
        made("missing-member", "drift", "x", "/a"),
        made("schema", "error", "x", None, None, "/a"),
        made("schema", "error", "x", None),
        made("schema", "error", "x", ""),
    ]
    one, other = (Result("x", 1, None, Report(True, name, findings=tuple(findings))) for name in "ab")
    prints = [found["partialFingerprints"]["errspec/v1"] for found in sarif([one, other])["results"]]
    assert 14 == len(set(prints))


def test_the_fingerprints_of_a_release_stay():
    """
    A fingerprint is the same as in the release before, or code scanning would show every alert anew.
    """
    [found] = sarif([result(Response(404, JSON, '{"error":{"message":5}}'))])["results"]
    assert {"errspec/v1": "d84f57ca2b4f8aec0c176e85fc32911a10caf865fef4adbac25f5683f155b3c4"} == found[
        "partialFingerprints"
    ]


def commands(text: str) -> tuple[list[tuple[str, dict[str, str], str]], list[str]]:
    """
    The commands of a text as the runner reads them, and the other lines.
    """
    found, others = [], []
    for line in re.split(r"\r\n|\r|\n", text.removesuffix("\n")):
        if not line.lstrip().startswith("::"):
            assert "##[" not in line
            others.append(line)
            continue
        head, _, data = line.lstrip()[2:].partition("::")
        command, _, written = head.partition(" ")
        properties = dict(item.split("=", 1) for item in written.split(","))
        for escape, character in {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}.items():
            properties = {name: value.replace(escape, character) for name, value in properties.items()}
            data = data.replace(escape, character) if escape not in ("%3A", "%2C") else data
        found.append((command, properties, data))
    return found, others


def test_github_annotates():
    """
    An error, drift and a failure each become their command at their place; the summary ends the output.
    """
    found, others = commands(written("github", scene("en"), skipped=2, accepted=1))
    assert {"error": 7, "warning": 5, "notice": 1} == Counter(command for command, *_ in found)
    first = ("error", {"file": "a folder/404.http", "line": "3", "title": "404 fattureincloud/not-found: schema"})
    assert first == found[0][:2]
    assert found[0][2].startswith(
        "a folder/404.http:3: /error/message is the number 5, but the documentation says it is a string."
    )
    [failure] = [item for item in found if item[1]["title"] == "The input could not be read"]
    assert ("error", "recordings/broken.http", "8") == (failure[0], failure[1]["file"], failure[1]["line"])
    assert not [item for item in found if item[1].get("file") == "-"]
    assert others[0].startswith("11 responses: 4 with errors, 3 with drift only, ")
    assert "1 input could not be read." == others[-1]


def test_markdown_lists_fifty():
    """
    A summary lists the findings of fifty responses and fifty failures, counts all, and says how many more there are.
    """
    item = result(Response(404, JSON, '{"error":{"message":5}}'))
    items = [item._replace(file="x", line=number) for number in range(1, 53)]
    failures = [Failure(f"y:{number}", "y", number, "It is empty.") for number in range(1, 52)]
    text = written("markdown", [*items, *failures])
    assert (50, 50) == (text.count("- **404 "), text.count("It is empty"))
    assert "\nand 2 more responses with findings\n" in text
    assert "\nand 1 more input\n" in text
    assert "| `fattureincloud/not-found` | The resource does not exist | 52 | 52 | 0 |" in text
    assert "`x:50`" in text
    assert "more" not in written("markdown", [*items[:50], *failures[:50]])


def test_markdown_fits_into_a_summary():
    """
    GitHub takes a summary of up to 1 MiB; a longer one is cut between two responses.
    """
    findings = tuple(made("schema", "error", "ü" * 500) for _ in range(100))
    item = Result("x", 1, None, Report(True, "acme", findings=findings, response=Response(404)))
    text = written("markdown", [item] * 50)
    assert 500_000 < len(text.encode()) < 1024 * 1024
    assert 100 * text.count("- **404 acme") == text.count("ü" * 500)
    assert f"and {50 - text.count('- **404 acme')} more responses with findings" in text


SHOWN = re.compile(r"</?(h2|h3|p|ul|li|strong|code|table|thead|tbody|tr|th|td|a|br)( [^<>]*)?/?>")


def html_of(text: str) -> str:
    """
    What GitHub's own renderer makes of Markdown, with all raw HTML in it.
    """
    cmarkgfm = reader("cmarkgfm")
    rendered: str = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
    return rendered


def shown(text: str) -> str:
    """
    The text that a reader of GitHub sees, in which there is no markup but that of the writer.
    """
    rendered = html_of(text)
    plain = SHOWN.sub("", rendered)
    assert not re.search("[<>]", plain), plain
    for tag, attributes in re.findall(r"<(\w+)([^<>]*)>", rendered):
        assert not attributes or tag in ("th", "td") or re.fullmatch(r' href="(mailto|xmpp):.*"', attributes)
    return html.unescape(plain)


@pytest.mark.parametrize("lang", ["en", "it"])
def test_markdown_shows_what_is_meant(lang):
    """
    GitHub's own renderer shows every message and every place as it is, in a table and lists of the right size.
    """
    items = scene(lang)
    text = written("markdown", items, lang, skipped=2, accepted=1)
    seen = shown(text)
    listed = [item for item in items if isinstance(item, Failure) or item.report.findings]
    for item in listed:
        assert printable(item.place) in seen
        for finding in () if isinstance(item, Failure) else item.report.findings:
            assert finding.message in seen
    rendered = html_of(text)
    governing = {f"{item.report.problem_type} {item.report.provider}" for item in items if is_listed(item)}
    assert (1 + len(governing), 5 + 5 * len(governing)) == (
        rendered.count("<tr>"),
        len(re.findall("<t[hd][ >]", rendered)),
    )


def test_the_worst_rows_come_first():
    """
    The table begins with the problem types that have most errors, then most drift.
    """
    bodies = [('{"error":{"message":5}}', 404)] * 2 + [('{"error":{"message":5}}', 409)]
    bodies += [('{"error":{"message":"x","code":"NEW"}}', 401), ('{"error":{"message":"x"}}', 422)]
    bodies += [('{"error":{"message":"x"}}', 403)]
    items = [result(Response(status, (), body), provider="fattureincloud") for body, status in reversed(bodies)]
    rows = re.findall(r"`(.*)` \|.*\| (.) \| (.) \| (.) \|", written("markdown", items))
    numbers = [("2", "2", "0"), ("1", "1", "0"), ("1", "0", "1"), ("1", "0", "0"), ("1", "0", "0")]
    names = ["not-found", "conflict", "unauthorized", "forbidden", "request-invalid"]
    assert [(f"fattureincloud/{name}", *three) for name, three in zip(names, numbers, strict=True)] == rows


@pytest.mark.parametrize(
    "text",
    [
        "*x*", "**x**", "_x_", "`x`", "[x](y)", "![x](y)", "[x]", "<b>x</b>", "<!-- x -->", "<https://x.y>", "~~x~~",
        "~x~", "&amp;", "&#42;", "a | b", "|", "\\", "\\*x\\*", "\\|", "https://x.y", "http://x.y", "www.x.y",
        "WWW.X.Y", "``x`", "` `", " ", "x` ", " x", " x ", "$x$", "[^1]", "x  \\", ":", "- x", "# x", "> x", "1. x", "x:y://z",
    ],
)  # fmt: skip
def test_markdown_takes_texts_as_they_are(text):
    """
    A text in a list, in a table and as code is shown to the letter, without any markup.
    """
    meant = html.escape(text, quote=False).replace('"', "&quot;")
    item = f"<strong>e</strong> {meant}".rstrip()
    assert f"<ul>\n<li>{item}</li>\n</ul>\n" == html_of(f"- **e** {escape_markdown(text)}\n")
    assert f"<ul>\n<li><code>{meant}</code> e</li>\n</ul>\n" == html_of(f"- {code_span(text)} e\n")
    table = html_of(f"| x | y |\n| --- | --- |\n| {escape_markdown(text)} | e |\n")
    assert f"<tr>\n<td>{meant.strip()}</td>\n<td>e</td>\n</tr>\n" in table


def test_no_formula_begins():
    """
    GitHub sets what stands between two dollars as a formula, so no dollar is bare.
    """
    assert r"\$x\$" == escape_markdown("$x$")


def is_listed(item: Result | Failure) -> bool:
    return isinstance(item, Result) and item.outcome != "successes"


# No text breaks a form.

NASTY = [
    "\n", "\r\n", "\t", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "\uffff", "\ud800",
    "\udcff", "]]>", "<![CDATA[", "</failure>", "<b>", "&", "&amp;", "&#0;", "&lt;", '"', "'", "--", "<!--", "-->",
    "<?x?>", "::", "::error::", "::stop-commands::x", "%", "%0A", "%25", ",", ":", "=", "##[error]", "file=x,line=1",
    "|", "\\", "\\|", "`", "``", "*", "**", "_", "__", "[x](y)", "![x](y)", "[x]: y", "~~", "# ", "- ", "1. ", "> ",
    "$x$", "https://x.y", "www.x.y", "<https://x.y>", "a@b.c", "---", "===", "{0}", "{x}", "}}", "/", "//", "..", " ",
]  # fmt: skip
texts = st.lists(st.sampled_from(NASTY) | st.text(max_size=3) | st.text(st.characters(), max_size=2), max_size=6).map(
    "".join
)


@st.composite
def items(draw: st.DrawFn) -> list[Result | Failure]:
    """
    Results with any texts, from reports of such bodies and from reports made up, and failures.
    """
    found: list[Result | Failure] = []
    for _ in range(draw(st.integers(1, 3))):
        file = draw(texts)
        line = draw(st.none() | st.integers(1, 10**6))
        place = f"{file}:{line}"
        severities = st.sampled_from(["error", "drift"])
        codes = st.sampled_from(sorted(CATALOG.messages["codes"]))
        if draw(st.booleans()):
            error = {"message": draw(texts), "code": draw(texts), draw(texts): draw(texts | st.integers())}
            response = Response(404, (), json.dumps({"error": error, draw(texts): draw(texts)}))
            report = check(response, "fattureincloud")
        else:
            pointers = st.none() | texts.map(lambda text: f"/{text}")
            findings = st.builds(made, codes, severities, texts, pointers, pointers, st.none() | texts)
            provider, several = draw(st.none() | st.just("acme")), tuple(draw(st.lists(findings, max_size=3)))
            response = Response(draw(st.sampled_from([None, 0, 404])))
            report = Report(True, provider, findings=several, response=response)
            report = report._replace(truncated=bool(report.findings) and draw(st.booleans()))
        found.append(Result(file, line, None, report))
        if draw(st.booleans()):
            found.append(Failure(place, file, line, draw(texts)))
    return found


@given(items(), st.sampled_from(["en", "it"]))
@settings(max_examples=300)
def test_junit_is_well_formed(items, lang):
    """
    Whatever texts there are, the document is well-formed, and every text is found in it.
    """
    text = written("junit", items, lang)
    cases = list(ET.fromstring(text.encode()).iter("testcase"))
    assert text.isascii()
    listed = [item for item in items if isinstance(item, Failure) or is_listed(item)]
    assert [legal(item.file) for item in listed] == [case.get("file") for case in cases]
    for item, case in zip(listed, cases, strict=True):
        assert case.get("name").endswith(legal(item.place))
        if isinstance(item, Failure):
            assert legal(item.reason) == case.find("error").get("message")
        elif item.report.findings:
            text = case.findtext("failure") or case.findtext("system-out")
            assert all(legal(finding.message) in text for finding in item.report.findings)


def legal(text: str) -> str:
    return printable(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


@given(items(), st.sampled_from(["en", "it"]))
@settings(max_examples=200)
def test_sarif_is_always_valid(items, lang):
    """
    Whatever texts there are, the log is as the schema says, its URIs are URIs, and no message has a link.
    """
    run = sarif(items, lang)
    findings = [(item, finding) for item in items if isinstance(item, Result) for finding in item.report.findings]
    assert len(findings) == len(run["results"])
    for (item, finding), found in zip(findings, run["results"], strict=True):
        assert printable(finding.message) == found["message"]["text"].replace("] (", "](") or "] (" in finding.message
        assert "](" not in found["message"]["text"]
        location = at(found)["artifactLocation"]
        uri = urlsplit(location["uri"])
        assert re.fullmatch(r"[A-Za-z0-9/._~%:-]+", location["uri"])
        assert ("file" if item.file.startswith("/") else "", "", "", "") == (
            uri.scheme,
            uri.netloc,
            uri.query,
            uri.fragment,
        )
        file = item.file.encode("utf-8", "replace").decode()
        assert PurePosixPath(unquote(uri.path)) == PurePosixPath(file) or file.startswith("//")


@given(items(), st.sampled_from(["en", "it"]))
@settings(max_examples=300)
def test_a_command_is_one_line(items, lang):
    """
    Whatever texts there are, each finding and each failure is one line that the runner reads as it was meant.
    """
    found, others = commands(written("github", items, lang))
    expected = []
    for item in items:
        if isinstance(item, Failure):
            expected.append((item, "error", item.reason))
            continue
        for finding in item.report.findings:
            expected.append((item, "error" if finding.severity == "error" else "warning", finding.message))
        if item.report.truncated:
            expected.append((item, "notice", ""))
    assert len(expected) == len(found)
    assert 1 <= len(others) <= 2
    for (item, command, message), (name, properties, data) in zip(expected, found, strict=True):
        assert command == name
        placed = {"file", "line"} if item.line else {"file"}
        assert {"title", *(placed if item.file != "-" else ())} == set(properties)
        assert printable(item.file) == properties.get("file", "-")
        if name == "notice":
            assert data.startswith(printable(f"{item.place}: "))
            assert str(len(item.report.findings)) in data.removeprefix(printable(item.place))
        else:
            assert printable(f"{item.place}: {message}") == data


@given(items(), st.sampled_from(["en", "it"]))
@settings(max_examples=300)
def test_markdown_shows_every_text(items, lang):
    """
    Whatever texts there are, GitHub's own renderer shows them and makes no markup of them.
    """
    seen = unspaced(shown(written("markdown", items, lang)))
    for item in items:
        if isinstance(item, Failure):
            assert unspaced(f"{printable(item.place)}: {printable(item.reason)}") in seen
            continue
        for finding in item.report.findings:
            assert unspaced(f"{finding.code} {printable(finding.message)}") in seen
            assert unspaced(printable(item.place)) in seen


def unspaced(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(items(), st.sampled_from(["en", "it"]))
@settings(max_examples=100)
def test_json_is_json(items, lang):
    """
    Whatever texts there are, the report is JSON with one entry for each response.
    """
    document = json.loads(written("json", items, lang))
    results = [item for item in items if isinstance(item, Result)]
    assert [item.file for item in results] == [entry["file"] for entry in document["responses"]]


# No secret stands in any form.

TOKEN = "4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N0XgL0n3I9P"
SECRETS = {
    "Authorization": f"Bearer {TOKEN}",
    "X-Key": TOKEN[::-1],
    "Cookie": f"session={TOKEN[1:]}",
    "Set-Cookie": f"session={TOKEN[1:]}; Path=/",
    "X-Jwt": JWT,
}
PARTS = [TOKEN[1:20], TOKEN[::-1][1:20], *(part[:20] for part in JWT.split("."))]


def leaking(where: str) -> list[Response]:
    """
    Responses that hold secrets: in values, in the names of members, or in headers.
    """
    found = []
    for header, secret in SECRETS.items():
        if where == "values":
            error: dict[str, Any] = {"message": "x", "code": secret, header: secret}
            bodies = [
                {"error": error},
                {"error": {"message": [secret]}},
                {"error": {"message": "x", header: {header: secret}}},
            ]
            bodies += [{"errors": [{"code": secret, "detail": "x", "title": "x", header: secret}]}, {"error": secret}]
            found += [
                Response(status, JSON, json.dumps(body)) for body in bodies for status in (200, 401, 404, 429, 777)
            ]
            found += [
                Response(403, (), text)
                for text in (f"{header}: {secret}", f'"{secret}"', f'{{"a":1}}{{"x":"{secret}"}}')
            ]
        elif where == "names":
            bodies = [
                {"error": {"message": "x", secret: 1}},
                {"error": {"message": "x", "validation_result": {secret: 1}}},
            ]
            bodies += [{"errors": [{"code": 1, secret: {secret: secret}}]}]
            found += [Response(status, JSON, json.dumps(body)) for body in bodies for status in (401, 422)]
            found += [Response(422, JSON, f'{{"error":{{"message":"x","{secret}":1,"{secret}":2}}}}')]
            query = f"https://x/?error=access_denied&error=x&{secret}=1&{secret}=2"
            found += [Response(302, {"Location": query}, b"")]
        else:
            query = f"https://x/?error=access_denied&error={secret}&state={secret}&state={secret}"
            names = (
                "Retry-After",
                "Content-Type",
                "RateLimit-HourlyLimit",
                "X-Wait-Seconds",
                "WWW-Authenticate",
                header,
            )
            headers = [*((name, secret) for name in names), ("Content-Type", f"text/html; x={secret}")]
            found += [Response(status, headers, '{"error":{"message":"x"}}', secret) for status in (401, 403, 429, 503)]
            found += [Response(302, [("Location", query)], b"")]
    return found


@pytest.mark.parametrize("name", REPORTERS)
@pytest.mark.parametrize(
    "where",
    [
        "values",
        "headers",
        "names",
    ],
)
def test_no_secret_is_written(name, where):
    """
    A bearer token, a key, a cookie and a JWT stand in no form, wherever the response has them.
    """
    providers = (None, *CATALOG.providers)
    items = [result(response, provider=provider) for response in leaking(where) for provider in providers]
    assert len([item for item in items if item.report.findings]) > 10
    text = written(name, items)
    assert [] == [part for part in PARTS if part in text]


# Memory.


class Nowhere(StringIO):
    """
    A stream that keeps nothing.
    """

    def write(self, text: str) -> int:
        """
        Take a text and forget it.
        """
        return len(text)


@pytest.mark.parametrize("name", REPORTERS)
@pytest.mark.parametrize(
    "response",
    [Response(200, (), "{}"), Response(404, (), '{"error":{"message":"x"}}')],
    ids=["no error", "a conforming error"],
)
def test_memory_is_flat(name, response):
    """
    However many responses conform, what a form keeps of them is small.
    """
    item = result(response)
    output = reporter(name, Nowhere(), Wording(CATALOG, "en"))
    output.add(item)
    tracemalloc.start()
    for number in range(20_000):
        output.add(item._replace(file="x" * 1000, line=number))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    output.finish(Summary())
    assert kept < 3 * 1024 * 1024


def test_differences_do_not_steer_a_terminal(tmp_path):
    """
    The lines for a failed test have the control characters of a catalog and of a request escaped.
    """
    acme = ROOT / "tests" / "fixtures" / "acme"
    (tmp_path / "acme").mkdir()
    for path in acme.glob("*.json"):
        text = path.read_text("utf-8").replace("15. Status", r"15. \u202e Status")
        (tmp_path / "acme" / path.name).write_text(text, "utf-8")
    catalog = CATALOG.including(Catalog.load(tmp_path / "acme"))
    sent = Response(404, {"Content-Type": "application/problem+json"}, b'{"title": 1}', url="https://x/\x9b")
    report = check(sent, "acme", catalog=catalog)
    lines = described(report, report.findings, Wording(catalog, "en"))
    assert all(map(str.isprintable, lines))
    assert "\\u202e" in "".join(lines)
