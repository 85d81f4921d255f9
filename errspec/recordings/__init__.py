"""
Responses from files: one format per module, recognized by the content.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from errspec.recordings import har, lines
from errspec.recordings.charset import UTF8, charset_of
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
    "begins_as_json",
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
        kind, codec = _kind(stream, options)
        original = b"" if codec == UTF8 else _whole(stream, options)
        if codec != UTF8:
            stream = Stream(BytesIO(_in_utf8(original, codec)))
        if kind == "lines":
            yield from lines.exchanges(stream, file, options)
        elif kind == "har":
            yield from har.exchanges(_whole(stream, options).removeprefix(_BOM), file)
        elif kind == "stubs":
            from errspec.recordings import stubs

            content = _whole(stream, options).removeprefix(_BOM)
            bare = Exchange(file, Response(options.status, None, original or content), body=(1, 0))
            yield from stubs.exchanges(content, file) or [bare]
        elif kind == "transcript":
            from errspec.recordings import transcript

            yield from transcript.exchanges(_whole(stream, options).removeprefix(_BOM), file)
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
    kind, codec = _kind(stream, options)
    content = original = _whole(stream, options)
    if not content.strip():
        raise Unreadable("input.empty")
    if kind == "body" and not begins_as_json(content):
        raise Unreadable("input.no-recording")
    if codec != UTF8:
        content = _in_utf8(content, codec)
    misfit, is_readable = None, False
    for each in exchanges(BytesIO(content), "", options) if kind not in ("body", "lines") else ():
        if isinstance(each, Exchange):
            is_readable = True
        elif each.entry is None and (kind != "transcript" or each.line is None):
            raise each
        elif kind == "stubs" and each.key == "input.entry":
            misfit = misfit or each
    if misfit and not is_readable:
        raise misfit
    if kind == "stubs":
        from errspec.recordings import cassette

        is_json = _opens(content.removeprefix(_BOM))
        kind = "cassette" if cassette.recognized(content.removeprefix(_BOM)) or not is_json else "body"
    before, known = redactor.count, len(redactor.replacements.words)
    new = redactor.redacted(content, kind)
    if len(redactor.replacements.words) > known:  # they may stand before the place in which they are secrets
        redactor.count = before
        new = redactor.redacted(content, kind)
    return original, new if codec == UTF8 else new.decode().encode(codec)


def _kind(stream: Stream, options: ReadingOptions) -> tuple[str, str]:
    """Return the format and the character encoding of a file, by its beginning; a body is left as it is."""
    codec = charset_of(stream.beginning(4))
    if codec == UTF8:
        return _kind_in_utf8(stream, options), codec
    try:
        text = codecs.getincrementaldecoder(codec)().decode(stream.beginning(options.longest))
    except UnicodeDecodeError:
        return "body", UTF8
    kind = _kind_in_utf8(Stream(BytesIO(text.encode())), options)
    return kind, UTF8 if kind == "body" else codec


def _kind_in_utf8(stream: Stream, options: ReadingOptions) -> str:
    if stream.beginning(2 * len(_BOM)) == 2 * _BOM:
        raise Unreadable("input.marks")
    if lines.recognized(stream.first_line(options.longest), options.fields):
        return "lines"
    head = stream.beginning(_HEAD).removeprefix(_BOM)
    if har.recognized(head):
        return "har"
    if _is_stubs(head):
        return "stubs"
    if _is_transcript(head):
        return "transcript"
    if _opens(head):  # other members may stand before those by which the file is recognized
        content = stream.beginning(options.longest).removeprefix(_BOM)
        if har.is_archive(content):
            return "har"
        if _is_stubs(content):
            return "stubs"
        if "status" in options.fields and lines.is_object(stream.first_line(options.longest)):
            return "lines"  # without a status at the mapped place
    return "body"


def _in_utf8(content: bytes, codec: str) -> bytes:
    """Return a text in UTF-8, with its byte order mark; raises Unreadable."""
    try:
        return content.decode(codec).encode()
    except UnicodeDecodeError as error:
        raise Unreadable("input.unreadable", reason=str(error)) from error


def holds_response(source: BinaryIO) -> bool:
    """Return whether a file begins like a response or a recording."""
    head = Stream.of(source).beginning(_HEAD)
    codec = charset_of(head)
    if codec != UTF8:
        head = codecs.getincrementaldecoder(codec)("replace").decode(head).encode()
    while head.startswith(_BOM):
        head = head.removeprefix(_BOM)
    return _opens(head) or _is_stubs(head) or _is_transcript(head)


def begins_as_json(content: bytes) -> bool:
    """Return whether a body begins as an object or a list, in whatever character encoding."""
    return _opens(content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"))


def _opens(head: bytes) -> bool:
    return head.lstrip()[:1] in (b"{", b"[")


def _is_stubs(head: bytes) -> bool:
    return re.search(_JSON if _opens(head) else _YAML, head) is not None


def _is_transcript(head: bytes) -> bool:
    if _opens(head) and b"< HTTP/" not in head:
        return False
    from errspec.recordings import transcript

    return transcript.recognized(head)


def _whole(stream: Stream, options: ReadingOptions) -> bytes:
    content = stream.read(options.largest + 1)
    if len(content) > options.largest:
        raise Unreadable("input.large", limit=options.largest)
    return content
