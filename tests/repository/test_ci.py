"""
The pre-commit hook and the GitHub Action, as far as a machine without either can run them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from errspec import Response
from tests.support.cases import ROOT
from tests.support.recorded import Sent, har

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOK, EMBED_HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.fixture
def project(tmp_path) -> Path:
    """
    A project with a recording in which there is an error and one in which there is drift.
    """
    wrong = Sent("https://integration.sibill.com/x", "GET", Response(404, (), "{}"))
    drift = '{"errors":[{"code":"new","detail":"d","title":"t"}]}'
    (tmp_path / "wrong.har").write_bytes(har([wrong]))
    (tmp_path / "drift.har").write_bytes(har([wrong._replace(response=Response(404, (), drift))]))
    return tmp_path


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """
    The variables of a runner, with an installed errspec where the action installs it.
    """
    folder = tmp_path / "runner" / "errspec" / "bin"
    folder.mkdir(parents=True)
    command = folder / "errspec"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m errspec "$@"\n')
    command.chmod(0o755)
    return {**os.environ, "RUNNER_TEMP": str(tmp_path / "runner"), "PYTHONPATH": str(ROOT)}


def act(project: Path, environment: dict[str, str], **inputs: str) -> subprocess.CompletedProcess[str]:
    given = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
    return subprocess.run(
        [ROOT / "scripts" / "action", "check"],
        cwd=project,
        env={**environment, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_action_annotates_and_summarises(project, environment):
    """
    The action prints annotations, writes the summary of the step and a SARIF file, and fails on an error.
    """
    summary = project / "summary.md"
    done = act(
        project, {**environment, "GITHUB_STEP_SUMMARY": str(summary)}, paths="wrong.har\ndrift.har\n", sarif="out.sarif"
    )
    assert 1 == done.returncode
    assert re.search(r"^::error [^\n]*file=wrong\.har", done.stdout, re.MULTILINE)
    assert re.search(r"^::warning [^\n]*file=drift\.har", done.stdout, re.MULTILINE)
    assert "sibill/not-found" in summary.read_text()
    assert "2.1.0" == json.loads((project / "out.sarif").read_text())["version"]


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"paths": "drift.har"}, 0),
        ({"paths": "drift.har", "fail_on": "drift"}, 1),
        ({"paths": "wrong.har", "fail_on": "never"}, 0),
        ({"paths": "wrong.har", "lang": "it"}, 1),
        ({"paths": "none.har"}, 2),
        ({"paths": "\n"}, 2),
        ({"paths": "wrong.har", "provider": "nobody"}, 2),
        ({"paths": "drift.har", "baseline": "none.json"}, 2),
    ],
)
def test_action_exit_codes(project, environment, inputs, code):
    """
    The exit code of the action is that of the command.
    """
    assert code == act(project, environment, **inputs).returncode


def test_action_passes_every_input():
    """
    Every input of the action is handed to the script, and no expression stands in a script.
    """
    steps = ACTION["runs"]["steps"]
    given = {expression for step in steps for expression in re.findall(r"inputs\.([a-z-]+)", str(step.get("env")))}
    assert set(ACTION["inputs"]) == given
    script = (ROOT / "scripts" / "action").read_text("utf-8")
    for step in steps:
        assert "${{" not in step["run"]
        assert all(name in script for name in step["env"])


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("tests/cassettes/test_x/test_y.yaml", True),
        ("cassette/a.json", True),
        ("recordings/a.har", True),
        ("a.http", True),
        ("logs/a.ndjson", True),
        ("package.json", False),
        ("docs/index.yaml", False),
    ],
)
def test_hook_files(path, wanted):
    """
    The hook takes recordings, and no other files of a project.
    """
    assert wanted == bool(re.search(HOOK["files"], path))


def test_hook_runs(project):
    """
    The command of the hook fails on an error in one of the files that it is given.
    """
    command = [sys.executable, "-m", *HOOK["entry"].split()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for names, code in ((["drift.har"], 0), (["drift.har", "wrong.har"], 1)):
        done = subprocess.run([*command, *names], cwd=project, env=environment, capture_output=True, check=False)
        assert code == done.returncode


def test_embed_hook(tmp_path):
    """
    The hook for documents passes what is up to date or has nothing recorded to check, and fails on what is behind.
    """
    path = tmp_path / "openapi.yaml"
    path.write_bytes((ROOT / "tests" / "fixtures" / "openapi" / "invoices.yaml").read_bytes())
    assert re.search(EMBED_HOOK["files"], str(path))
    assert not re.search(EMBED_HOOK["files"], "docs/index.yaml")
    command = [sys.executable, "-m", *EMBED_HOOK["entry"].split(), str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(*words: str) -> int:
        return subprocess.run([*command, *words], env=environment, capture_output=True, check=False).returncode

    assert 2 == run()
    assert 1 == run("--provider", "sibill")
    subprocess.run([*command[:5], str(path), "--in-place", "--provider", "sibill"], env=environment, check=True)
    assert 0 == run()
    path.write_text(path.read_text("utf-8").replace('"404":', '"403":'), "utf-8")
    assert 1 == run()
