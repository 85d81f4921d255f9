"""
The files of mock tools: the responses in them are checked, one tool after the other.
"""

from __future__ import annotations

import json
import shutil
import time
from io import BytesIO, TextIOWrapper

import pytest
import yaml

from errspec import CATALOG, check
from errspec.cli.main import main
from errspec.recordings import Exchange, ReadingOptions, Unreadable, cassette, exchanges, holds_response
from tests.support.cases import ROOT

STUBS = ROOT / "tests" / "fixtures" / "stubs"
#: The file of each tool, and the entry that is wrong in it with the code of its finding.
FAULTY = {
    "wiremock/mappings/limited.json": (1, "missing-header"),
    "wiremock/several.json": (1, "missing-header"),
    "postman.json": (1, "missing-header"),
    "nock.json": (1, "missing-header"),
    "mockserver.json": (1, "missing-header"),
    "responses.yaml": (1, "missing-header"),
    "pact.json": (1, "missing-header"),
    "pact-v4.json": (1, "missing-header"),
    "go-vcr.yaml": (1, "missing-header"),
    "php-vcr.yaml": (1, "missing-header"),
    "php-vcr.json": (1, "missing-header"),
    "ruby-vcr.yml": (1, "missing-header"),
    "ruby-vcr-1.yml": (1, "missing-header"),
    "betamax.json": (1, "missing-header"),
    "openapi.yaml": (1, "schema"),
}
OPTIONS = ReadingOptions()


def read(name):
    with (STUBS / name).open("rb") as file:
        return list(exchanges(file, str(STUBS / name), OPTIONS))


@pytest.mark.parametrize("name", FAULTY)
def test_one_response_is_wrong(name):
    """
    Of the responses in a file exactly one is found wrong, and the others conform.
    """
    found = read(name)
    assert not [each for each in found if isinstance(each, Unreadable)]
    wrong = {each.entry: check(each.response) for each in found if not check(each.response).conforms}
    entry, code = FAULTY[name]
    assert {entry: ("fattureincloud", [code])} == {
        number: (report.provider, [each.code for each in report.findings]) for number, report in wrong.items()
    }
    others = [check(each.response) for each in found if each.entry not in wrong]
    assert all(report.problem_type.name == "fattureincloud/not-found" for report in others)


def test_one_command_finds_all(capsys):
    """
    A folder with a stub of each tool gives one report, which names file, entry and source of each finding.
    """
    assert 1 == main(["check", str(STUBS)])
    out, err = capsys.readouterr()
    for name, (entry, _) in FAULTY.items():
        assert f"{name}#{entry}" in out
    assert out.count("error  missing-header") == len(FAULTY) - 1
    assert "Errors (2026-03)" in out
    assert "templated.json#1: The body or the headers of this response contain a template" in err


def test_templates_are_not_checked():
    """
    A body from a template is unknown, and its headers are checked.
    """
    [exchange] = read("templated.json")
    assert exchange.templated
    assert exchange.response.content is None
    assert not [each for each in check(exchange.response, "fattureincloud").findings if each.code == "schema"]


def test_another_api_stays_unrecognized(capsys):
    """
    A stub that fits no provider is not judged, unless the provider is named.
    """
    path = str(STUBS / "other-api.json")
    assert 0 == main(["check", path])
    assert "1 not recognized" in capsys.readouterr().out
    assert 1 == main(["check", path, "--provider", "fattureincloud"])


def test_files_of_bodies_stay_in_their_folder(tmp_path):
    """
    A body in a file of its own is read only from the folder of such files.
    """
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    shutil.copytree(STUBS / "wiremock", tmp_path / "wiremock")
    mapping = tmp_path / "wiremock" / "mappings" / "limited.json"
    data = json.loads(mapping.read_text())
    for name in ("../../secret.txt", str(secret), "none.json", "x" * 5000):
        data["response"]["bodyFileName"] = name
        mapping.write_text(json.dumps(data, indent=2))
        with mapping.open("rb") as file:
            [item] = exchanges(file, str(mapping), OPTIONS)
        assert ("input.no-body-file", 1, name) == (item.key, item.entry, item.facts["found"])


def test_a_large_body_file_is_named(tmp_path):
    """
    A body file that is too large is refused; a name with a template stands for an unknown body.
    """
    (tmp_path / "__files").mkdir()
    with (tmp_path / "__files" / "large").open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)
    path = tmp_path / "m.json"
    for name in ("large", "{{request.path}}"):
        mapping = {"request": {"url": "/x"}, "response": {"status": 404, "bodyFileName": name}}
        [item] = exchanges(BytesIO(json.dumps(mapping).encode()), str(path), OPTIONS)
        assert item.key == "input.body-file" if name == "large" else item.templated


def deep(count):
    """
    A collection of Postman with an example within so many folders.
    """
    item = {"response": [{"code": 404, "body": "x"}]}
    for _ in range(count):
        item = {"item": [item]}
    return {"info": {"schema": "x/collection/v2.1.0"}, "item": [item]}


def referring(responses):
    """
    An OpenAPI document with an operation whose response is the first of some shared ones.
    """
    name = next(iter(responses)).replace(" ", "%20")
    answers = {"404": {"$ref": f"#/components/responses/{name}"}}
    paths = {"/x": {"get": {"responses": answers}}}
    return {"openapi": "3.1.0", "paths": paths, "components": {"responses": responses}}


EXAMPLE = {"content": {"application/json": {"example": {"error": 5}}}}
LIMITED = {"request": {"url": "/x"}, "response": {"status": 429, "body": "x"}}


@pytest.mark.parametrize(
    ("document", "statuses"),
    [
        ({"mappings": [LIMITED, {"request": {"method": "ANY"}, "response": {"status": 503}}]}, [429, 503]),
        ({"mappings": [{"request": {}, "response": {"status": 503}}, LIMITED]}, [503, 429]),
        ({"mappings": [{"request": {}, "response": {"status": 503}}]}, [503]),
        ({"mappings": [5, LIMITED, {"request": 5, "response": {}}]}, ["input.entry", 429, "input.entry"]),
        ({**LIMITED, "response": {"status": 429, "fault": None, "proxyBaseUrl": None}}, [429]),
        ({**LIMITED, "response": {"fault": "EMPTY_RESPONSE"}}, []),
        (deep(52), [404]),
        (deep(200), [404]),
        (referring({"A": {"$ref": "#/components/responses/B"}, "B": EXAMPLE}), [404]),
        (referring({"Not Found": EXAMPLE}), [404]),
        (referring({"A": {"$ref": "#/components/responses/B"}, "B": {"$ref": "#/components/responses/A"}}), []),
    ],
)
def test_no_response_vanishes(document, statuses):
    """
    Every response with content is read or refused; a fault and a circular reference have none.
    """
    found = exchanges(BytesIO(json.dumps(document).encode()), "x.json", OPTIONS)
    assert statuses == [each.key if isinstance(each, Unreadable) else each.response.status_code for each in found]


def variants(value):
    """
    A value with one of the values in it replaced by a value of another type.
    """
    yield from (None, True, 5, "x", [], {}, [5], {5: 5})
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        for variant in variants(child):
            copy = value.copy()
            copy[key] = variant
            yield copy


@pytest.mark.parametrize("name", FAULTY)
def test_no_type_of_a_value_raises(name):
    """
    Whatever type a value has, its entry or its file is refused, or it is read and can be checked.
    """
    document, _ = cassette.parsed((STUBS / name).read_bytes())
    for variant in variants(document):
        is_json = name.endswith("json") and "5: 5" not in str(variant)
        content = json.dumps(variant) if is_json else yaml.safe_dump(variant)
        for item in exchanges(BytesIO(content.encode()), name, OPTIONS):
            if isinstance(item, Exchange):
                check(item.response)


@pytest.mark.parametrize(
    ("text", "key", "entry"),
    [
        ('{"consumer": 1, "provider": 1, "interactions": 5}', "input.interactions", None),
        ('{"consumer": 1, "provider": 1, "interactions": ["x"]}', "input.entry", 1),
        ("interactions:\n- request: x\n  response: 5\n", "input.entry", 1),
        ("-\n    request:\n        method: GET\n    5: x\n", "input.types", None),
        ('{"openapi": "3.0.0", "servers": 5, "paths": {}}', "input.types", None),
        ('{"info": {"schema": "x/collection/v2"}, "item": [{"response": 5}]}', "input.types", None),
    ],
)
def test_wrong_types_are_refused(tmp_path, capsys, text, key, entry):
    """
    A file with a value of a wrong type is refused by both commands, and the files after it are checked.
    """
    [item] = exchanges(BytesIO(text.encode()), "x", OPTIONS)
    assert (key, entry) == (item.key, item.entry)
    (tmp_path / "a").write_text(text)
    (tmp_path / "b").write_text("HTTP/1.1 200 OK\n\n{}")
    assert 2 == main(["check", str(tmp_path)])
    assert "1 response" in capsys.readouterr().out
    assert 2 == main(["redact", str(tmp_path / "a")])
    out, err = capsys.readouterr()
    assert not out
    assert CATALOG.wording("en").say(key) in err


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ('{"mappings": [],\n "mappings": []}', 2, "mappings"),
        ('{"request": {"url": "/x"}, "response": {"status": 404,\n"body": "x", "body": ""}}', 2, "body"),
        ('{"openapi": "3.1.0",\n\n"paths": {}, "paths": {}}', 3, "paths"),
    ],
)
def test_repeated_keys(text, place, found):
    """
    The file of a mock tool with a repeated key is refused with its line; any other JSON is a body.
    """
    [item] = exchanges(BytesIO(text.encode()), "x", OPTIONS)
    assert ("input.repeated", place, found) == (item.key, item.line, item.facts["found"])
    other = b'{"request": 5, "a": 1, "a": 2}'
    [item] = exchanges(BytesIO(other), "x", OPTIONS)
    assert other == item.response.content


def test_a_body_file_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    """
    The entry of a body file that cannot be read is refused with its name, and the other entries are read.
    """
    (tmp_path / "__files").mkdir()
    (tmp_path / "__files" / "x.json").write_text("{}")
    entries = [
        {"request": {"url": "/x"}, "response": {"status": 404, **body}}
        for body in ({"bodyFileName": "x.json"}, {"body": "{}"})
    ]
    path = tmp_path / "m.json"
    path.write_text(json.dumps({"mappings": entries}))

    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    broken, whole = exchanges(BytesIO(path.read_bytes()), str(path), OPTIONS)
    assert ("input.body-file", 1, "x.json") == (broken.key, broken.entry, broken.facts["found"])
    assert b"{}" == whole.response.content


def test_a_deleted_folder_has_no_body_files(tmp_path, monkeypatch, capsys):
    """
    A mapping from standard input in a working folder that was deleted is refused with the name of its body file.
    """
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    mapping = b'{"request": {"url": "/x"}, "response": {"status": 404, "bodyFileName": "x.json"}}'
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(mapping)))
    assert 2 == main(["check", "-"])
    assert '-#1: the body file "x.json" cannot be read' in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ('{"mappings": [{"request": {"url": "/x"}, "response": {"status": "no"}}]}', 1),
        ('{\n"mappings": [{"request": {"url": "/x"}, "response": {"status": 200, "headers": 5}}]}', 1),
        ('[{"scope": "x", "path": "/", "rawHeaders": ["odd"]}]', 1),
        ('[{"scope": "x", "path": "/", "response": "zz", "responseIsBinary": true}]', 1),
        ('[{"httpRequest": {}, "httpResponse": {"body": {"type": "BINARY"}}}]', 1),
        ('{"consumer": {}, "provider": {}, "interactions": [{"response": {"headers": [1]}}]}', 1),
        ('{"info": {"schema": "x/collection/v2.1.0/"}, "item": [{"response": [{"code": true}]}]}', 1),
    ],
)
def test_a_wrong_entry_is_named(text, entries):
    """
    An entry that cannot be read is reported with its number, and nothing raises.
    """
    found = list(exchanges(BytesIO(text.encode()), "x.json", OPTIONS))
    assert ["input.entry"] * entries == [each.key for each in found if isinstance(each, Unreadable)]


@pytest.mark.parametrize(
    "text", ['{"request": {"a": 1}, "response": {}}', '{"scope": "read", "error": "x"}', '["request"]']
)
def test_ordinary_bodies_stay_bodies(text):
    """
    A body that only looks a little like the file of a tool is still a body.
    """
    [found] = exchanges(BytesIO(text.encode()), "x.json", OPTIONS)
    assert text.encode() == found.response.content


def test_a_transcript_of_a_specification_is_a_transcript():
    """
    A response whose body is an OpenAPI document is one response.
    """
    text = b"HTTP/1.1 200 OK\r\nContent-Type: text/yaml\r\n\r\nopenapi: 3.0.3\ninfo: {}\npaths: {}\n"
    [found] = exchanges(BytesIO(text), "x.http", OPTIONS)
    assert 200 == found.response.status_code


def test_the_format_is_found_in_linear_time():
    """
    Twice as many empty lines take about twice as long, wherever they stand.
    """
    for start in (b"", b"responses:", b"- request:", b"openapi"):
        counts = []
        for size in (20_000, 40_000):
            began = time.process_time()
            holds_response(BytesIO(start + b"\n" * size))
            counts.append(time.process_time() - began)
        assert counts[1] < 4 * counts[0] + 0.05


def test_templates_are_found_in_linear_time():
    """
    Four times the braces take at most about four times as long.
    """

    def seconds(count: int) -> float:
        mapping = {"request": {"url": "/x"}, "response": {"status": 404, "body": "{" * count}}
        began = time.process_time()
        [exchange] = exchanges(BytesIO(json.dumps(mapping).encode()), "x.json", OPTIONS)
        assert not exchange.templated
        return time.process_time() - began

    assert any(seconds(40_000) < 8 * seconds(10_000) + 0.05 for _ in range(5))
