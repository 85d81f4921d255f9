"""
HTTP as text, as curl and documentation pages print it (RFC 9112, read leniently).

Known are the output of ``curl -i``, of ``curl -v`` and of both at once, CRLF and LF, HTTP/1.0 to HTTP/3 with or without
a reason phrase, interim responses, proxies, chains of redirects, and a JSON body without the empty line before it.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import NamedTuple

from errspec.recordings.exchange import Exchange, Unpacker, Unreadable
from errspec.response import Response

#: What tells the lines of a transcript: a status as it is printed, a request, and a prompt.
PRINTED = r"[ \t]*([1-5][0-9]{2})[ \t]+([A-Z][A-Za-z][^\r]*)\r*"
REQUEST = r"(?:> )?([A-Z]{3,10}) (\S+) HTTP/[0-9](?:\.[0-9])?"
PROMPT = r"\$ |```|###|[\w.-]+@[\w.-]+[: ].*[$#%]"
#: A status line after a body without a line end, and the end of a JSON string.
_GLUED = r"(.*(?:[^\s\x00-\x1f]|[}\]][ \t]+))(HTTP/[0-9](?:\.[0-9])?[ \t]+[0-9]{3}(?:[ \t].*)?)"
_STRING_END = r'"[ \t]*[}\],]'
# No pattern skips blanks at the end of a line: the time for that grows with the square of their number.
_STATUS = re.compile(rb"[ \t]*HTTP/[0-9](?:\.[0-9])?[ \t]+([0-9]{3})(?:[ \t]([^\r]*))?\r*")
_PRINTED, _REQUEST, _PROMPT = (re.compile(text.encode()) for text in (PRINTED, REQUEST, PROMPT))
#: What looks like a status line, well-formed or not: anywhere, and before the first response.
_LIKE_STATUS = re.compile(rb"[ \t]*(?i:HTTP)/[ \t]*[0-9]")
_BROKEN = re.compile(rb"[ \t]*(?:HTTP/|(?i:HTTP)/[ \t]*[0-9])")
_COLOR = re.compile(rb"\x1b\[[0-9;]*m")
_HOST = re.compile(rb"(?:> )?[Hh]ost:[ \t]*(\S+)")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)")
_NOISE = rb"[*>] .*|[*>]|[{}] \[[0-9]+ bytes data\]|  % Total .*|[^\r]*\r.*--:--:--.*"
_MARKED = rb"< .*|<"
#: What curl says last about a connection.
_LAST_WORD = rb"Connection #[0-9]+ to host |[Cc]losing connection"
#: What shows that a remark stands within a body, in the text after it.
_INSIDE = rb"[\"<}]"
#: The number of lines in which a request or a status line must stand.
_LOOKED_AT = 200


#: A status line, after the blanks before it.
_ANY_STATUS = re.compile(rb"^([ \t]*)HTTP/[0-9](?:\.[0-9])?[ \t]+[0-9]{3}(?:[ \t][^\r\n]*)?\r?$", re.MULTILINE)
#: A status line after a body without a line end.
_ANY_GLUED = re.compile(
    rb"(?:[^\s\x00-\x1f]|[}\]][ \t]+)HTTP/[0-9](?:\.[0-9])?[ \t]+[0-9]{3}(?=[ \t]|\r?$)", re.MULTILINE
)
#: Where a text may contain anything other than the lines of a body.
_NOTABLE = re.compile(rb"(?i:HTTP/)|@|^(?:\$ |```|###)", re.MULTILINE)


def separated(line: str) -> re.Match[str] | None:
    """Separate the end of a body from the status line that follows it on the same line; None if the line has none."""
    match = re.fullmatch(_GLUED, line)
    is_quoted = match and match[1].rstrip(" \t")[-1] not in "}]" and re.search(_STRING_END, match[2])
    return None if is_quoted else match


class _Line(NamedTuple):
    number: int
    text: bytes
    end: bytes


class _Request(NamedTuple):
    method: str | None = None
    url: str | None = None


def recognized(head: bytes) -> bool:
    """Return whether a file begins like HTTP text."""
    begin = _COLOR.sub(b"", head).lstrip()[:16384]
    lines = [line.rstrip(b"\r") for line in begin.split(b"\n", _LOOKED_AT)[:_LOOKED_AT]]
    if any(line.startswith(b"< HTTP/") for line in lines):
        return True
    if lines[0][:1] in (b"{", b"[", b"<", b'"'):
        return False
    return bool(_PRINTED.fullmatch(lines[0])) or any(_REQUEST.fullmatch(line) or _BROKEN.match(line) for line in lines)


def exchanges(text: bytes, file: str) -> Iterator[Exchange | Unreadable]:
    """Yield every final response of a text; raises Unreadable if a line is malformed or the response is missing."""
    lines, unpacker = _Lines(text), Unpacker()
    request = _Request()
    responses = 0
    is_blank = True
    while (line := lines.current) is not None:
        request = _request(line, request)
        status = _status(line, first=is_blank and not responses)
        is_blank = is_blank and not line.text.strip()
        lines.advance()
        if status is None:
            continue
        code, reason = status
        after = lines.current
        headers = _headers(lines)
        responses += 1
        is_connected = 200 <= code < 300 and (reason or "").lower() == "connection established"
        # A status line alone, without the empty line that ends the headers, leaves the rest unknown.
        known = lines.current is not after
        body, place = lines.body()
        if (100 <= code < 200 or is_connected) and not (body or b"").strip():
            continue  # another response follows
        if not known and body is None:
            yield Exchange(file, Response(code, None, None, reason, request.url, request.method), line.number)
            continue
        response = Response(code, headers, body or b"", reason, request.url, request.method)
        try:
            yield Exchange(file, unpacker.decoded(response), line.number, body=place)
        except Unreadable as error:
            yield error.at(line.number)
    if not responses:
        raise Unreadable("input.no-response")


class _Lines:
    """
    The lines of a text one by one, without colors, a common margin, and the marks of ``curl -v``.
    """

    def __init__(self, text: bytes) -> None:
        self._text = _COLOR.sub(b"", text) if b"\x1b" in text else text
        self._at = self._number = 0
        status = _ANY_STATUS.search(self._text)
        glued = _ANY_GLUED.search(self._text)
        comes_first = status is not None and (glued is None or glued.start() > status.start())
        self._margin = self._shared_margin(status) if status and comes_first else b""
        self._is_verbose = b"\n< HTTP/" in self._text or self._text.startswith(b"< HTTP/")
        self._waiting: _Line | None = None
        #: The lines of the statuses of ``curl -v`` that ``curl -i`` printed too.
        self._doubles = self._printed_twice() if self._is_verbose and (status or glued) else set()
        self._is_double = False
        self._width = 0
        #: The line that is next, or None at the end.
        self.current: _Line | None = None
        self.advance()

    def advance(self) -> None:
        """Go on to the next line."""
        while True:
            self.current = self._read()
            if self.current is None or not self._is_verbose:
                self._width = len(self._margin)
                return
            text = self.current.text
            if re.fullmatch(_MARKED, text):
                if text.startswith(b"< HTTP/"):
                    self._is_double = self.current.number in self._doubles
                if not self._is_double:
                    self.current = self.current._replace(text=text[2:])
                    self._width = 2
                    return
            elif _REQUEST.fullmatch(text) or _HOST.fullmatch(text) or not re.fullmatch(_NOISE, text):
                self._width = len(self._margin)
                return

    def body(self) -> tuple[bytes | None, tuple[int, int] | None]:
        """
        Return the body that begins here, or None, with the line on which it begins and the width of its margin.

        The place is None if other lines stand within the body.
        """
        if self.current is None or _begins(self.current):
            return None, None
        first, last, width, size = self.current.number, 0, self._width, 0
        body = bytearray()
        while self.current is not None and not _begins(self.current):
            body += self.current.text
            body += self.current.end
            plain = self._plain(body)
            last = self.current.number + plain
            size += 1 + plain
            self.advance()
        if body.endswith(b"\n"):  # the terminal added the last line end
            del body[-2 if body.endswith(b"\r\n") else -1 :]
        elif body.endswith(b"\r"):
            del body[-1:]
        return bytes(body), (first, width) if last - first == size - 1 else None

    def _plain(self, body: bytearray) -> int:
        """Add the lines that cannot be anything but the body, and return their number."""
        if self._is_verbose or self._margin or self._waiting is not None:
            return 0
        notable = _NOTABLE.search(self._text, self._at)
        end = self._text.rfind(b"\n", self._at, notable.start() if notable else len(self._text)) + 1
        if end <= self._at:
            return 0
        number = self._text.count(b"\n", self._at, end)
        body += memoryview(self._text)[self._at : end]
        self._at, self._number = end, self._number + number
        return number

    def _read(self) -> _Line | None:
        if self._waiting is not None:
            line, self._waiting = self._waiting, None
            return line
        text, start = self._text, self._at
        if start > len(text):
            return None
        newline = text.find(b"\n", start)
        raw = text[start : len(text) if newline < 0 else newline]
        self._at, self._number = start + len(raw) + 1, self._number + 1
        plain = raw.removesuffix(b"\r")
        end = raw[len(plain) :] + (b"" if newline < 0 else b"\n")
        if self._is_verbose:
            plain = _without_remark(plain)
        glued = separated(plain.decode("latin-1")) if b"HTTP/" in plain else None
        if glued:
            self._waiting = _Line(self._number, glued[2].encode("latin-1"), end)
            plain, end = glued[1].encode("latin-1"), b"\n"
        return _Line(self._number, plain.removeprefix(self._margin), end)

    def _printed_twice(self) -> set[int]:
        """Return the lines with statuses of ``curl -v`` that ``curl -i`` prints again before any body."""
        doubles: set[int] = set()
        waiting: defaultdict[bytes, deque[int]] = defaultdict(deque)
        in_headers = False
        while (line := self._read()) is not None:
            text = line.text.strip()
            if line.text.startswith(b"< HTTP/"):
                waiting[text[2:].lstrip()].append(line.number)
                in_headers = False
            elif _STATUS.fullmatch(line.text):
                in_headers = True
                if waiting[text]:
                    doubles.add(waiting[text].popleft())
            elif not text:
                in_headers = False
            elif not in_headers and not any(re.fullmatch(each, line.text) for each in (_MARKED, _REQUEST, _NOISE)):
                waiting.clear()
        self._at = self._number = 0
        return doubles

    def _shared_margin(self, status: re.Match[bytes]) -> bytes:
        """Return the indentation that a status line and the line after it share, as on a wiki page."""
        margin = status[1]
        return margin if self._text.startswith(margin, status.end() + 1) else b""


def _without_remark(text: bytes) -> bytes:
    """Return a line without the remark of ``curl -v`` after a body that has no line end."""
    if text[:2] in (b"* ", b"> ", b"< "):
        return text
    body, _, remark = text.rpartition(b"* ")
    is_end = body[-1:] in (b"}", b"]", b">") and not re.search(_INSIDE, remark)
    return body if body and (is_end or re.match(_LAST_WORD, remark)) else text


def _request(line: _Line, request: _Request) -> _Request:
    """Return the request that a line begins or completes, or else the one before."""
    start = _REQUEST.fullmatch(line.text)
    if start:
        return _Request(start[1].decode(), start[2].decode("utf-8", "replace"))
    host = _HOST.fullmatch(line.text)
    if host and request.url is not None and request.url.startswith("/"):
        return request._replace(url=f"https://{host[1].decode('utf-8', 'replace')}{request.url}")
    return request


def _begins(line: _Line) -> bool:
    """Return whether a line ends the body before it: a new message, the prompt of a shell, or the end of a fence."""
    return bool(_LIKE_STATUS.match(line.text) or _REQUEST.fullmatch(line.text) or _PROMPT.match(line.text))


def _status(line: _Line, *, first: bool) -> tuple[int, str | None] | None:
    match = _STATUS.fullmatch(line.text) or (_PRINTED.fullmatch(line.text) if first else None)
    if match:
        reason = (match[2] or b"").strip(b" \t").decode("utf-8", "replace")
        return int(match[1]), reason or None
    if _BROKEN.match(line.text):
        raise Unreadable("input.status-line", line.number, found=line.text.decode("utf-8", "replace").strip())
    return None


def _headers(lines: _Lines) -> list[tuple[str, str]]:
    """Return the headers from the next line on; the first line of the body is next after that."""
    headers: list[tuple[str, list[bytes]]] = []
    while (line := lines.current) is not None:
        if not line.text.strip():
            lines.advance()
            break
        if line.text.lstrip()[:1] in (b"{", b"[", b"<", b'"') or _begins(line):
            break
        match = _HEADER.fullmatch(line.text)
        if match:
            headers.append((match[1].decode(), [match[2].strip(b" \t")]))
        elif line.text[:1] in (b" ", b"\t") and headers:
            headers[-1][1].append(line.text.strip())
        else:
            raise Unreadable("input.header", line.number, found=line.text.decode("utf-8", "replace").strip())
        lines.advance()
    return [(name, b" ".join(parts).decode("utf-8", "replace")) for name, parts in headers]
