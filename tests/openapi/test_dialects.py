"""
The carrying of schemas into the dialects of OpenAPI 3.0 and Swagger 2.0, held to the language-neutral cases.
"""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate

from errspec import CATALOG
from errspec.exceptions import NoSuchVersion, UnsupportedKeyword
from errspec.openapi import components, convert, widenings
from tests.support.cases import Case, cases
from tests.support.dialects import VALIDATORS, validator

CASES = list(cases("dialects"))
CARRIED = [case for case in CASES if "unsupported" not in case.data]
UNSUPPORTED = [case for case in CASES if "unsupported" in case.data]


def document(schemas: dict[str, Any], openapi: str) -> dict[str, Any]:
    """
    A document with nothing but schemas.
    """
    info = {"title": "Schemas", "version": "1"}
    if openapi == "2.0":
        return {"swagger": "2.0", "info": info, "paths": {}, "definitions": schemas}
    return {"openapi": "3.0.3", "info": info, "paths": {}, "components": {"schemas": schemas}}


@pytest.mark.parametrize("case", CARRIED, ids=str)
def test_same_verdict_in_30(case: Case):
    """
    The schema of 2020-12 gives the verdict of the case, and so does that of 3.0.
    """
    converted = convert(case.data["schemas"], "3.0", ["Root"])
    assert () == converted.widened
    for openapi, schemas in (("3.1", case.data["schemas"]), ("3.0", converted.schemas)):
        judge = validator(schemas, "Root", openapi)
        for value in case.data["values"]:
            assert value["valid"] == judge.is_valid(value["data"]), (openapi, value, schemas)


@pytest.mark.parametrize("case", CARRIED, ids=str)
def test_20_refuses_no_more(case: Case):
    """
    The schema of 2.0 accepts whatever is accepted; it accepts more only where something is widened.
    """
    schemas, widened = convert(case.data["schemas"], "2.0")
    assert sorted(case.data.get("widened", [])) == sorted(widened)
    judge = validator(schemas, "Root", "2.0")
    more = [value for value in case.data["values"] if judge.is_valid(value["data"]) and not value["valid"]]
    assert all(judge.is_valid(value["data"]) for value in case.data["values"] if value["valid"])
    assert bool(more) == bool(widened)


@pytest.mark.parametrize("openapi", ["3.0", "2.0"])
@pytest.mark.parametrize("case", CARRIED, ids=str)
def test_spelling(case: Case, openapi: str):
    """
    A document accepts the schemas, and Root is spelt as the case says.
    """
    schemas = convert(case.data["schemas"], openapi, ["Root"]).schemas
    plain = {name: schema for name, schema in schemas.items() if "$ref" not in schema}
    assert plain
    validate(document(schemas, openapi))
    if openapi in case.data.get("carried", {}):
        assert case.data["carried"][openapi] == schemas["Root"]


@pytest.mark.parametrize("openapi", ["3.1", "3.2"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_unchanged(case: Case, openapi: str):
    """
    3.1 and 3.2 have the dialect 2020-12, so every schema stays as it is.
    """
    assert (case.data["schemas"], ()) == convert(case.data["schemas"], openapi)


@pytest.mark.parametrize("openapi", ["3.0", "2.0"])
@pytest.mark.parametrize("case", UNSUPPORTED, ids=str)
def test_unsupported(case: Case, openapi: str):
    """
    A keyword that cannot be carried is named with its pointer.
    """
    with pytest.raises(UnsupportedKeyword) as raised:
        convert(case.data["schemas"], openapi)
    assert case.data["unsupported"] == raised.value.pointer
    assert case.data["unsupported"] in str(raised.value)


def test_unknown_version():
    """
    A version that is none is refused by name.
    """
    with pytest.raises(NoSuchVersion, match=r"1\.2.*3\.1"):
        convert({}, "1.2")


SHAPE_CASES = list(cases("shapes"))
COMPONENTS = {openapi: components(openapi=openapi) for openapi in VALIDATORS}


def component_of(shape: str) -> str:
    """
    The component that a shape became: the only one whose description begins with its title and that has its members.
    """
    title = CATALOG.shapes[shape].schema["title"]
    schemas = COMPONENTS["3.1"]["schemas"]
    return next(name for name, schema in schemas.items() if schema["description"].startswith(f"{title}. "))


@pytest.mark.parametrize("case", SHAPE_CASES, ids=str)
def test_components_judge_as_the_documented_form(case: Case):
    """
    For every case of every shape the components of 3.x have the verdict of the documented form, those of 2.0 no harder.
    """
    name = component_of(case.shape)
    wanted = CATALOG.validator(case.shape, "documented").is_valid(case.data["data"])
    for openapi in ("3.0", "3.1", "3.2"):
        assert wanted == validator(COMPONENTS[openapi]["schemas"], name, openapi).is_valid(case.data["data"]), openapi
    if wanted:
        assert validator(COMPONENTS["2.0"]["definitions"], name, "2.0").is_valid(case.data["data"])


def test_every_widening_is_listed():
    """
    Each listed pointer leads to a keyword of the components of 3.1, and the other versions widen nothing.
    """
    listed = widenings(openapi="2.0")
    assert listed
    assert len(set(listed)) == len(listed)
    for pointer in listed:
        at: Any = COMPONENTS["3.1"]["schemas"]
        for token in pointer.split("/")[1:]:
            at = at[int(token)] if isinstance(at, list) else at[token]
    assert {()} == {widenings(openapi=openapi) for openapi in ("3.0", "3.1", "3.2")}
