"""
HTTP as text, as curl and documentation pages print it (RFC 9112, read leniently).

Known are the output of ``curl -i``, of ``curl -v`` and of both at once, CRLF and LF, HTTP/1.0 to HTTP/3 with or without
a reason phrase, interim responses, proxies, chains of redirects, and a JSON body without the empty line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from errspec.recordings.exchange import Exchange, Unreadable, received

# No pattern skips blanks at the end of a line: the time for that grows with the square of their number.
_STATUS = re.compile(rb"[ \t]*HTTP/[0-9](?:\.[0-9])?[ \t]+([0-9]{3})(?:[ \t](.*))?")
_PRINTED = re.compile(rb"[ \t]*([1-5][0-9]{2})[ \t]+([A-Z][A-Za-z].*)")
_BROKEN = re.compile(rb"[ \t]*HTTP/[0-9.]*[ \t]*")
_REQUEST = re.compile(rb"(?:> )?([A-Z]{3,10}) (\S+) HTTP/[0-9](?:\.[0-9])?")
_PROMPT = re.compile(rb"\$ |```|###|[\w.-]+@[\w.-]+[: ].*[$#%]")
_COLOR = re.compile(rb"\x1b\[[0-9;]*m")
_GLUED = re.compile(rb"(.*[^\s\x00-\x1f])(HTTP/[0-9](?:\.[0-9])? [0-9]{3}(?: .*)?)")
_HOST = re.compile(rb"(?:> )?[Hh]ost:[ \t]*(\S+)")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)")
_NOISE = re.compile(rb"[*>] .*|[*>]|[{}] \[[0-9]+ bytes data\]|  % Total .*|[^\r]*\r.*--:--:--.*")
#: The number of lines in which a request or a status line must stand.
_LOOKED_AT = 200


class _Line(NamedTuple):
    number: int
    text: bytes
    end: bytes
    margin: int = 0


class _Request(NamedTuple):
    method: str | None = None
    url: str | None = None


def as_text(content: bytes) -> bytes | None:
    """Return the content as HTTP text in UTF-8, or None if it is something else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # from a Windows shell
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return None
    content = content.removeprefix(b"\xef\xbb\xbf")
    begin = _COLOR.sub(b"", content[:65536]).lstrip()[:16384]
    head = [line.rstrip(b"\r") for line in begin.split(b"\n", _LOOKED_AT)[:_LOOKED_AT]]
    if any(line.startswith(b"< HTTP/") for line in head):
        return content
    if head[0][:1] in (b"{", b"[", b"<", b'"'):
        return None
    if _PRINTED.fullmatch(head[0]) or any(_REQUEST.fullmatch(line) or _BROKEN.match(line) for line in head):
        return content
    return None


def exchanges(text: bytes, file: str) -> Iterator[Exchange]:
    """Yield every final response of a text; raises Unreadable if a line is malformed or if there is no response."""
    lines = _plain(_flush_left(_lines(text)))
    request = _Request()
    responses = index = 0
    is_blank = True
    while index < len(lines):
        line = lines[index]
        request = _request(line, request)
        status = _status(line, first=is_blank and not responses)
        is_blank = is_blank and not line.text.strip()
        if status is None:
            index += 1
            continue
        code, reason = status
        at = index + 1
        headers, index = _headers(lines, at)
        responses += 1
        if 100 <= code < 200 or (reason or "").lower() == "connection established":
            continue  # another response follows, and no body
        start = index
        while index < len(lines) and not _begins(lines[index]):
            index += 1
        body = b"".join(each.text + each.end for each in lines[start:index])
        body = body.removesuffix(b"\n").removesuffix(b"\r")  # the terminal added the last line end
        # A status line alone, without the empty line that ends the headers, leaves the rest unknown.
        known = start > at or index > at
        response = received(
            code, headers if known else None, body if known else None, reason, request.url, request.method
        )
        yield Exchange(file, response, line.number, body=_place(lines[start:index]))
    if not responses:
        raise Unreadable("input.no-response")


def _request(line: _Line, request: _Request) -> _Request:
    """Return the request that a line begins or completes, or else the one before."""
    start = _REQUEST.fullmatch(line.text)
    if start:
        return _Request(start[1].decode(), start[2].decode("utf-8", "replace"))
    host = _HOST.fullmatch(line.text)
    if host and request.url is not None and request.url.startswith("/"):
        return request._replace(url=f"https://{host[1].decode('utf-8', 'replace')}{request.url}")
    return request


def _lines(text: bytes) -> list[_Line]:
    lines = []
    for number, line in enumerate(_COLOR.sub(b"", text).split(b"\n"), 1):
        plain = line.removesuffix(b"\r")
        end = line[len(plain) :] + b"\n"
        glued = _GLUED.fullmatch(plain)
        if glued:  # a body without a line end, before the next response
            lines.append(_Line(number, glued[1], b"\n"))
            plain = glued[2]
        lines.append(_Line(number, plain, end))
    last = lines[-1]
    lines[-1] = last._replace(end=last.end[:-1])
    return lines


def _flush_left(lines: list[_Line]) -> list[_Line]:
    """Remove the indentation that a status line and the line after it share, as on a wiki page."""
    for line, after in pairwise(lines):
        if _STATUS.fullmatch(line.text):
            margin = line.text[: len(line.text) - len(line.text.lstrip())]
            if margin and after.text.startswith(margin):
                return [each._replace(text=each.text.removeprefix(margin), margin=len(margin)) for each in lines]
            return lines
    return lines


def _plain(lines: list[_Line]) -> list[_Line]:
    """Remove the marks of ``curl -v``, and its lines if ``curl -i`` printed them too."""
    if not any(line.text.startswith(b"< HTTP/") for line in lines):
        return lines
    printed = any(_STATUS.fullmatch(line.text) for line in lines)
    kept = []
    for line in lines:
        if line.text == b"<" or line.text.startswith(b"< "):
            if not printed:
                kept.append(line._replace(text=line.text[2:], margin=2))
        elif _REQUEST.fullmatch(line.text) or _HOST.fullmatch(line.text) or not _NOISE.fullmatch(line.text):
            kept.append(line)
    return kept


def _begins(line: _Line) -> bool:
    """Return whether a line ends the body before it: a new message, the prompt of a shell, or the end of a fence."""
    return bool(_STATUS.fullmatch(line.text) or _REQUEST.fullmatch(line.text) or _PROMPT.match(line.text))


def _place(body: list[_Line]) -> tuple[int, int] | None:
    """Return the line on which a body begins and the width of its margin; None if other lines stand within it."""
    if not body or body[-1].number - body[0].number != len(body) - 1:
        return None
    return body[0].number, body[0].margin


def _status(line: _Line, *, first: bool) -> tuple[int, str | None] | None:
    match = _STATUS.fullmatch(line.text) or (_PRINTED.fullmatch(line.text) if first else None)
    if match:
        reason = (match[2] or b"").strip(b" \t").decode("utf-8", "replace")
        return int(match[1]), reason or None
    if _BROKEN.match(line.text):
        raise Unreadable("input.status-line", line.number, found=line.text.decode("utf-8", "replace").strip())
    return None


def _headers(lines: list[_Line], index: int) -> tuple[list[tuple[str, str]], int]:
    """Return the headers from a line on, and the index of the first line of the body."""
    headers: list[tuple[str, str]] = []
    while index < len(lines):
        line = lines[index]
        if not line.text.strip():
            return headers, index + 1
        if line.text.lstrip()[:1] in (b"{", b"[", b"<", b'"') or _begins(line):
            break
        match = _HEADER.fullmatch(line.text)
        if match:
            headers.append((match[1].decode(), match[2].strip(b" \t").decode("utf-8", "replace")))
        elif line.text[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.text.strip().decode('utf-8', 'replace')}")
        else:
            raise Unreadable("input.header", line.number, found=line.text.decode("utf-8", "replace").strip())
        index += 1
    return headers, index
