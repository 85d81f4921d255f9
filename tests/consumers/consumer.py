"""
Consumers: tools that read the components, each in an environment of its own, and how they are run.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.consumers.inputs import Body, Document
from tests.support.cases import ROOT

HERE = ROOT / "tests" / "consumers"
NODE = ROOT / "tests" / "node"
ENVIRONMENTS = ROOT / ".venv" / "consumers"
REQUIREMENTS = HERE / "requirements"
#: What is meant where the files of schemas are read, and no document.
JSON_SCHEMA = "JSON Schema"
#: Seconds after which a tool that does not end is given up.
LIMIT = 300
#: What a consumer says against each body; nothing where it accepts it.
Verdicts = Mapping[str, Sequence[str]]


class Consumer(NamedTuple):
    """
    A tool with the versions of OpenAPI that it reads, and how bodies go through it.

    ``way`` says in a few words how, ``read`` takes a version, its document, bodies and an empty folder. ``takes`` says
    which bodies can be given to it, and ``blind`` for which its verdict is by its nature not that of the schema;
    ``note`` says why. ``headers`` says whether it holds headers to their schemas, and ``needs`` names commands that are
    not in its environment.
    """

    name: str
    package: str
    environment: str
    versions: tuple[str, ...]
    way: str
    read: Callable[[str, Document, Sequence[Body], Path], Verdicts]
    takes: Callable[[Body], bool] = lambda body: True
    blind: Callable[[Body, str], bool] = lambda body, openapi: False
    headers: bool = False
    note: str = ""
    needs: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """
        The version that is pinned.
        """
        if self.environment == "node":
            return str(json.loads((NODE / "package.json").read_text("utf-8"))["dependencies"][self.package])
        pins = (REQUIREMENTS / f"{self.environment}.txt").read_text("utf-8")
        found = re.search(rf"^{re.escape(self.package)}==(\S+)$", pins, re.MULTILINE)
        assert found, self.package
        return found[1]

    @property
    def missing(self) -> str | None:
        """
        What has to be there before it can run, or None where all is.
        """
        for name in self.needs:
            if not shutil.which(name):
                return name
        if "node" in (self.environment, *self.needs):
            fresh = same(NODE / "package-lock.json", NODE / "node_modules" / "package-lock.json")
            if not (fresh and shutil.which("node")):
                return "Node, or what tests/node has from it,"
        if self.environment != "node":
            name = f"{self.environment}.txt"
            if not same(REQUIREMENTS / name, ENVIRONMENTS / self.environment / name):
                return f"the environment {self.environment} of the consumers"
        return None


def same(one: Path, other: Path) -> bool:
    """
    Whether two files are there and equal.
    """
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def run(*words: str | Path, cwd: Path, text: str = "", codes: Sequence[int] = (0,)) -> str:
    """
    What a command prints, which ends with one of the codes.
    """
    done = subprocess.run(
        list(map(str, words)), cwd=cwd, input=text, capture_output=True, encoding="utf-8", timeout=LIMIT, check=False
    )
    assert done.returncode in codes, f"{words[0]} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def command(environment: str, name: str) -> Path:
    """
    A command of an environment.
    """
    if environment == "node":
        return NODE / "node_modules" / ".bin" / name
    return ENVIRONMENTS / environment / "bin" / name


def ask(environment: str, program: str, openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Any:
    """
    What a program of this folder, or of the folder for Node, answers about bodies.
    """
    described = [{**body._asdict(), "path": body.path, "text": body.text} for body in bodies]
    question = {"openapi": openapi, "document": document, "bodies": described, "folder": str(folder)}
    words: tuple[str | Path, ...] = ("node", NODE / program)
    if environment != "node":
        words = (command(environment, "python"), HERE / "programs" / program)
    return json.loads(run(*words, cwd=folder, text=json.dumps(question)))


def written(document: Document, folder: Path) -> Path:
    """
    The file of a document.
    """
    path = folder / "openapi.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2), "utf-8")
    return path
