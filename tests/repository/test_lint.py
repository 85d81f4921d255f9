"""
The code is clean for ruff and for mypy in its strict mode.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.cases import ROOT


@pytest.mark.parametrize(
    "command",
    [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]],
    ids=" ".join,
)
def test_clean(command):
    """
    The tool finds nothing.
    """
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
