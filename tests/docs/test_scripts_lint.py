"""
The scripts of the pages and of the tests are clean for a linter of JavaScript.
"""

from __future__ import annotations

import subprocess

from tests.support.cases import ROOT
from tests.support.tools import unavailable

NODE = ROOT / "tests" / "node"
ESLINT = NODE / "node_modules" / ".bin" / "eslint"


def lint(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    if not ESLINT.exists():
        unavailable("eslint (scripts/consumers installs it)")
    command = [ESLINT, "--config", NODE / "eslint.config.mjs", "--max-warnings", "0", *arguments]
    return subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False)


def test_scripts_are_clean():
    """
    The linter finds nothing.
    """
    done = lint("errspec/docs/assets", "tests/node")
    assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_the_linter_finds_something():
    """
    A script with an unknown name, an unused one and a loose comparison has three problems.
    """
    script = "(function (errspec) { const unused = 1; return nobody == errspec; })(globalThis.errspec);\n"
    if not ESLINT.exists():
        unavailable("eslint (scripts/consumers installs it)")
    command = [
        ESLINT,
        "--config",
        NODE / "eslint.config.mjs",
        "--stdin",
        "--stdin-filename",
        "x.js",
        "--format",
        "json",
    ]
    done = subprocess.run(command, cwd=ROOT, input=script, capture_output=True, text=True, check=False)
    for rule in ("no-unused-vars", "no-undef", "eqeqeq"):
        assert rule in done.stdout
