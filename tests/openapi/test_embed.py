"""
A provider's errors in somebody's OpenAPI document, and not one other byte disturbed.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import errspec
from errspec import CATALOG, Catalog
from errspec.catalog.datafiles import meta_registry
from errspec.cli.main import main
from errspec.display import printable
from errspec.documents import ledger
from errspec.documents.limits import DEEPEST
from errspec.documents.markers import _bare, _checksum, region, was
from errspec.documents.splicing import restored, spliced
from errspec.exceptions import (
    ComponentClash,
    DuplicateComponentName,
    EditedPart,
    ForeignPart,
    InvalidComponentName,
    InvalidOption,
    NestedTooDeeply,
    NoSuchComponent,
    NoSuchOperation,
    NoSuchProvider,
    NoSuchVersion,
    NotOpenAPI,
    StillReferenced,
    TypedAlready,
    UnknownSettings,
    UnusablePlace,
)
from errspec.openapi import embed
from errspec.openapi.embedding.insertion import Embedding, read
from errspec.openapi.embedding.removal import check_references, removed
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.embedding.validity import ValidityReport, compare
from errspec.pointers import parse_pointer, resolve
from tests.support.cases import ROOT
from tests.support.openapi_documents import FOLDER, real

ACME = Catalog.load(ROOT / "tests" / "fixtures" / "acme")
TEXT = """\
# Parcels, written by hand
openapi: 3.1.0
info: {title: Parcels, version: '1'}   # the first
paths:
  /parcels:
    get:
      tags: [Parcels]
      responses:
        '200':
          description: All
          content:
            application/json:
              schema:
                type: object
                required: [parcels]
        '401': {$ref: '#/components/responses/Nothing'}
        "404":
          # kept for later
          description: |
            Not there
              at all
        '418':
          description: A teapot
        default:
          $ref: '#/components/responses/Nothing'  # whatever else
  /labels/{id}:
    $ref: '#/components/pathItems/Labels'
components:
  schemas: {}
  pathItems:
    Labels:
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      delete:
        tags: [Labels]
        responses:
          '204':
            description: Gone
          4XX: {description: Bad}
          '500':
            description: Broken
            content:
              application/json: {schema: {type: object, required: [message]}}
  responses:
    Nothing:
      description: Nothing is said
"""


def embedding(text: str = TEXT, provider: str = "acme", catalog: Catalog = ACME, **settings: Any) -> Embedding:
    made = Embedding(read(text.encode()), Settings(provider, **settings), catalog)
    again = read((made.original.mark + made.text).encode())
    assert text == again.mark + restored(again)[0]
    assert made.text == Embedding(again, Settings(provider, **settings), catalog).text
    return made


def value(made: Embedding) -> Any:
    return read(made.text.encode()).value


def responses(document: Any, path: str = "/parcels", method: str = "get") -> dict[str, str | None]:
    """
    The references of an operation's responses by status.
    """
    item = (
        document["paths"][path]
        if "$ref" not in document["paths"][path]
        else document["components"]["pathItems"]["Labels"]
    )
    return {
        status: response["$ref"].rpartition("/")[2] if "$ref" in response else None
        for status, response in item[method]["responses"].items()
    }


def test_declared_responses_are_typed():
    """
    By default the declared error responses get the component of their status, and no other line of the text changes.
    """
    made = embedding()
    wanted = {
        "200": None,
        "401": "AcmeParcelsUnauthorized",
        "404": "AcmeParcelsClientError",
        "418": "AcmeParcelsClientError",
        "default": "AcmeParcelsAnyError",
    }
    assert wanted == responses(value(made))
    assert {"204": None, "4XX": "AcmeParcelsAnyClientError", "500": "AcmeParcelsServerError"} == responses(
        value(made), "/labels/{id}", "delete"
    )
    assert (6, 6, (5, 0)) == (len(made.plan.decisions), len(made.plan.typed), made.plan.accepting())
    lines = [line for line in TEXT.splitlines() if line not in made.text.splitlines()]
    kept = [line.lstrip().removeprefix("#|") for line in made.text.splitlines() if line.lstrip().startswith("#|")]
    assert [line for line in lines if line not in kept] == [line for line in lines if "$ref" in line or "4XX" in line]
    validate(value(made))


def test_only_what_is_referred_to_is_put_in():
    """
    The document gets the components that its responses refer to, and those that these refer to.
    """
    sections = value(embedding(TEXT.replace("'401'", "'204'"), on=("Parcels",)))["components"]
    assert {"Nothing", "AcmeParcelsClientError", "AcmeParcelsAnyError"} == set(sections["responses"])
    assert {"AcmeParcelsProblem"} == {name for name in sections["schemas"] if name.endswith("Problem")}


def test_all_documented_responses():
    """
    With ``attach`` all an operation gets the documented responses that it does not declare, but none of success.
    """
    made = embedding(attach="all")
    assert {"4XX": "AcmeParcelsClientError", "5XX": "AcmeParcelsServerError"}.items() <= responses(value(made)).items()
    assert "401" in responses(value(made), "/labels/{id}", "delete")
    assert 4 == made.plan.added
    validate(value(made))


def test_undocumented_responses_are_not_added(tmp_path):
    """
    A response whose problem types no page documents is added to no operation.
    """
    shutil.copytree(ROOT / "tests" / "fixtures" / "acme", tmp_path / "acme")
    path = tmp_path / "acme" / "problem-types.json"
    data = json.loads(path.read_text("utf-8"))
    for problem_type in data["problemTypes"]:
        if problem_type["status"] == ["401"]:
            problem_type["x-undocumented"] = True
    path.write_text(json.dumps(data), "utf-8")
    made = embedding(catalog=Catalog.load(tmp_path / "acme"), attach="all")
    assert "401" not in responses(value(made), "/labels/{id}", "delete")
    assert 3 == made.plan.added


def test_on():
    """
    Only operations with the tag or the path are touched; one that fits none is refused with the tags there are.
    """
    assert "AcmeParcelsUnauthorized" == responses(value(embedding(on=("/par*",))))["401"]
    assert "Nothing" == responses(value(embedding(on=("Labels",))))["401"]
    with pytest.raises(NoSuchOperation, match=r"Parcel .* Labels, Parcels\. Did you mean Parcels\?"):
        embedding(on=("Parcel",))


@pytest.mark.parametrize(
    ("option", "value", "valid"),
    [
        ("attach", "everything", "declared, all"),
        ("existing", "nope", "replace, keep, fail"),
        ("existing", None, "keep"),
    ],
)
def test_invalid_options(option, value, valid):
    """
    A value that an option does not accept raises a ValueError with the valid ones, in embed and in Settings.
    """
    with pytest.raises(ValueError, match=f"{option} cannot be {value}; .*{valid}") as raised:
        embed(read(TEXT.encode()).value, "acme", catalog=ACME, **{option: value})
    assert (option, str(value)) == (raised.value.option, raised.value.value)
    with pytest.raises(InvalidOption):
        Settings("acme", **{option: value})


def test_existing_schemas():
    """
    A response with a schema of its own is replaced, kept, or a reason to stop.
    """
    kept = embedding(existing="keep")
    assert (5, 6) == (len(kept.plan.typed), len(kept.plan.decisions))
    assert responses(value(kept), "/labels/{id}", "delete")["500"] is None
    with pytest.raises(
        TypedAlready, match=r"schemas of their own \(1 in total, .*/components/pathItems/Labels/delete/responses/500"
    ):
        embedding(existing="fail")
    with pytest.raises(TypedAlready):
        embedding(TEXT.replace("required: [message]", "properties: {message: {type: string}}"), existing="fail")
    embedding(TEXT.replace("required: [message]", "additionalProperties: true"), existing="fail")


def test_errors_inside_success():
    """
    A success is touched only where that is asked for, and then it is itself or an error.
    """
    made = embedding(attach_2xx=True)
    schema = value(made)["paths"]["/parcels"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert {"type": "object", "required": ["parcels"]} == schema["anyOf"][0]
    assert [{"$ref": "#/components/schemas/AcmeParcelsResult"}] == schema["anyOf"][1:]
    assert "anyOf" not in str(value(embedding())["paths"])


def test_an_operation_of_a_limited_type():
    """
    A type that is limited to one operation goes there, by its id or by its method and path.
    """
    [limited] = [item for item in CATALOG.providers["fattureincloud"].problem_types if item.on]
    path = limited.on[0]["path"]
    for operation, wanted in (
        ({"operationId": limited.on[0]["operationId"]}, "FattureInCloudEInvoiceNotVerified"),
        ({"operationId": "other"}, "FattureInCloudUnprocessableContent"),
    ):
        for place in ("/other", path.replace("company_id", "c")):
            document = {
                "openapi": "3.1.0",
                "info": {"title": "x", "version": "1"},
                "paths": {place: {"get": {**operation, "responses": {"200": {}, "422": {"description": "x"}}}}},
            }
            expected = "FattureInCloudEInvoiceNotVerified" if place != "/other" else wanted
            assert expected == responses(embed(document, "fattureincloud"), place)["422"]


def test_prefix_and_rename():
    """
    Names can be changed, all of them or single ones; a name that is none, or that nothing has, is refused.
    """
    made = value(embedding(prefix="Up", rename=(("UpAcmeParcelsProblem", "Trouble"),)))
    schemas = made["components"]["schemas"]
    assert "Trouble" == schemas["Trouble"]["title"]
    assert "UpAcmeParcelsUnauthorized" == responses(made)["401"]
    assert "UpAcmeParcelsProblem" not in str(made)
    renamed = value(embedding(rename=(("AcmeParcelsUnauthorized", "NoKey"),)))
    assert "NoKey" == responses(renamed)["401"]
    with pytest.raises(NoSuchComponent, match="Did you mean AcmeParcelsProblem"):
        embedding(rename=(("AcmeParcelsProblm", "X"),))
    with pytest.raises(InvalidComponentName):
        embedding(rename=(("AcmeParcelsProblem", "my-problem"),))
    with pytest.raises(DuplicateComponentName, match="AcmeParcelsUnauthorized"):
        embedding(rename=(("AcmeParcelsClientError", "AcmeParcelsUnauthorized"),))
    with pytest.raises(DuplicateComponentName, match="AcmeParcelsServerError"):
        embedding(rename=(("AcmeParcelsClientError", "X"), ("AcmeParcelsServerError", "X")))


def test_collisions():
    """
    A component that is there with the same content is used; one that differs stops the command and is named.
    """
    document = read(TEXT.encode()).value
    once = embed(document, "acme", catalog=ACME)
    assert once == embed(once, "acme", catalog=ACME)
    once["components"]["schemas"]["AcmeParcelsProblem"]["description"] = "mine"
    words = r"/components/schemas/AcmeParcelsProblem is already in .* AcmeParcelsProblem of acme; rename the component"
    with pytest.raises(ComponentClash, match=words):
        embed(once, "acme", catalog=ACME)
    renamed = embed(
        once,
        "acme",
        catalog=ACME,
        rename={
            "AcmeParcelsProblem": "Other",
            "AcmeParcelsClientError": "Bad",
            "AcmeParcelsUnauthorized": "No",
            "AcmeParcelsServerError": "Broken",
            "AcmeParcelsAnyError": "Any",
            "AcmeParcelsAnyClientError": "Some",
        },
    )
    assert "mine" == renamed["components"]["schemas"]["AcmeParcelsProblem"]["description"]


def test_a_section_that_is_an_alias():
    """
    A section to which nothing can be added is named.
    """
    with pytest.raises(UnusablePlace, match="/components/schemas"):
        embedding(TEXT.replace("schemas: {}", "schemas: *x").replace("info: {", "x-own: &x {}\ninfo: {"))
    with pytest.raises(UnusablePlace, match="/components/schemas"):
        embedding(TEXT.replace("schemas: {}", "schemas: &x {}") + "x-own: *x\n")
    with pytest.raises(UnusablePlace, match="/paths/~1parcels/put/responses"):
        embedding(TEXT.replace("    get:", "    put: {responses: [200]}\n    get:"), attach="all")


@pytest.mark.parametrize(
    "schema",
    [
        {"type": None},
        {"type": {"object": 1}},
        {"enum": 3},
        {"enum": None},
        {"allOf": 3},
        {"anyOf": {"a": 1}},
        {"oneOf": None},
    ],
)
def test_schemas_that_are_none(schema):
    """
    What is wrong in a schema or a response stops nothing.
    """
    made = embedding(TEXT.replace("A teapot", f"A\n          content: {{x: {{schema: {json.dumps(schema)}}}}}"))
    assert 6 == len(made.plan.typed)
    for settings in ({}, {"existing": "keep"}):
        made = embedding(TEXT.replace("A teapot", "A\n          content: [x]"), **settings)
        assert 6 - len(settings) == len(made.plan.typed)


def test_a_tag_of_its_own():
    """
    A document may have tags that are known to its readers alone.
    """
    made = embedding(TEXT.replace("A teapot", "!mark A teapot") + "x-own: !mark {a: !mark [b]}\n")
    assert {"a": ["b"]} == value(made)["x-own"]


def test_anchors():
    """
    What an anchor puts in several places is changed where all want the same, and otherwise named and left.
    """
    text = TEXT.replace("'418':\n          description: A teapot", "'418': *gone").replace('"404":', '"404": &gone')
    made = embedding(text)
    assert "AcmeParcelsClientError" == responses(value(made))["418"]
    assert [] == made.plan.shared
    text = text.replace("'418'", "'204'")
    made = embedding(text)
    assert ["/paths/~1parcels/get/responses/404"] == made.plan.shared
    assert responses(value(made))["404"] is None
    assert 4 == len(made.plan.typed)


def test_additions_in_several_places():
    """
    Responses that an anchor puts in several operations get no additions if these differ, and no component for them.
    """
    text = """\
openapi: 3.1.0
info: {title: x, version: '1'}
paths:
  /a: {get: {tags: [a], responses: &all {'200': {description: x}}}}
  /b: {get: {tags: [b], responses: *all}}
"""
    made = embedding(text, attach="all", on=("a",))
    assert ["/paths/~1a/get/responses"] == made.plan.shared
    assert (0, text) == (made.plan.added, made.text)
    assert 6 == embedding(text, attach="all").plan.added


def test_a_status_that_is_empty():
    """
    An empty status is neither an error nor a success.
    """
    made = embedding(TEXT.replace("'418'", "''"), attach="all", attach_2xx=True)
    assert 5 == len(made.plan.decisions)


def test_two_providers():
    """
    A document can have the errors of two providers; the first that documents a response has it.
    """
    one = embedding(provider="sibill", catalog=CATALOG, on=("Parcels",))
    both = Embedding(read(one.text.encode()), Settings("open2b", on=("Labels",)), CATALOG)
    found = value(both)
    assert "SibillUnauthorized" == responses(found)["401"]
    assert "Open2bServerError" == responses(found, "/labels/{id}", "delete")["500"].replace("Any", "")
    assert TEXT == restored(read(both.text.encode()))[0]
    assert ["sibill", "open2b"] == [one.provider for one in both.settings]


def test_an_upgrade_replaces_our_part():
    """
    Other settings, or other data, replace what was put in before, and nothing is left of it.
    """
    old = embedding(attach="all", prefix="Old")
    new = Embedding(read(old.text.encode()), Settings("acme"), ACME)
    assert embedding().text == new.text
    assert "OldAcme" not in new.text


def test_statuses_that_are_not_documented():
    """
    A response whose status nobody documents is left and counted.
    """
    made = embedding(provider="sibill", catalog=CATALOG)
    assert Counter({"418": 1}) == made.plan.undocumented
    assert responses(value(made))["418"] is None


def test_references_to_other_files():
    """
    What stands in other files is not read, and that is told.
    """
    text = TEXT.replace("'#/components/pathItems/Labels'", "./labels.yaml")
    made = embedding(text)
    assert ["./labels.yaml"] == made.plan.outside


@pytest.mark.parametrize(
    ("document", "error", "words"),
    [
        ({"a": 1}, NotOpenAPI, "openapi: 3.0.4"),
        ({"openapi": {}}, NotOpenAPI, "root"),
        ({"openapi": "4.0.0"}, NoSuchVersion, "4.0.0"),
        ({"swagger": "1.2"}, NoSuchVersion, "3.1"),
    ],
)
def test_no_openapi_document(document, error, words):
    """
    What is no OpenAPI document of a known version is refused with what would be right.
    """
    with pytest.raises(error, match=words):
        embed(document, "acme", catalog=ACME)


def test_a_value_is_not_changed():
    """
    The document that is given stays as it is; an unknown provider is refused.
    """
    document = read(TEXT.encode()).value
    errspec.openapi.embed(document, "acme", catalog=ACME)
    assert read(TEXT.encode()).value == document
    with pytest.raises(NoSuchProvider):
        embed(document, "acmee", catalog=ACME)


def test_the_nesting_of_a_value():
    """
    A value may be nested as deeply as a text; a deeper one and one that contains itself are refused.
    """
    value: dict[str, Any] = {"openapi": "3.1.0", "paths": {}}
    deepest: Any = []
    for _ in range(DEEPEST - 2):
        deepest = [deepest]
    assert deepest == embed({**value, "x": deepest}, "acme", catalog=ACME)["x"]
    assert deepest == read(json.dumps({**value, "x": deepest}).encode()).value["x"]
    endless: dict[str, Any] = {}
    endless |= {"one": endless, "other": [endless]}
    for refused in ([deepest], endless):
        with pytest.raises(NestedTooDeeply):
            embed({**value, "x": refused}, "acme", catalog=ACME)
    with pytest.raises(NestedTooDeeply):
        read(json.dumps({**value, "x": [deepest]}).encode())


@pytest.mark.parametrize("provider", CATALOG.providers)
def test_a_value_twice(provider):
    """
    What refers to an error of the provider already, or has one beside a success, stays as it is.
    """
    success = {"description": "All", "content": {"application/json": {"schema": {"type": "object"}}}}
    document = {"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"200": success}}}}}
    once = embed(document, provider, attach="all", attach_2xx=True)
    assert once != document
    assert once == embed(once, provider, attach="all", attach_2xx=True)


def test_statuses_as_numbers():
    """
    A status that is a number in the value, as YAML without quotes gives it, is understood.
    """
    document = {"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {401: {"description": "x"}}}}}}
    found = embed(document, "acme", catalog=ACME)["paths"]["/x"]["get"]["responses"]
    assert {401: {"$ref": "#/components/responses/AcmeParcelsUnauthorized"}} == found


def test_problems_are_compared():
    """
    Only problems that were not there before are new; references that lead elsewhere are left out and named.
    """
    before = {"openapi": "3.0.3", "info": {"title": "x"}, "paths": {"/x": {"$ref": "./x.yaml"}}}
    after = {**before, "paths": {**before["paths"], "/y": {"get": {"responses": {"200": {"$ref": "#/nowhere"}}}}}}
    same = compare(before, after)
    assert (1, 1, (), ("./x.yaml", "#/nowhere")) == same[:4]
    after["paths"]["/z"] = {"get": {"responses": {"200": {"description": 5}}}}
    [new] = compare(before, after).new
    assert new.startswith("/paths/~1z")


@pytest.mark.parametrize(
    ("document", "settings"),
    [
        ({"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"4xx": {"description": "x"}}}}}}, {}),
        ({"openapi": "3.0.3", "x": 1, "y": {"long": "x" * 300}, "paths": {"/x": {"get": {"responses": {}}}}}, {}),
        (
            {
                "openapi": "3.1.0",
                "info": {"title": "x", "version": "1"},
                "paths": {
                    "/x": {
                        "get": {
                            "responses": {
                                "200": {
                                    "description": "x",
                                    "content": {
                                        "application/json": {"schema": {"properties": {"a": {"type": "wrong"}}}}
                                    },
                                }
                            }
                        }
                    }
                },
            },
            {"attach_2xx": True},
        ),
    ],
)
def test_old_problems_stay_old(document, settings):
    """
    What was wrong with a document, or in a schema that gets another place, is not new, whatever values it is said with.
    """
    found = compare(document, embed(document, "open2b", attach="all", **settings))
    assert found.before
    assert () == found.new


def test_the_record_is_as_described():
    """
    The record in a JSON document has the form that is published.
    """
    text = json.dumps(read(TEXT.encode()).value)
    made = embedding(text, attach="all", on=("Parcels",), rename=(("AcmeParcelsProblem", "Trouble"),), lang="it")
    described = Draft202012Validator(
        {"$ref": "https://errspec.example/v1/meta/ledger.schema.json"}, registry=meta_registry()
    )
    described.validate(value(made)["x-errspec"])
    assert not described.is_valid({})


@pytest.mark.parametrize(
    "record",
    [
        None,
        {"with": []},
        {"with": {}, "added": {}, "replaced": {}},
        {"with": [], "added": [], "replaced": {}},
        {"with": [], "added": {"": 1}, "replaced": {}},
        {"with": [], "added": {}, "replaced": {"/paths": ["a"]}},
        {"with": [], "added": {}, "replaced": {"/nowhere": ["a", "b"]}},
    ],
)
def test_a_record_that_is_none(record):
    """
    A record of another form is named, and nothing is taken away by it.
    """
    with pytest.raises(EditedPart, match=r"(/x-errspec|/nowhere) is marked .* differs from what errspec writes"):
        restored(read(json.dumps({"openapi": "3.1.0", "x-errspec": record}).encode()))


@pytest.mark.parametrize(
    "settings",
    [
        1,
        {},
        {"provider": 1},
        {"x": 1},
        {"provider": "acme", "on": 1},
        {"provider": "acme", "on": "Parcels"},
        {"provider": "acme", "attach": "some"},
        {"provider": "acme", "attach": ["all"]},
        {"provider": "acme", "existing": None},
        {"provider": "acme", "attach_2xx": "no"},
        {"provider": "acme", "rename": ["ab"]},
        {"provider": "acme", "rename": {"ab": 1}},
    ],
)
def test_settings_that_are_none(settings):
    """
    Settings that are not known are refused when they are to be used, but do not prevent the removal.
    """
    record = {"with": [settings], "added": {}, "replaced": {}}
    document = read(json.dumps({"openapi": "3.1.0", "paths": {}, "x-errspec": record}).encode())
    assert {"openapi": "3.1.0", "paths": {}} == json.loads(restored(document)[0])
    with pytest.raises(UnknownSettings):
        Embedding(document, None, ACME)


@pytest.fixture
def spec(tmp_path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_bytes(TEXT.encode())
    return path


def run(capfd, *arguments: object) -> tuple[int, str, str]:
    """
    The exit code, the output and the messages of the command.
    """
    code = main(["openapi", *map(str, arguments)])
    done = capfd.readouterr()
    return code, done.out, done.err


def test_command_in_place(spec, capfd):
    """
    The file is changed where it is and keeps its permissions; a second run and ``remove`` do what they say.
    """
    spec.chmod(0o640)
    code, out, err = run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    assert (0, "") == (code, out)
    assert "error responses typed: 5 of 6; added: 0" in err
    assert "5 before, 1 after" in err
    assert "0 before, 0 after, 0 new" in err
    assert 0o640 == stat.S_IMODE(spec.stat().st_mode)
    changed = spec.read_bytes()
    assert 0 == run(capfd, "embed", spec, "--check")[0]
    assert 0 == run(capfd, "embed", spec, "--in-place")[0]
    assert changed == spec.read_bytes()
    assert 0 == run(capfd, "remove", spec, "--in-place")[0]
    assert TEXT.encode() == spec.read_bytes()
    assert "it contains no errspec markers" in run(capfd, "remove", spec, "--in-place")[2]


def test_command_output(spec, capfd, monkeypatch, tmp_path):
    """
    The document goes to the output or to a file, from a file or from standard input.
    """
    code, out, _ = run(capfd, "embed", spec, "--provider", "sibill", "--lang", "it")
    assert 0 == code
    assert "Sibill" in out
    assert TEXT.encode() == spec.read_bytes()
    assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "--lang", "it", "-o", tmp_path / "new.yaml")[0]
    assert out == (tmp_path / "new.yaml").read_text("utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(out.encode())))
    code, back, _ = run(capfd, "remove", "-")
    assert (0, TEXT) == (code, back)


def test_command_check_and_diff(spec, capfd):
    """
    ``--check`` fails where something would change, ``--diff`` shows it, and neither writes.
    """
    code, out, err = run(capfd, "embed", spec, "--provider", "sibill", "--check")
    assert (1, "") == (code, out)
    assert "would be changed" in err
    code, out, _ = run(capfd, "embed", spec, "--provider", "sibill", "--diff")
    assert 0 == code
    assert "\n+          $ref: '#/components/responses/SibillAnyError'  # whatever else # errspec " in out
    assert "\n-        '401': {$ref: '#/components/responses/Nothing'}\n+        '401': {$ref: " in out
    assert TEXT.encode() == spec.read_bytes()


@pytest.mark.parametrize("terminal", [True, False])
def test_a_difference_is_exact_unless_it_is_shown(spec, capfd, monkeypatch, terminal):
    """
    On a terminal a difference is escaped; elsewhere it can be applied.
    """
    spec.write_text(TEXT.replace("  # whatever else", "  # whatever \u202e else"), "utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    _, out, _ = run(capfd, "embed", spec, "--provider", "sibill", "--diff")
    assert terminal == ("# whatever \\u202e else" in out)
    assert terminal != ("# whatever \u202e else" in out)


@pytest.mark.parametrize("workflow", ["true", ""])
@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\r"], ids=ascii)
def test_a_difference_can_be_applied(spec, capfd, monkeypatch, odd, workflow):
    """
    What other programs count as a line end stays within its line, and the mark of the encoding in the first one.
    """
    monkeypatch.setenv("GITHUB_ACTIONS", workflow)
    monkeypatch.chdir(spec.parent)
    text = "\ufeff" + TEXT.replace("  # whatever else", f"  # whatever {odd} # else")
    spec.write_bytes(text.encode())
    code, difference, err = run(capfd, "embed", spec.name, "--provider", "sibill", "--diff", "--no-validate")
    assert 0 == code, err
    assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "--no-validate", "-o", f"{spec}.new")[0]
    applied = subprocess.run(["git", "apply", "--whitespace=nowarn"], input=difference.encode(), check=False)
    assert 0 == applied.returncode
    assert Path(f"{spec}.new").read_bytes() == spec.read_bytes()


def test_a_difference_gives_no_command_to_a_workflow(spec, capfd, monkeypatch):
    """
    In a workflow, no line of a document is a command, and commands work again after the difference.
    """
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    spec.write_text(TEXT.replace("  # whatever else", "\n        # ::error::x"), "utf-8")
    _, out, _ = run(capfd, "embed", spec, "--provider", "sibill", "--diff", "--no-validate")
    first, *between, last = out.splitlines()
    assert first.startswith("::stop-commands::")
    assert last == f"::{first.removeprefix('::stop-commands::')}::"
    assert len(first) >= len("::stop-commands::") + 32
    assert between
    assert last not in between
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert "::stop-commands::" not in run(capfd, "embed", spec, "--provider", "sibill", "--diff", "--no-validate")[1]


def test_an_overlay_never_replaces_its_document(spec, capfd, monkeypatch):
    """
    The document is not the output of its overlay, under another name or from standard input either.
    """
    link = spec.with_name("link.yaml")
    link.symlink_to(spec)
    for name, output in ((spec, spec), (spec, link), (link, spec)):
        code, out, err = run(capfd, "overlay", name, "--provider", "sibill", "-o", output)
        assert (2, "") == (code, out)
        assert err == f"errspec: The overlay would replace the document {output}; choose another file for --output.\n"
        assert TEXT.encode() == spec.read_bytes()
    with open(spec, encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert 2 == run(capfd, "overlay", "-", "--provider", "sibill", "-o", spec)[0]
    assert TEXT.encode() == spec.read_bytes()


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="the system has no device without an end")
@pytest.mark.parametrize(
    "command", [["embed", "--provider", "sibill"], ["overlay", "--provider", "sibill"], ["remove"]]
)
@pytest.mark.parametrize("options", [[], ["--max-size", "9"]])
def test_an_input_without_an_end(capfd, command, options):
    """
    No more is read than shows that a document is too large.
    """
    code, out, err = run(capfd, *command, "/dev/zero", *options)
    assert (2, "", 1) == (code, out, err.count("\n"))
    assert "--max-size" in err


def test_command_stops_at_new_problems(spec, capfd, monkeypatch):
    """
    A new problem is named, the command fails, and nothing is written.
    """
    found = ValidityReport(1, 2, ("/paths: worse",), ())
    monkeypatch.setattr("errspec.cli.embed.compare", lambda *_: found)
    code, out, err = run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    assert (1, "") == (code, out)
    assert "1 new" in err
    assert "/paths: worse" in err
    assert TEXT.encode() == spec.read_bytes()
    assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "--in-place", "--no-validate")[0]


@pytest.mark.parametrize("version", ["openapi: 3.1", "swagger: 2.0"])
def test_a_version_that_is_a_number(spec, capfd, version):
    """
    A version without quotes, which YAML reads as a number, is what stops the validator.
    """
    spec.write_text(TEXT.replace("openapi: 3.1.0", version), "utf-8")
    code, _, err = run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    assert (2, True) == (code, "the version of OpenAPI is a number; write it in quotes. Use --no-validate" in err)
    assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "--in-place", "--no-validate")[0]


@pytest.mark.parametrize("fault", ["raises", "raises afterwards", "lacks a function"])
def test_command_stops_where_the_validator_does(spec, capfd, monkeypatch, fault):
    """
    A validator that does not finish is a failure, on the old text or on the new, and nothing is written.
    """
    from openapi_spec_validator import shortcuts

    class Stub:
        def __init__(self, document: object) -> None:
            self.ends = fault == "raises afterwards" and "SibillAnyError" not in str(document)

        def iter_errors(self) -> Iterator[Exception]:
            yield from ()
            if not self.ends:
                raise RuntimeError("no such\nengine")

    if fault == "lacks a function":
        monkeypatch.delattr(shortcuts, "get_validator_cls")
    else:
        monkeypatch.setattr(shortcuts, "get_validator_cls", lambda _: Stub)
    code, out, err = run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    assert (2, "") == (code, out)
    assert "openapi-spec-validator could not finish" in err
    assert (r"RuntimeError: no such\u000aengine. " in err) == (fault != "lacks a function")
    assert "--no-validate" in err
    assert "0 new" not in err
    assert TEXT.encode() == spec.read_bytes()
    assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "--in-place", "--no-validate")[0]


def test_a_line_with_many_comments_is_restored(spec, capfd):
    """
    A line in which a part could not be marked is replaced as a whole, and restored.
    """
    content = TEXT.replace("4XX: {description: Bad}", "4XX: {description: f} " + "# x " * 50).encode()
    spec.write_bytes(content)
    assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "--in-place")[0]
    assert content != spec.read_bytes()
    assert 0 == run(capfd, "remove", spec, "--in-place")[0]
    assert content == spec.read_bytes()


@pytest.mark.parametrize("options", [["--in-place"], ["--diff"], ["--check"], ["--no-validate"], []])
@pytest.mark.parametrize("fault", ["lost", "refused"])
def test_what_could_not_be_restored_is_not_written(spec, capfd, monkeypatch, options, fault):
    """
    If the errors could not be removed again, there is one sentence, and neither output nor change.
    """

    def faulty(*arguments: Any) -> str:
        text = spliced(*arguments)
        return text.replace("A teapot", "A pot") if fault == "lost" else text.replace("begin", "begun", 1)

    monkeypatch.setattr("errspec.openapi.embedding.insertion.spliced", faulty)
    code, out, err = run(capfd, "embed", spec, "--provider", "sibill", *options)
    assert (2, "", 1) == (code, out, err.count("\n"))
    assert "could not be removed again" in err
    assert TEXT.encode() == spec.read_bytes()


@pytest.mark.parametrize("terminal", [True, False])
def test_command_says_what_takes_a_while(spec, capfd, monkeypatch, terminal):
    """
    Validation is announced on a terminal, and the words are taken away again; elsewhere nothing is said of it.
    """
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    _, _, err = run(capfd, "embed", spec, "--provider", "sibill", "--check")
    assert terminal == (f"Validating {spec}" in err)
    assert terminal == ("\r\x1b[K" in err)


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"a: [1", ["--provider", "sibill"], "spec.yaml: Line 1, column"),
        (b"\xef\xbb\xbf" * 2 + TEXT.encode(), ["--provider", "sibill"], "more than one byte order mark"),
        (b"\xef\xbb\xbf" * 3 + b"{}", ["--provider", "sibill"], "more than one byte order mark"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ["--provider", "sibill"], "UTF-8"),
        (b"a: 1\n", ["--provider", "sibill"], "not an OpenAPI document"),
        (TEXT.encode(), [], "--provider"),
        (TEXT.encode(), ["--provider", "sibil"], "Did you mean sibill"),
        (TEXT.encode(), ["--provider", "sibill", "--on", "x"], "No operation"),
        (TEXT.encode(), ["--provider", "sibill", "--max-size", "10"], "larger than 10 bytes"),
        (TEXT.encode(), ["--provider", "sibill", "--max-size", str(len(TEXT) + 99)], "larger than"),
        (TEXT.encode() + b"paths: {}\n", ["--provider", "sibill"], "the key paths appears twice in the mapping"),
    ],
)
def test_command_refuses(spec, capfd, content, arguments, words):
    """
    What is wrong gets one sentence and exit code 2, and the file stays as it is.
    """
    spec.write_bytes(content)
    code, out, err = run(capfd, "embed", spec, "--in-place", *arguments)
    assert (2, "") == (code, out)
    assert words in err
    assert 1 == err.count("\n")
    assert content == spec.read_bytes()


HOSTILE = "\n::error::\x1b[2J\r\u202e\u061c\U000e0041\u200b"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names of files")
@pytest.mark.parametrize("notation", ["yaml", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ["embed", "--in-place", "--provider", "sibill", "--attach-2xx"],
        ["embed", "--diff", "--check", "--provider", "sibill"],
        ["embed", "--provider", "sibill", "-o", "OUT"],
        ["embed", "--provider", "sibill", "--existing", "fail"],
        ["embed", "--provider", "sibill", "--on", HOSTILE],
        ["embed", "--provider", HOSTILE],
        ["embed", "--provider", "sibill", "--rename", HOSTILE],
        ["embed", HOSTILE, "--in-place", "--provider", "sibill"],
        ["embed"],
        ["embed", "--no-such-option", f"--{HOSTILE}"],
        ["remove", "--in-place"],
        ["remove", "--check"],
        ["overlay", "--provider", "sibill", "--format", "json", "--attach", "all"],
        ["overlay", "--provider", "sibill", "--format", "yaml", "--attach", "all"],
        ["overlay", "--provider", "sibill", "-o", "OUT", "--attach", "all"],
    ],
)
def test_names_are_escaped(tmp_path, capfd, monkeypatch, words, notation):
    """
    Neither the name of a file nor a key nor an argument starts a line of its own or controls the terminal.
    """
    spec = tmp_path / f"{HOSTILE}.yaml"
    document = value(embedding(TEXT))
    document["paths"][f"/a{HOSTILE}"] = {
        "get": {"tags": [HOSTILE], "responses": {"200": {"description": "x"}, "404": {"description": "x"}}},
        "put": {"responses": {f"4{HOSTILE}": {"content": {"x": {"schema": {"required": [HOSTILE]}}}}, "200": {}}},
        "post": {"responses": {"404": {"content": {"x": {"schema": {"required": [HOSTILE]}}}}, "200": {}}},
    }
    document["paths"]["/b"] = {"$ref": HOSTILE}
    text = json.dumps(document) if notation == "json" else yaml.safe_dump(document)
    spec.write_text(text, "utf-8")
    words = [str(tmp_path / HOSTILE) if word == "OUT" else word for word in words]
    with suppress(SystemExit):
        main(["openapi", words[0], str(spec), *words[1:]])
    written = "".join(capfd.readouterr())
    assert "::error::" in written
    for line in written.split("\n"):
        assert printable(line) == line
        assert not line.startswith("::error::")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["embed", "a.yaml", "b.yaml", "--provider", "sibill"], "Several documents"),
        (["embed", "-", "--in-place", "--provider", "sibill"], "needs a file"),
        (["embed", "none.yaml", "--provider", "sibill"], "none.yaml: No such file"),
        (["remove", "."], "Is a directory"),
    ],
)
def test_command_usage(arguments, words, capfd):
    """
    A use that cannot work is refused with what would.
    """
    code, _, err = run(capfd, *arguments)
    assert 2 == code
    assert words in err


def forged(text: str, lines: str, old: str = "") -> str:
    """
    A text in which lines are marked as if they had replaced others.
    """
    assert 1 == text.count(lines)
    indent = len(lines) - len(lines.lstrip(" "))
    return text.replace(lines, region(lines.splitlines(), old, indent, "\n"))


SERVER = "servers: [{url: 'https://robber.example'}]\n"
SUCCESS = TEXT[TEXT.index("        '200'") : TEXT.index("        '401'")]
NOT_FOUND = TEXT[TEXT.index('        "404"') : TEXT.index("        '418'")]
MINE = "        '418': {$ref: '#/components/responses/Nothing', x-mine: 1}\n"
WITH_MINE = TEXT.replace("        '418':\n          description: A teapot\n", MINE)
TITLE = TEXT.replace("info: {title: Parcels, version: '1'}", "info:\n  version: '1'\n  title: Parcels")
FORGED = {
    "/info": TITLE.replace("title: Parcels   # the first", f"title: {was('Parcels', '  # one', 'Robbed')}"),
    "/paths/~1parcels": forged(TEXT, TEXT[TEXT.index("paths:") : TEXT.index("components:")], f"{SERVER}paths: {{}}\n"),
    "/paths/~1parcels/get/tags": forged(TEXT, "      tags: [Parcels]\n"),
    "/paths/~1parcels/get/responses/200": forged(TEXT, SUCCESS),
    "/paths/~1parcels/get/responses/200/description": forged(TEXT, "          description: All\n", "#\n"),
    "/paths/~1parcels/get/responses/404": forged(TEXT, NOT_FOUND),
    "/paths/~1parcels/get/responses/418/x-mine": forged(WITH_MINE, MINE, "        '418': {description: x}\n"),
    "/paths/~1labels~1{id}": forged(TEXT, "  /labels/{id}:\n    $ref: '#/components/pathItems/Labels'\n"),
    "/components/pathItems": forged(TEXT, TEXT[TEXT.index("  pathItems:") : TEXT.rindex("  responses:\n")]),
    "/components/responses/Nothing/description": forged(TEXT, "      description: Nothing is said\n", "#\n"),
    "/servers": forged(TEXT, "paths:\n", f"{SERVER}paths:\n"),
    "/x-mine": TEXT + region(["x-mine: 1"], "", 0, "\n"),
}


@pytest.mark.parametrize("place", FORGED)
def test_what_is_no_error_is_not_removed(spec, capfd, place):
    """
    Marks around something else than errors and components are refused with its place, by every command.
    """
    content = FORGED[place]
    spec.write_text(content, "utf-8")
    restored(read(content.encode()))  # the marks are as errspec writes them
    for command in (["remove", "--in-place"], ["remove", "--diff"], ["embed", "--in-place"], ["overlay"]):
        provider = [] if command[0] == "remove" else ["--provider", "sibill"]
        code, out, err = run(capfd, command[0], spec, *command[1:], *provider)
        assert (2, "", 1) == (code, out, err.count("\n"))
        assert f"also holds something else ({place})" in err
    assert content == spec.read_text("utf-8")


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({"added": {"": {"info": "?"}}}, "/info"),
        ({"added": {"/info": {"title": "?"}}}, "/info"),
        ({"replaced": {"/info/title": ["?", '"Robbed"']}}, "/info"),
        ({"added": {"/paths/~1a/get/responses": {"200": "?"}}}, "/paths/~1a/get/responses/200"),
    ],
)
def test_a_forged_record_is_refused(record, place):
    """
    A record in JSON cannot name anything but errors and components either.
    """
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Parcels", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "All"}, "404": {"description": "None"}}}}},
    }
    for pointer, names in record.get("added", {}).items():
        for name in names:
            names[name] = ledger._checksum(resolve(document, parse_pointer(f"{pointer}/{name}")))
    for pointer, pair in record.get("replaced", {}).items():
        pair[0] = ledger._checksum([resolve(document, parse_pointer(pointer)), pair[1]])
    document["x-errspec"] = {"with": [], "added": {}, "replaced": {}, **record}
    with pytest.raises(ForeignPart) as raised:
        removed(read(json.dumps(document).encode()))
    assert place == raised.value.place


def test_a_component_of_others_is_not_removed():
    """
    A schema between the marks that the rest of the document uses is refused, even if the checksum includes it.
    """
    text = embedding(TEXT.replace("{type: string}", "{$ref: '#/components/schemas/Mine'}")).text
    assert removed(read(text.encode()))
    [start] = [match.start() for match in re.finditer("# errspec [0-9a-f]+ begin\n +#\\|  schemas: {}\n", text)]
    end = text.index("# errspec end", start)
    inner = text[text.index("\n", start) + 1 : end].rstrip(" ")
    changed = inner + "    Mine: {type: string}\n"
    text = text.replace(inner, changed).replace(text[start : start + 18], f"# errspec {_checksum(_bare(changed))}")
    document = read(text.encode())
    with pytest.raises(StillReferenced, match="/components/schemas/Mine"):
        check_references(document, removed(document)[0])
    with pytest.raises(StillReferenced, match="/components/schemas/Mine"):
        Embedding(document, Settings("acme"), ACME).verify()
    text = text.replace("'#/components/schemas/Mine'", "'#/components/schemas/Other'")
    assert "Mine" not in removed(read(text.encode()))[0].text


@pytest.mark.parametrize(
    ("own", "place"),
    [
        ("'410': {$ref: '#/components/responses/SibillNotFound'}", "responses/410/$ref"),
        ("x-a: {$ref: '#/components/schemas/SibillError'}", "responses/x-a/$ref"),
        ('x-a: {$ref: "#/components/schemas/\\\n           SibillError"}', "responses/x-a/$ref"),
        ('x-a: {$ref: "\\x23/components/schemas/%53ibillError"}', "responses/x-a/$ref"),
        ("x-a: {$ref: '#/components/schemas/SibillError/properties/code'}", "responses/x-a/$ref"),
        ("x-a: [&one {$ref: '#/components/schemas/SibillError'}, *one]", "responses/x-a/0/$ref"),
        ("x-a: {mapping: {one: '#/components/schemas/SibillError'}}", "responses/x-a/mapping/one"),
        ("x-a: {$ref: '#/paths/~1parcels/get/responses/500'}", "responses/x-a/$ref"),
    ],
)
@pytest.mark.parametrize("notation", ["yaml", "json"])
def test_what_is_still_referred_to_is_not_removed(spec, capfd, own, place, notation):
    """
    A reference from outside our parts to what would be removed is named, and a second run keeps what it leads to.
    """
    is_json = notation == "json"
    spec.write_text(json.dumps(read(TEXT.encode()).value, indent=2) if is_json else TEXT, "utf-8")
    run(capfd, "embed", spec, "--provider", "sibill", "--attach", "all", "--in-place")
    changed = spec.read_text("utf-8").replace("        '418'", f"        {own}\n        '418'")
    if is_json:
        document = json.loads(changed)
        document["paths"]["/parcels"]["get"]["responses"] |= yaml.safe_load(own)
        changed = json.dumps(document, indent=2)
    spec.write_text(changed, "utf-8")
    for command in (["remove", spec, "--in-place"], ["remove", spec]):
        code, out, err = run(capfd, *command)
        assert (2, "") == (code, out)
        assert f"/paths/~1parcels/get/{place} refers to #/" in err
    assert changed == spec.read_text("utf-8")
    assert 0 == run(capfd, "embed", spec, "--in-place")[0]


def test_removal_after_other_work(spec, capfd):
    """
    An operation may be deleted or moved with its errors, and the difference that removal makes can be seen first.
    """
    gone = TEXT[TEXT.index("  /labels/{id}:") : TEXT.index("components:\n")]
    success = "'200': {$ref: '#/components/responses/Gone'}"
    original = TEXT.replace("'204':\n            description: Gone", success) + (
        "    Gone: {description: x, content: {application/json: {schema: {type: array}}}}\n"
    )
    text = embedding(original, attach="all", attach_2xx=True).text
    assert "{schema: {anyOf: [{type: array}, " in text
    gone_now = text[text.index("  /labels/{id}:") : text.index("components:\n")]
    spec.write_text(text.replace(gone_now, ""), "utf-8")
    assert 0 == run(capfd, "remove", spec, "--in-place")[0]
    assert original.replace(gone, "") == spec.read_text("utf-8")
    spec.write_text(TEXT, "utf-8")
    run(capfd, "embed", spec, "--provider", "sibill", "--attach", "all", "--attach-2xx", "--in-place")
    text = spec.read_text("utf-8")
    start, end = text.index("  /parcels:"), text.index("  /labels/{id}:")
    spec.write_text(text[:start] + text[end:], "utf-8")
    code, out, _ = run(capfd, "remove", spec, "--diff")
    assert 0 == code
    assert f"--- a/{spec}\n+++ b/{spec}\n" in out
    assert "\n-# errspec " in out
    assert "\n+        '204'" not in out
    assert text[:start] + text[end:] == spec.read_text("utf-8")
    assert 0 == run(capfd, "remove", spec, "--in-place")[0]
    assert TEXT.replace(TEXT[TEXT.index("  /parcels:") : TEXT.index("  /labels/{id}:")], "") == spec.read_text("utf-8")


@pytest.mark.parametrize("lang", CATALOG.languages)
def test_an_edited_part_is_not_removed(spec, capfd, lang):
    """
    What was changed in our part is not thrown away: the place is named, in both languages, and nothing is written.
    """
    run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    changed = spec.read_text("utf-8").replace("title: SibillError\n", "title: SibillErrors\n", 1)
    assert changed != spec.read_text("utf-8")
    spec.write_text(changed, "utf-8")
    for command in (["remove", spec, "--in-place"], ["embed", spec, "--in-place"]):
        code, _, err = run(capfd, *command, "--lang", lang)
        assert 2 == code
        assert "errspec" in err
        assert {"en": "Line ", "it": "Riga "}[lang] in err
    assert changed == spec.read_text("utf-8")


def test_nothing_unreadable_is_left(spec, capfd):
    """
    Where the document around our part was changed so that nothing readable is left without it, nothing is written.
    """
    run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    changed = spec.read_text("utf-8").replace("\n  pathItems:\n", "\n", 1)
    spec.write_text(changed, "utf-8")
    code, _, err = run(capfd, "remove", spec, "--in-place")
    assert 2 == code
    assert "cannot be read once the parts" in err
    assert changed == spec.read_text("utf-8")


def test_what_has_no_settings_is_removed(spec, capfd):
    """
    Without the line of the settings all else is still taken away.
    """
    run(capfd, "embed", spec, "--provider", "sibill", "--in-place")
    lines = [line for line in spec.read_text("utf-8").splitlines(True) if " with [" not in line]
    spec.write_text("".join(lines), "utf-8")
    assert (0, "", f"  written to {spec}\n") == run(capfd, "remove", spec, "--in-place")
    assert TEXT == spec.read_text("utf-8")


def test_a_pipe_stays_a_pipe(spec, tmp_path, capfd):
    """
    An output that is no file is written to, and not replaced by one.
    """
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        found = pool.submit(pipe.read_bytes)
        assert 0 == run(capfd, "embed", spec, "--provider", "sibill", "-o", pipe)[0]
        assert found.result().startswith(TEXT[:40].encode())
    assert pipe.is_fifo()


def test_a_file_that_cannot_be_written(spec, capfd, tmp_path):
    """
    Where the output cannot be written, nothing is left behind.
    """
    code, _, err = run(capfd, "embed", spec, "--provider", "sibill", "-o", tmp_path / "none" / "x.yaml")
    assert 2 == code
    assert "none/x.yaml" in err
    assert [spec] == list(tmp_path.iterdir())


@pytest.mark.parametrize("provider", CATALOG.providers)
@pytest.mark.parametrize("path", real() or [None], ids=lambda path: path.name if path else "none")
def test_real_documents(path, provider):
    """
    A real document gets no new problem, a second run changes nothing, and without our part it is what it was.
    """
    if path is None:
        pytest.skip(
            f"skipped because there are no real documents in {FOLDER.relative_to(ROOT.parent)} beside the repository"
        )
    content = path.read_bytes()
    for chosen in (Settings(provider), Settings(provider, attach="all", attach_2xx=True)):
        document = read(content)
        made = Embedding(document, chosen, CATALOG)
        again = read((document.mark + made.text).encode())
        assert made.text == Embedding(again, chosen, CATALOG).text
        assert content == (document.mark + restored(again)[0]).encode()
        if len(content) < 1_000_000:
            assert () == compare(document.value, again.value).new


def test_the_specification_of_fatture_in_cloud():
    """
    All 1,107 error responses are typed, no problem is new, and no other line changes.
    """
    path = FOLDER / "fattureincloud-2.1.8-enriched.yaml"
    if not path.exists():
        pytest.skip(f"skipped because {path.name} is not beside the repository")
    content = path.read_bytes()
    document = read(content)
    made = Embedding(document, Settings("fattureincloud"), CATALOG)
    assert (123, 1107, 1107) == (len(made.plan.operations), len(made.plan.decisions), len(made.plan.typed))
    assert () == compare(document.value, document.value_of_text(made.text)).new
    left, inside = [], False
    for line in made.text.split("\n"):
        inside = inside or line.endswith(" begin")
        if not (inside or " # errspec " in line or line.startswith("# errspec ")):
            left.append(line)
        inside = inside and line.strip() != "# errspec end"
    changed = ("/ApiErrorResponse'", "/VerifyEInvoiceXmlErrorResponse'", "  schemas: {}")
    assert left == [line for line in document.text.split("\n") if not line.endswith(changed)]


@pytest.mark.parametrize("layout", [{"separators": (",", ":")}, {"indent": 1}], ids=["one-line", "pretty"])
def test_the_work_grows_with_the_document(layout):
    """
    Four times the operations take about four times the CPU time, also where the whole document is one line.

    What else runs may disturb a measurement, but not all of them; quadratic work takes sixteen times as long in each.
    """

    def seconds(operations: int) -> float:
        fields = {f"field_{number}": {"type": "string"} for number in range(20)}
        content = {"application/json": {"schema": {"type": "object", "properties": fields}}}
        responses = {"200": {"description": "Done", "content": content}, **dict.fromkeys(("404", "422"), EMPTY)}
        paths = {f"/{number}": {"get": {"responses": responses}} for number in range(operations)}
        document = {"openapi": "3.0.3", "info": {"title": "Things", "version": "1"}, "paths": paths}
        text = json.dumps(document, **layout)
        started = time.process_time()
        made = Embedding(read(text.encode()), Settings("sibill"), CATALOG)
        assert "errors" in made.text
        return time.process_time() - started

    seconds(10)
    assert any(seconds(1200) < 9 * seconds(300) for _ in range(5))


EMPTY = {"description": "Refused"}
