"""
The check in the page gives the verdict of the check in Python.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from errspec import CATALOG, Catalog, Response, check, problem
from errspec.docs.checkdata import SCRIPTS, code, data, script
from errspec.recordings import ReadingOptions, Unreadable, exchanges, transcript
from errspec.redaction import excerpt, redacted
from tests.support.bodies import BODIES
from tests.support.cases import ROOT, cases
from tests.support.page import CATALOGS, LANGUAGES, Page, PageCase, arguments, example_cases, page_cases, printed
from tests.support.secrets import planted
from tests.support.strategies import EXAMPLES, broken, headers, providers, reasons, responses, statuses

ASSETS = ROOT / "errspec" / "docs" / "assets" / "check"


def judged(page: Page, cases: Iterator[PageCase]) -> int:
    number = 0
    for case in cases:
        assert case.report == page.report(case.response, case.options), (case.name, case.options)
        number += 1
    return number


def test_the_suite(page):
    """
    Every response of the suite and every example gets the same report.
    """
    assert judged(page, page_cases()) > 10_000


def test_another_catalog(acme):
    """
    A provider that is made of data alone is judged alike.
    """
    opened = Page(acme)
    assert judged(opened, example_cases(acme)) >= 4 * 3 * 2 * 4
    for status in (200, 401, 404, 503):
        for fields in ([("X-Error-Code", "KEY_EXPIRED"), ("X-Trace", "?")], [("Content-Type", "text/html")], None):
            for body in (
                '{"code": 17, "text": "", "parcels": [{"number": "12", "state": "lost", "x": 1}]}',
                '{"code": 0.0, "text": "Done"}',
                '{"code": 18, "code": 0}',
                '{"title": 5, "tpye": 1}',
                f'{{"title": "x", "status": {"9" * 5000}}}',
                '{"code": -1, "text": "x", "parcels": []}',
            ):
                response = Response(status, fields, body)
                assert printed(check(response, catalog=acme), response, acme, "en") == opened.check(response)
    opened.close()


MANY = {"errors": [{"code": "bad_request", "detail": "x", "title": "x"}] * 4}
RARE = [
    Response(200, [], b"", method="head"),
    Response(422, [], b"", method="head"),
    Response(429, [(" Retry-After\t", "5"), ("RETRY-AFTER", "6")], b'{"error":{"message":"x"}}'),
    Response(400, [], json.dumps({"errors": [{"code": 1}] * 150})),
    Response(400, [], json.dumps({**MANY, **{f"x{number}": 1 for number in range(99)}})),
    Response(429, [], json.dumps({"error": {"message": "x"}, **{f"x{number}": 1 for number in range(101)}})),
    Response(429, [], json.dumps({"error": {"message": "x"}, **{f"x{number}": 1 for number in range(100)}})),
    Response(422, [], json.dumps({"error": {"message": "x", "validation_result": {"access_token": "abc"}}})),
    Response(302, [("Location", "https://a/?error=x&error=y&Bearer%20abc=1&Bearer+abc=2#?")], b""),
    *(
        Response(status, fields, None)
        for status in (None, 200, 302, 403, 422, 500, 799)
        for fields in (None, [], [("Retry-After", "5")])
    ),
]


@pytest.mark.parametrize("provider", [None, *CATALOG.providers])
def test_rare_responses(page, provider):
    """
    Unknown bodies, methods, blanks in headers, credentials and more findings than the limit are judged alike.
    """
    for response in RARE:
        wanted = printed(check(response, provider, lang="it"), response, CATALOG, "it")
        assert wanted == page.check(response, provider=provider, lang="it"), response.content


def test_providers_that_are_alike(tmp_path):
    """
    Of providers with the same shapes the one with the least drift is taken, and ties are named.
    """
    for name in ("acme", "other", "twin"):
        shutil.copytree(ROOT / "tests" / "fixtures" / "acme", tmp_path / name)
    path = tmp_path / "other" / "problem-types.json"
    path.write_text(path.read_text("utf-8").replace('"application/problem+json"', '"application/*"'), "utf-8")
    path = tmp_path / "other" / "problem.schema.json"
    more = '"extra": {"description": "More", "type": "string"}, "status"'
    path.write_text(path.read_text("utf-8").replace('"status"', more), "utf-8")
    catalog = Catalog.load(tmp_path)
    opened = Page(catalog)
    found = set()
    for media in ("application/problem+json", "application/json", "text/html"):
        for body in (
            '{"type": "x", "title": "x", "extra": "x"}',
            '{"title": "x"}',
            '{"title": 1}',
            '{"code": 17}',
            "[]",
        ):
            for status in (None, 200, 401, 404):
                response = Response(status, [("Content-Type", media)], body)
                report = check(response, catalog=catalog)
                found.add((report.provider, bool(report.candidates)))
                assert printed(report, response, catalog, "en") == opened.check(response)
    opened.close()
    assert {("other", False), (None, True), (None, False)} <= found


def test_hostile_bodies(page):
    """
    Bodies of any bytes get the same report under any status.
    """
    for name, body in BODIES.items():
        for status in (None, 200, 302, 403, 422, 429, 503, 0, 99, 799):
            for provider in (None, *CATALOG.providers):
                response = Response(status, (), body)
                wanted = printed(check(response, provider), response, CATALOG, "en")
                assert wanted == page.check(response, provider=provider), (name, status, provider)


mutated = st.builds(
    Response,
    statuses | st.sampled_from([example.response.status_code for example in EXAMPLES]),
    st.none() | headers,
    broken,
    reasons,
)


@given(responses | mutated, providers, st.sampled_from(LANGUAGES), st.booleans())
@settings(max_examples=1500)
@example(Response(422, (), b'{"error":{"message":"x","validation_result":[1]}}'), "fattureincloud", "en", False)
@example(Response(302, [("Location", "http://[broken?error=x")], b""), "fattureincloud", "en", False)
def test_any_response(page, response, provider, lang, strict):
    """
    Any response gets the same report.
    """
    catalog = CATALOGS[strict]
    wanted = printed(check(response, provider, catalog=catalog, lang=lang), response, catalog, lang)
    assert wanted == page.check(response, provider=provider, lang=lang, strict=strict)


@given(responses, providers)
@settings(max_examples=500)
def test_what_the_provider_says(page, response, provider):
    """
    The message, the code, the rejected fields and the time to wait are those of ``errspec.problem``.
    """
    report = page.check(response, provider=provider)
    same_problem(page, response, report, provider)


def test_what_the_examples_say(page):
    """
    The same for every example.
    """
    for provider in CATALOG.providers.values():
        for shown in (shown for item in provider.problem_types for shown in item.examples):
            report = page.check(shown.response, provider=provider.id)
            assert same_problem(page, shown.response, report, provider.id) is not None


def same_problem(page, response, report, provider):
    wanted = problem(response, provider)
    found = page.call("problem", arguments(response), report)
    if wanted is None:
        assert found is None
        return None
    fields = [{"name": f.name, "pointer": f.pointer, "messages": list(f.messages)} for f in wanted.fields]
    said = {"message": wanted.message, "code": wanted.code, "fields": fields, "wait": wanted.wait}
    assert json.loads(json.dumps(said)) == found
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_to_do(page, lang):
    """
    A problem type is explained by the sentences of the catalog, in the language.
    """
    for provider in CATALOG.providers.values():
        for item in provider.problem_types:
            found = page.call("explain", item.name, {"lang": lang})
            said = [found["title"], found["description"], *found["solutions"]]
            texts = (item.title, item.description, *item.solutions)
            assert [CATALOG.translate(text, lang) for text in texts] == said
            titles = [CATALOG.advice["advice"][name]["title"] for name in item.advice]
            assert [CATALOG.translate(title, lang) for title in titles] == [entry["title"] for entry in found["advice"]]
            assert (item.retry.kind, item.retry.seconds) == (found["retry"]["kind"], found["retry"].get("seconds"))
            assert item.citations[0].source.url == found["source"]["url"]
    assert page.refusal("explain", "nobody/nothing").startswith("RangeError: Unknown problem type")


def pasted(page, text):
    """
    The responses that the page finds in a text, as ``read_by_python`` has them.
    """
    return [
        (
            item["line"],
            item["response"]["status"],
            item["response"]["reason"],
            item["response"]["headers"],
            item["response"]["body"],
            item["response"]["url"],
            item["response"]["method"],
        )
        for item in page.call("read", text)
        if item["response"]
    ]


def read_by_python(found):
    return [
        (
            item.line,
            item.response.status_code,
            item.response.reason,
            None if item.response.headers is None else [list(pair) for pair in item.response.headers],
            None if item.response.content is None else item.response.content.decode(),
            item.response.url,
            item.response.method,
        )
        for item in found
    ]


RECORDINGS = [
    *(ROOT / "tests" / "recordings").glob("*.*"),
    *(ROOT / "schemas" / "generated" / "examples").rglob("*.http"),
]


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_pasted_recordings(page, path):
    """
    The text of a recording is read as the command reads the file.
    """
    with path.open("rb") as stream:
        found = list(exchanges(stream, "f", ReadingOptions()))
    assert read_by_python(found) == pasted(page, path.read_text("utf-8"))


LINES = [
    [
        "HTTP/1.1 404 Not Found",
        "  HTTP/1.1 400",
        "HTTP/2 503 ",
        "HTTP/1.1 100 Continue",
        "404 Not Found",
        "< HTTP/1.1 404 no",
        "HTTP/1.1 404 no",
    ],
    [
        "HTTP/1.0 200 Connection established",
        "POST /x HTTP/1.1",
        "> GET https://a.example/b HTTP/2",
        "Host: api.example",
    ],
    [
        "> Host: h",
        "Retry-After: 5",
        "< a: b",
        "  folded",
        "a:b ",
        "\ta: b",
        "<",
        "> ",
        "* note",
        "",
        " ",
        "\r",
        "{}",
        '{"a":1}',
        "[1]",
    ],
    [
        '{"a":1}HTTP/1.1 500 x',
        '{"a":1} HTTP/1.1  500',
        '{"a":"HTTP/1.1 500 x"}',
        '{"a":"HTTP/1.1 500 x',
        "{}* Connection #0 to host x left intact",
        '"}* x"',
        "<html>",
        "$ curl",
        "```",
        "me@host: ~$",
        "\x1b[1mHTTP/1.1 401\x1b[0m",
        "{ [5 bytes data]",
        "  % Total x",
    ],
]
lines = st.sampled_from([line for group in LINES for line in group]) | st.text(max_size=6)


@given(st.lists(lines, max_size=9), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=800)
def test_pasted_lines(page, pieces, end):
    """
    Whatever the command reads as HTTP text is read alike, and any other text gives no exception.
    """
    text = end.join(pieces).replace("\ufeff", "")
    found = pasted(page, text)
    content = text.encode("utf-8", "replace")
    if transcript.recognized(content):
        try:
            wanted = list(transcript.exchanges(content, "f"))
        except Unreadable:
            return
        assert read_by_python(wanted) == found or not wanted


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("License expired.", "message", None),
        ('"License expired."', "message", None),
        ('\ufeff{"error": 1}', "body", None),
        ("[]", "body", None),
        ("[2026-03-20 09:13] worker: timeout", "message", None),
        ('[2026-03-20 09:13] failed: 422 {"error": {"message": "Invalid request."}} in 30 ms', "body", 422),
        ('status=503 body=[{"a": 1}]', "body", 503),
        ("<html>502 Bad Gateway</html>", "body", None),
        ("curl: (22) The requested URL returned error: 404", "message", None),
        ("HTTP/1.1 4x4", "message", None),
        ("HTTP/1.1 404 Not Found\na line without a colon\n\nx", "response", 404),
        (f"{'[' * 100_000}", "body", None),
        (f"x {'{' * 100_000}", "message", None),
        ('x {"a":' * 10_000, "message", None),
    ],
)
def test_kinds_of_text(page, text, kind, status):
    """
    A text is HTTP, a body that may stand in a line of a log, or a message.
    """
    [found] = page.call("read", text)
    assert (kind, status) == (found["kind"], found["response"] and found["response"]["status"])


def test_nothing_pasted(page):
    """
    In blanks there is nothing.
    """
    assert [] == page.call("read", " \n\t")
    assert [] == page.call("findMessage", " \n\t")


def _filled(message: str) -> str:
    return re.sub("<[^<>]+>", "price 2", message)


@pytest.mark.parametrize("provider", CATALOG.providers)
def test_messages_are_found(page, provider):
    """
    The provider's verbatim message, its holes filled, in any case and between other words, leads to its problem type.
    """
    for item in CATALOG.providers[provider].problem_types:
        for message in item.messages:
            for text in (_filled(message), f'"{_filled(message).upper()}"'):
                found = page.call("findMessage", text, {"provider": provider})
                best = [entry["problem_type"] for entry in found if entry["score"] == found[0]["score"]]
                assert item.name in best, (message, text)
                assert "message" == found[0]["by"]


@pytest.mark.parametrize(
    ("text", "problem_type", "by"),
    [
        ("LICENSE_EXPIRED", "fattureincloud/license-expired", "code"),
        ("license-expired", "fattureincloud/license-expired", "id"),
        ("sibill/bad-gateway", "sibill/bad-gateway", "id"),
        ("La licenza è scaduta", "fattureincloud/license-expired", "title"),
        ("the license has expired!", "fattureincloud/license-expired", "title"),
        ("error Malformed", "open2b/malformed", "code"),
        ("hourly quota", "fattureincloud/quota-exceeded", "title"),
        ("quota", "fattureincloud/quota-exceeded", "message"),
        ("503", "open2b/service-unavailable", "status"),
    ],
)
def test_other_words_are_found(page, text, problem_type, by):
    """
    A code, an id, a title in either language or a status leads there as well.
    """
    found = page.call("findMessage", text)
    assert (problem_type, by) in [(entry["problem_type"], entry["by"]) for entry in found]


def test_the_title_is_in_the_language(page):
    """
    What is found has its title in the language.
    """
    [found] = page.call("findMessage", "License expired.", {"lang": "it"})
    assert CATALOG.translate("The license has expired", "it") == found["title"]
    assert "The license has expired" != found["title"]


HOSTILE = {
    "100,000 levels": "[" * 100_000,
    "ten megabytes": '{"error":{"message":"' + "x" * 10_400_000 + '"}}',
    "more than ten megabytes": "x" * 11_000_000,
    "wrong members": '{"error":{"message":"x"},' + '"a":1,' * 800_000 + '"a":1}',
    "lone surrogates": '{"error":"' + "\ud800" * 3000 + '"}',
    "markup": '{"error":{"message":"<img src=x onerror=alert(1)>","<script>":1}}',
    "prototypes": '{"__proto__":{"error":1},"constructor":1,"error":{"message":"x","__proto__":1,"toString":[]}}',
    "blanks": " " * 1_000_000 + "x",
    "status lines": "HTTP/1.1 404 Not Found\n" * 20_000,
    "a long word": "a" * 1_000_000,
    "blanks between": "a" + " " * 1_000_000 + "b",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(page, name):
    """
    Whatever is pasted is read, judged and looked up without an exception.
    """
    text = HOSTILE[name]
    for lang in LANGUAGES:
        response = Response(404, [("Content-Type", text[:71_500])], text)
        body = {"status": 404, "headers": [["Content-Type", text[:71_500]]], "body": text}
        wanted = printed(check(response, lang=lang), response, CATALOG, lang)
        assert wanted == page.report(body, {"lang": lang})
    page.call("findMessage", text)
    for item in page.call("read", text)[:10]:
        if item["response"]:
            page.call("check", item["response"])


def test_a_host_names_the_provider(page):
    """
    The host of the request tells the provider.
    """
    for provider in CATALOG.providers.values():
        for host in provider.hosts:
            response = Response(418, (), b"", url=f"https://user@{host}:443/x")
            assert provider.id == page.check(response)["provider"] == check(response).provider


@pytest.mark.parametrize("options", [{"provider": "nobody"}, {"lang": "xx"}])
def test_unknown_arguments(page, options):
    """
    An unknown provider or language is refused, and the known ones are named.
    """
    refusal = page.refusal("check", {"status": 404}, options)
    assert refusal.startswith("RangeError: Unknown ")
    assert ". Known " in refusal


def test_the_same_is_left_out(page):
    """
    Secrets and personal data of the suite are found alike, and so are ordinary messages.
    """
    random = Random(7)
    for case in cases("redaction"):
        texts = case.data.get("messages") or [case.data.get("text")]
        if "template" in case.data:
            texts = [planted(case.data["template"], random)[0] for _ in range(20)]
        for text in texts:
            assert redacted(text) == page.call("innerRedacted", text)
            assert excerpt(text * 30) == page.call("innerExcerpt", text * 30)


PIECES = [
    *"""password = : " ' \\\\" \\\\ token secret Bearer Basic Authorization cookie; pin 12345 hunter2 is the è È code= &
    ? # :// user@ a.example %40 %3d 2026-03-20 4111 +39 333 1234567 IT60 X054 RSSMRA80A01H501U 12345678903 eyJ . , (
    ) [ ] { } < > \u20ac \U0001f355 tel. codice fiscale aB3dE6gH1jK2mN4p - _ / + ghp_ xoxb- AKIA""".split(),  # noqa: SIM905
    *"\u017f\u212a\x85\xa0\u2028\n",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=14), st.sampled_from(["", " "]))
@settings(max_examples=1500)
def test_the_same_is_left_out_of_any_text(page, pieces, between):
    """
    Of any text, the same is left out.
    """
    text = between.join(pieces)
    assert redacted(text) == page.call("innerRedacted", text)


def test_the_data_is_small_and_plain():
    """
    The data is JSON in a script, well below what a page may load, and only in the languages that are wanted.
    """
    assert len(script(CATALOG).encode()) < 150_000
    literal = script(CATALOG).removeprefix("(globalThis.errspec ??= {}).data = JSON.parse('").removesuffix("');\n")
    assert json.loads(json.dumps(data(CATALOG))) == json.loads(re.sub(r"\\(.)", r"\1", literal))
    assert {} == data(CATALOG, ["en"])["translations"]


def test_any_text_passes_through_the_script(tmp_path):
    """
    A title of quotation marks, backslashes, markup and ends of lines is the same text in the page.
    """
    title = "It's \\ \"</script><!-- ${x} `\u2028\u2029"
    shutil.copytree(ROOT / "tests" / "fixtures" / "acme", tmp_path / "acme")
    path = tmp_path / "acme" / "problem-types.json"
    text = path.read_text("utf-8").replace('"The goods are out of stock"', json.dumps(title))
    path.write_text(text, "utf-8")
    catalog = Catalog.load(tmp_path)
    assert not set("<\u2028\u2029") & set(script(catalog))
    opened = Page(catalog)
    assert title == opened.check(Response(200, (), '{"code": 17, "text": "x"}'))["title"]
    opened.close()


#: The modules that the scripts outside of verdict mirror; ``text`` stands for Python's own strings.
HOMES = {
    "display": "display",
    "forms": "catalog.forms",
    "paste": "recordings.transcript",
    "pointers": "pointers",
    "problem": "problems.problem",
    "redaction": "redaction",
    "response": "response",
    "text": None,
    "wording": "catalog.wording",
}
#: The modules of verdict that the page does not need; it asks the candidates one by one, and ``problem`` maps.
ABSENT = {"__init__", "baseline", "decision", "examples", "hosts", "mapping"}
#: What Python itself has, or keeps within the module.
OWN = {"Decimal", "TYPES", "encode", "escaped", "extent", "isNested", "quoted"}


def test_the_scripts_mirror_the_verdict():
    """
    Each module of verdict has a script of its name, and each other script a module that it mirrors.
    """
    modules = {path.stem for path in (ROOT / "errspec" / "verdict").glob("*.py")}
    scripts = {path.stem for path in ASSETS.iterdir()}
    assert modules - ABSENT == scripts - set(HOMES)
    assert set(HOMES) < scripts


@pytest.mark.parametrize("path", sorted(ASSETS.iterdir()), ids=lambda path: path.stem)
def test_scripts_use_the_names_of_python(path):
    """
    What a script gives to others has the name that it has in the module.
    """
    home = HOMES.get(path.stem, f"verdict.{path.stem}")
    exported = re.search(rf"^  errspec\.{path.stem} = {{(.*)}};$", path.read_text("utf-8"), re.MULTILINE)
    if home is None or exported is None:
        assert path.stem in {"text", "contract", "paste", "problem"}
        return
    module = import_module(f"errspec.{home}")
    for name in set(exported[1].replace(" ", "").split(",")) - OWN:
        snake = name if name[0].isupper() else re.sub("[A-Z]", lambda match: f"_{match[0].lower()}", name)
        assert hasattr(module, snake), (path.stem, name)


def test_the_scripts_are_plain():
    """
    The scripts make no code, no markup and no request, know no provider, and stay small.

    No text runs over several lines, as indentation is left out.
    """
    assert set(SCRIPTS) == {path.name for path in ASSETS.iterdir()}
    assert len(code().encode()) < 76_000
    for path in ASSETS.iterdir():
        text = path.read_text("utf-8")
        assert not re.search(r"\beval\b|\bFunction\(|innerHTML|document\.|fetch\(|import\b|require\(|XMLHttp", text), (
            path
        )
        for provider in CATALOG.providers.values():
            for name in (provider.id, provider.name, *provider.aliases, *provider.hosts):
                assert name.lower() not in text.lower(), path
        assert not [line for line in text.splitlines() if len(line) > 120 or line != line.rstrip()], path
        assert not [line for line in text.splitlines() if line.count("`") % 2], path
