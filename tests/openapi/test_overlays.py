"""
Overlays, as the tools that apply them do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from errspec import CATALOG
from errspec.documents.loading import load
from errspec.exceptions import InvalidOption
from errspec.openapi import embed
from errspec.openapi.building.writing import text
from errspec.openapi.embedding.insertion import read
from errspec.openapi.embedding.overlays import overlay
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import OVERLAYS
from tests.consumers.consumer import ENVIRONMENTS, NODE, REQUIREMENTS, command, run, same
from tests.support.tools import unavailable

SPECS = {
    "2.0": """\
swagger: '2.0'
info: {title: Parcels, version: '1'}
paths:
  /parcels/{id}:
    get:
      operationId: parcel
      parameters: [{name: id, in: path, required: true, type: string}]
      responses:
        '200': {description: All}
        '404': {description: Not there, schema: {type: object}}
        default: {$ref: '#/responses/Nothing'}
  /driver's van:
    post:
      operationId: van
      responses:
        '204': {description: Done}
        '500': {description: Broken, schema: {type: object, required: [a]}}
responses:
  Nothing: {description: Nothing is said}
""",
    "3.1.0": """\
openapi: 3.1.0
info: {title: Parcels, version: '1'}
servers: [{url: https://parcels.example}]
paths:
  /parcels/{id}:
    get:
      operationId: parcel
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: All
          content:
            application/json:
              schema: {type: object, required: [parcels]}
        '401': {$ref: '#/components/responses/Nothing'}
        '404': {description: Not there, content: {text/html: {}}}
        default: {$ref: '#/components/responses/Nothing'}
  /driver's van:
    post:
      operationId: van
      responses:
        '204': {description: Done}
        '500': {description: Broken}
components:
  schemas: {}
  responses:
    Nothing: {description: Nothing is said}
""",
}
CHOICES: dict[str, dict[str, Any]] = {"declared": {}, "all": {"attach": "all", "attach_2xx": True}}


class Tool(NamedTuple):
    """
    A tool that applies an overlay to a document and writes another.
    """

    name: str
    environment: str
    apply: Callable[[Path, Path, Path], object]

    @property
    def missing(self) -> str | None:
        """
        What has to be installed before it can run, or None where all is.
        """
        if self.environment == "node":
            fresh = same(NODE / "package-lock.json", NODE / "node_modules" / "package-lock.json")
            return None if fresh else "Node, or what tests/node has from it,"
        pins = f"{self.environment}.txt"
        fresh = same(REQUIREMENTS / pins, ENVIRONMENTS / self.environment / pins)
        return None if fresh else f"the environment {self.environment} of the consumers"


def _oas_patch(spec: Path, changes: Path, made: Path) -> None:
    run(command("overlays", "oas-patch"), "overlay", spec, changes, "-o", made, cwd=spec.parent)


def _overlayjs(spec: Path, changes: Path, made: Path) -> None:
    printed = run(command("node", "overlayjs"), "--openapi", spec, "--overlay", changes, cwd=spec.parent)
    made.write_text(printed, "utf-8")


def _openapi_format(spec: Path, changes: Path, made: Path) -> None:
    words = (spec, "--overlayFile", changes, "-o", made, "--no-sort")
    run(command("node", "openapi-format"), *words, cwd=spec.parent)


def _redocly(spec: Path, changes: Path, made: Path) -> None:
    run(command("node", "redocly"), "bundle", spec, "--overlay", changes, "-o", made, cwd=spec.parent)


TOOLS = (
    Tool("oas-patch", "overlays", _oas_patch),
    Tool("overlayjs", "node", _overlayjs),
    Tool("openapi-format", "node", _openapi_format),
    Tool("Redocly", "node", _redocly),
)


@pytest.mark.parametrize("version", OVERLAYS)
@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_applied(tool: Tool, form: str, version: str, tmp_path: Path):
    """
    The document that comes out is the one of embed, and applied to that the overlay changes nothing.
    """
    if tool.missing:
        unavailable(f"{tool.missing} (scripts/consumers)")
    for openapi, content in SPECS.items():
        for name, choice in CHOICES.items():
            document = read(content.encode())
            spec, once, twice = (tmp_path / f"{part}.{form}" for part in ("spec", "once", "twice"))
            changes = tmp_path / "overlay.yaml"
            spec.write_text(content if form == "yaml" else json.dumps(document.value), "utf-8")
            found = overlay(document, Settings("open2b", **choice), CATALOG, version)
            changes.write_text(text(found, "yaml"), "utf-8")
            tool.apply(spec, changes, once)
            tool.apply(once, changes, twice)
            wanted = embed(document.value, "open2b", **choice)
            assert wanted == load(once.read_text("utf-8")), (openapi, name)
            assert wanted == load(twice.read_text("utf-8")), (openapi, name)


def test_invalid_version():
    """
    A version of the Overlay Specification that does not exist raises a ValueError with the valid ones.
    """
    with pytest.raises(InvalidOption, match=r"version cannot be 2\.0; .*1\.0, 1\.1"):
        overlay(read(SPECS["2.0"].encode()), Settings("open2b"), CATALOG, "2.0")
