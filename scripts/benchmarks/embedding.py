"""
Errors put into a document of about two megabytes, beside PyYAML and ruamel.yaml.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML

from errspec import CATALOG
from errspec.documents.document import Document
from errspec.openapi.embedding.insertion import Embedding
from errspec.openapi.embedding.operations import ROLES
from errspec.openapi.embedding.operations import ROOT as ROOT_ROLE
from errspec.openapi.embedding.settings import Settings
from scripts.benchmarks.rounds import BIN, ROUNDS, ratio, rounds, table

VERIFY = "errspec, verify that embed can be undone"


def embedding(folder: Path, document: Path | None) -> list[tuple[str, float, float]]:
    """
    Errors put into a document of about two megabytes: the promises, measured.
    """
    if document is None:
        document = folder / "openapi.yaml"
        document.write_text(_document(), "utf-8")
    text, settings = document.read_text("utf-8"), Settings(next(iter(CATALOG.providers)))

    def parse() -> None:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass

    def plan_and_splice() -> None:
        Embedding(Document(text, ROLES, ROOT_ROLE), settings, CATALOG)

    embedded = Embedding(Document(text, ROLES, ROOT_ROLE), settings, CATALOG)

    def round_trip() -> None:
        ruamel = YAML()
        ruamel.preserve_quotes = True
        ruamel.dump(ruamel.load(text), BytesIO())

    functions: dict[str, Callable[[], object]] = {
        "one pass of PyYAML's C events": parse,
        "errspec, plan and splice": plan_and_splice,
        VERIFY: embedded.verify,
    }
    for function in functions.values():
        function()
    times = rounds(functions, dict.fromkeys(functions, 1))
    times["ruamel.yaml, round trip"] = [timeit.timeit(round_trip, number=1)] * ROUNDS
    table(f"A YAML document of {len(text):,} characters", "one pass of PyYAML's C events", times, 1e3, "ms")
    words = [
        "openapi",
        "embed",
        str(document),
        "--provider",
        settings.provider,
        "--no-validate",
        "-o",
        str(folder / "out"),
    ]
    started = time.process_time()
    for _ in range(ROUNDS):
        embedded.verify()
    verification = (time.process_time() - started) / ROUNDS
    whole = [_processor([BIN / "errspec", *words]) - _processor([sys.executable, "-c", "pass"]) for _ in range(ROUNDS)]
    return [
        (
            "plan and splice, times one pass of events",
            ratio(times, "errspec, plan and splice", "one pass of PyYAML's C events"),
            1.5,
        ),
        (
            "verify that embed can be undone, times one pass of events",
            ratio(times, VERIFY, "one pass of PyYAML's C events"),
            5,
        ),
        ("verify that embed can be undone, seconds of CPU", verification, 0.5),
        (
            "embed without validation and verification, seconds of CPU beyond python -c pass",
            statistics.median(whole) - verification,
            0.3,
        ),
    ]


def _processor(words: list[Any]) -> float:
    """
    The seconds of CPU that a command takes.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _document() -> str:
    """
    A document whose operations all declare the same empty error, and whose successes are large.
    """
    statuses = ("400", "401", "403", "404", "405", "409", "422", "429", "500")
    error = {"$ref": "#/components/responses/Error"}
    paths, responses = {}, {"Error": {"description": "Error"}}
    fields = {
        f"field_{n}": {"type": "string", "description": "What it is for, in a line", "example": "x" * 20}
        for n in range(120)
    }
    for number in range(123):
        success = {"$ref": f"#/components/responses/Success{number}"}
        paths[f"/things/{number}"] = {"get": {"responses": {"200": success, **dict.fromkeys(statuses, error)}}}
        schema = {"type": "object", "properties": fields}
        responses[f"Success{number}"] = {"description": "Done", "content": {"application/json": {"schema": schema}}}
    whole = {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"responses": responses},
    }
    dumper = yaml.CSafeDumper
    dumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]
    return str(yaml.dump(whole, Dumper=dumper, sort_keys=False))
