"""
The check in the page gives the verdict of the check in Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from errspec import CATALOG, Catalog, Response, check
from errspec.docs.checkdata import SCRIPTS, code, data, script
from errspec.problems import problem
from errspec.recordings import Options, exchanges
from tests.cases import ROOT
from tests.page import CATALOGS, LANGUAGES, Page, PageCase, example_cases, page_cases, printed
from tests.property.strategies import EXAMPLES, broken, headers, providers, reasons, responses, statuses
from tests.test_hostile import BODIES

ASSETS = ROOT / "errspec" / "docs" / "assets" / "check"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """
    The page with the catalogue that comes with errspec.
    """
    opened = Page()
    yield opened
    opened.close()


def judged(page: Page, cases: Iterator[PageCase]) -> int:
    number = 0
    for number, case in enumerate(cases, 1):
        assert case.report == page.call("check", case.response, case.options), (case.name, case.options)
    return number


def test_the_suite(page):
    """
    Every response of the suite and every example gets the same report, to the word.
    """
    assert judged(page, page_cases()) > 10_000


def test_another_catalogue(acme):
    """
    A provider that is made of data alone is judged alike.
    """
    opened = Page(acme)
    assert judged(opened, example_cases(acme)) >= 4 * 3 * 2 * 4
    for status in (200, 401, 404, 503):
        for headers in ([("X-Error-Code", "KEY_EXPIRED"), ("X-Trace", "?")], [("Content-Type", "text/html")], None):
            for body in (
                '{"code": 17, "text": "", "parcels": [{"number": "12", "state": "lost", "x": 1}]}',
                '{"code": 0.0, "text": "Done"}',
                '{"code": 18, "code": 0}',
                '{"title": 5, "tpye": 1}',
                '{"code": -1, "text": "x", "parcels": []}',
            ):
                response = Response(status, headers, body)
                assert printed(check(response, catalog=acme), response, acme, "en") == opened.check(response)
    opened.close()


def test_hostile_bodies(page):
    """
    Bodies of any bytes get the same report under any status.
    """
    for name, body in BODIES.items():
        for status in (None, 200, 302, 403, 422, 429, 503, 0, 99, 799):
            for provider in (None, *CATALOG.providers):
                response = Response(status, (), body)
                wanted = printed(check(response, provider), response, CATALOG, "en")
                assert wanted == page.check(response, provider=provider), (name, status, provider)


mutated = st.builds(
    Response,
    statuses | st.sampled_from([example.response.status_code for example in EXAMPLES]),
    st.none() | headers,
    broken,
    reasons,
)


@given(responses | mutated, providers, st.sampled_from(LANGUAGES), st.booleans())
@settings(max_examples=3000)
@example(Response(422, (), b'{"error":{"message":"x","validation_result":[1]}}'), "fattureincloud", "en", False)
@example(Response(302, [("Location", "http://[broken?error=x")], b""), "fattureincloud", "en", False)
def test_any_response(page, response, provider, lang, strict):
    """
    Any response gets the same report.
    """
    catalog = CATALOGS[strict]
    wanted = printed(check(response, provider, catalog=catalog, lang=lang), response, catalog, lang)
    assert wanted == page.check(response, provider=provider, lang=lang, strict=strict)
