"""
A provider made of data alone goes through everything.
"""

from __future__ import annotations

import json
import os
import shutil

import pytest

from errspec import CATALOG, Catalog, Response, check
from errspec.catalog.backtracking import is_explosive
from errspec.catalog.complexity import lost, multiplying
from errspec.catalog.wording import Wording
from errspec.cli.main import main
from errspec.cli.show import explanation, overview
from errspec.exceptions import CatalogError
from errspec.verdict.engine import quick_acceptor
from scripts.artifacts import artifacts
from tests.support.cases import ROOT, Case, cases

ACME = ROOT / "tests" / "fixtures" / "acme"
PROBLEM = [("Content-Type", "application/problem+json")]
KEY = [*PROBLEM, ("X-Error-Code", "KEY_EXPIRED")]
RETRY = '"retry": {"kind": "after", "header": "X-Wait"}'
GONE = '{"type":"t","title":"Gone"}'


@pytest.mark.parametrize(
    ("response", "problem_type", "codes"),
    [
        (Response(200, (), '{"code":0,"text":""}'), None, []),
        (Response(200, (), '{"code":17,"text":"x"}'), "acme/out-of-stock", []),
        (Response(200, (), '{"code":99,"text":"x"}'), "acme/refused", []),
        (Response(200, (), '{"code":99,"text":""}'), "acme/refused", ["schema"]),
        (Response(200, (), '{"code":-1,"text":"x"}'), "acme/refused", ["schema"]),
        (Response(200, (), '{"code":17}'), "acme/out-of-stock", ["schema"]),
        (Response(200, (), '{"code":17,"text":"x","parcels":[{"number":"1"}]}'), "acme/out-of-stock", ["schema"]),
        (
            Response(200, (), '{"code":17,"text":"x","parcels":[{"number":"1234","x":1}]}'),
            "acme/out-of-stock",
            ["schema"],
        ),
        (
            Response(200, (), '{"code":17,"text":"x","parcels":[{"number":"1234","state":"x"}]}'),
            "acme/out-of-stock",
            ["schema"],
        ),
        (Response(200, (), '{"code":17,"text":"x","more":1}'), "acme/out-of-stock", ["undocumented-member"]),
        (Response(200, (), '{"code":0,"text":"x","code":17}'), "acme/out-of-stock", ["duplicate-member"]),
        (Response(401, KEY, GONE), "acme/key-expired", []),
        (Response(401, PROBLEM, GONE), "acme/problem", []),
        (Response(401, [*KEY, ("X-Trace", "no")], GONE), "acme/key-expired", ["malformed-header"]),
        (Response(404, {"Content-Type": "application/json"}, GONE), "acme/problem", ["wrong-media-type"]),
        (Response(404, PROBLEM, '{"title":"Gone"}'), "acme/problem", ["missing-member"]),
        (Response(404, PROBLEM, '{"code":17,"text":"x"}'), "acme/problem", ["wrong-shape"]),
        (Response(201, PROBLEM, '{"type":"t","title":"Gone"}'), None, ["error-under-success"]),
        (Response(500, PROBLEM, "<html>"), "acme/problem", ["not-json"]),
    ],
)
@pytest.mark.parametrize("provider", ["acme", "Acme Parcels", None])
def test_verdict(acme, response, problem_type, codes, provider):
    """
    Success by a code inside 200, problem details, and a code in a header are told apart by data.
    """
    report = check(response, provider, catalog=acme)
    if provider or report.provider:
        assert (problem_type, codes) == (
            report.problem_type and str(report.problem_type),
            [f.code for f in report.findings],
        )


@pytest.mark.parametrize("form", ["tolerant", "strict"])
@pytest.mark.parametrize("case", list(cases(ROOT / "tests" / "fixtures" / "shapes")), ids=str)
def test_shape(acme, case: Case, form: str):
    """
    A form of a shape accepts what the case says.
    """
    assert case.data["valid"][form] == acme.validator(case.shape, form).is_valid(case.data["data"])


def test_every_product(acme):
    """
    What is documented is shown, and the generated files are made, from data alone.
    """
    wording = Wording(acme, "en")
    provider = acme.providers["acme"]
    assert "Acme Parcels (acme)" in list(overview(provider, wording))
    for item in provider.problem_types:
        assert f"{item}: {item.title}" in list(explanation(acme, item, wording))
    made = artifacts(acme)
    assert "examples/acme/key-expired.http" in made
    assert "x-" not in str(list(json.loads(made["json-schema/acme/result.schema.json"])))


def test_command(capsys, tmp_path):
    """
    The command takes a folder of data in place of the built-in one.
    """
    file = tmp_path / "r.http"
    file.write_text("HTTP/1.1 401 Unauthorized\nX-Error-Code: KEY_EXPIRED\n\n" + GONE)
    assert 0 == main(["check", "--catalog", str(ACME), str(file)])
    assert "acme/key-expired" in capsys.readouterr().out
    assert 0 == main(["show", "--catalog", str(ACME), "acme", "401"])
    assert 0 == main(["schema", "--catalog", str(ACME), "acme/result", "--form", "strict"])


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("provider.json", "{", "", "it is not JSON"),
        ("provider.json", '"name"', '"nome"', "'name' is a required property"),
        ("problem-types.json", '"title": "The goods', '"titel": "The goods', "'title' is a required property"),
        ("problem-types.json", "result.schema.json", "lost.schema.json", "Unknown shape: acme/lost"),
        ("problem-types.json", '"renew"', '"pray"', "the advice pray"),
        ("result.schema.json", '"minimum": 1', '"format": "x"', "format"),
        ("problem-types.json", '"guide": "Results"', '"gide": "Results"', "it cites the source gide, but lists only"),
        ("result.schema.json", '"guide": "Results"', '"gide": "Results"', "it cites the source gide, but lists only"),
        (
            "result.schema.json",
            '"#/$defs/parcel"',
            '"#/$defs/parsel"',
            "#/$defs/parsel leads to no definition",
        ),
        ("result.schema.json", '"#/$defs/parcel"', '"https://acme.example/x.json"', "A reference to a definition"),
        ("result.schema.json", '"^[0-9]{4,8}', '"^([0-9]{4,8}', "is malformed"),
        ("result.schema.json", '"^[0-9]{4,8}', '"^(?:[0-9]+)+', "could take exponential time"),
        ("result.schema.json", '"^[0-9]{4,8}', '"^.*.*.*x', "at #/$defs/parcel/properties/number/pattern: the pattern"),
        ("result.schema.json", '"^[0-9]{4,8}', '"(?i)^[a-z]', "it has a flag such as (?i)"),
        ("result.schema.json", '"^[0-9]{4,8}', '"^(?:(?i:[a-z]+A)*)', "it has a flag such as (?i)"),
        ("result.schema.json", '"^[0-9]{4,8}', '"^(x)?(?(1)(a+)+|(a+)+)', "it has a condition such as (?(1)"),
        ("result.schema.json", '"^[0-9]{4,8}', f'"^{"a" * 2000}', "it is longer than 2000 characters"),
        (
            "result.schema.json",
            '"^[0-9]{4,8}',
            '"(?<=a{1,3})b',
            "is malformed: look-behind requires fixed-width pattern",
        ),
        ("result.schema.json", '"^[0-9]{4,8}', '"^[a||b]', '"~~" in a set, where engines differ'),
        ("provider.json", '"hosts":', '"urls": ["^https://(a+)+$"], "hosts":', "at #/urls/0: the pattern"),
        ("problem-types.json", '"id": "refused"', '"id": "out-of-stock"', "two problem types have the id out-of-stock"),
        ("problem-types.json", '"retry": {"kind": "backoff", "attempts": 2}', RETRY, "not a documented header"),
        ("problem-types.json", '"renew"', '"renew."', "renew."),
        ("problem-types.json", '"Order less"', '"Order less."', "A phrase without a full stop"),
    ],
)
def test_broken_data_is_refused(tmp_path, file, old, new, says):
    """
    Data that are not as described are refused with the file and what is wrong in it.
    """
    folder = tmp_path / "acme"
    shutil.copytree(ACME, folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(CatalogError) as caught:
        Catalog.load(folder)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_text("{}"), "acme"),
        (lambda path: path.write_bytes(b"{\xff"), "it is not JSON: the byte at 1 is not UTF-8"),
        (lambda path: path.write_text("\ufeff{}", "utf-8"), "it begins with a byte order mark (U+FEFF)"),
        (lambda path: path.write_text("[" * 5000 + "]" * 5000), "nested more than 100 deep"),
        (lambda path: path.write_text('{"a":' * 500 + "1" + "}" * 500), "nested more than 100 deep"),
        (
            lambda path: path.write_text('{\n"\\\\ud800\\ud800\\udc00": "\\uDbFF"}'),
            "line 2, column 25: unpaired surrogate",
        ),
        (lambda path: path.write_text('{"\\udc00\\ud800": 1}'), "line 1, column 3: unpaired surrogate"),
        (os.mkfifo, "not a regular file"),
        (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
        (lambda path: path.mkdir(), "not a regular file"),
        (lambda path: path.write_bytes(b" " * (16 * 1024 * 1024 + 1)), "larger than 16 MiB"),
    ],
    ids=[
        "empty",
        "encoding",
        "mark",
        "lists",
        "objects",
        "half a pair",
        "half a pair in a name",
        "FIFO",
        "device",
        "folder",
        "large",
    ],
)
@pytest.mark.parametrize("name", ["provider.json", "result.schema.json", "it.json"])
def test_odd_files_are_refused(tmp_path, make, says, name):
    """
    What is not an ordinary file of data is refused at once, with its name.
    """
    folder = tmp_path / "acme"
    shutil.copytree(ACME, folder)
    (folder / name).unlink(missing_ok=True)
    make(folder / name)
    with pytest.raises(CatalogError) as caught:
        Catalog.load(folder)
    assert says in str(caught.value) or "a file provider.json" in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "explosive"),
    [
        *((pattern, True) for pattern in ("^(a+)+$", "(a|aa)+$", "(a*)*", "([a-z]+)*x", "(?:a+b?)+", "((a+))*")),
        *((pattern, True) for pattern in ("(?:x|x+)*", "(.*a){20}", r"(\w+\s?)*$", "^(([a-z])+.)+$", "(ü.*)*")),
        *((pattern, False) for pattern in ("^(/([^~/]|~[01])*)*$", "^[a-z]*([-.][a-z0-9]+)*$", r"^(?:[a-z]+\.)+x$")),
        *((pattern, False) for pattern in ("(ab)*", "[ab]*c*", "^[1-5]([0-9]{2}|XX)$", "a|b+")),
        *((pattern, True) for pattern in ("^(?:[^é]+è)*$", "^(?:[^éà]+è)*$", "^.*.*.*x", "^a*a*x", "a*x", "^.*x.*y")),
        *((pattern, True) for pattern in ("^(?:[a-z]*[a-z]*[.])*$", f"^{'a?' * 30}{'a' * 30}", f"^{'(?:a|aa)' * 20}$")),
        *(
            (pattern, True)
            for pattern in ("^a{0,5000}a{0,5000}x", "^(?:(?=.*x)a)*$", r"^(a*)\1x", r"^(?:[^\s]+[^\d])*$")
        ),
        *((pattern, False) for pattern in ("^(?:[^é]+é)*$", "^[^é]+è$", "^.*limit", "foo.*", "^(?!.*foo)[a-z]+$")),
        *((pattern, False) for pattern in ("[0-9]{1,20} left", "^[^@]+@[^@]+$", r"^[0-9]+[.]\d+$", "(?:a{2}){9}")),
    ],
)
def test_patterns_that_could_explode(pattern, explosive):
    """
    A repetition is refused within or before another one, unless a character tells where each turn begins or ends.
    """
    assert explosive is is_explosive(pattern)


@pytest.mark.parametrize("pattern", [f"^{'(' * 90}a{')' * 90}", "^(a{1000}){1000}b"])
def test_a_pattern_that_the_fast_validator_does_not_know(tmp_path, pattern):
    """
    Values are checked without jsonschema-rs if it refuses a pattern as too large.
    """
    folder = tmp_path / "acme"
    shutil.copytree(ACME, folder)
    path = folder / "result.schema.json"
    path.write_text(path.read_text().replace('"minLength": 1', f'"pattern": "{pattern}"', 1))
    accepts = quick_acceptor(Catalog.load(folder), "acme/result", "strict")
    assert [False, pattern.endswith(")")] == [accepts({"code": 17, "text": text}) for text in ("b", "a")]


NEXT, OTHER = {"$ref": "#/$defs/next"}, {"$ref": "#/$defs/other"}
CIRCLE = "the reference #/$defs/next leads back to itself at the same value"
BOTH = {"anyOf": [NEXT, NEXT]}
AGAIN = {"properties": {"x": OTHER}}
CHAIN = {f"a{at}": {"properties": {"x": {"anyOf": [{"$ref": f"#/$defs/a{at + 1}"}] * 2}}} for at in range(30)}


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ({"$defs": {"next": {"properties": {"x": BOTH}}}}, "at #/$defs/next: its alternatives multiply"),
        ({"$defs": {"next": {"properties": {"x": NEXT}, "anyOf": [{"items": NEXT}]}}}, "at #/$defs/next: its"),
        (
            {"$defs": {"next": {"properties": {"x": {"anyOf": [NEXT, OTHER]}}}, "other": AGAIN}},
            "at #/$defs/next: its alternatives multiply",
        ),
        ({"$defs": {"next": {"properties": {"x": NEXT, "y": NEXT}}}}, None),
        ({"$defs": {"next": {"properties": {"x": {"anyOf": [NEXT, {"type": "null"}]}}}}}, None),
        ({"$defs": {"other": AGAIN}, "anyOf": [{"items": OTHER}, OTHER]}, None),
        ({"$defs": {**CHAIN, "a30": {}}, "$ref": "#/$defs/a0"}, "at #: more than 10000 alternatives could apply"),
        ({"$defs": {f"a{at}": {"items": {"$ref": f"#/$defs/a{max(at - 1, 0)}"}} for at in range(5000)}}, None),
        (
            {"$defs": {f"a{at}": {"anyOf": [{"$ref": f"#/$defs/a{max(at - 1, 0)}"}][:at]} for at in range(101)}},
            "at #/$defs/a100: its alternatives are nested more than 100 levels deep",
        ),
        ({"properties": {f"p{at}": {"anyOf": [{}, {}]} for at in range(16_000)}}, None),
        ({"anyOf": [{}] * 10_001}, "at #: more than 10000 alternatives could apply to one value"),
        *((CATALOG.form_of(name, "tolerant"), None) for name in CATALOG.shapes),
    ],
)
def test_alternatives_that_could_multiply(schema, says):
    """
    Alternatives that multiply, are nested too deeply or are too many are refused; other recursion is not.
    """
    found = multiplying(schema)
    assert found is None if says is None else str(found).startswith(says)


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"next": OTHER}, "the reference #/$defs/other leads to no definition"),
        ({"next": NEXT}, CIRCLE),
        ({"next": {"anyOf": [{"type": "string"}, OTHER]}, "other": {"anyOf": [NEXT]}}, CIRCLE),
        ({"next": {"anyOf": [{"anyOf": [NEXT]}]}}, CIRCLE),
        ({"next": {"anyOf": [OTHER]}, "other": {"items": NEXT}}, None),
    ],
)
def test_references_that_lead_nowhere(known, says):
    """
    A reference leads to a definition, and never back to itself at the same value.
    """
    assert says == lost({"$defs": known})


def test_a_folder_without_data_is_refused(tmp_path):
    """
    A folder in which no provider is says so.
    """
    with pytest.raises(CatalogError, match=r"a file provider\.json"):
        Catalog.load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"code": 17, "text": "Out of stock"', '"code": 99, "text": "Out of stock"', "is judged as acme/refused"),
        ('"code": 99, "text": "No"', '"code": 99, "text": ""', "does not conform"),
        ('"code": 99, "text": "No"', '"code": 99, "text": "No", "more": 1', "does not conform"),
        ('"code": 99, "text": "No"', '"code": 99, "text": "", "parcels": 5', "does not conform: /text"),
    ],
)
def test_examples_must_be_their_own(tmp_path, capsys, old, new, says):
    """
    The command refuses data whose examples are not what they are examples of.
    """
    folder = tmp_path / "acme"
    shutil.copytree(ACME, folder)
    path = folder / "problem-types.json"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert 2 == main(["show", "--catalog", str(folder), "acme"])
    assert says in capsys.readouterr().err


def test_an_example_that_no_page_lists_may_have_drift(tmp_path):
    """
    An example that is marked as undocumented may show a member that no page lists.
    """
    folder = tmp_path / "acme"
    shutil.copytree(ACME, folder)
    path = folder / "problem-types.json"
    old = '"status": 200, "body": {"code": 99, "text": "No"}'
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, '"x-undocumented": true, ' + old.replace('"No"', '"No", "more": 1')))
    assert 0 == main(["show", "--catalog", str(folder), "acme"])
