"""
Tools that may be missing.
"""

from __future__ import annotations

import os

import pytest


def unavailable(what: str) -> None:
    """
    Skip a test whose tool is not there, and say which; where CI is set that is a failure.
    """
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and in CI nothing may be missing")
    pytest.skip(f"skipped because {what} is missing")
