"""
The language-neutral suite, run against this implementation.
"""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.support.cases import SUITE, Case
from tests.support.judging import EXCHANGES, FORMS, SHAPES, verify_exchange, verify_shape

FILES = sorted(path for path in SUITE.rglob("*.json") if path.name != "suite.schema.json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SUITE)))
def test_file(path):
    """
    Every file of the suite has the described form.
    """
    schema = json.loads((SUITE / "suite.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", SHAPES, ids=str)
def test_shape(case: Case, form: str):
    """
    A form of a shape accepts what the case says, and refuses it for the one fault that the case names.
    """
    verify_shape(case, form)


@pytest.mark.parametrize("case", EXCHANGES, ids=str)
def test_exchange(case: Case):
    """
    A response gets the report that the case wants.
    """
    verify_exchange(case)
