"""
Models and clients for Python: datamodel-code-generator and openapi-python-client.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.consumers.consumer import Consumer, Verdicts, ask, command, run, written
from tests.consumers.inputs import Body, Document

_ENVIRONMENT = "generators"


def _models(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    path = written(document, folder)
    words = ("--input", path, "--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel")
    words = (*words, "--formatters", "builtin", "--output", folder / "models.py")
    run(command(_ENVIRONMENT, "datamodel-codegen"), *words, cwd=folder)
    found: Verdicts = ask(_ENVIRONMENT, "pydantic_models.py", openapi, document, bodies, folder)
    return found


def _client(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    words = ("generate", "--path", written(document, folder), "--meta", "none")
    words = (*words, "--output-path", folder / "client_of_errors")
    run(command(_ENVIRONMENT, "openapi-python-client"), *words, cwd=folder)
    found: Verdicts = ask(_ENVIRONMENT, "python_client.py", openapi, document, bodies, folder)
    return found


CONSUMERS = (
    Consumer(
        "datamodel-code-generator",
        "datamodel-code-generator",
        _ENVIRONMENT,
        ("3.0", "3.1", "3.2"),
        "loaded by its pydantic model",
        _models,
        takes=lambda body: body.schema is not None,
    ),
    Consumer(
        "openapi-python-client",
        "openapi-python-client",
        _ENVIRONMENT,
        ("3.0", "3.1"),
        "parsed by its operation",
        _client,
    ),
)
