"""
Responses from where people keep them: one kind of recording a module, told apart by content.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from errspec.recordings import cassette, har, lines, transcript
from errspec.recordings.exchange import Exchange, Options, Unreadable, place
from errspec.response import Response

__all__ = ["Exchange", "Options", "Unreadable", "exchanges", "holds_response", "place"]

_HEAD = 65536


def exchanges(stream: BufferedReader[Any], file: str, options: Options) -> Iterator[Exchange | Unreadable]:
    """
    Every response of a file, and in its place whatever cannot be read.

    A file that is no recording is a bare body, whose headers are unknown and whose status is the one given.
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
            yield Exchange(file, Response(options.status, None, content))
    except Unreadable as error:
        yield error


def holds_response(stream: BufferedReader[Any]) -> bool:
    """
    Whether a file that nobody named looks like a response or a recording, from its beginning.
    """
    head = stream.peek(_HEAD)
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin[:1] in (b"{", b"[") or cassette.recognized(head) or transcript.as_text(head) is not None


def _whole(stream: BufferedReader[Any], options: Options) -> bytes:
    content = stream.read(options.largest + 1)
    if len(content) > options.largest:
        raise Unreadable("input.large", limit=options.largest)
    return content
