"""
The public functions and classes.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

import errspec
from errspec import CATALOG, REGISTRY, NoSuchProvider, Response, ValidationError, check
from errspec.catalog.datafiles import meta_registry
from errspec.exceptions import NoSuchForm, NoSuchLanguage, NoSuchShape
from errspec.problems.problem import problem

EXPIRED = Response(403, (), '{"error":{"message":"License expired.","code":"LICENSE_EXPIRED"}}')


def test_a_missing_header_is_named():
    """
    A 503 from Open2b without X-Wait-Seconds names the header.
    """
    [error] = errspec.iter_errors(Response(503), "open2b")
    assert ("missing-header", "X-Wait-Seconds") == (error.code, error.header)


def test_unknown_headers_are_not_judged():
    """
    Where the headers are unknown, none is missed.
    """
    assert errspec.is_valid(Response(503, None), "open2b")


def test_report():
    """
    A report names the provider, the problem type and the shape.
    """
    report = check(EXPIRED)
    assert ("fattureincloud", "fattureincloud/license-expired") == (report.provider, str(report.problem_type))
    assert "fattureincloud/api-error" == report.shape
    assert (True, True, (), ()) == (report.is_error, report.conforms, report.findings, report.drift)


def test_validate_raises_with_the_report():
    """
    validate raises ValidationError, a ValueError, whose text has no body in it.
    """
    with pytest.raises(ValidationError) as caught:
        errspec.validate(Response(404, (), '{"error":{"message":5,"secret":"s3cr3t"}}'), "fattureincloud")
    assert (
        "/error/message is the number 5, but the documentation says it is a string. (Errors (2026-03): API errors)"
        == str(caught.value)
    )
    assert isinstance(caught.value, ValueError)
    assert "s3cr3t" not in str(caught.value) + repr(caught.value.report)
    assert None is errspec.validate(EXPIRED, "fattureincloud")


def test_findings_say_where():
    """
    A finding has pointers into the body and into the schema, and a source.
    """
    response = Response(422, (), '{"error":{"message":"x","validation_result":{"data.name":[]}}}')
    [finding] = check(response, "fattureincloud").findings
    assert "/error/validation_result/data.name" == finding.instance_location
    assert (
        "/properties/error/$ref/properties/validation_result/anyOf/1/$ref/additionalProperties/$ref/minItems"
        == finding.keyword_location
    )
    assert "errors-2026" == finding.source.source.id


def test_messages_speak_italian():
    """
    The same finding in Italian.
    """
    response = Response(404, (), '{"error":{"message":5}}')
    [english], [italian] = (check(response, "fattureincloud", lang=lang).findings for lang in ("en", "it"))
    assert english._replace(wording=None) == italian._replace(wording=None)
    assert "il numero 5" in italian.message


def test_strict_catalog_takes_drift_for_an_error():
    """
    In the strict catalog whatever is not documented is an error.
    """
    response = Response(404, (), '{"error":{"message":"x","hint":"y"}}')
    assert errspec.is_valid(response, "fattureincloud")
    assert not errspec.is_valid(response, "fattureincloud", catalog=CATALOG.strict())
    [finding] = check(response, "fattureincloud", catalog=CATALOG.strict()).findings
    assert ("undocumented-member", "error") == (finding.code, finding.severity)


@pytest.mark.parametrize("name", ["fattureincloud", "Fatture in Cloud", "fatture-in-cloud", "FIC"])
def test_provider_by_any_of_its_names(name):
    """
    A provider is found by its id, its name and its aliases, in any case.
    """
    assert "fattureincloud" == check(EXPIRED, name).provider


def test_unknown_names_teach():
    """
    A name that is not there says which are, and which is near.
    """
    with pytest.raises(NoSuchProvider) as caught:
        check(EXPIRED, "sibil")
    assert isinstance(caught.value, KeyError)
    assert "Unknown provider: sibil. Known providers: fattureincloud, open2b, sibill. Did you mean sibill?" == str(
        caught.value
    )
    with pytest.raises(NoSuchShape):
        errspec.schema("sibill/error")
    with pytest.raises(NoSuchForm):
        errspec.schema("sibill/error-document", "loose")
    with pytest.raises(NoSuchLanguage):
        check(Response(404, (), "{}"), "sibill", lang="xx")


def test_identify():
    """
    identify names the provider of a response, or none.
    """
    assert ("open2b",) == errspec.identify(Response(200, (), '{"status":"ok","products":[]}'))
    assert ("sibill",) == errspec.identify(Response(402, (), "", "Request Failed"))
    assert () == errspec.identify(Response(404, (), "not here"))


def test_a_foreign_error_is_left_alone():
    """
    An error of nobody in the catalog is an error in which nothing is found.
    """
    report = check(Response(404, (), '{"fault":"nothing of ours"}'))
    assert (True, None, None, ()) == (report.is_error, report.provider, report.problem_type, report.findings)


def test_successes_are_left_alone():
    """
    A success is no error, whatever its body.
    """
    for body in ("", "{", '{"data":[]}', "<html>"):
        for provider in (None, "fattureincloud", "sibill"):
            report = check(Response(200, (), body), provider)
            assert (False, ()) == (report.is_error, report.findings)


def test_schema_is_a_copy():
    """
    Changing a schema that was handed out changes nothing else.
    """
    errspec.schema("open2b/error-envelope")["properties"].clear()
    assert {"status", "error"} == set(errspec.schema("open2b/error-envelope")["properties"])


def test_forms_have_names_of_their_own():
    """
    Two forms of one shape never share an $id.
    """
    found = {errspec.schema("sibill/error-document", form)["$id"] for form in ("tolerant", "documented", "strict")}
    assert 3 == len(found)


def test_validator_is_one_of_jsonschema():
    """
    A catalog hands out validators of jsonschema as they are.
    """
    [error] = CATALOG.validator("sibill/error-document").iter_errors({"errors": []})
    assert "minItems" == error.validator


def test_registry_fetches_nothing():
    """
    The registry holds every shape and fetches none.
    """
    from referencing.exceptions import NoSuchResource

    for name in CATALOG.shapes:
        identifier = errspec.schema(name)["$id"]
        assert identifier == REGISTRY.contents(identifier)["$id"]
    with pytest.raises(NoSuchResource):
        REGISTRY["https://errspec.example/v1/none.schema.json"]


def test_response_takes_headers_of_all_sorts():
    """
    Headers are a mapping or pairs, of texts or bytes; several of one name are joined.
    """
    assert "30" == Response(429, {"Retry-After": "30"}).header("retry-AFTER")
    assert "30" == Response(429, [(b"Retry-After", b" 30 ")]).header("Retry-After")
    assert "1, 2" == Response(429, [("A", "1"), ("a", "2")]).header("a")
    assert None is Response(429).header("a")
    assert "<Response [429 Too Many Requests]>" == repr(Response(429, {"Authorization": "s3cr3t"}, "s3cr3t"))


def test_importing_loads_nothing():
    """
    Importing the package loads neither an engine nor the data.
    """
    heavy = "{'jsonschema', 'referencing', 'yaml', 'json', 'errspec.catalog'}"
    code = f"import errspec, sys; print(*(set(sys.modules) & {heavy}))"
    assert b"\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert set(errspec.__all__) <= set(dir(errspec))
    for name in errspec.__all__:
        assert getattr(errspec, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = errspec.nothing


def test_problem():
    """
    An error as a value: message, code, fields as pointers, details and the time to wait.
    """
    found = problem(
        Response(422, (), '{"error":{"message":"m","validation_result":{"data.items_list.4.name":["a","b"]}}}')
    )
    assert ("m", None) == (found.message, found.code)
    assert [("data.items_list.4.name", "/data/items_list/4/name", ("a", "b"))] == list(found.fields)
    found = problem(Response(400, (), '{"errors":[{"code":"c","detail":"d","title":"t","source":{"pointer":"/p"}}]}'))
    assert ("d", "c", (("/p", "/p", ("d",)),)) == (found.message, found.code, found.fields)
    found = problem(Response(200, (), '{"status":"error","error":{"field":"f","type":"T","description":"d"}}'))
    assert ("d", "T", (("f", "/f", ("d",)),)) == (found.message, found.code, found.fields)
    assert 12.5 == problem(Response(503, {"X-Wait-Seconds": "12.5"}), "open2b").wait
    assert 5 == problem(Response(400, (), '{"error":"authorization_pending"}'), "fattureincloud").wait
    assert None is problem(Response(200, (), "{}"), "sibill")
    assert None is problem(Response(429, {"Retry-After": "soon"}, '{"error":{"message":"x"}}')).wait
    totals = problem(Response(422, (), '{"error":{"message":"m"},"extra":{"totals":{"amount_due":1}}}')).details
    assert {"totals": {"amount_due": 1}, "amount_due": 1, "accepted_payments_sum": 1} == totals


@pytest.mark.parametrize(
    ("provider", "status", "body", "says"),
    [
        (
            "fattureincloud",
            403,
            {"error": {"mesage": "x"}},
            'has no field "message", which is required. Is "mesage" a',
        ),
        (
            "fattureincloud",
            403,
            {"error": {"message": "x", "cod": "y"}},
            "/error/cod is not documented. Did you mean code?",
        ),
        (
            "fattureincloud",
            403,
            {"error": {"message": "x", "code": "LICENCE_EXPIRED"}},
            'Did you mean "LICENSE_EXPIRED"?',
        ),
        ("fattureincloud", 403, {"error": {"message": "x", "error": 1}}, "/error/error is not documented. ("),
        ("sibill", 400, {"errors": []}, "/errors must not be empty."),
        ("sibill", 400, {"errors": [{"code": "x", "detail": "x", "titel": "x"}]}, 'Is "titel" a misspelling of it?'),
        ("fattureincloud", 404, {"error": []}, "/error is an empty list, but the documentation says it is an object."),
    ],
)
def test_sentences_help(provider, status, body, says):
    """
    A finding says what is wrong, where, and what would be right; it never suggests another name for a documented one.
    """
    report = check(Response(status, (), json.dumps(body)), provider)
    assert says in "\n".join(finding.message for finding in report.findings)


def test_what_is_not_a_field():
    """
    The list of XML errors and the name of a method are details; an unknown field is named in the message.
    """
    body = '{"error":{"message":"m","validation_result":{"xml_errors":["a"],"data":["b"]}}}'
    found = problem(Response(422, (), body), "fattureincloud")
    assert (["data"], ["a"]) == ([field.name for field in found.fields], found.details["xml_errors"])

    def refused(kind: str, description: str, field: str):
        error = {"status": "error", "error": {"field": field, "type": kind, "description": description}}
        return problem(Response(200, (), json.dumps(error)), "open2b")

    found = refused("UnknownField", "Field 'colour' is unknown", "unknown")
    assert [("colour", "/colour", ("Field 'colour' is unknown",))] == list(found.fields)
    assert () == refused("UnknownField", "Campo sconosciuto", "unknown").fields
    found = refused("InvalidValue", "orders.split is not available for this installation", "orders.split")
    assert ((), {"method": "orders.split"}) == (found.fields, found.details)
    assert ["orders"] == [
        field.name for field in refused("InvalidValue", "Orders is not a valid value", "orders").fields
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((True,), "True is not a status code"),
        ((422.5,), "422.5 is not a status code"),
        (("foo",), "'foo' is not a status code"),
        ((404, "A: b"), "headers must be a mapping or a list of pairs"),
        ((404, ["A: b"]), "headers must be a mapping or a list of pairs"),
        ((404, [("a", "b", "c")]), "headers must be a mapping or a list of pairs"),
        ((404, {"A": None}), "headers must be a mapping or a list of pairs"),
        ((404, {"A": ["b"]}), "headers must be a mapping or a list of pairs"),
        ((404, (), {"error": 1}), "a body must be bytes or a string, not dict"),
    ],
)
def test_wrong_arguments_of_a_response(arguments, says):
    """
    A response that cannot be meant is refused with what would be right.
    """
    with pytest.raises(TypeError) as caught:
        Response(*arguments)
    assert says in str(caught.value)


@pytest.mark.parametrize("wrong", [None, {"status": 404}, "HTTP/1.1 404"])
def test_check_takes_a_response(wrong):
    """
    Something that is no response is refused with what would be right.
    """
    with pytest.raises(TypeError, match="is neither a response nor the exception from a failed request"):
        check(wrong)


def test_status_as_text():
    """
    A status may be a text of digits or a member of HTTPStatus.
    """
    from http import HTTPStatus

    assert [404, 404] == [Response("404").status_code, Response(HTTPStatus.NOT_FOUND).status_code]


def test_wrong_names_of_all_sorts_teach():
    """
    A language or a provider that is no text is unknown like any other.
    """
    with pytest.raises(NoSuchLanguage, match="Unknown language: None"):
        check(EXPIRED, lang=None)
    with pytest.raises(NoSuchProvider, match="Unknown provider: 3"):
        check(EXPIRED, 3)
    with pytest.raises(NoSuchProvider):
        errspec.iter_errors(EXPIRED, "nope")


def test_a_report_as_json_values():
    """
    A report has everything that its text says as JSON values, in the language that is asked for, and pickles with it.
    """
    response = Response(
        422,
        {"Content-Type": "application/json", "Retry-After": "7"},
        '{"error":{"message":"Invalid request. Bearer abcdef0123456789abcdef0123456789",'
        '"code":5,"validation_result":{"data.items.0.name":["Too long."]}}}',
    )
    report = check(response, "fattureincloud")
    values = report.as_dict(docs_base_url="https://docs.example.com/")
    assert (
        values
        == json.loads(json.dumps(values))
        == pickle.loads(pickle.dumps(report)).as_dict(docs_base_url="https://docs.example.com/")
    )
    schema = {"$ref": "https://errspec.example/v1/meta/report.schema.json#/$defs/report"}
    Draft202012Validator(schema, registry=meta_registry()).validate(values)
    assert (422, True, False, "fattureincloud") == tuple(
        values[name] for name in ("status", "is_error", "conforms", "provider")
    )
    assert [("data.items.0.name", "/data/items/0/name", ["Too long."])] == [
        tuple(field.values()) for field in values["fields"]
    ]
    assert "abcdef0123456789" not in json.dumps(values)
    assert f"https://docs.example.com/en/{report.problem_type}.html" == values["page"]
    assert [finding.message for finding in report.findings] == [each["message"] for each in values["findings"]]
    italian = report.as_dict(lang="it")
    assert CATALOG.translate(report.problem_type.title, "it") == italian["title"] != values["title"]
    assert check(response, "fattureincloud", lang="it").as_dict() == italian
    with pytest.raises(NoSuchLanguage):
        report.as_dict(lang="xx")


def test_a_report_on_nothing_as_json_values():
    """
    A response from another API has no message, no advice and no findings.
    """
    values = check(Response(400, url="https://example.com/"), lang="it").as_dict()
    assert values["other_api"]
    assert not (values["is_error"])
    assert not (values["findings"])
    assert not (values["advice"])
    assert 1800 == check(Response(403, {"Retry-After": "1800"}), "fattureincloud").as_dict()["wait"]
