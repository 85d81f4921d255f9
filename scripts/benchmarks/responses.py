"""
One response: floors, peers, and the whole check.
"""

from __future__ import annotations

import json
import timeit
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import fastjsonschema
import jsonschema_rs
import orjson
import requests
import schemathesis
from jsonschema import Draft202012Validator
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from urllib3 import HTTPResponse

from errspec import CATALOG, Response, check
from errspec.catalog.forms import documented, standard
from errspec.verdict.matching import is_shared
from scripts.benchmarks.rounds import rounds, table


def conforming() -> list[tuple[Any, Response]]:
    """
    The example bodies of the sources in which nothing is found, as servers send them, each with its problem type.

    Those of a shape that providers share are left out: they alone do not tell the provider.
    """
    found = []
    for provider in CATALOG.providers.values():
        for item in provider.problem_types:
            for example in item.examples:
                response = example.response
                plain = item.location == "body" and item.shape and not is_shared(item.shape) and example.citations
                if plain and not check(response, provider.id).findings:
                    compact = orjson.dumps(json.loads(response.content))
                    headers = [*(response.headers or ())]
                    if not response.header("Content-Type"):
                        headers.append(("Content-Type", "application/json"))
                    found.append((item, Response(response.status_code, headers, compact, response.reason)))
    return found


def openapi(items: Iterable[tuple[Any, Response]]) -> dict[str, Any]:
    """
    An OpenAPI document with hand-written error components, one path for each problem type.
    """
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for item, response in items:
        name = item.shape.replace("/", "-")
        text = json.dumps(standard(documented(CATALOG.schema(item.shape, "tolerant"))))
        schema = json.loads(text.replace("#/$defs/", f"#/components/schemas/{name}-"))
        for key, definition in schema.pop("$defs", {}).items():
            schemas[f"{name}-{key}"] = definition
        for key in ("$schema", "$id"):
            schema.pop(key)
        schemas[name] = schema
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        answer = {"description": item.title, "content": content}
        paths[f"/{item.name}"] = {"get": {"responses": {str(response.status_code): answer}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Errors", "version": "1"},
        "servers": [{"url": "http://localhost"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def bodies(items: list[tuple[Any, Response]]) -> dict[str, Callable[[], object]]:
    """
    What decides about a body whose shape is known, floors and peers included.
    """
    document = openapi(items)
    core = OpenAPI.from_dict(document)
    thesis = schemathesis.openapi.from_dict(document)
    plain = {shape: standard(CATALOG.schema(shape, "strict")) for shape in {item.shape for item, _ in items}}
    slow = {shape: Draft202012Validator(schema) for shape, schema in plain.items()}
    rust = {shape: jsonschema_rs.Draft202012Validator(schema) for shape, schema in plain.items()}
    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    compiled = {shape: fastjsonschema.compile({**schema, **draft}) for shape, schema in plain.items()}
    contents = [response.content for _, response in items]
    shaped = [(response.content, item.shape) for item, response in items]
    cores = [
        (MockRequest("http://localhost", "get", f"/{item.name}"), MockResponse(r.content, status_code=r.status_code))
        for item, r in items
    ]
    sent = [(thesis[f"/{item.name}"]["GET"], _requested(r)) for item, r in items]

    def each(function: Callable[..., object], rows: list[Any]) -> Callable[[], object]:
        def run() -> None:
            for row in rows:
                function(*row)

        return run

    def run_floor() -> None:
        for content in contents:
            orjson.loads(content)

    return {
        "orjson.loads": run_floor,
        "json.loads": each(json.loads, [(content,) for content in contents]),
        "jsonschema-rs": each(lambda c, s: rust[s].is_valid(orjson.loads(c)), shaped),
        "fastjsonschema": each(lambda c, s: compiled[s](orjson.loads(c)), shaped),
        "jsonschema": each(lambda c, s: slow[s].is_valid(orjson.loads(c)), shaped),
        "Schemathesis, validate_response": each(lambda operation, r: operation.validate_response(r), sent),
        "openapi-core, validate_response": each(core.validate_response, cores),
    }


def _requested(response: Response) -> requests.Response:
    """
    The same response as requests has it.
    """
    made = requests.Response()
    made.status_code = response.status_code or 0
    made._content = response.content
    headers = dict(response.headers or ())
    made.headers.update(headers)
    made.raw = HTTPResponse(BytesIO(response.content), headers=headers, status=made.status_code, preload_content=False)
    made.request = requests.Request("GET", "http://localhost/").prepare()
    return made


def checks(items: list[tuple[Any, Response]]) -> dict[str, Callable[[], object]]:
    """
    The whole check, of the provider that is named and of the one that is told by the response.
    """
    rows = [(response, item.provider) for item, response in items]

    def known() -> None:
        for response, provider in rows:
            check(response, provider)

    def unknown() -> None:
        for response, _ in rows:
            check(response)

    return {"errspec.check, provider known": known, "errspec.check, provider unknown": unknown}


def measure() -> dict[str, list[float]]:
    """
    Seconds for one response, for each function and round.
    """
    items = conforming()
    functions = {**bodies(items), **checks(items)}
    number = {}
    for name, function in functions.items():
        function()
        once = min(timeit.repeat(function, number=1, repeat=3))
        number[name] = max(1, int(0.03 / once))
    times = {name: [seconds / len(items) for seconds in each] for name, each in rounds(functions, number).items()}
    table(f"{len(items)} conforming responses, each", "orjson.loads", times, 1e6, "µs")
    return times
