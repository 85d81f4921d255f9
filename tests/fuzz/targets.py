"""
The entry points that read what others wrote, each as a function of bytes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from errspec import CATALOG, Catalog, Response, check, explain
from errspec.documents.splicing import restored
from errspec.exceptions import CatalogError, DocumentError, ErrspecError
from errspec.openapi.embedding.insertion import Embedding, read
from errspec.openapi.embedding.settings import Settings
from errspec.recordings import (
    Exchange,
    ReadingOptions,
    Stream,
    Unreadable,
    exchanges,
    har,
    lines,
    redacted,
    stubs,
    transcript,
)
from errspec.recordings.redacting import Redactor
from errspec.verdict.examples import verify
from tests.support.cases import ROOT

_CORPUS = ROOT / "tests" / "fuzz" / "corpus"
_ACME = ROOT / "tests" / "fixtures" / "acme"
_OPTIONS = ReadingOptions()
_SETTINGS = Settings("sibill", attach="all")
_SEPARATOR = b"\n==\n"


class Target(NamedTuple):
    """
    An entry point, the exceptions that are documented for it, and where its seeds are.
    """

    name: str
    run: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = ()
    corpus: str | None = None

    @property
    def seeds(self) -> list[bytes]:
        """
        The inputs to start from.
        """
        if self.name in ("recordings", "redact", "explain"):
            return [path.read_bytes() for name in _FORMATS for path in sorted((_CORPUS / name).iterdir())]
        return [path.read_bytes() for path in sorted((_CORPUS / self.name).iterdir())]


def _check(content: bytes) -> None:
    """
    Judge a body with a status line in front of it, as the first byte tells.
    """
    status, _, body = content.partition(b"\n")
    known = status.isdigit() and len(status) <= 3
    headers = [("Content-Type", "application/json"), ("Retry-After", body[-9:].decode("latin-1"))]
    _judge(Response(int(status) if known else None, headers if known else None, body if known else content))


def _judge(response: Response) -> None:
    for language in ("en", "it"):
        report = check(response, lang=language)
        [finding.message for finding in report.findings]
        str(report)


def _reading(read_all: Callable[[bytes], Iterable[Exchange | Unreadable]]) -> Callable[[bytes], None]:
    def run(content: bytes) -> None:
        for exchange in read_all(content):
            if isinstance(exchange, Exchange):
                _judge(exchange.response)

    return run


def _embed(content: bytes) -> None:
    document = read(content)
    embedding = Embedding(document, _SETTINGS, CATALOG)
    back, _ = restored(document.with_text(embedding.text))
    assert back == embedding.original.text, "remove does not restore what embed was given"


def _remove(content: bytes) -> None:
    document = read(content)
    original, _ = restored(document)
    document.with_text(original)


def _load(content: bytes) -> None:
    """
    Load a folder with other problem types and another shape than those of the fixture.
    """
    types, _, shape = content.partition(_SEPARATOR)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(_ACME, Path(folder) / "acme"))
        (root / "problem-types.json").write_bytes(types)
        if shape:
            (root / "problem.schema.json").write_bytes(shape)
        verify(Catalog.load(root))


def _redact(content: bytes) -> None:
    redacted(BytesIO(content), Redactor(), _OPTIONS)


def _explain(content: bytes) -> None:
    for explanation in explain(content)[:3]:
        explanation.as_dict()


_FORMATS = ("har", "cassette", "transcript", "lines")
TARGETS = (
    Target("check", _check),
    Target("recordings", _reading(lambda content: exchanges(BytesIO(content), "x", _OPTIONS))),
    Target("explain", _explain),
    Target("har", _reading(lambda content: har.exchanges(content, "x")), (Unreadable,)),
    Target("cassette", _reading(lambda content: stubs.exchanges(content, "x") or ()), (Unreadable,)),
    Target("transcript", _reading(lambda content: transcript.exchanges(content, "x")), (Unreadable,)),
    Target("lines", _reading(lambda content: lines.exchanges(Stream(BytesIO(content)), "x", _OPTIONS)), (Unreadable,)),
    Target("redact", _redact, (Unreadable,)),
    Target("embed", _embed, (ErrspecError,)),
    Target("remove", _remove, (DocumentError,)),
    Target("catalog", _load, (CatalogError,)),
)
