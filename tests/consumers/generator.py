"""
The clients of openapi-generator: python and typescript-fetch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.consumers.consumer import Consumer, Verdicts, ask, command, run, written
from tests.consumers.inputs import Body, Document, document
from tests.support.dialects import validator

_ENVIRONMENT = "generators"


def _generated(language: str, document: Document, folder: Path) -> Path:
    words = ("generate", "-i", written(document, folder), "-g", language, "-o", folder / language)
    run(command(_ENVIRONMENT, "openapi-generator-cli"), *words, cwd=folder)
    return folder / language


def _python(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    made = _generated("python", document, folder)
    found: Verdicts = ask(_ENVIRONMENT, "generated_client.py", openapi, document, bodies, made)
    return found


def _fetch(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    made = _generated("typescript-fetch", document, folder)
    words = ("--strict", "--skipLibCheck", "--target", "es2022", "--module", "commonjs", "--outDir", made / "out")
    run(command("node", "tsc"), *words, made / "index.ts", cwd=folder)
    found: Verdicts = ask("node", "fetch.cjs", openapi, document, bodies, made / "out")
    return found


def _blind(body: Body, openapi: str) -> bool:
    """
    Whether the fault lies below the first level, or the body is not of the last shape of several, which wins.
    """
    if not body.valid:
        return bool(body.fault)
    schemas = document(openapi)["components"]["schemas"]
    shapes = [reference["$ref"].rpartition("/")[2] for reference in schemas[body.schema].get("anyOf", ())]
    return bool(shapes) and not validator(schemas, shapes[-1], openapi).is_valid(body.value)


CONSUMERS = (
    Consumer(
        "openapi-generator, python",
        "openapi-generator-cli",
        _ENVIRONMENT,
        ("3.0", "3.1"),
        "parsed by its operation",
        _python,
        needs=("java",),
    ),
    Consumer(
        "openapi-generator, typescript-fetch",
        "openapi-generator-cli",
        _ENVIRONMENT,
        ("3.0", "3.1"),
        "parsed by its model",
        _fetch,
        takes=lambda body: body.schema is not None,
        blind=_blind,
        note="checks only the first level of a body; its class for several shapes loses the code of an OAuth error",
        needs=("java", "node"),
    ),
)
