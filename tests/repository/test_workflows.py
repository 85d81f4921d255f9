"""
The workflows and templates of the repository, checked without a network.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.support.cases import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
BIN = Path(sys.executable).parent


def against(schema: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [BIN / "zizmor", "--offline", "--no-config", "--persona", "auditor", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """
    A copy of the release workflow with one fault.
    """
    text = (GITHUB / "workflows" / "release.yml").read_text("utf-8")
    assert old in text
    path = tmp_path / ".github" / "workflows" / "release.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-actions", [ROOT / "action.yml"]),
        ("vendor.github-issue-forms", FORMS),
    ],
)
def test_files_are_as_github_reads_them(schema, paths):
    """
    Workflows, the action and the issue forms conform to the schemas that GitHub's editors use.
    """
    done = against(schema, *paths)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_a_wrong_workflow_is_found(tmp_path):
    """
    A job without a machine does not conform.
    """
    path = broken(tmp_path, "    runs-on: ubuntu-latest\n", "")
    assert 1 == against("vendor.github-workflows", path).returncode


def test_workflows_are_safe():
    """
    zizmor finds no way to misuse the workflows or the action.
    """
    done = zizmor(*WORKFLOWS, ROOT / "action.yml")
    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("          persist-credentials: false\n", "          fetch-depth: 1\n", "artipacked"),
        ('= "$TAG"', "= ${{ github.ref_name }}", "template-injection"),
        ("@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1", "@v6", "unpinned-uses"),
    ],
)
def test_an_unsafe_workflow_is_found(tmp_path, old, new, rule):
    """
    Each of the usual faults is found.
    """
    done = zizmor(broken(tmp_path, old, new))
    assert done.returncode
    assert rule in done.stdout


def test_the_matrix_is_what_the_package_promises():
    """
    The tests run on the Pythons that the package names, and on the systems that README names.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = [item.rpartition(" ")[2] for item in project["classifiers"] if re.search(r":: 3\.[0-9]+$", item)]
    matrix = yaml.safe_load((GITHUB / "workflows" / "tests.yml").read_text("utf-8"))["jobs"]["tests"]["strategy"][
        "matrix"
    ]
    assert promised == matrix["python"]
    assert f">={promised[0]}" == project["requires-python"]
    readme = (ROOT / "README.md").read_text("utf-8")
    [supported] = re.findall(r"## Supported systems\n\n(.*?)\n\n", readme, re.DOTALL)
    names = {"ubuntu": "Linux", "macos": "macOS", "windows": "Windows"}
    for system in matrix["os"]:
        assert names[system.partition("-")[0]] in supported
    assert f"{promised[0]} to {promised[-1]}" in supported


def test_everything_is_run_by_one_script():
    """
    The full workflow runs what every machine of the project runs.
    """
    steps = yaml.safe_load((GITHUB / "workflows" / "full.yml").read_text("utf-8"))["jobs"]["full"]["steps"]
    assert any("bash .ci/run" in step.get("run", "") for step in steps)
