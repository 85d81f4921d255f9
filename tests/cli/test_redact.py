"""
The command that replaces credentials and personal data in recordings.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from errspec import Response
from errspec.cli.main import main
from errspec.exceptions import SpecialFile
from errspec.files import write
from tests.support.recorded import KINDS, Sent

SECRET = b"HTTP/1.1 200 OK\r\nX-Api-Key: hunter2\r\n\r\n{}"
REDACTED = SECRET.replace(b"hunter2", b"REDACTED-1")

#: What Windows does not have.
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes and devices")


def test_prints_bytes(tmp_path, capsysbinary, monkeypatch):
    """
    One recording, or standard input, is printed as it is but for what is replaced.
    """
    file = tmp_path / "a.http"
    file.write_bytes(SECRET)
    assert main(["redact", str(file)]) == 0
    assert (REDACTED, f"{file}: values replaced: 1\n".encode()) == capsysbinary.readouterr()
    assert SECRET == file.read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SECRET)))
    assert main(["redact", "-"]) == 0
    assert (REDACTED, b"-: values replaced: 1\n") == capsysbinary.readouterr()


def test_in_place(tmp_path, capsys):
    """
    Files are overwritten with the same replacements; one without secrets and those that cannot be read stay.
    """
    contents = {
        "a.http": SECRET,
        "b.json": b'{"password": "hunter2", "pin": "other"}',
        "c.json": b'{"error":  "x"}',
        "d.json": b'{"error": "no hunter2y"}',
        "e.json": b'{"token": "hunter2y"}',
        "cut-off.har": b'{"log": {"entries": [{"a": "Bearer hunter2"',
        "notes.txt": b"the password is hunter2",
    }
    paths = []
    for name, content in contents.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    untouched = paths[2].stat().st_mtime_ns
    assert main(["redact", "--in-place", *map(str, paths), str(tmp_path), str(tmp_path / "missing")]) == 2
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    new = {"a.http": REDACTED, "b.json": b'{"password": "REDACTED-1", "pin": "REDACTED-2"}'}
    new |= {"d.json": b'{"error": "no REDACTED-3"}', "e.json": b'{"token": "REDACTED-3"}'}
    assert {**contents, **new} == found
    assert untouched == paths[2].stat().st_mtime_ns
    error = capsys.readouterr().err
    assert "hunter2" not in error
    for name, reason in (
        ("b.json", "values replaced: 2"),
        ("c.json", "values replaced: 0"),
        ("cut-off.har", "it is not a readable HTTP Archive"),
        ("notes.txt", "the format is not recognized"),
        ("missing", "no such file or folder"),
    ):
        assert f"{tmp_path / name}: {reason}" in error


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(["a", "b"], "To redact several recordings, use --in-place"), (["-", "--in-place"], "--in-place needs files")],
)
def test_wrong_arguments(arguments, reason, capsys):
    """
    Several recordings cannot be printed, and standard input cannot be overwritten.
    """
    assert main(["redact", *arguments]) == 2
    assert reason in capsys.readouterr().err


@posix
@pytest.mark.parametrize("command", [["redact"], ["openapi", "embed", "--provider", "sibill"], ["openapi", "remove"]])
def test_a_pipe_in_place(command, tmp_path, capsys):
    """
    A pipe or a device cannot be replaced, and is not read or written.
    """
    file, pipe = tmp_path / "a.http", tmp_path / "pipe"
    file.write_bytes(SECRET)
    os.mkfifo(pipe)
    for name in (pipe, Path("/dev/zero")):
        assert main([*command, "--in-place", str(name)]) == 2
        assert (
            f"errspec: {name} is a pipe or a device and cannot be replaced; specify a regular file.\n"
            == capsys.readouterr().err
        )
    assert main(["redact", "--in-place", str(file), str(pipe)]) == 2
    assert SECRET == file.read_bytes()
    with pytest.raises(SpecialFile):
        write(str(pipe), b"", former=b"")


@posix
def test_standard_input_in_place(tmp_path):
    """
    Standard input is refused under each of its names, and so is input without an end beyond the limit.
    """
    command = [sys.executable, "-m", "errspec", "redact"]
    done = subprocess.run([*command, "--in-place", "/dev/stdin"], check=False, input=SECRET, capture_output=True)
    assert (2, b"") == (done.returncode, done.stdout)
    assert b"/dev/stdin is a pipe or a device and cannot be replaced" in done.stderr
    done = subprocess.run([*command, "--max-size", "100000000", "/dev/zero"], check=False, capture_output=True)
    assert (2, b"") == (done.returncode, done.stdout)
    assert b"/dev/zero: it is larger than 100000000 bytes and was not read" in done.stderr


def packed_lines(sent: list[Sent]) -> bytes:
    """
    Lines of JSON with packed bodies.
    """
    rows = [
        {
            "status": response.status_code,
            "headers": dict(response.headers or ()),
            "body": {"base64_string": b64encode(response.content or b"").decode()},
        }
        for _, _, response in sent
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize(
    ("kind", "place"),
    [("transcript", ":14"), ("har of a proxy", "#2"), ("cassette", "#2"), ("cassette in JSON", "#2"), ("packed", ":2")],
)
def test_a_body_that_is_too_large(kind, place, monkeypatch, tmp_path, capsysbinary):
    """
    A body that unpacks to too many bytes is not passed through, and its place is named.
    """
    monkeypatch.setattr("errspec.codings.LARGEST", 10)
    bodies = {"identity": b"{}", "gzip": gzip.compress(b"x" * 20)}
    sent = [
        Sent("https://a.example/", "GET", Response(404, [("Content-Encoding", coding)], body))
        for coding, body in bodies.items()
    ]
    path = tmp_path / "a"
    writers = {**KINDS, "packed": packed_lines}
    path.write_bytes(writers[kind](sent))
    assert main(["redact", str(path)]) == 2
    output, error = capsysbinary.readouterr()
    assert not output
    assert f"{path}{place}: the bodies of the file unpack to more than 10 bytes".encode() in error
