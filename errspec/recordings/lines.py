"""
Logs with a response per line, in JSON, which are read line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from errspec.pointers import MISSING, format_pointer, resolve
from errspec.recordings.exchange import Exchange, ReadingOptions, Unreadable, header_pairs, status_code
from errspec.recordings.repetition import parsed, repeated
from errspec.response import Response
from errspec.verdict.inspection import keep
from errspec.verdict.reading import FAST, integer

#: The parts of a response, and the fields of a line that hold them by default.
FIELDS = ("status", "reason", "headers", "body", "url", "method")
_BODY = FIELDS.index("body")
_PLAIN = tuple((name,) for name in FIELDS)


def recognized(line: bytes, fields: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether the first line of a file is JSON that has a status."""
    return _status(_resolved(_record(line), fields.get("status", ("status",)))) is not None


def is_object(line: bytes) -> bool:
    """Return whether a line is an object in JSON."""
    return _record(line) is not None


def _record(line: bytes) -> Any:
    line = line.removeprefix(b"\xef\xbb\xbf").lstrip()
    if line[:1] != b"{":
        return None
    try:
        return parsed(_decoded(line))[0]
    except (ValueError, RecursionError):
        return None


def exchanges(stream: BinaryIO, file: str, options: ReadingOptions) -> Iterator[Exchange | Unreadable]:
    """
    Yield the response of every line; a line that cannot be read does not stop the others.

    After the last line come the places of the options that no line has, as unreadable.
    """
    places = tuple(options.fields.get(name, (name,)) for name in FIELDS)
    unseen = dict(options.fields)
    number = 0
    while line := stream.readline(options.longest):
        number += 1
        if len(line) == options.longest and not line.endswith(b"\n"):
            while (rest := stream.readline(options.longest)) and not rest.endswith(b"\n"):
                pass
            yield Unreadable("input.long-line", number, limit=options.longest)
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        line = line.strip()
        if line:
            yield _exchange(line, file, number, places, unseen)
    for name, place in unseen.items() if "status" not in unseen else ():
        yield Unreadable("input.unmapped", found=f"{name}={format_pointer(place)}")


def _exchange(
    line: bytes, file: str, number: int, places: tuple[tuple[str, ...], ...], unseen: dict[str, tuple[str, ...]]
) -> Exchange | Unreadable:
    """Return the response of a line, and remove the places that it has from ``unseen``."""
    text = None
    try:
        record = FAST.parse(line)
    except (ValueError, TypeError):
        text = _decoded(line)
        try:
            record, is_repeated = parsed(text)
        except (ValueError, RecursionError):
            return Unreadable("input.line", number)
        if is_repeated and (name := repeated(text, places)) is not None:
            return Unreadable("input.repeated", number, found=name)
    for name in [name for name, place in unseen.items() if resolve(record, place) is not MISSING]:
        del unseen[name]
    if places == _PLAIN and type(record) is dict:
        parts: Iterable[Any] = map(record.get, FIELDS)
    else:
        parts = (_resolved(record, place) for place in places)
    status, reason, recorded, body, url, method = parts
    status = _status(status)
    if status is None:
        return Unreadable("input.no-status", number)
    is_value = body is not None and type(body) is not str
    content = body
    if is_value:
        content = FAST.written(body) if text is None else _written(text, places[_BODY])
    response = Response(
        status,
        _headers(recorded),
        content,
        reason if type(reason) is str else None,
        url if type(url) is str else None,
        method if type(method) is str else None,
    )
    if is_value and text is None:
        keep(response, body)
    return Exchange(file, response, number)


def _decoded(line: bytes) -> str:
    """Return a line as text, with a replacement character for whatever is not UTF-8."""
    return line.decode("utf-8", "replace")


def _written(text: str, place: tuple[str, ...]) -> str:
    """Return a value as it is written in a line, with whatever a parser would drop or change."""
    from errspec.recordings.spots import offsets

    path = "".join(f"/{token}" for token in place)
    start = offsets(text, [path])[path]
    _, end = json.JSONDecoder(parse_int=integer).raw_decode(text, start)
    return text[start:end]


def _resolved(record: object, place: tuple[str, ...]) -> object:
    value = resolve(record, place)
    return None if value is MISSING else value


def _status(status: Any) -> int | None:
    try:
        return status_code(status)
    except ValueError:
        return None


def _headers(recorded: Any) -> Mapping[str, str] | list[tuple[str, str]] | None:
    if isinstance(recorded, dict):
        for value in recorded.values():
            if type(value) is not str:
                break
        else:
            return recorded
        pairs = header_pairs(recorded)
    elif isinstance(recorded, list):
        pairs = []
        for header in recorded:
            if isinstance(header, dict):
                pairs.append((header.get("name"), header.get("value")))
            elif isinstance(header, list) and len(header) == 2:
                pairs.append((header[0], header[1]))
    else:
        return None
    return [(str(name), str(value)) for name, value in pairs if name is not None and value is not None]
