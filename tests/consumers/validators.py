"""
Validators of documents and of responses: openapi-spec-validator, openapi-core and Schemathesis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.consumers.consumer import Consumer, Verdicts, ask
from tests.consumers.inputs import Body, Document


def _with(environment: str, program: str) -> Callable[[str, Document, Sequence[Body], Path], Verdicts]:
    """
    A consumer whose program takes the document and the bodies as they are.
    """

    def read(openapi: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
        found: Verdicts = ask(environment, program, openapi, document, bodies, folder)
        return found

    return read


CONSUMERS = (
    Consumer(
        "openapi-spec-validator",
        "openapi-spec-validator",
        "openapi-core",
        ("2.0", "3.0", "3.1", "3.2"),
        "the default of a schema",
        _with("openapi-core", "spec.py"),
        takes=lambda body: body.schema is not None,
    ),
    Consumer(
        "openapi-spec-validator",
        "openapi-spec-validator",
        "validators",
        ("2.0", "3.0", "3.1", "3.2"),
        "the default of a schema",
        _with("validators", "spec.py"),
        takes=lambda body: body.schema is not None,
    ),
    Consumer(
        "openapi-core",
        "openapi-core",
        "openapi-core",
        ("3.0", "3.1", "3.2"),
        "`validate_response`",
        _with("openapi-core", "core.py"),
        blind=lambda body, openapi: body.valid and body.media is not None and not body.text,
        headers=True,
        note="treats an empty body as a missing body",
    ),
    Consumer(
        "Schemathesis",
        "schemathesis",
        "validators",
        ("2.0", "3.0", "3.1", "3.2"),
        "`validate_response`",
        _with("validators", "thesis.py"),
    ),
)
