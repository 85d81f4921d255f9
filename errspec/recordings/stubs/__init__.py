"""
The responses in stubs and recordings of mock tools, which are recognized by their keys, one tool per module.

Each module has a function ``entries``, which returns the entries with a response in a document of its tool or None for
any other document, and a function ``response``, which reads one entry.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Protocol

from errspec.recordings import cassette
from errspec.recordings.exchange import MISFITS, Exchange, Unreadable, numbered
from errspec.recordings.repetition import refusal
from errspec.recordings.stubs import (
    govcr,
    mockserver,
    nock,
    openapi_examples,
    pact,
    phpvcr,
    postman,
    recorder,
    wiremock,
)
from errspec.response import Response


class Reader(Protocol):
    """
    A module for the files of one tool.
    """

    def entries(self, document: Any) -> list[Any] | None:
        """Return the entries of a document, or None if it is not of this tool."""

    def response(self, entry: Any, folder: str) -> Response:
        """Return the response of an entry; ``folder`` is that of the file."""


#: In this order: readers that look at only a few keys come last.
_READERS: tuple[Reader, ...] = (
    postman, pact, openapi_examples, govcr, cassette, recorder, mockserver, nock, wiremock, phpvcr
)  # fmt: skip


def exchanges(content: bytes, file: str) -> Iterator[Exchange | Unreadable] | None:
    """Return the exchanges of a document, or None if it is of no known tool; raises Unreadable."""
    is_json = content.lstrip()[:1] in (b"{", b"[")
    try:
        document, is_repeated = cassette.parsed(content)
    except Unreadable:
        if is_json and not cassette.recognized(content):
            return None
        raise
    misfit = False
    for reader in _READERS:
        try:
            entries = reader.entries(document)
        except MISFITS:  # another reader may know the document
            misfit = True
            continue
        if entries is not None:
            if is_repeated:
                raise refusal(content.decode("utf-8", "surrogatepass"))
            return _read(reader, entries, file)
    if misfit:
        raise Unreadable("input.types")
    return None


def _read(reader: Reader, entries: list[Any], file: str) -> Iterator[Exchange | Unreadable]:
    folder = os.path.dirname(file)
    for each in numbered(file, entries, lambda entry: reader.response(entry, folder)):
        yield each if isinstance(each, Unreadable) else _without_templates(each)


def _without_templates(exchange: Exchange) -> Exchange:
    """Return the exchange without a body or headers that contain a template."""
    response = exchange.response
    if _is_template(response.content or b""):
        response = response._replace(content=None)
    if any(_is_template(value.encode("utf-8", "replace")) for _, value in response.headers or ()):
        response = response._replace(headers=None)
    return exchange if response is exchange.response else exchange._replace(response=response, templated=True)


def _is_template(text: bytes) -> bool:
    """Return whether a text contains an expression in pairs of braces."""
    return b"}}" in text.partition(b"{{")[2]
