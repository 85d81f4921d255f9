"""
Responses from files: one format per module, recognized by the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from errspec.recordings import har, lines
from errspec.recordings.exchange import Exchange, ReadingOptions, Unreadable, place
from errspec.recordings.stream import Stream
from errspec.response import Response

if TYPE_CHECKING:
    from errspec.recordings.redacting import Redactor

__all__ = [
    "Exchange",
    "ReadingOptions",
    "Stream",
    "Unreadable",
    "exchanges",
    "holds_response",
    "place",
    "redacted",
]

#: The number of bytes that decide the format.
_HEAD = 65536
_BOM = b"\xef\xbb\xbf"
#: What the file of a mock tool has near its beginning, in JSON and in YAML.
_JSON = rb'"(?:mappings|request|scope|httpRequest|consumer|(?:http_)?interactions|openapi|swagger|info)"\s*:'
_YAML = (
    rb"(?m)^(?:(?:http_)?interactions:|responses:[ \t\r]*\n[ \t]*- response:|- ?\n? +request:[ \t\r]*$"
    rb"|- !ruby/struct:VCR::)|\A(?:[ \t\r]*\n|[#%-].*\n)*[\"']?(?:openapi|swagger)[\"']?: "
)


def exchanges(source: BinaryIO, file: str, options: ReadingOptions) -> Iterator[Exchange | Unreadable]:
    """
    Yield every response of a file, and what cannot be read in its place.

    A file that is not a recording is a bare body with unknown headers and with the status of the options.
    """
    stream = Stream.of(source)
    try:
        kind = _kind(stream, options)
        if kind == "lines":
            yield from lines.exchanges(stream, file, options)
        elif kind == "har":
            yield from har.exchanges(_whole(stream, options).removeprefix(_BOM), file)
        elif kind == "stubs":
            from errspec.recordings import stubs

            content = _whole(stream, options).removeprefix(_BOM)
            bare = Exchange(file, Response(options.status, None, content), body=(1, 0))
            yield from stubs.exchanges(content, file) or [bare]
        elif kind == "transcript":
            from errspec.recordings import transcript

            yield from transcript.exchanges(transcript.as_text(_whole(stream, options)) or b"", file)
        else:
            content = stream.read(options.longest)
            if not content.strip():
                raise Unreadable("input.empty")
            yield Exchange(file, Response(options.status, None, content), body=(1, 0))
    except Unreadable as error:
        yield error


def redacted(source: BinaryIO, redactor: Redactor, options: ReadingOptions) -> tuple[bytes, bytes]:
    """Return the content of a file, and the same without credentials and personal data; raise Unreadable."""
    stream = Stream.of(source)
    kind = _kind(stream, options)
    content = _whole(stream, options)
    if not content.strip():
        raise Unreadable("input.empty")
    if kind == "body" and not _begins_as_json(content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")):
        raise Unreadable("input.no-recording")
    misfit, is_readable = None, False
    for each in exchanges(BytesIO(content), "", options) if kind not in ("body", "lines") else ():
        if isinstance(each, Exchange):
            is_readable = True
        elif each.entry is None and (kind != "transcript" or each.line is None):
            raise each
        elif each.key == "input.entry":
            misfit = misfit or each
    if misfit and not is_readable:
        raise misfit
    if kind == "stubs":
        from errspec.recordings import cassette

        is_json = _begins_as_json(content.removeprefix(_BOM))
        kind = "cassette" if cassette.recognized(content.removeprefix(_BOM)) or not is_json else "body"
    before, known = redactor.count, len(redactor.replacements.words)
    new = redactor.redacted(content, kind)
    if len(redactor.replacements.words) > known:  # they may stand before the place in which they are secrets
        redactor.count = before
        new = redactor.redacted(content, kind)
    return content, new


def _kind(stream: Stream, options: ReadingOptions) -> str:
    """Return the format of a file, by its beginning."""
    if lines.recognized(stream.first_line(options.longest), options.fields):
        return "lines"
    head = stream.beginning(_HEAD).removeprefix(_BOM)
    if har.recognized(head):
        return "har"
    if _is_stubs(head):
        return "stubs"
    return "transcript" if _is_transcript(head) else "body"


def holds_response(source: BinaryIO) -> bool:
    """Return whether a file begins like a response or a recording."""
    head = Stream.of(source).beginning(_HEAD).removeprefix(_BOM)
    return _begins_as_json(head) or _is_stubs(head) or _is_transcript(head)


def _begins_as_json(head: bytes) -> bool:
    return head.lstrip()[:1] in (b"{", b"[")


def _is_stubs(head: bytes) -> bool:
    return re.search(_JSON if _begins_as_json(head) else _YAML, head) is not None


def _is_transcript(head: bytes) -> bool:
    if _begins_as_json(head) and b"< HTTP/" not in head:
        return False
    from errspec.recordings import transcript

    return transcript.as_text(head) is not None


def _whole(stream: Stream, options: ReadingOptions) -> bytes:
    content = stream.read(options.largest + 1)
    if len(content) > options.largest:
        raise Unreadable("input.large", limit=options.largest)
    return content
