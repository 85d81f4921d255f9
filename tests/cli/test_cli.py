"""
The command.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from errspec import CATALOG
from errspec.catalog.datafiles import meta_registry
from tests.support.cases import ROOT

RECORDINGS = ROOT / "tests" / "recordings"
EXPIRED = '{"error":{"message":"License expired.","code":"LICENSE_EXPIRED"}}'
WRONG = "HTTP/1.1 404 Not Found\n\n" + '{"error":{"message":5}}'
DRIFT = "HTTP/1.1 404 Not Found\n\n" + '{"error":{"message":"x","code":"NEW"}}'
FOREIGN = "HTTP/1.1 404 Not Found\n\nnot here"


def test_check_prints_a_line_for_each_response(run):
    """
    A response has its line, its findings stand below, a summary ends the output.
    """
    code, out, err = run("check", "-", stdin=WRONG)
    assert (1, "") == (code, err)
    assert out.splitlines() == [
        "✗ 404 fattureincloud/not-found  The resource does not exist  -:1",
        "    error  schema  /error/message is the number 5, but the documentation says it is a string. "
        "(Errors (2026-03): API errors)",
        "    What to do: Correct the request",
        "1 response: 1 with errors.",
    ]


def test_a_long_message_is_shortened(run):
    """
    Of a message of a million letters the beginning is printed.
    """
    text = json.dumps({"error": {"message": "a" * 1_000_000}})
    code, out, _ = run("check", "--provider", "fic", "--status", "404", "-", stdin=text)
    assert (0, True) == (code, len(out) < 500)


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (WRONG, [], 1),
        (WRONG, ["--strict"], 1),
        (DRIFT, [], 0),
        (DRIFT, ["--strict"], 1),
        (FOREIGN, [], 0),
        (FOREIGN, ["--strict"], 1),
        (FOREIGN, ["--provider", "open2b"], 0),
        (FOREIGN, ["--provider", "sibill"], 1),
        (EXPIRED, [], 0),
        (EXPIRED, ["--status", "403"], 0),
        (EXPIRED, ["--status", "200"], 1),
        (EXPIRED, ["--provider", "FIC", "--status", "404"], 0),
        ("HTTP/1.1 200 OK\n\n{}", ["--strict"], 0),
        ("HTTP/1.1 4x4\n\n{}", [], 2),
        ("", [], 2),
        (WRONG, ["--provider", "nobody"], 2),
        (WRONG, ["--status", "99"], 2),
        (WRONG, ["--status", "abc"], 2),
        (WRONG, ["--max-depth", "0"], 2),
        (WRONG, ["--catalog", "/nowhere"], 2),
        (WRONG, ["--max-body", "5"], 1),
        (WRONG, ["--lang", "xx"], 2),
    ],
)
def test_exit_codes(run, text, arguments, code):
    """
    0 without errors, 1 with errors (strictly also drift and the unrecognized), 2 for input and usage.
    """
    found, _, err = run("check", *arguments, "-", stdin=text)
    assert code == found
    assert "Traceback" not in err
    assert bool(err) == (code == 2)


def test_folders_are_walked(run, tmp_path):
    """
    Folders are walked in order; hidden files and files without a response are passed over.
    """
    for name, text in {
        "b/x.http": WRONG,
        "a.json": EXPIRED,
        "b/readme.md": "# x",
        ".hidden/x.http": WRONG,
        ".x": WRONG,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    code, out, _ = run("check", tmp_path)
    places = re.findall(rf"{re.escape(str(tmp_path))}/(\S+)", out)
    assert (1, ["a.json", "b/x.http:1"]) == (code, places)
    assert "1 file in a folder contains no response and was skipped." in out


def test_one_malformed_file_does_not_stop_the_rest(run, tmp_path):
    """
    A file that cannot be read is named with its line and what would be right; the others are checked.
    """
    (tmp_path / "a.http").write_text("HTTP/1.1 404 Not Found\noops\n\n{}")
    (tmp_path / "b.http").write_text(WRONG)
    code, out, err = run("check", tmp_path / "a.http", tmp_path / "none.http", tmp_path / "b.http")
    assert 2 == code
    right = "it should look like Content-Type: application/json"
    assert [
        f'errspec: {tmp_path}/a.http:2: the header line "oops" has no colon; {right}',
        f"errspec: {tmp_path}/none.http: no such file or folder",
    ] == err.splitlines()
    assert out.splitlines()[-2:] == ["1 response: 1 with errors.", "2 inputs could not be read."]


def test_json_is_as_described(run):
    """
    The JSON output is what its schema says, for recordings of all sorts, in both languages.
    """
    schema = {"$ref": "https://errspec.example/v1/meta/report.schema.json"}
    validator = Draft202012Validator(schema, registry=meta_registry())
    for lang in ("en", "it"):
        code, out, _ = run("check", "--format", "json", "--lang", lang, RECORDINGS, "nowhere")
        document = json.loads(out)
        validator.validate(document)
        assert (2, lang, 1) == (code, document["language"], len(document["failures"]))
        assert len(document["responses"]) == document["summary"]["responses"]
    finding = next(f for r in document["responses"] for f in r["findings"] if f["code"] == "malformed-header")
    assert ("Retry-After", "errors-2026") == (finding["header"], finding["source"]["id"])
    document["responses"][0]["extra"] = 1
    assert not validator.is_valid(document)


def test_italian(run):
    """
    The output, the help and the sentences about wrong input speak Italian.
    """
    _, out, _ = run("check", "--lang", "it", "-", stdin=WRONG)
    assert "/error/message è il numero 5, ma secondo la documentazione è una stringa." in out
    assert "1 risposta: 1 con errori." in out
    assert "uso: errspec check" in run("check", "--help", "--lang=it")[1]
    assert "Servizio sconosciuto: nobody" in run("show", "--lang", "it", "nobody")[2]


def test_providers(run):
    """
    The providers are listed with the number of their problem types.
    """
    code, out, _ = run("providers")
    assert (0, sorted(CATALOG.providers)) == (code, [line.split()[0] for line in out.splitlines()])


@pytest.mark.parametrize("lang", ["en", "it"])
@pytest.mark.parametrize("provider", list(CATALOG.providers))
def test_show_everything(run, provider, lang):
    """
    A provider and each of its problem types are shown, with example, causes, solutions, retry and source.
    """
    code, out, _ = run("show", provider, "--lang", lang)
    items = CATALOG.providers[provider].problem_types
    assert 0 == code
    assert all(item.id in out for item in items)
    for item in items:
        code, out, _ = run("show", provider, item.id, "--lang", lang)
        assert 0 == code
        wanted = [item.title, item.description, *item.causes, *item.solutions]
        assert all(CATALOG.translate(sentence, lang) in out for sentence in wanted)
        assert all(str(citation) in out for citation in item.citations)
        for example in item.examples:
            assert example.response.content.decode().strip() in re.sub(r"^    ", "", out, flags=re.MULTILINE)


def test_show_by_status(run):
    """
    A status shows all that is documented under it.
    """
    _, out, _ = run("show", "fattureincloud", "403")
    for identifier in ("license-expired", "quota-exceeded", "permission-denied"):
        assert f"fattureincloud/{identifier}" in out
    assert "fattureincloud/server-error" in run("show", "fattureincloud", "503")[1]


def test_show_by_the_name_of_reports(run):
    """
    A problem type is shown by the name that reports give it.
    """
    assert run("show", "sibill", "forbidden") == run("show", "sibill/forbidden")
    assert "Did you mean forbidden?" in run("show", "sibill/forbiden")[2]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "sibil"], "Did you mean sibill?"),
        (["show", "sibill", "418"], "Known ones: 400, 401"),
        (["show", "sibill", "forbiden"], "Did you mean forbidden?"),
        (["schema", "sibill/error"], "Known shapes: common/oauth-error"),
        (["schema", "sibill/error-document", "--form", "loose"], "invalid choice: 'loose'"),
        ([], "COMMAND"),
        (["cheque"], "invalid choice: 'cheque'"),
        (["check"], "FILE|DIR|-"),
        (["check", "--status", "1e3", "-"], "'1e3' is not an HTTP status; use a number from 100 to 599"),
        (["check", "--catalog", "/nowhere", "-"], "has a file provider.json"),
        (["check", "--catalog", "", "-"], "argument --catalog: the value is empty"),
        (["check", "--baseline", "", "-"], "argument --baseline: the value is empty"),
        (["check", "--write-baseline=", "-"], "argument --write-baseline: the value is empty"),
        (["check", "--lang", "", "-"], "argument --lang: invalid choice: ''"),
        (["docs", "build", "--lang", ""], "argument --lang: the value is empty; give a value or omit the option"),
        (["docs", "build", "-o", ""], "argument -o/--output: the value is empty"),
        (["openapi", "embed", "-o", "", "x.yaml"], "argument -o/--output: the value is empty"),
    ],
)
def test_wrong_usage(run, arguments, says):
    """
    Wrong usage gets a sentence that says what would be right.
    """
    code, out, err = run(*arguments)
    assert (2, "") == (code, out)
    assert says in err


def test_schema(run):
    """
    A schema is printed in a form, standard keywords alone, its $id under another base where asked.
    """
    code, out, _ = run(
        "schema", "open2b/error-envelope", "--form", "strict", "--base-uri", "https://schemas.example.com/"
    )
    schema = json.loads(out)
    assert (0, False) == (code, schema["additionalProperties"])
    assert "https://schemas.example.com/providers/open2b/error-envelope.strict.schema.json" == schema["$id"]
    assert not re.search(r'"x-', out)
    Draft202012Validator.check_schema(schema)
    assert run("schema", "sibill/error-document")[1] == (
        ROOT / "schemas/generated/json-schema/sibill/error-document.schema.json"
    ).read_text("utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion(run, shell):
    """
    A completion script is printed that knows the commands.
    """
    code, out, _ = run("completion", shell)
    assert 0 == code
    assert all(command in out for command in ("check", "explain", "show", "providers", "schema"))


def test_completion_of_bash_loads(run, tmp_path):
    """
    bash takes the completion script.
    """
    script = tmp_path / "errspec"
    script.write_text(run("completion", "bash")[1])
    assert 0 == subprocess.run(["bash", "-n", script], check=False).returncode


@pytest.mark.parametrize("command", ["check", "explain", "providers", "show", "schema", "completion"])
@pytest.mark.parametrize("lang", ["en", "it"])
def test_help_has_examples(run, command, lang):
    """
    Every command has help with an example that begins with its own name.
    """
    code, out, _ = run(command, "--lang", lang, "--help")
    assert 0 == code
    assert f"\n  errspec {command} " in out


def test_help_examples_run(run, tmp_path, monkeypatch):
    """
    The examples of the help are commands that work.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "response.http").write_text(FOREIGN)
    (tmp_path / "body.json").write_text(EXPIRED)
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / "a.http").write_text(DRIFT)
    for command in ("check", "providers", "show", "schema"):
        _, out, _ = run(command, "--help")
        for line in re.findall(r"^  errspec (.*)$", out, re.MULTILINE):
            assert 0 == run(*line.split())[0], line


def test_what_is_not_expected(run, monkeypatch):
    """
    An exception that nobody expects has an exit code of its own, and its traceback is shown on request.
    """

    def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("errspec.cli.providers.run", fail)
    monkeypatch.delenv("ERRSPEC_DEBUG", raising=False)
    code, out, err = run("providers")
    assert (70, "") == (code, out)
    assert "SECURITY.md" in err
    assert 1 == err.count("\n")
    monkeypatch.setenv("ERRSPEC_DEBUG", "1")
    code, out, err = run("providers", "--lang", "it")
    assert (70, "") == (code, out)
    assert "Traceback" in err
    assert "ZeroDivisionError inatteso" in err


def test_version(run):
    """
    The version is that of the package.
    """
    import errspec

    assert (0, f"errspec {errspec.__version__}\n", "") == run("--version")


def test_a_reader_that_stops_is_no_error():
    """
    A pipe that is closed early ends the command without a word.
    """
    command = f"{sys.executable} -m errspec show fattureincloud | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert b"" == done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "missing"],
        ["check", "--bogus"],
        ["show", "missing"],
        ["openapi", "embed", "missing", "--provider", "sibill"],
    ],
    ids=" ".join,
)
def test_an_error_that_cannot_be_printed(arguments):
    """
    If standard error cannot be written, the exit code is still that of the error.
    """
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "errspec", *arguments]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=full, check=False)
    assert 2 == done.returncode


def terminal(*arguments: str, **environment: str) -> str:
    """
    What the command prints on a terminal.
    """
    main_end, command_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "errspec", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=command_end,
        stderr=command_end,
        env={**os.environ, "TERM": "xterm", **environment},
    )
    os.close(command_end)
    out = b""
    while True:
        try:
            piece = os.read(main_end, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    process.wait()
    os.close(main_end)
    return out.decode()


def test_colors_on_a_terminal_alone(run):
    """
    A terminal gets colors, unless NO_COLOR or a dumb terminal says otherwise; a pipe gets none.
    """
    arguments = ("check", str(RECORDINGS))
    assert "\x1b[31m" in terminal(*arguments)
    assert "\x1b" not in terminal(*arguments, NO_COLOR="1")
    assert "\x1b" not in terminal(*arguments, TERM="dumb")
    assert "\x1b" not in run(*arguments)[1]


def test_names_of_files_do_not_steer_a_terminal(run, tmp_path):
    """
    A file whose name holds control characters is printed with these escaped.
    """
    path = tmp_path / "\x1b[31mred.http"
    path.write_text(WRONG)
    assert "\x1b" not in run("check", path)[1]
    path.write_text("HTTP/1.1 x\x1b[31m\n")
    assert "\x1b" not in run("check", path)[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["providers"],
        ["show", "acme"],
        ["show", "acme", "key-expired"],
        ["explain", "HTTP/1.1 401 Unauthorized\nX-Error-Code: KEY_EXPIRED\n\n{}", "--provider", "acme"],
        ["check", "-", "--provider", "acme"],
        ["schema", "acme/problem"],
        ["openapi", "components", "--provider", "acme"],
    ],
    ids=lambda arguments: " ".join(arguments[:3:2]),
)
def test_texts_of_a_catalog_do_not_steer_a_terminal(run, tmp_path, arguments):
    """
    Every output of the texts of a catalog has their control characters escaped, and JSON stays equal.
    """
    folder, odd = tmp_path / "acme", "\x7f\u061c\u202e\U000e0041 a"
    shutil.copytree(ROOT / "tests" / "fixtures" / "acme", folder)
    for path in folder.glob("*.json"):
        text = re.sub(r'("(?:title|description|name)": "[A-Z][a-z]*) [a-z]', rf"\1 {odd}", path.read_text("utf-8"))
        path.write_text(re.sub(r'("(?:name)": "Acme)', rf"\1 {odd}", text), "utf-8")
    stdin = 'HTTP/1.1 401 Unauthorized\nX-Error-Code: KEY_EXPIRED\n\n{"title": 1}'
    for kind in ("text", "json"):
        kinds = {"schema": [], "openapi": ["--format", kind.replace("text", "yaml")]}.get(
            arguments[0], ["--format", kind]
        )
        code, out, err = run(*arguments, *kinds, "--catalog", folder, stdin=stdin)
        assert (code in (0, 1), "") == (True, err), err
        assert "\\u202e" in out.lower()
        assert "".join(out.split("\n")).isprintable()
        if kind == "json":
            assert odd in json.dumps(json.loads(out), ensure_ascii=False)


def test_windows_encodings(tmp_path):
    """
    An output that cannot hold a character gets it escaped, and no traceback.
    """
    file = tmp_path / "a.http"
    file.write_text(WRONG)
    done = subprocess.run(
        [sys.executable, "-m", "errspec", "check", "--lang", "it", file],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (1, b"") == (done.returncode, done.stderr)


def test_large_files_are_read_in_part(run, tmp_path):
    """
    Of a body over the limit no more is read than is needed to say so.
    """
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
        file.write(b"{")
    code, out, _ = run("check", "--provider", "sibill", "--status", "400", path)
    assert 1 == code
    assert "too-large" in out


def test_the_first_command_of_the_readme(run):
    """
    The recordings that the README checks have findings of several kinds.
    """
    code, out, _ = run("check", "tests/recordings" if Path.cwd() == ROOT else RECORDINGS)
    assert 1 == code
    for word in ("malformed-header", "undocumented-member", "missing-member", "truncated", "schema"):
        assert word in out


def test_module_runs_as_command():
    """
    python -m errspec is the command.
    """
    done = subprocess.run([sys.executable, "-m", "errspec", "providers"], cwd=ROOT, capture_output=True, check=False)
    assert (0, b"") == (done.returncode, done.stderr)
    assert shutil.which("bash")


@pytest.mark.parametrize("arguments", [["check", "tests/recordings/license.json"], ["--help"], ["check", "--help"]])
def test_a_command_loads_only_its_own_module(arguments):
    """
    The command check and the help of the whole program load no other command, and neither documents nor pages.
    """
    code = "import sys; from errspec.cli.main import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, check=False)
    loaded = {tuple(name.split(".")) for name in done.stderr.decode().split()}
    shared = {"arguments", "commands", "inputs", "main", "progress"}
    commands = {name[2] for name in loaded if name[:2] == ("errspec", "cli") and len(name) > 2} - shared
    assert ({"check"} if "check" in arguments else set()) == commands
    assert not {name[1] for name in loaded if name[0] == "errspec" and len(name) > 1} & {"docs", "documents", "openapi"}
