"""
The package with the lowest versions of its dependencies that pyproject.toml allows, and with the newest.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.cases import ROOT
from tests.support.tools import unavailable

PROJECT = ROOT / "pyproject.toml"
DATA = tomllib.loads(PROJECT.read_text("utf-8"))
REQUIREMENTS = [
    *DATA["project"]["dependencies"],
    *(item for extra in DATA["project"]["optional-dependencies"].values() for item in extra),
    *DATA["dependency-groups"]["test"],
]
#: What depends on the packages most, and needs neither Node nor a network.
PART = ["tests/verdict/test_suite.py", "tests/verdict/test_engines.py", "tests/catalog/test_data.py", "tests/clients"]
#: Through the lowest aiohttp, which aioresponses supports.
PART += ["tests/testing/test_aioresponses.py"]
#: How installed versions are asked for.
VERSIONS = "import json, sys; from importlib.metadata import version; print(json.dumps([*map(version, sys.argv[1:])]))"

pytestmark = pytest.mark.xdist_group("bounds")


@pytest.fixture(params=["lowest", "newest"])
def python(request) -> Path:
    """
    The Python of an environment that scripts/bounds made.
    """
    return python_of(request.param)


def python_of(name: str) -> Path:
    folder = ROOT / ".venv" / "bounds" / name
    stamp = folder / PROJECT.name
    if not (stamp.is_file() and stamp.read_bytes() == PROJECT.read_bytes()):
        unavailable(f"the environment with the {name} dependencies, which needs a network (scripts/bounds),")
    return folder / "bin" / "python"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, words)), cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def bound(requirement: str) -> tuple[str, list[int]]:
    """
    The package that a requirement names, and the numbers of the lowest version that it allows.
    """
    found = re.match(r"([\w-]+)[>=]=([\d.]+)", requirement)
    assert found, requirement
    return found[1], [int(part) for part in found[2].split(".")]


def test_every_requirement_has_a_lower_bound():
    """
    No requirement allows versions of any age.
    """
    groups = DATA["dependency-groups"]["bench"]
    assert len({bound(item)[0] for item in REQUIREMENTS}) == len(REQUIREMENTS)
    assert all(bound(item) for item in groups)


def test_the_lowest_versions_are_installed():
    """
    The lowest environment has of each requirement the version that is its bound.
    """
    wanted = dict(map(bound, REQUIREMENTS))
    done = run(python_of("lowest"), "-c", VERSIONS, *wanted)
    assert 0 == done.returncode, done.stderr
    found = [[int(part) for part in version.split(".")] for version in json.loads(done.stdout)]
    for (name, lowest), version in zip(wanted.items(), found, strict=True):
        length = max(len(lowest), len(version))
        padded = [numbers + [0] * (length - len(numbers)) for numbers in (lowest, version)]
        assert padded[0] == padded[1], name


def test_the_suite_passes(python):
    """
    What depends on the packages most passes.
    """
    done = run(python, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", *PART)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_recordings_are_checked(python):
    """
    The sample recordings get the same report as here.
    """
    words = ["-m", "errspec", "check", "tests/recordings", "--format", "json"]
    wanted = run(sys.executable, *words)
    done = run(python, *words)
    assert (1, "") == (done.returncode, done.stderr)
    assert wanted.stdout == done.stdout


def test_documents_are_validated(python, tmp_path):
    """
    The validator finishes, before and after, on a document without problems and on one that has some.
    """
    path = ROOT / "tests" / "fixtures" / "openapi" / "invoices.yaml"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(path.read_text("utf-8").replace('version: "7"', "version: 7"), "utf-8")
    for document, count in ((path, 0), (wrong, 1)):
        command = ["-m", "errspec", "openapi", "embed", document, "--provider", "sibill", "--check"]
        done = run(python, *command)
        assert 1 == done.returncode, done.stderr
        assert f"{count} before, {count} after, 0 new" in done.stderr
