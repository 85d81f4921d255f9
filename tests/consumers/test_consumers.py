"""
The consumers: every example goes through each of them, and what is broken does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from errspec import CATALOG
from tests.consumers.consumer import Consumer
from tests.consumers.inputs import broken, document, examples, numbers, texts
from tests.consumers.table import README, renewed
from tests.consumers.verdicts import CONSUMERS, accepted, document_of
from tests.support.dialects import validator
from tests.support.tools import unavailable

RUNS = [(consumer, openapi) for consumer in CONSUMERS for openapi in consumer.versions]


@pytest.mark.parametrize("openapi", ["3.0", "3.1", "3.2"])
def test_bodies(openapi: str):
    """
    The schemas of every version accept the examples and refuse what is broken, of which there is one for every shape.
    """
    schemas = document(openapi)["components"]["schemas"]
    for body in (*examples(), *broken(), *numbers()):
        if body.schema:
            assert body.valid == validator(schemas, body.schema, openapi).is_valid(body.value), body
    assert {*CATALOG.shapes, "acme/problem", "acme/result"} == {body.shape for body in broken()}


@pytest.mark.parametrize(
    ("consumer", "openapi"), RUNS, ids=[f"{one.name} {one.version} {version}" for one, version in RUNS]
)
def test_read(consumer: Consumer, openapi: str, tmp_path: Path):
    """
    It accepts every example; it refuses a broken body of every shape, a number for any example, a text for any header.
    """
    if consumer.missing:
        unavailable(f"{consumer.missing} (scripts/consumers)")
    everything = (*examples(), *broken(), *numbers(), *(texts() if consumer.headers else ()))
    bodies = [body for body in everything if consumer.takes(body)]
    found = consumer.read(openapi, document_of(openapi), bodies, tmp_path)
    assert {body.name for body in bodies} == found.keys()
    wanted = {body.name: accepted(consumer, body, openapi) for body in bodies}
    assert {} == {name: said for name, said in found.items() if wanted[name] != (not said)}


def test_the_readme_shows_it():
    """
    The README has the table of what the consumers accept and refuse.
    """
    text = README.read_text("utf-8")
    assert renewed(text) == text, "Run: scripts/consumers --table"
