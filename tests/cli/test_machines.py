"""
What machines get from the command line: JSON, places, links, baselines and data of one's own.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from errspec import CATALOG
from errspec.catalog.datafiles import meta_registry
from errspec.catalog.wording import Wording
from errspec.cli.main import main
from tests.support.cases import ROOT
from tests.support.site import ACME

KNOWN = '{"provider": null, "problem_type": null, "code": "x", "instance_location": null, "header": null}'
META = "https://errspec.example/v1/meta/"
QUOTA = 'HTTP/1.1 403 Forbidden\nContent-Type: application/json\nRetry-After: 1800\n\n{"error":{"message":"Quota"}}\n'
WRONG = 'HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\n  "error": {"message": "x", "code": 5}\n}\n'
FIELDS = (
    "HTTP/1.1 422 Unprocessable Entity\nContent-Type: application/json\n\n"
    '{"error":{"message":"Invalid request.","validation_result":{"data.items.0.name":["Too long."]}}}\n'
)


@pytest.fixture
def run(capsys, tmp_path):
    """
    Check a text as a file, and return the exit code and the output.
    """

    def checked(text: str, *options: str, name: str = "r.http") -> tuple[int, str]:
        path = tmp_path / name
        path.write_text(text)
        code = main(["check", str(path), "--provider", "fattureincloud", *options])
        return code, capsys.readouterr().out

    return checked


def described(value: object, schema: str) -> None:
    Draft202012Validator({"$ref": f"{META}{schema}"}, registry=meta_registry()).validate(value)


def test_json_has_what_the_text_says(run):
    """
    The provider's message, the fields, the time to wait, the advice and the page stand in the JSON too.
    """
    _, out = run(QUOTA, "--format", "json", "--docs-base-url", "https://docs.example.com/errors/")
    described(json.loads(out), "report.schema.json")
    [response] = json.loads(out)["responses"]
    assert ("Quota", None, 1800) == (response["message"], response["code"], response["wait"])
    assert "Wait for 30 minutes, then retry the request" == response["advice"][0]
    assert "https://docs.example.com/errors/en/fattureincloud/quota-exceeded.html" == response["page"]
    _, out = run(FIELDS, "--format", "json")
    [response] = json.loads(out)["responses"]
    assert [{"name": "data.items.0.name", "pointer": "/data/items/0/name", "messages": ["Too long."]}] == (
        response["fields"]
    )
    assert None is response["page"]
    _, out = run(QUOTA.replace("Retry-After: 1800\n", ""), "--format", "json")
    [response] = json.loads(out)["responses"]
    assert ["fattureincloud/quota-exceeded", "fattureincloud/license-expired", "fattureincloud/permission-denied"] == (
        response["candidates"]
    )
    assert "The license has expired" == response["titles"]["fattureincloud/license-expired"]
    assert "LICENSE_EXPIRED" in response["decided_by"]


def test_every_format_links_to_the_page(run):
    """
    With the address of the pages, a report in any format has the link; without it none has.
    """
    for name in ("text", "json", "junit", "sarif", "github", "markdown"):
        text = WRONG if name in ("sarif", "github", "junit", "markdown") else QUOTA
        page = "https://docs.example.com/en/fattureincloud/"
        assert page in run(text, "--format", name, "--docs-base-url", "https://docs.example.com")[1].replace(
            "\\", ""
        ), name
        assert "docs.example.com" not in run(text, "--format", name)[1]


def test_a_wrong_address_of_the_pages(capsys):
    """
    An address without a host is refused, with one that would be right.
    """
    with pytest.raises(SystemExit) as caught:
        main(["check", "-", "--docs-base-url", "docs"])
    assert 2 == caught.value.code
    assert "'docs' is not a URL; use one such as https://docs.example.com/errors" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "lang", "says"),
    [
        (1800, "en", "30 minutes"),
        (3900, "en", "1 hour 5 minutes"),
        (1, "en", "1 second"),
        (0, "en", "0 seconds"),
        (12.5, "en", "13 seconds"),
        (90061, "en", "1 day 1 hour"),
        (3600, "it", "1 ora"),
        (61, "it", "1 minuto 1 secondo"),
    ],
)
def test_durations(seconds, lang, says):
    """
    A time is written as people read it, and never too short.
    """
    assert says == Wording(CATALOG, lang).duration(seconds)


@pytest.mark.parametrize(
    ("text", "name", "spot"),
    [
        (WRONG, "r.http", (5, 37)),
        (WRONG.replace("\n", "\r\n"), "r.http", (5, 37)),
        (WRONG.partition("\n\n")[2], "r.json", (2, 37)),
        ('\ufeff{"error": {"a": [1, {"b": "}"}], "message": 5}}', "r.json", (1, 46)),
        ('{"error": {"\\u006dessage": 5}}', "r.json", (1, 28)),
    ],
)
def test_findings_have_their_line_and_column(run, text, name, spot):
    """
    A finding points to its value in the file, in JSON, in SARIF and in the annotations of GitHub.
    """
    options = ("--status", "404") if name.endswith("json") else ()
    out = json.loads(run(text, "--format", "json", *options, name=name)[1])
    [finding] = [each for each in out["responses"][0]["findings"] if each["code"] == "schema"]
    assert spot == (finding["line"], finding["column"])
    lines = text.encode().decode().split("\n")
    assert "5" == lines[spot[0] - 1][spot[1] - 1]
    sarif = json.loads(run(text, "--format", "sarif", *options, name=name)[1])
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in sarif["runs"][0]["results"]]
    assert {"startLine": spot[0], "startColumn": spot[1]} in regions
    assert f"line={spot[0]},col={spot[1]}," in run(text, "--format", "github", *options, name=name)[1]


def test_a_header_has_no_column(run):
    """
    What is not in the body keeps the line of the response.
    """
    out = json.loads(run(QUOTA.replace("1800", "soon"), "--format", "json")[1])
    [response] = out["responses"]
    assert [(None, None)] == [(each["line"], each["column"]) for each in response["findings"]]


def test_a_baseline_accepts_errors_with_a_reason(run, tmp_path):
    """
    A known error is accepted as drift is, and an entry may say why.
    """
    file = tmp_path / "known.json"
    assert 1 == run(WRONG, "--write-baseline", str(file))[0]
    data = json.loads(file.read_text())
    data["accepted"][0]["reason"] = "Reported to the provider"
    described(data, "baseline.schema.json")
    file.write_text(json.dumps(data))
    code, out = run(WRONG, "--baseline", str(file))
    assert (0, True) == (code, "1 finding is accepted by the baseline." in out)
    assert 1 == run(WRONG.replace('"x"', "7"), "--baseline", str(file))[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x", "it is not JSON: line 1, column 1: expecting value"),
        ('{"a', "it is not JSON: line 1, column 2: unterminated string"),
        ('\ufeff{"accepted": []}', "it begins with a byte order mark (U+FEFF), which JSON does not have"),
        (f'{{"accepted": {"9" * 5000}}}', "it is not JSON: a number has more than 4300 digits"),
        ("[]", 'a list named "accepted"'),
        ('{"accepted": 5}', 'a list named "accepted"'),
        ('{"accepted": [[1]]}', "/accepted/0"),
        ('{"accepted": ["x"]}', "/accepted/0"),
        (f'{{"accepted": [{KNOWN}, {{"code": "x"}}]}}', "/accepted/1"),
        (f'{{"accepted": [{KNOWN.replace("null", "[]")}]}}', "/accepted/0"),
        ("[" * 100_000, "nested too deeply"),
        (" " * (16 * 1024 * 1024 + 1), "a baseline: it is larger than 16 MiB"),
    ],
    ids=[
        "text",
        "string",
        "mark",
        "digits",
        "list",
        "number",
        "list of lists",
        "list of texts",
        "missing",
        "type",
        "deep",
        "large",
    ],
)
def test_a_baseline_of_another_form_is_refused(tmp_path, capsys, text, reason):
    """
    One sentence names the place, and the exit code is 2.
    """
    (tmp_path / "known.json").write_text(text)
    assert 2 == main(["check", "--baseline", str(tmp_path / "known.json"), str(ROOT / "tests" / "recordings")])
    [line] = capsys.readouterr().err.splitlines()
    assert "not a baseline" in line
    assert reason in line


def test_providers_and_problem_types_as_json(capsys):
    """
    ``providers`` and ``show`` print JSON that its schema describes, in both languages.
    """
    for lang in ("en", "it"):
        for words in (["providers"], ["show", "open2b"], ["show", "sibill", "400"], ["show", "common/no-answer"]):
            assert 0 == main([*words, "--format", "json", "--lang", lang])
            described(json.loads(capsys.readouterr().out), "described.schema.json")
    assert 0 == main(["show", "fattureincloud/forbidden", "--format", "json"])
    [shown] = json.loads(capsys.readouterr().out)["problem_types"]
    assert "fattureincloud/license-expired" == shown["candidates"][0]
    assert {each.edition for each in CATALOG.providers.values()} <= {"2026-11-26"}


def test_catalogs_are_added(capsys, tmp_path):
    """
    Folders of data are added to the built-in data; a provider with the same id replaces the built-in one and is named.
    """
    assert 0 == main(["providers", "--catalog", str(ACME)])
    out, err = capsys.readouterr()
    assert {"acme", "sibill"} <= {line.split()[0] for line in out.splitlines()}
    assert "" == err
    own = tmp_path / "sibill"
    shutil.copytree(Path(CATALOG._folders["sibill"]), own)
    (own / "provider.json").write_text(
        (own / "provider.json").read_text().replace('"name": "Sibill"', '"name": "Mine"')
    )
    assert 0 == main(["providers", "--catalog", str(ACME), "--catalog", str(own)])
    out, err = capsys.readouterr()
    assert "Mine" in out
    assert f"errspec: the provider sibill is taken from {own} and replaces the built-in one.\n" == err


def test_a_host_of_its_own(capsys, tmp_path):
    """
    ``--provider NAME=HOST`` judges the exchanges with that host; those with any other host are only counted.
    """
    file = tmp_path / "r.http"
    file.write_text(
        "POST /shop HTTP/1.1\nHost: shop.example.com\n\nHTTP/1.1 503 Service Unavailable\n\n\n"
        "POST /graphql HTTP/1.1\nHost: graphql.example.com\n\n"
        'HTTP/1.1 400 Bad Request\n\n{"errors": [{"message": "x"}]}\n'
    )
    assert 0 == main(["check", "--strict", str(file)])
    assert "2 exchanges with other APIs, not checked" in capsys.readouterr().out
    assert 1 == main(["check", "--provider", "open2b=shop.example.com", str(file)])
    out = capsys.readouterr().out
    assert "missing-header" in out
    assert "1 exchange with another API, not checked" in out
