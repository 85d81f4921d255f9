"""
Responses from files: one format per module, recognized by the content.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from errspec.recordings import cassette, har, lines, transcript
from errspec.recordings.exchange import Exchange, ReadingOptions, Unreadable, place
from errspec.recordings.spots import spots
from errspec.response import Response

__all__ = ["Exchange", "ReadingOptions", "Unreadable", "exchanges", "holds_response", "place", "spots"]

#: The number of bytes that decide the format.
_HEAD = 65536


def exchanges(stream: BufferedReader[Any], file: str, options: ReadingOptions) -> Iterator[Exchange | Unreadable]:
    """
    Yield every response of a file, and what cannot be read in its place.

    A file that is not a recording is a bare body with unknown headers and with the status of the options.
    """
    head = stream.peek(_HEAD)
    try:
        if lines.recognized(head, options.fields):
            yield from lines.exchanges(stream, file, options)
        elif har.recognized(head):
            yield from har.exchanges(_whole(stream, options), file)
        elif cassette.recognized(head):
            yield from cassette.exchanges(_whole(stream, options), file)
        elif transcript.as_text(head) is not None:
            yield from transcript.exchanges(transcript.as_text(_whole(stream, options)) or b"", file)
        else:
            content = stream.read(options.longest)
            if not content.strip():
                raise Unreadable("input.empty")
            yield Exchange(file, Response(options.status, None, content), body=(1, 0))
    except Unreadable as error:
        yield error


def holds_response(stream: BufferedReader[Any]) -> bool:
    """Return whether a file begins like a response or a recording."""
    head = stream.peek(_HEAD)
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin[:1] in (b"{", b"[") or cassette.recognized(head) or transcript.as_text(head) is not None


def _whole(stream: BufferedReader[Any], options: ReadingOptions) -> bytes:
    content = stream.read(options.largest + 1)
    if len(content) > options.largest:
        raise Unreadable("input.large", limit=options.largest)
    return content
