"""
The package as it is installed: wheel, source distribution and editable, each in an environment of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.cases import ROOT
from tests.support.tools import unavailable

PROBE = """
import errspec, os, sys
from errspec.catalog.datafiles import meta_registry
print(len(errspec.CATALOG.providers), len(errspec.CATALOG.shapes), len(list(meta_registry())) > 9)
report = errspec.check(errspec.Response(404, (), '{"error":{"message":5}}'), lang="it")
print(report.problem_type, report.findings[0].code, "numero" in report.findings[0].message)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """
    A folder with the wheel and the source distribution.
    """
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", folder, ROOT], capture_output=True, text=True, check=False
    )
    if done.returncode and "ConnectionError" in done.stdout + done.stderr:
        unavailable("the package index")
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder


def install(tmp_path: Path, *what: object) -> Path:
    """
    Install into a clean environment, and return its Python.
    """
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *map(str, what)], capture_output=True, text=True, check=False)
    if "Failed to establish a new connection" in done.stderr:
        unavailable("the package index")
    assert 0 == done.returncode, done.stderr
    return python


@pytest.mark.xdist_group("package")
@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_installed(kind, built, tmp_path):
    """
    However it is installed, the package finds its data and the command runs.
    """
    if kind == "editable":
        what: tuple[object, ...] = ("--editable", ROOT)
    else:
        what = (next(built.glob("*.whl" if kind == "wheel" else "*.tar.gz")),)
    python = install(tmp_path, *what)
    done = subprocess.run([python, "-c", PROBE], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (["3 6 True", "fattureincloud/not-found schema True"], "")
    command = subprocess.run(
        [python.parent / "errspec", "check", ROOT / "tests" / "recordings"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (1, b"") == (command.returncode, command.stderr)


def test_the_wheel_carries_the_data(built):
    """
    The wheel has every data file, the type marker and the license, and nothing of the tests.
    """
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    for folder in ("meta", "common", "providers"):
        for path in (ROOT / "schemas" / folder).rglob("*.json"):
            assert f"errspec/schemas/{path.relative_to(ROOT / 'schemas').as_posix()}" in names
    for path in (ROOT / "errspec" / "docs" / "assets").rglob("*.*"):
        assert path.relative_to(ROOT).as_posix() in names
    for path in (ROOT / "errspec" / "docs").rglob("*.*"):
        if path.suffix in (".html", ".css", ".js", ".svg"):
            assert path.relative_to(ROOT).as_posix() in names
    assert "errspec/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "scripts")) or "generated" in name]


def test_the_source_distribution_is_the_repository(built):
    """
    The source distribution has what is tracked, so that the tests run from it.
    """
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        found = {name.partition("/")[2] for name in archive.getnames()}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        unavailable("the history of the repository (git)")
    assert {name for name in tracked if not name.startswith((".ci/", "."))} <= found


@pytest.mark.xdist_group("package")
def test_a_program_of_a_user_is_typed(built, tmp_path):
    """
    Against the installed wheel mypy --strict and pyright accept the program of a user, and find every planted mistake.
    """
    if shutil.which("node") is None:
        unavailable("Node, which pyright needs")
    python = install(tmp_path, next(built.glob("*.whl")))
    for name in ("api.py", "wrong.py"):
        (tmp_path / name).write_text((ROOT / "tests" / "typing" / name).read_text("utf-8"), "utf-8")
    planted = {
        number
        for number, line in enumerate((tmp_path / "wrong.py").read_text("utf-8").splitlines(), 1)
        if line.endswith("# wrong")
    }
    assert len(planted) > 5
    mypy = [sys.executable, "-m", "mypy", "--strict", "--enable-error-code", "comparison-overlap"]
    mypy += ["--config-file", "", "--cache-dir", tmp_path / "cache", "--python-executable", python]
    pyright = [sys.executable, "-m", "pyright", "--pythonpath", python, "--outputjson"]
    for command, places in ((mypy, by_mypy), (pyright, by_pyright)):
        for name, wanted in (("api.py", set()), ("wrong.py", planted)):
            done = subprocess.run([*map(str, command), name], cwd=tmp_path, capture_output=True, text=True, check=False)
            assert wanted == places(done.stdout), (command[2], done.stdout, done.stderr)


def by_mypy(output: str) -> set[int]:
    return {int(line.split(":")[1]) for line in output.splitlines() if ": error: " in line}


def by_pyright(output: str) -> set[int]:
    found = json.loads(output)["generalDiagnostics"]
    return {item["range"]["start"]["line"] + 1 for item in found if item["severity"] == "error"}
