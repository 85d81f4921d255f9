"""
Responses of Django and of its test client.
"""

from __future__ import annotations

import gzip
import importlib
import json

import pytest

import errspec
from errspec.exceptions import UnreadBody
from tests.support.clients import BODY, COOKIES, ERROR, LARGE, convert, cookies, finished, library


@pytest.fixture(scope="module")
def django():
    """
    Django, with this module for its URLs.
    """
    library("django")
    from django.conf import settings
    from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
    from django.template import engines
    from django.template.response import TemplateResponse
    from django.urls import path

    def error(request):
        answer = JsonResponse(ERROR, status=401)
        answer.set_cookie("a", "1")
        answer.set_cookie("b", "2")
        return answer

    def template(request):
        return TemplateResponse(request, engines["django"].from_string("{{ 1 }}"), status=404)

    class Urls:
        urlpatterns = (
            path("error", error),
            path("stream", lambda request: StreamingHttpResponse(iter([LARGE[:10], LARGE[10:]]), status=404)),
            path(
                "gzip",
                lambda request: HttpResponse(gzip.compress(BODY), status=400, headers={"Content-Encoding": "gzip"}),
            ),
            path("redirect", lambda request: HttpResponseRedirect("/error")),
            path(
                "template",
                lambda request: TemplateResponse(request, engines["django"].from_string("{{ 1 }}"), {}, status=404),
            ),
        )

    settings.configure(
        ROOT_URLCONF=Urls,
        ALLOWED_HOSTS=["testserver"],
        SECRET_KEY="x",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    importlib.import_module("django").setup()
    return importlib.import_module("django.test")


def test_django(django):
    """
    The test client of Django gives all; its cookies are headers too.
    """
    response = convert(django.Client().post("/error?page=1"))
    assert (401, "Unauthorized", ERROR) == (response.status_code, response.reason, json.loads(response.content))
    assert ("http://testserver/error?page=1", "POST") == (response.url, response.method)
    assert COOKIES == cookies(response)
    assert "sibill/unauthorized" == str(errspec.check(response, "sibill").problem_type)
    response = convert(django.Client().get("/gzip"))
    assert (400, BODY) == (response.status_code, response.content)
    response = convert(django.Client().get("/template"))
    assert (404, b"1") == (response.status_code, response.content)


def test_django_redirect(django):
    """
    The attribute url of a redirect of Django is its target, and not the URL of the request.
    """
    response = convert(django.Client().get("/redirect"))
    assert (302, "/error", "http://testserver/redirect") == (
        response.status_code,
        response.header("location"),
        response.url,
    )
    with django.override_settings(ALLOWED_HOSTS=[]):
        response = convert(django.Client().get("/redirect"))
    assert (302, "GET", None) == (response.status_code, response.method, response.url)


def test_django_async(django):
    """
    The asynchronous test client of Django gives the same.
    """
    response = convert(finished(django.AsyncClient().post("/error")))
    assert (401, "http://testserver/error", "POST") == (response.status_code, response.url, response.method)
    assert COOKIES == cookies(response)


def test_django_without_a_client(django):
    """
    A response that a view returns knows no request; what is streamed or not rendered yet is refused.
    """
    from django.http import HttpResponseRedirect, JsonResponse, StreamingHttpResponse
    from django.template.response import SimpleTemplateResponse

    response = convert(JsonResponse(ERROR, status=401))
    assert (401, ERROR, None, None) == (
        response.status_code,
        json.loads(response.content),
        response.url,
        response.method,
    )
    assert None is convert(HttpResponseRedirect("/target")).url
    answer = StreamingHttpResponse(iter([LARGE]))
    with pytest.raises(UnreadBody):
        convert(answer)
    assert b"{}" == convert(answer, content=b"{}").content
    assert LARGE == b"".join(answer.streaming_content)
    with pytest.raises(UnreadBody):
        convert(SimpleTemplateResponse("none.html"))
    answer = django.Client().get("/stream")
    with pytest.raises(UnreadBody):
        convert(answer)
    body = answer.getvalue()
    assert (LARGE, "http://testserver/stream") == (
        convert(answer, content=body).content,
        convert(answer, content=body).url,
    )
