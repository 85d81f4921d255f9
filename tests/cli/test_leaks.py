"""
Secrets and personal data that stand anywhere in a response appear in no format of a report.
"""

from __future__ import annotations

import json
from contextlib import nullcontext as nothing
from pathlib import Path

import pytest

from errspec import Response
from errspec.cli.main import main
from errspec.reporters import REPORTERS
from tests.support.recorded import Sent, cassette, har, lines, transcript
from tests.support.secrets import responses, texts

URL = "https://api-v2.fattureincloud.it/c/1"


@pytest.fixture(scope="module")
def recordings(tmp_path_factory) -> tuple[Path, list[str], list[str]]:
    """
    A folder with all texts in every kind of recording, the secrets and the personal data.
    """
    folder = tmp_path_factory.mktemp("leaks")
    secrets, personal = [], []
    for number, (text, hidden, data) in enumerate(texts()):
        secrets += hidden
        personal += data
        sent = [Sent(f"{URL}?q={text}", "GET", response) for response in responses(text)]
        for kind in (transcript, (har, cassette, lines)[number % 3]):
            (folder / f"{number}-{kind.__name__}.txt").write_bytes(kind(sent))
        for index, line in enumerate((f"HTTP/1.1 {text}", f"HTTP/1.1 404 Not Found\nX {text}")):
            (folder / f"{number}-line-{index}.txt").write_text(f"{line}\n\n{{}}\n", "utf-8")
        quoted = json.dumps(text, ensure_ascii=False)
        for index, value in enumerate((f"!!int {quoted}", f"!!float {quoted}", f"!<{text}> x", f"*{text}")):
            (folder / f"{number}-tag-{index}.yaml").write_text(f"interactions:\n- response: {value}\n", "utf-8")
    return folder, secrets, personal


@pytest.mark.parametrize("name", REPORTERS)
def test_nothing_leaks(name, recordings, tmp_path, capsys):
    """
    No report, no error and no baseline shows a secret; personal data is shown only with --show-values.
    """
    folder, secrets, personal = recordings
    baseline = tmp_path / "baseline.json"
    for options in ([], ["--provider", "sibill", "--show-values"]):
        main(["check", "--format", name, *options, "--write-baseline", str(baseline), str(folder)])
        output = "".join(capsys.readouterr()) + baseline.read_text("utf-8")
        assert len(output) > 10_000
        assert [] == [secret for secret in secrets if secret in output]
        shown = [value for value in personal if value in output]
        assert bool(shown) == ("--show-values" in options), shown


def test_wrong_arguments_and_files_show_no_secret(tmp_path, capsys):
    """
    What is wrong with an argument or with a file of the user is said without secrets.
    """
    secret = "Bearer 9f8e7d6c5b4a39281706f5e4d3c2b1a0"
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"accepted": [{secret: 1}]}), "utf-8")
    for arguments in (["--baseline", str(baseline)], ["--provider", secret], ["--docs-base-url", secret]):
        with pytest.raises(SystemExit) if "--docs-base-url" in arguments else nothing():
            assert 2 == main(["check", *arguments, "-"])
        assert "9f8e7d6c" not in "".join(capsys.readouterr())
    with pytest.raises(TypeError) as caught:
        Response(secret)
    assert "9f8e7d6c" not in str(caught.value)
