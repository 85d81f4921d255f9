"""
What the tests share.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from errspec import Catalog
from tests.support.cases import ROOT

if TYPE_CHECKING:
    from tests.support.page import Page

pytest.register_assert_rewrite("tests.support.judging")
settings.register_profile(
    "errspec", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("errspec")


@pytest.fixture(scope="session")
def root() -> Path:
    """
    The folder of the repository.
    """
    return ROOT


@pytest.fixture(scope="session")
def acme() -> Catalog:
    """
    The catalog of a provider that is made of data alone.
    """
    return Catalog.load(ROOT / "tests" / "fixtures" / "acme")


@pytest.fixture(scope="session")
def page() -> Iterator[Page]:
    """
    The check in the page with the catalog that comes with errspec.
    """
    from tests.support.page import Page

    opened = Page()
    yield opened
    opened.close()
