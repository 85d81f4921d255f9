"""
Linters of documents: Redocly and Spectral, which hold the examples of a document to its schemas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.consumers.consumer import HERE, Consumer, Verdicts, command, run, written
from tests.consumers.inputs import Body, Document


def shown(openapi: str, document: Document, bodies: Sequence[Body]) -> Document:
    """
    The document with an operation for each body, whose response has it as its example.
    """
    swagger = openapi == "2.0"
    sections = document if swagger else document["components"]
    paths: dict[str, Any] = {}
    examples: dict[str, Any] = {}
    for number, body in enumerate(bodies):
        made = dict(sections["responses"][body.component])
        name = f"Body{number}"
        if swagger:
            made["examples"] = {body.media: body.value}
        else:
            examples[name] = {"summary": body.name, "value": body.value}
            schema = made["content"][body.media]["schema"]
            reference = {"$ref": f"#/components/examples/{name}"}
            made["content"] = {body.media: {"schema": schema, "examples": {name: reference}}}
        answers = {"204": {"description": "Done"}, "400": made}
        operation = {"operationId": name, "summary": body.name, "responses": answers}
        paths[f"/{name}"] = {"get": {**operation, **({"produces": [body.media]} if swagger else {})}}
    added = {} if swagger else {"components": {**sections, "examples": {**sections["examples"], **examples}}}
    return {**document, **added, "paths": {**document["paths"], **paths}}


def _verdicts(bodies: Sequence[Body], problems: Sequence[tuple[str, str]]) -> Verdicts:
    """
    The problems of each body; one that is not about a single body counts for all.
    """
    found: dict[str, list[str]] = {body.name: [] for body in bodies}
    for place, message in problems:
        numbers = re.findall(r"/(?:~1)?Body(\d+)/", place)
        for body in [bodies[int(numbers[0])]] if numbers else bodies:
            found[body.name].append(f"{place}: {message}")
    return found


def _redocly(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    path = written(shown(openapi, document, bodies), folder)
    words = ("lint", path, "--config", HERE / "redocly.yaml", "--format", "json", "--max-problems", "10000")
    printed = json.loads(run(command("node", "redocly"), *words, cwd=folder, codes=(0, 1)))
    problems = [(item["location"][0]["pointer"] + "/", item["message"]) for item in printed["problems"]]
    assert len(problems) == printed["totals"]["errors"] + printed["totals"]["warnings"]
    return _verdicts(bodies, problems)


def _spectral(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    path = written(shown(openapi, document, bodies), folder)
    words = ("lint", path, "-r", HERE / "spectral.yaml", "-f", "json", "-q")
    problems = json.loads(run(command("node", "spectral"), *words, cwd=folder, codes=(0, 1)))
    places = [("/" + "/".join(map(str, item["path"])).replace("//", "/") + "/", item["message"]) for item in problems]
    return _verdicts(bodies, places)


CONSUMERS = (
    Consumer(
        "Redocly",
        "@redocly/cli",
        "node",
        ("2.0", "3.0", "3.1", "3.2"),
        "an example of a media type",
        _redocly,
        takes=lambda body: body.media is not None and bool(body.text),
        blind=lambda body, openapi: openapi == "2.0" and not body.valid,
        note="does not check examples in Swagger 2.0",
    ),
    Consumer(
        "Spectral",
        "@stoplight/spectral-cli",
        "node",
        ("2.0", "3.0", "3.1", "3.2"),
        "an example of a media type",
        _spectral,
        takes=lambda body: body.media is not None and bool(body.text),
    ),
)
