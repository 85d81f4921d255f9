"""
The OpenAPI components: every reference resolves, every example fits, every name is one for a class.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import errspec
from errspec import CATALOG, Catalog
from errspec.catalog.datafiles import meta_registry
from errspec.cli.main import main
from errspec.exceptions import (
    DuplicateComponentName,
    InvalidComponentName,
    NoSuchLanguage,
    NoSuchProvider,
    NoSuchVersion,
    RecursiveShape,
    UnsupportedKeyword,
)
from errspec.openapi import VERSIONS, components, documented_responses
from errspec.openapi.building.writing import text
from tests.support.cases import ROOT
from tests.support.dialects import validator

ACME = Catalog.load(ROOT / "tests" / "fixtures" / "acme")
CATALOGS = {"errspec": CATALOG, "acme": ACME}
MADE = {(name, v): components(openapi=v, catalog=catalog) for name, catalog in CATALOGS.items() for v in VERSIONS}
OF_3 = [key for key in MADE if key[1] != "2.0"]
made = pytest.mark.parametrize("key", MADE, ids="-".join)
of_3 = pytest.mark.parametrize("key", OF_3, ids="-".join)


def nodes(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """
    Every object of a part of a document that is no value of the API, with its path.
    """
    if isinstance(part, dict):
        yield path, part
        for name, value in part.items():
            if name not in ("example", "value", "const", "enum", "x-example"):
                yield from nodes(value, (*path, name))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from nodes(value, (*path, index))


def target(reference: str, sections: dict[str, Any]) -> Any:
    """
    What a reference leads to.
    """
    *_, section, name = reference.split("/")
    assert reference in (f"#/components/{section}/{name}", f"#/definitions/{name}")
    return sections[section][name]


def whole(catalog: Catalog, openapi: str, sections: dict[str, Any]) -> dict[str, Any]:
    """
    A document in which every response is used by an operation.
    """
    paths: dict[str, Any] = {}
    for provider in catalog.providers:
        for documented in documented_responses(provider, catalog=catalog):
            status = documented.status
            if openapi == "2.0" and not status.isdecimal():
                status = "default"
            start = "#/responses/" if openapi == "2.0" else "#/components/responses/"
            responses = {status: {"$ref": start + documented.name}, "204": {"description": "Done"}}
            paths[f"/{documented.name}"] = {"get": {"responses": responses}}
    info = {"title": "Documented errors", "version": "1"}
    if openapi == "2.0":
        return {"swagger": "2.0", "info": info, "paths": paths, **sections}
    return {"openapi": VERSIONS[openapi], "info": info, "paths": paths, "components": sections}


@made
def test_a_document_with_them_is_valid(key):
    """
    openapi-spec-validator finds nothing in a document that uses every response.
    """
    validate(whole(CATALOGS[key[0]], key[1], MADE[key]))


@made
def test_references_resolve(key):
    """
    Every reference leads to a component, and in 3.x every schema, header and example is referred to.
    """
    sections = MADE[key]
    used = set()
    for path, node in nodes(sections):
        if isinstance(node.get("$ref"), str):
            assert target(node["$ref"], sections), path
            assert {"$ref"} == set(node) or key[1] in ("3.1", "3.2"), path
            used.add(tuple(node["$ref"].split("/")[-2:]))
    for section in sections.keys() - {"responses", "definitions"}:
        assert set() == {(section, name) for name in sections[section]} - used


@made
def test_names(key):
    """
    Every name has letters and digits alone and begins with the provider's; the title of a schema is its name.
    """
    stems = ("AcmeParcels",) if key[0] == "acme" else ("FattureInCloud", "Open2b", "Sibill")
    for section, items in MADE[key].items():
        for name, item in items.items():
            assert re.fullmatch("[A-Z][A-Za-z0-9]*", name), name
            assert name.startswith(stems), name
            if section in ("schemas", "definitions"):
                assert name == item["title"]
                assert item["description"]
                assert not {"example", "examples", "$id", "$schema", "$comment", "$defs"} & item.keys()
                assert all("title" not in node for path, node in nodes(item) if path and path[-1] != "properties")


@made
def test_no_object_and_no_list_of_values_is_anonymous(key):
    """
    What a generator would have to make up a name for stands at the root of a component.
    """
    sections = MADE[key]
    for name, schema in sections.get("schemas", sections.get("definitions", {})).items():
        for path, node in nodes(schema):
            if path and path[-1] != "properties":
                assert "properties" not in node, (name, path)
                assert not isinstance(node.get("additionalProperties"), dict), (name, path)
                several = len(node.get("enum", ())) > 1 and path[:-1] != ("anyOf",)
                assert not several, (name, path)


@made
def test_lists_of_values(key):
    """
    A list of values without null has its type; the documented ones of an open list stand together.
    """
    sections = MADE[key]
    for path, node in nodes(sections.get("schemas", sections.get("definitions", {}))):
        assert "type" in node or "const" not in node, path
        assert "type" in node or None in node.get("enum", [None]), path
        lists = [branch for branch in node.get("anyOf", ()) if "const" in branch or "enum" in branch]
        assert len(lists) <= 1, path
        assert not [branch for branch in lists if "const" in branch], path


@of_3
def test_headers(key):
    """
    Every header has an example that fits its schema, and none is required, which a mock server takes for missing.
    """
    sections = MADE[key]
    assert sections["headers"]
    for name, header in sections["headers"].items():
        assert {"description", "schema", "example"} == header.keys()
        schema = {"components": {"schemas": sections["schemas"]}, "allOf": [header["schema"]]}
        assert Draft202012Validator(schema).is_valid(header["example"]), name
        assert "" != header["example"]


@made
def test_examples_fit(key):
    """
    Every example of a response is accepted by the schema beside it.
    """
    sections = MADE[key]
    seen = 0
    for name, response in sections["responses"].items():
        if key[1] == "2.0":
            schema = response.get("schema")
            for example in response.get("examples", {}).values():
                at = {**sections["definitions"], "Asked": schema}
                assert validator(at, "Asked", "2.0").is_valid(example), name
                seen += 1
        for media in response.get("content", {}).values():
            judge = validator({**sections["schemas"], "Asked": media["schema"]}, "Asked", key[1])
            for reference in media.get("examples", {}).values():
                assert judge.is_valid(target(reference["$ref"], sections)["value"]), name
                seen += 1
    assert seen


@pytest.mark.parametrize("catalog", CATALOGS.values(), ids=CATALOGS)
def test_every_example_is_there(catalog):
    """
    The examples of all problem types are in the responses, but for those that show what no page documents.
    """
    sections = components(catalog=catalog)
    shown = [item["value"] for item in sections["examples"].values()]
    for provider in catalog.providers.values():
        for problem_type in provider.problem_types:
            for example in problem_type.examples:
                content = (example.response.content or b"").decode()
                if not content or problem_type.location != "body":
                    continue
                value = json.loads(content) if problem_type.shape else content
                shape = problem_type.shape
                left_out = shape and not catalog.validator(shape, "documented").is_valid(value)
                assert (value in shown) or left_out, (problem_type, example)
                assert not left_out or example.undocumented


def test_responses_of_a_status():
    """
    There is one response for each status, and one for the type of a single operation.
    """
    found = documented_responses("fattureincloud")
    statuses = [item.status for item in found if not item.on]
    assert ["3XX", "400", "401", "403", "404", "405", "409", "422", "429", "5XX"] == statuses
    [single] = [item for item in found if item.on]
    assert ("FattureInCloudEInvoiceNotVerified", "422") == (single.name, single.status)
    assert "verifyEInvoiceXml" == single.on[0]["operationId"]
    content = components("fattureincloud")["responses"][single.name]["content"]["application/json"]
    assert {"$ref": "#/components/schemas/FattureInCloudXmlVerificationError"} == content["schema"]
    assert ["FattureInCloudEInvoiceNotVerified1", "FattureInCloudEInvoiceNotVerified2"] == list(content["examples"])


def test_the_most_typical_example_is_first():
    """
    A documented example comes before our own, and that of a general type before one with a guard.
    """
    responses = components()["responses"]

    def first(name: str) -> str:
        return next(iter(responses[name]["content"]["application/json"]["examples"]))

    assert "FattureInCloudUnauthorized" == first("FattureInCloudUnauthorized")
    assert "FattureInCloudLicenseExpired" == first("FattureInCloudForbidden")
    assert "SibillFieldInvalid" == first("SibillBadRequest")
    assert "Open2bMalformed1" == first("Open2bOk")


def test_an_error_inside_success():
    """
    Open2bError is the error of status 200, for an alternative beside a success; other statuses are plain text.
    """
    sections = components("open2b")
    schemas = {**sections["schemas"], "Mine": {"type": "object", "required": ["products"]}}
    schemas["Answer"] = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Mine", "Open2bError")]}
    judge = validator(schemas, "Answer", "3.1")
    error = {"field": "name", "type": "Malformed", "description": "x"}
    assert judge.is_valid({"status": "error", "error": error})
    assert judge.is_valid({"products": []})
    assert not judge.is_valid({"status": "error", "error": {}})
    body = sections["responses"]["Open2bOk"]["content"]["application/json"]["schema"]
    assert ["Open2bSuccessEnvelope", "Open2bError"] == [
        branch["$ref"].rpartition("/")[2] for branch in target(body["$ref"], sections)["anyOf"]
    ]
    text_body = sections["responses"]["Open2bServiceUnavailable"]
    assert {"text/plain"} == set(text_body["content"])
    assert 12 == target(text_body["headers"]["X-Wait-Seconds"]["$ref"], sections)["example"]


def test_the_documented_form():
    """
    Branches that no page documents are dropped; lists of values and objects stay open.
    """
    schemas = components("fattureincloud")["schemas"]
    judge = validator(schemas, "FattureInCloudApiError", "3.1")
    assert judge.is_valid({"error": {"message": "x", "code": "NEW_CODE", "new": 1}, "more": 1})
    assert not judge.is_valid({"error": {"message": "x", "validation_result": []}})
    assert not judge.is_valid({"error": {"message": 1}})


@pytest.mark.parametrize("openapi", VERSIONS)
def test_inline(openapi):
    """
    Inline responses refer to nothing and judge as the others do.
    """
    sections = components("fattureincloud", openapi=openapi, inline=True)
    assert {"responses"} == set(sections)
    assert not [node for _, node in nodes(sections) if "$ref" in node]
    response = sections["responses"]["FattureInCloudForbidden"]
    schema = response["schema"] if openapi == "2.0" else response["content"]["application/json"]["schema"]
    judge = validator({"Asked": schema}, "Asked", openapi)
    assert judge.is_valid({"error": {"message": "x", "code": "LICENSE_EXPIRED"}})
    assert not judge.is_valid({"error": {"code": "LICENSE_EXPIRED"}})
    assert response["headers"]["Retry-After"].get("example", response["headers"]["Retry-After"].get("x-example"))


def test_extensions():
    """
    The extension has the form that is published, and without the option it is not there.
    """
    registry = meta_registry()
    described = Draft202012Validator(
        {"$ref": "https://errspec.example/v1/meta/extension.schema.json"}, registry=registry
    )
    for openapi in VERSIONS:
        for response in components(openapi=openapi, extensions=True)["responses"].values():
            described.validate(response["x-errspec"])
        assert all("x-errspec" not in item for item in components(openapi=openapi)["responses"].values())
    limited = components("sibill", extensions=True)["responses"]["SibillTooManyRequests"]["x-errspec"]
    [entry] = limited["problemTypes"]
    assert ("sibill/too-many-requests", "retry-after") == (entry["id"], entry["retry"]["header"])


def test_prefix():
    """
    The prefix stands before every name and in every reference.
    """
    sections = components("sibill", prefix="Upstream")
    assert all(name.startswith("UpstreamSibill") for items in sections.values() for name in items)
    assert [target(node["$ref"], sections) for _, node in nodes(sections) if "$ref" in node]


def test_italian():
    """
    What is said to people is in the language, and nothing else changes.
    """
    english, italian = components("sibill"), components("sibill", lang="it")
    assert english["responses"]["SibillNotFound"] != italian["responses"]["SibillNotFound"]

    def silent(part: Any) -> Any:
        if isinstance(part, dict):
            return {k: silent(v) for k, v in part.items() if k not in ("description", "summary") or isinstance(v, dict)}
        return [silent(value) for value in part] if isinstance(part, list) else part

    assert silent(english) == silent(italian)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"providers": "sibil"}, NoSuchProvider, "Did you mean 'sibill'|Did you mean sibill"),
        ({"openapi": "3.3"}, NoSuchVersion, "3.2"),
        ({"lang": "fr"}, NoSuchLanguage, "it"),
        ({"prefix": "1st"}, InvalidComponentName, "1st"),
        ({"prefix": "my-"}, InvalidComponentName, "letters and digits"),
        ({"prefix": "A" * 5000}, InvalidComponentName, 'A…" cannot be .* at most 200'),
    ],
)
def test_wrong_arguments(arguments, error, words):
    """
    A wrong argument is named, with what would be right.
    """
    with pytest.raises(error, match=words):
        components(**arguments)


def changed(tmp_path, change) -> Catalog:
    """
    The catalog of the test provider with a shape changed.
    """
    folder = tmp_path / "acme"
    shutil.copytree(ROOT / "tests" / "fixtures" / "acme", folder)
    path = folder / "result.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    change(schema)
    path.write_text(json.dumps(schema), "utf-8")
    return Catalog.load(folder)


def test_two_components_of_one_name(tmp_path):
    """
    Two components of one name that differ are refused with both origins.
    """
    catalog = changed(tmp_path, lambda schema: schema.update({"x-component": "Problem"}))
    with pytest.raises(DuplicateComponentName, match=r"AcmeParcelsProblem: .*result.*problem"):
        components(catalog=catalog)


def test_a_shape_that_refers_to_itself(tmp_path):
    """
    A recursive shape is a component like any other, and cannot be written inline.
    """

    def nest(schema):
        schema["$defs"]["parcel"]["properties"]["inner"] = {"description": "Within", "$ref": "#/$defs/parcel"}

    catalog = changed(tmp_path, nest)
    for openapi in VERSIONS:
        assert components(openapi=openapi, catalog=catalog)
        with pytest.raises(RecursiveShape, match="AcmeParcelsParcel"):
            components(openapi=openapi, inline=True, catalog=catalog)


def test_nested_objects_get_names(tmp_path):
    """
    An object and a list of values inside a shape become components, named by the way to them.
    """

    def nest(schema):
        inner = {
            "description": "Where",
            "type": "object",
            "properties": {"kind": {"description": "Which", "enum": [1, 2]}},
        }
        schema["properties"]["place-of-it"] = {"description": "Places", "type": "array", "items": inner}

    schemas = components(catalog=changed(tmp_path, nest))["schemas"]
    reference = {"$ref": "#/components/schemas/AcmeParcelsResultPlaceOfItItem"}
    assert reference == schemas["AcmeParcelsResult"]["properties"]["place-of-it"]["items"]
    assert [1, 2] == schemas["AcmeParcelsResultPlaceOfItItemKind"]["enum"]


def test_a_keyword_that_cannot_be_carried_is_named(tmp_path, monkeypatch):
    """
    A shape with a keyword outside the dialect is refused with the pointer, in 3.0 and 2.0 alone.
    """
    catalog = changed(tmp_path, lambda schema: None)
    known = Catalog.form_of
    schema = catalog.schema("acme/result", "documented")
    schema["properties"]["text"]["not"] = {"const": ""}  # type: ignore[index]
    monkeypatch.setattr(Catalog, "form_of", lambda *names: schema if "acme/result" in names else known(*names))
    assert components(openapi="3.1", catalog=catalog)
    with pytest.raises(UnsupportedKeyword, match="/AcmeParcelsResult/properties/text/not"):
        components(openapi="3.0", catalog=catalog)


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("openapi", VERSIONS)
def test_command(openapi, form, capsys):
    """
    The command prints what the function returns, and names on standard error what Swagger 2.0 cannot say.
    """
    assert 0 == main(["openapi", "components", "--provider", "Sibill", "--openapi", openapi, "--format", form])
    out, err = capsys.readouterr()
    printed = yaml.safe_load(out) if form == "yaml" else json.loads(out)
    wanted = components("sibill", openapi=openapi)
    assert (wanted if openapi == "2.0" else {"components": wanted}) == printed
    assert ("/SibillErrorSource/type" in err) == (openapi == "2.0")


def test_command_without_provider(capsys):
    """
    Without a provider all are printed; a wrong one ends with exit code 2 and one sentence.
    """
    assert 0 == main(["openapi", "components"])
    assert components() == yaml.safe_load(capsys.readouterr().out)["components"]
    assert 2 == main(["openapi", "components", "--provider", "nobody"])
    assert "Unknown provider: nobody" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_text_returns(form):
    """
    What is written is read back as it was, whatever strings stand in it.
    """
    value = {"a": ["yes", "1", "null", "2026-01-01", "x: y", "# no", "", " b", "two\nlines\n", "é\t", "'\"", "- x"]}
    assert value == (yaml.safe_load if form == "yaml" else json.loads)(text(value, form))


def test_the_public_name():
    """
    errspec.components is the function.
    """
    assert errspec.components is components
