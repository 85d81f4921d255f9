"""
Validators of JSON Schema on the generated files: Ajv, check-jsonschema and the CLI of Sourcemeta.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.consumers import files
from tests.consumers.consumer import JSON_SCHEMA, NODE, Consumer, Verdicts, command, run
from tests.consumers.inputs import Body, Document


def _instances(bodies: Sequence[Body], folder: Path) -> dict[str, dict[Path, Body]]:
    """
    The bodies of each shape with the files into which they were written, in the order of their names.
    """
    found: dict[str, dict[Path, Body]] = {}
    for number, body in enumerate(bodies):
        path = folder / "bodies" / str(body.shape) / f"{number:04}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body.text, "utf-8")
        found.setdefault(str(body.shape), {})[path] = body
    return found


def _ajv(_: str, __: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    schemas = {name: json.loads(text) for name, text in files.schemas().items()}
    question = {"schemas": schemas, "cases": [(body.shape, body.value) for body in bodies]}
    answers = json.loads(run("node", NODE / "ajv.mjs", cwd=folder, text=json.dumps(question)))
    return {body.name: [] if valid else ["invalid"] for body, valid in zip(bodies, answers, strict=True)}


def _check_jsonschema(_: str, __: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    check = command("validators", "check-jsonschema")
    paths = files.written(folder)
    run(check, "--check-metaschema", *paths.values(), cwd=folder)
    found: dict[str, list[str]] = {body.name: [] for body in bodies}
    for shape, instances in _instances(bodies, folder).items():
        words = ("-o", "JSON", "--schemafile", paths[shape], *instances)
        printed = json.loads(run(check, *words, cwd=folder, codes=(0, 1)))
        assert [] == printed.get("parse_errors", [])
        for error in printed["errors"]:
            found[instances[Path(error["filename"])].name].append(error["message"])
    return found


def _sourcemeta(_: str, __: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    jsonschema = command("sourcemeta", "jsonschema")
    paths = files.written(folder / "schemas")
    run(jsonschema, "metaschema", folder / "schemas", cwd=folder)
    run(jsonschema, "lint", folder / "schemas", cwd=folder)
    run(jsonschema, "fmt", "--check", folder / "schemas", cwd=folder)
    found: dict[str, list[str]] = {}
    for shape, instances in _instances(bodies, folder).items():
        words = ("validate", paths[shape], folder / "bodies" / shape, "--json", "--continue")
        rest = run(jsonschema, *words, cwd=folder, codes=(0, 1)).lstrip()
        for body in instances.values():
            answer, end = json.JSONDecoder().raw_decode(rest)
            found[body.name] = [error["error"] for error in answer.get("errors", ())]
            assert answer["valid"] == (not found[body.name])
            rest = rest[end:].lstrip()
        assert not rest
    return found


CONSUMERS = (
    Consumer(
        "Ajv, strict", "ajv", "node", (JSON_SCHEMA,), "validated", _ajv, takes=lambda body: body.shape is not None
    ),
    Consumer(
        "check-jsonschema",
        "check-jsonschema",
        "validators",
        (JSON_SCHEMA,),
        "validated",
        _check_jsonschema,
        takes=lambda body: body.shape is not None,
    ),
    Consumer(
        "Sourcemeta JSON Schema CLI",
        "sourcemeta-jsonschema",
        "sourcemeta",
        (JSON_SCHEMA,),
        "validated",
        _sourcemeta,
        takes=lambda body: body.shape is not None,
    ),
)
