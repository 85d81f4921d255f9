"""
Responses of Starlette and FastAPI and of their test clients.
"""

from __future__ import annotations

import json

import pytest

import errspec
from errspec.exceptions import UnreadBody
from tests.support.clients import COOKIES, ERROR, LARGE, convert, cookies, finished, library


def starlette_app(name):
    responses = library(f"{name}.responses")

    async def error(request):
        answer = responses.JSONResponse(ERROR, 401)
        answer.set_cookie("a", "1", samesite=None)
        answer.set_cookie("b", "2", samesite=None)
        return answer

    if name == "fastapi":
        app = library(name).FastAPI()
        error.__annotations__["request"] = library(name).Request
        app.add_api_route("/error", error, methods=["POST"])
        return app
    route = library("starlette.routing").Route
    return library("starlette.applications").Starlette(routes=[route("/error", error, methods=["POST"])])


@pytest.mark.parametrize("name", ["starlette", "fastapi"])
def test_starlette(name):
    """
    The test clients of Starlette and FastAPI give all.
    """
    client = library(f"{name}.testclient").TestClient(starlette_app(name))
    response = convert(client.post("/error?page=1"))
    assert (401, "Unauthorized", ERROR) == (response.status_code, response.reason, json.loads(response.content))
    assert ("http://testserver/error?page=1", "POST") == (response.url, response.method)
    assert COOKIES == cookies(response)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)


def test_responses_of_starlette():
    """
    A response that Starlette would send has its body; a streamed one is refused and stays whole.
    """
    responses = library("starlette.responses")
    answer = responses.JSONResponse(ERROR, 401)
    for cookie in COOKIES:
        answer.headers.append("Set-Cookie", cookie)
    response = convert(answer)
    assert (401, None, ERROR) == (response.status_code, response.reason, json.loads(response.content))
    assert (None, None, COOKIES) == (response.url, response.method, cookies(response))
    assert None is convert(responses.RedirectResponse("/target")).url

    async def body():
        yield LARGE

    answer = responses.StreamingResponse(body(), 404)
    with pytest.raises(UnreadBody):
        convert(answer)
    assert b"{}" == convert(answer, content=b"{}").content

    async def collect():
        return [piece async for piece in answer.body_iterator]

    assert [LARGE] == finished(collect())
    response = convert(library("starlette.exceptions").HTTPException(429, headers={"Retry-After": "3"}))
    assert (429, "3", None) == (response.status_code, response.header("retry-after"), response.content)
