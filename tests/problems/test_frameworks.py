"""
Errors passed on by web frameworks, and documented in them.
"""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from openapi_spec_validator import validate

import errspec
from errspec import CATALOG, Response, openapi, raise_for_problem
from errspec.exceptions import NoSuchProblemType

LIMITED = Response(429, {"Retry-After": "7"}, '{"error": {"message": "Too many requests."}}')
WANTED = {
    "type": "https://docs.example/en/fattureincloud/rate-limited.html",
    "title": "Too many requests in a short time",
    "status": 429,
    "detail": "Too many requests.",
    "provider": "fattureincloud",
    "problem_type": "fattureincloud/rate-limited",
    "kind": "rate",
    "wait": 7.0,
}


def test_fastapi():
    """
    An exception handler of FastAPI passes the error on as RFC 9457 wants it.
    """
    app = FastAPI()

    @app.exception_handler(errspec.ProblemError)
    def pass_on(request, error):
        content = error.problem.to_rfc9457(docs_base_url="https://docs.example")
        return JSONResponse(content, status_code=503, media_type="application/problem+json")

    @app.get("/")
    def fail():
        raise_for_problem(LIMITED, "fattureincloud")

    answer = TestClient(app).get("/")
    assert (503, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert WANTED == answer.json()


def test_django():
    """
    A middleware of Django does the same.
    """
    from django.conf import settings
    from django.http import HttpRequest, JsonResponse

    if not settings.configured:
        settings.configure(DEFAULT_CHARSET="utf-8")

    class PassOn:
        def process_exception(self, request, error):
            if not isinstance(error, errspec.ProblemError):
                return None
            content = error.problem.to_rfc9457(docs_base_url="https://docs.example")
            return JsonResponse(content, status=503, content_type="application/problem+json")

    with pytest.raises(errspec.RateLimited) as caught:
        raise_for_problem(LIMITED, "fattureincloud")
    answer = PassOn().process_exception(HttpRequest(), caught.value)
    assert answer is not None
    assert (503, "application/problem+json", WANTED) == (
        answer.status_code,
        answer.headers["Content-Type"],
        json.loads(answer.content),
    )
    assert PassOn().process_exception(HttpRequest(), ValueError()) is None


@pytest.mark.parametrize("provider", list(CATALOG.providers))
def test_responses_for_fastapi(provider):
    """
    All documented responses of a provider are valid in the document of FastAPI.
    """
    app = FastAPI(openapi_url="/openapi.json")

    @app.get("/", responses=openapi.responses(provider))
    def answer():
        return {}

    document = app.openapi()
    validate(document)
    declared = document["paths"]["/"]["get"]["responses"]
    assert {str(status) for status in openapi.responses(provider)} | {"200"} == set(declared)


def test_chosen_responses():
    """
    A status is a number or a range, one within a range gets the response of the range, and others are refused.
    """
    chosen = openapi.responses("fattureincloud", 429, "503", "5xx", lang="it")
    assert [429, 503, "5XX"] == list(chosen)
    assert chosen[503] == chosen["5XX"]
    assert "$ref" not in json.dumps(chosen)
    assert chosen[429]["description"] != openapi.responses("fattureincloud", 429)[429]["description"]
    with pytest.raises(NoSuchProblemType):
        openapi.responses("sibill", 418)


def test_schemas_for_drf_spectacular():
    """
    The schemas are keyed by status and media type.
    """
    chosen = openapi.responses("sibill", 429)
    [(key, schema)] = openapi.schemas_of(chosen).items()
    assert (429, "application/json") == key
    assert "errors" in schema["properties"]
