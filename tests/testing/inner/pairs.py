"""
Each client with each source of responses: a planted 429 without Retry-After, and one that conforms.

The tests of the plugin run this module with pytester; it is collected by nothing else.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path

import aiohttp
import django.conf
import flask
import httpx
import httpx2
import niquests
import pytest
import requests
import requests_mock as requests_mock_library
import responses as responses_library
import respx
import starlette.applications
import starlette.responses
import starlette.routing
import starlette.testclient
import urllib3
import vcr

URL = "https://api-v2.fattureincloud.it/c/1/issued_documents"
BODY = json.dumps({"error": {"message": "Troppe richieste."}})


@pytest.fixture(params=["planted", "conforming"])
def headers(request):
    needed = {} if request.param == "planted" else {"Retry-After": "30"}
    return {"Content-Type": "application/json", **needed}


@pytest.fixture
def url(httpserver, headers):
    httpserver.expect_request("/c/1/issued_documents").respond_with_data(BODY, 429, headers)
    return httpserver.url_for("/c/1/issued_documents")


# clients and a server


def test_requests(url):
    assert requests.get(url).status_code == 429


def test_requests_stream(url):
    with requests.get(url, stream=True) as response:
        assert json.loads(b"".join(response.iter_content(3))) == json.loads(BODY)


def test_requests_session(url):
    with requests.Session() as session:
        assert session.get(url).json() == json.loads(BODY)


def test_httpx(url):
    assert httpx.get(url).json() == json.loads(BODY)


def test_httpx_stream(url):
    with httpx.stream("GET", url) as response:
        assert json.loads("".join(response.iter_text())) == json.loads(BODY)


def test_httpx_async(url):
    async def run():
        async with httpx.AsyncClient() as client:
            return (await client.get(url)).json()

    assert asyncio.run(run()) == json.loads(BODY)


def test_httpx2(url):
    assert httpx2.get(url).json() == json.loads(BODY)


def test_httpx2_async(url):
    async def run():
        async with httpx2.AsyncClient() as client:
            return (await client.get(url)).json()

    assert asyncio.run(run()) == json.loads(BODY)


def test_aiohttp(url):
    async def run():
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return await response.json()

    assert asyncio.run(run()) == json.loads(BODY)


def test_aiohttp_raising(url):
    async def run():
        async with aiohttp.ClientSession(raise_for_status=True) as session, session.get(url):
            pass

    with pytest.raises(aiohttp.ClientResponseError):
        asyncio.run(run())


def test_aiohttp_function(url):
    async def run():
        async with aiohttp.request("GET", url) as response:
            return await response.json()

    assert asyncio.run(run()) == json.loads(BODY)


def test_urllib3(url):
    with urllib3.PoolManager() as pool:
        assert pool.request("GET", url, retries=False).json() == json.loads(BODY)


def test_niquests(url):
    with niquests.Session() as session:
        assert session.get(url).json() == json.loads(BODY)


def test_niquests_async(url):
    async def run():
        async with niquests.AsyncSession() as session:
            return (await session.get(url)).json()

    assert asyncio.run(run()) == json.loads(BODY)


def test_urllib(url):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    with caught.value as answer:
        assert json.loads(answer.read()) == json.loads(BODY)


def test_http_client(httpserver, url):
    connection = http.client.HTTPConnection(httpserver.host, httpserver.port)
    connection.request("GET", "/c/1/issued_documents")
    assert json.loads(connection.getresponse().read()) == json.loads(BODY)
    connection.close()


@pytest.mark.asyncio
async def test_async_test(url):
    async with httpx.AsyncClient() as client:
        assert (await client.get(url)).status_code == 429


def test_in_a_thread(url):
    assert asyncio.run(asyncio.to_thread(httpx.get, url)).status_code == 429


# mock libraries


def test_respx(headers):
    with respx.mock:
        respx.get(URL).mock(return_value=httpx.Response(429, headers=headers, text=BODY))
        assert httpx.get(URL).status_code == 429


def test_respx_async(headers):
    async def run():
        async with httpx.AsyncClient() as client:
            return await client.get(URL)

    with respx.mock:
        respx.get(URL).mock(return_value=httpx.Response(429, headers=headers, text=BODY))
        assert asyncio.run(run()).status_code == 429


def test_pytest_httpx(httpx_mock, headers):
    httpx_mock.add_response(url=URL, status_code=429, headers=headers, text=BODY)
    assert httpx.get(URL).json() == json.loads(BODY)


def test_mock_transport(headers):
    transport = httpx.MockTransport(lambda request: httpx.Response(429, headers=headers, text=BODY))
    with httpx.Client(transport=transport) as client:
        assert client.get(URL).json() == json.loads(BODY)


def test_responses(headers):
    with responses_library.RequestsMock() as mock:
        kind = headers.pop("Content-Type")
        mock.add("GET", URL, status=429, headers=headers, body=BODY, content_type=kind)
        assert requests.get(URL).json() == json.loads(BODY)


def test_requests_mock(headers):
    with requests_mock_library.Mocker() as mock:
        mock.get(URL, status_code=429, headers=headers, text=BODY)
        assert requests.get(URL).json() == json.loads(BODY)


def cassette(path, headers):
    path.write_text(
        json.dumps(
            {
                "version": 1,
                "interactions": [
                    {
                        "request": {"method": "GET", "uri": URL, "body": None, "headers": {}},
                        "response": {
                            "status": {"code": 429, "message": "Too Many Requests"},
                            "headers": {name: [value] for name, value in headers.items()},
                            "body": {"string": BODY},
                        },
                    }
                ],
            }
        )
    )
    return str(path)


def test_vcrpy_requests(tmp_path, headers):
    with vcr.use_cassette(cassette(tmp_path / "c.yaml", headers)):
        assert requests.get(URL).json() == json.loads(BODY)


def test_vcrpy_httpx(tmp_path, headers):
    with vcr.use_cassette(cassette(tmp_path / "c.yaml", headers)):
        assert httpx.get(URL).json() == json.loads(BODY)


def test_vcrpy_urllib3(tmp_path, headers):
    with vcr.use_cassette(cassette(tmp_path / "c.yaml", headers)), urllib3.PoolManager() as pool:
        assert pool.request("GET", URL, retries=False).status == 429


def test_vcrpy_urllib(tmp_path, headers):
    with vcr.use_cassette(cassette(tmp_path / "c.yaml", headers)), pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(URL)


def test_vcrpy_aiohttp(tmp_path, headers):
    async def run():
        async with aiohttp.ClientSession() as session, session.get(URL) as response:
            return await response.json()

    with vcr.use_cassette(cassette(tmp_path / "c.yaml", headers)):
        assert asyncio.run(run()) == json.loads(BODY)


HERE = Path(__file__).parent
RECORDED = {"planted": {}, "conforming": {"Retry-After": "30"}}
CASSETTES = {name: cassette(HERE / f"{name}.yaml", needed) for name, needed in RECORDED.items()}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.vcr(path)) for name, path in CASSETTES.items()])
def test_pytest_recording(name):
    assert requests.get(URL).json() == json.loads(BODY)


# test clients


def test_starlette(headers):
    def answer(request):
        return starlette.responses.Response(BODY, 429, headers)

    app = starlette.applications.Starlette(routes=[starlette.routing.Route("/", answer)])
    client = starlette.testclient.TestClient(app, base_url="https://api-v2.fattureincloud.it")
    assert client.get("/").json() == json.loads(BODY)


def test_flask(headers):
    app = flask.Flask("inner")
    app.add_url_rule("/", view_func=lambda: (BODY, 429, headers))
    answer = app.test_client().get("/", base_url="https://api-v2.fattureincloud.it")
    assert answer.json == json.loads(BODY)


@pytest.fixture
def view(headers):
    from django.http import HttpResponse

    return lambda request: HttpResponse(BODY, status=429, headers=headers)


@pytest.fixture
def urls(view):
    from django.test import override_settings
    from django.urls import path

    with override_settings(ROOT_URLCONF=type("Urls", (), {"urlpatterns": [path("", view)]})):
        yield


def test_django(urls):
    from django.test import Client

    assert Client().get("/").json() == json.loads(BODY)


def test_django_async(urls):
    from django.test import AsyncClient

    answer = asyncio.run(AsyncClient().get("/"))
    assert answer.json() == json.loads(BODY)


if not django.conf.settings.configured:
    django.conf.settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="inner")
    django.setup()
