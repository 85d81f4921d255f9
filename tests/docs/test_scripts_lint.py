"""
The scripts of the pages and of the tests are clean for ESLint.
"""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.support.cases import ROOT
from tests.support.tools import unavailable

NODE = ROOT / "tests" / "node"
ESLINT = NODE / "node_modules" / "eslint" / "bin" / "eslint.js"


def lint(*arguments: str, script: str = "") -> subprocess.CompletedProcess[str]:
    """
    Run ESLint with the configuration of the repository; ``script`` is its standard input.
    """
    node = shutil.which("node")
    if node is None or not ESLINT.exists():
        unavailable("ESLint (npm ci in tests/node)")
    command = [node or "node", ESLINT, "--config", NODE / "eslint.config.mjs", "--max-warnings", "0", *arguments]
    return subprocess.run(command, cwd=ROOT, input=script, capture_output=True, text=True, check=False)


def test_scripts_are_clean():
    """
    ESLint finds nothing in the scripts of the pages and of the tests.
    """
    done = lint("errspec/docs/assets", "tests/node")
    assert (0, "") == (done.returncode, done.stderr), done.stdout


BROKEN = """
const unused = 1;
let same = 1;
console.log(nobody === same, same == null);
"""


@pytest.mark.parametrize("path", ["errspec/docs/assets/x.js", "errspec/docs/assets/check/x.js", "tests/node/x.js"])
def test_the_rules_apply(path):
    """
    A script with four problems has them reported, in every folder.
    """
    done = lint("--stdin", "--stdin-filename", path, "--format", "json", script=f"(() => {{{BROKEN}}})();")
    assert 1 == done.returncode, done.stderr
    rules = [message["ruleId"] for message in json.loads(done.stdout)[0]["messages"]]
    assert {"no-unused-vars", "prefer-const", "no-undef", "eqeqeq"} <= set(rules)
