"""
Responses of Flask's test client and of Werkzeug.
"""

from __future__ import annotations

import gzip
import json

import pytest

import errspec
from errspec.exceptions import UnreadBody
from tests.support.clients import BODY, COOKIES, ERROR, LARGE, convert, cookies, library


@pytest.fixture(scope="module")
def flask():
    """
    An application of Flask with its test client.
    """
    flask = library("flask")
    app = flask.Flask("tests")

    @app.route("/error", methods=["GET", "POST"])
    def error():
        answer = flask.jsonify(ERROR)
        for cookie in COOKIES:
            answer.headers.add("Set-Cookie", cookie)
        return answer, 401

    @app.route("/stream")
    def stream():
        return flask.Response(iter([LARGE[:10], LARGE[10:]]), 404)

    @app.route("/gzip")
    def compressed():
        return flask.Response(gzip.compress(BODY), 400, {"Content-Encoding": "gzip"})

    @app.route("/redirect")
    def redirect():
        return flask.redirect("/error")

    return app


def test_flask(flask):
    """
    The test client of Flask and werkzeug gives all, with the body as a stream's too, which stays readable.
    """
    with flask.test_client() as client:
        answer = client.post("/error?page=1")
        response = convert(answer)
        assert (401, "UNAUTHORIZED", ERROR) == (response.status_code, response.reason, json.loads(response.content))
        assert ("http://localhost/error?page=1", "POST") == (response.url, response.method)
        assert COOKIES == cookies(response)
        assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)
        answer = client.get("/stream")
        assert (404, LARGE) == (convert(answer).status_code, convert(answer).content)
        assert LARGE == answer.data
        assert (400, BODY) == (convert(client.get("/gzip")).status_code, convert(client.get("/gzip")).content)
        assert ("/error", "http://localhost/redirect") == (
            convert(client.get("/redirect")).header("location"),
            convert(client.get("/redirect")).url,
        )


def test_werkzeug():
    """
    A response that werkzeug would send knows no request; a streamed one is refused and stays whole.
    """
    werkzeug = library("werkzeug")
    response = convert(werkzeug.Response(BODY, "402 Request Failed"))
    assert (402, "Request Failed", BODY) == (response.status_code, response.reason, response.content)
    assert (None, None) == (response.url, response.method)
    answer = werkzeug.Response(iter([LARGE]))
    with pytest.raises(UnreadBody):
        convert(answer)
    assert b"{}" == convert(answer, content="{}").content
    assert [LARGE] == list(answer.response)
    response = convert(library("werkzeug.utils").redirect("/target"))
    assert (302, "/target", None) == (response.status_code, response.header("location"), response.url)
