"""
``errspec explain``: its inputs, its outputs and its exit codes.
"""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

from errspec import CATALOG
from errspec.catalog.datafiles import meta_registry
from tests.support.cases import ROOT

BUSY = "HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\nRetry-After: 90\n\n"
BUSY += '{"error": {"message": "Wait, token=hunter2secret99"}}'


def test_words_a_file_and_standard_input(run, tmp_path):
    """
    Words are the text, the name of a file is that of a file, and without any, standard input is read.
    """
    file = tmp_path / "error.log"
    file.write_text("error.code=LICENSE_EXPIRED")
    outputs = {
        run("explain", "License", "expired.")[1],
        run("explain", "License expired.")[1],
        run("explain", "-", stdin="License expired.")[1],
        run("explain", stdin="License expired.")[1],
    }
    assert 1 == len(outputs)
    code, out, err = run("explain", str(file))
    assert (0, "") == (code, err)
    assert "Found by the code: LICENSE_EXPIRED" in out


def test_a_decided_answer(run):
    """
    The answer says what it is, what the provider says without its secrets, what to do, and until when to wait.
    """
    code, out, _ = run("explain", "--provider", "fattureincloud", stdin=BUSY)
    assert 0 == code
    assert out.startswith("fattureincloud/rate-limited: Too many requests in a short time\n")
    assert "hunter2" not in out
    assert "The provider says: Wait, token=…" in out
    assert re.search(r"\n    Wait for 1 minute 30 seconds, until \d\d:\d\d:\d\d\.\n", out)
    assert "What helps" not in out


def test_a_long_wait_has_a_date(run):
    """
    A time that is not near has its date.
    """
    _, out, _ = run("explain", stdin=BUSY.replace("429 Too Many Requests", "403 Forbidden").replace("90", "172800"))
    assert re.search(r"Wait for 2 days, until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.", out)


def test_at_most_five_candidates_are_printed(run):
    """
    A status lists five meanings and how many more there are; each says how to tell it.
    """
    code, out, _ = run("explain", "403")
    assert 0 == code
    assert 5 == len(re.findall(r"^\w+/[\w-]+: ", out, re.MULTILINE)) == out.count("How to tell: ")
    assert "… and 4 more" in out
    assert out.startswith("A status alone does not tell")


@pytest.mark.parametrize("lang", CATALOG.languages)
def test_nothing_is_found(run, lang):
    """
    The answer says that nothing was found and what would help; the exit code is 1.
    """
    code, out, err = run("explain", "--lang", lang, "hello", "world")
    assert (1, "", 2) == (code, err, out.count("\n"))
    assert "curl -si URL" in out


@pytest.mark.parametrize("lang", CATALOG.languages)
@pytest.mark.parametrize("text", ["403", "LICENSE_EXPIRED", "hello world", BUSY, "curl: (6) Could not resolve host: x"])
def test_json(run, text, lang):
    """
    The JSON is as its schema describes it.
    """
    code, out, _ = run("explain", "--format", "json", "--lang", lang, text)
    schema = json.loads((ROOT / "schemas" / "meta" / "explanation.schema.json").read_text("utf-8"))
    result = json.loads(out)
    Draft202012Validator(schema, registry=meta_registry()).validate(result)
    assert (code == 1) == (result["candidates"] == [])
    assert "hunter2" not in out


def test_control_characters_are_escaped(run):
    """
    What the provider says cannot control the terminal.
    """
    _, out, _ = run(
        "explain", "--provider", "fattureincloud", json.dumps({"error": {"message": "\x1b[2Jhi", "code": "X"}})
    )
    assert r"\u001b[2Jhi" in out


def test_what_is_used_wrongly(run, tmp_path):
    """
    A provider that does not exist and a format that does not exist end with exit code 2.
    """
    assert 2 == run("explain", "--provider", "nobody", "403")[0]
    assert 2 == run("explain", "--format", "xml", "403")[0]


def test_help_examples(run, tmp_path, monkeypatch):
    """
    The examples of the help are commands that work.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "traceback.txt").write_text(BUSY)
    code, out, _ = run("explain", "--help")
    commands = re.findall(r"^  errspec explain (.*)$", out, re.MULTILINE)
    assert (0, 3) == (code, len(commands))
    for command in commands:
        assert 0 == run("explain", *command.split())[0], command


def test_another_catalog(run):
    """
    A provider that is data alone is explained too.
    """
    code, out, _ = run("explain", "--catalog", str(ROOT / "tests" / "fixtures" / "acme"), "KEY_EXPIRED")
    assert (0, True) == (code, out.startswith("acme/key-expired: "))


def test_a_file_that_is_not_there(run):
    """
    A name that no file has is text, and the answer says so; words are not taken for a name.
    """
    for text, is_named in (
        ("no-such-file.json", True),
        ("folder/none", True),
        ("hello", False),
        ("Hello, world.", False),
    ):
        code, out, _ = run("explain", text)
        assert (1, is_named) == (code, f"No file is named {text}" in out)
    assert "hunter2x" not in run("explain", "https://a.example/cb?code=hunter2x")[1]
    assert "No file" not in run("explain", __file__)[1]
