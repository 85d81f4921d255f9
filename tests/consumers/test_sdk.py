"""
The SDK of Fatture in Cloud against the mock server.
"""

from __future__ import annotations

import pytest

from tests.consumers.sdk import LOCK, PAGE, PYTHON, page
from tests.support.tools import unavailable


@pytest.mark.xdist_group("consumers")
def test_the_page_is_fresh():
    """
    The page says what the SDK does with each documented error.
    """
    stamp = PYTHON.parent.parent / LOCK.name
    if not (stamp.is_file() and stamp.read_bytes() == LOCK.read_bytes()):
        unavailable("the environment fattureincloud of the consumers (scripts/consumers)")
    assert page() == PAGE.read_text("utf-8")
