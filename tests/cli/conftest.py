"""
What the tests of the commands share.
"""

from __future__ import annotations

import io
import sys

import pytest

from errspec.cli.main import main


@pytest.fixture
def run(capsys, monkeypatch):
    """
    Run the command, with standard input where it is given.
    """

    def run(*arguments: object, stdin: str | None = None) -> tuple[int, str, str]:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
        out, err = capsys.readouterr()
        return code, out, err

    return run
