"""
Recordings without credentials and personal data, otherwise byte for byte the same.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from errspec import codings
from errspec.documents.changes import Edit, edited
from errspec.recordings.charset import decoded, encoded
from errspec.recordings.exchange import Unreadable
from errspec.recordings.replacements import WORD, Replacements
from errspec.recordings.scalars import (
    ARRAY,
    BINARY,
    NUMBER,
    OBJECT,
    STRING,
    Value,
    comments,
    composed,
    placed,
    repacked,
    rewritten_url,
    rewritten_yaml,
    scan,
)
from errspec.recordings.transcript import PRINTED, PROMPT, REQUEST, separated
from errspec.redaction import hides, is_sentence, spans

_BLANK = " \t\r\n\ufeff"
#: A part of a URL or of a form with encoded characters.
_ENCODED = re.compile(r"[^\s&=?#\"'<>;,]*%[0-9A-Fa-f]{2}[^\s&=?#\"'<>;,]*")
#: The value of a parameter in which spaces are encoded.
_SPACED = re.compile(r"(?<==)[^\s&=?#\"'<>;,]*\+[^\s&=?#\"'<>;,]*")
_COOKIE_NAME = re.compile("(?i)(?:set-)?cookie2?")
_COOKIES = re.compile(r"(?i)(set-)?cookie2?[^a-z0-9]{1,8}")
_COOKIE = re.compile(r"[^\s;=]+=([^;]*[^;\s])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*[ \t]+(?=\S)")
_CLOSED = re.compile("</[^<>]*>$")
_LAST_NAME = re.compile(r"([A-Za-z0-9_.\[\]-]+)=$")
_ONLY_NAME = re.compile("&?[A-Za-z0-9_.-]{1,64}=")
#: A parameter of a URL, or a text without parameters.
_PARAMETER = re.compile(r"(?:[^&]|&(?![A-Za-z0-9_.-]{1,64}=))+")
#: The name of a parameter before its value.
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)=(?=[^=])")
#: An escape, or what is replaced in a list, an object, or a list of parameters that is a secret.
_PIECE = re.compile(r"\\(?:[bfnrt]|u[0-9a-fA-F]{4})|(?:[A-Za-z_-]+=(?=\\*[\"']))?([^\s\"'{}\[\]:,\\]+)")
#: The lists of parameters of a HAR.
_PARAMETERS = ("queryString", "params")
#: The largest number of digits that a size has.
_LONGEST_SIZE = 18
_MARK = b"\xef\xbb\xbf"
_COLOR = rb"(?:\x1b\[[0-9;]*m)*"
_HEADER = re.compile(
    r"([ \t]*(?:[<>] )?)COLOR([!#$%&'*+.^_`|~0-9A-Za-z-]+)COLOR[ \t]*:COLOR[ \t]*([^\r\n]*)".replace(
        "COLOR", _COLOR.decode()
    )
)
#: A line that begins a request or a response.
_BEGINS = re.compile(r"[ \t]*(?:[<>] )?(?:\x1b\[[0-9;]*m)*(?:HTTP/[0-9]|[A-Z]{3,10} \S+ HTTP/[0-9])")
_PRINTED, _REQUEST_LINE, _PROMPT = map(re.compile, (PRINTED, REQUEST, PROMPT))
#: What comes before a line that continues a header.
_MARGIN = re.compile(r"(?:[<>] )?[ \t]+|")


class _Message(NamedTuple):
    """
    The body of a request or a response in a document, and the numbers that follow its size.
    """

    coding: str
    packed: bool
    sizes: list[Value]


class _Header(NamedTuple):
    """
    A header line: its name in small letters, its value, and where that starts.
    """

    name: str
    value: str
    start: int


class Redactor:
    """
    The redaction of the files of one run; ``count`` is the number of values that were replaced so far.
    """

    def __init__(self) -> None:
        #: The replacements so far.
        self.replacements = Replacements()
        self.count = 0

    def redacted(self, content: bytes, kind: str) -> bytes:
        """Redact a file of a kind; raise Unreadable."""
        if kind in ("har", "cassette"):
            return self.document(content, is_yaml=content.removeprefix(_MARK).lstrip()[:1] != b"{")
        redact = {"lines": self.lines, "transcript": self.transcript}.get(kind, self.body)
        return redact(content)

    def document(self, content: bytes, *, is_yaml: bool) -> bytes:
        """Redact a HAR or a cassette; raise Unreadable."""
        mark, content = _unmarked(content)
        if is_yaml:
            import yaml

            try:
                text = content.decode()
                root = composed(text)
            except (yaml.YAMLError, ValueError, RecursionError) as error:
                raise Unreadable("input.cassette", reason=getattr(error, "problem", None) or str(error)) from error
            self.replacements.reserve(text)
            return mark + (edited(text, self._tree(root, text, document=True, is_yaml=True)) if root else text).encode()
        text = content.decode("utf-8", "surrogateescape")
        self.replacements.reserve(text)
        return mark + edited(text, self._json(text, document=True)).encode("utf-8", "surrogateescape")

    def lines(self, content: bytes) -> bytes:
        """Redact lines of JSON."""
        mark, content = _unmarked(content)
        text = content.decode("utf-8", "surrogateescape")
        self.replacements.reserve(text)
        new: list[str] = []
        for line in re.findall("[^\\n]*\\n|[^\\n]+", text):
            try:
                new.append(edited(line, self._json(line, document=True)))
            except Unreadable as error:
                raise error.at(line=len(new) + 1) from None
        return mark + "".join(new).encode("utf-8", "surrogateescape")

    def transcript(self, content: bytes) -> bytes:
        """Redact HTTP text; raise Unreadable."""
        mark, content = _unmarked(content)
        text = content.decode("utf-8", "surrogateescape")
        self.replacements.reserve(text)
        return mark + edited(text, self._http(text)).encode("utf-8", "surrogateescape")

    def body(self, content: bytes, coding: str = "") -> bytes:
        """Redact a body, under its content codings; raise Unreadable if they cannot be undone."""
        try:
            new = codings.recoded(content, coding, self._plain_body)
        except OverflowError:
            raise Unreadable("input.unpacked", limit=codings.LARGEST) from None
        except codings.DamagedBody:
            raise Unreadable("input.damaged", coding=coding) from None
        if new is None:
            raise Unreadable("input.coding", coding=coding)
        return new

    def _plain_body(self, content: bytes) -> bytes:
        text, codec, rest = decoded(content)
        self.replacements.reserve(text)
        return encoded(edited(text, self._text(text)), codec, rest)

    def _text(self, text: str) -> list[Edit]:
        """Return the edits of a text: JSON, a form, a sentence or anything else."""
        first = text.lstrip(_BLANK)[:1]
        is_json = first in ("{", "[") or (first == '"' and not text[scan(text)[1] :].strip(_BLANK))
        return self._json(text) if is_json else self._plain(text)

    def _json(self, text: str, *, document: bool = False) -> list[Edit]:
        edits: list[Edit] = []
        end = 0
        while True:
            root, after = scan(text, end)
            if root is not None:
                edits += self._tree(root, text, document=document)
            end = after
            if root is None or not root.end or text[end : end + 200].lstrip(_BLANK)[:1] not in ("{", "["):
                break
        if text[end:].strip(_BLANK):
            edits += self._plain(text, end)
        return edits

    def _value(self, text: str, name: str, *, number: bool = False) -> list[Edit]:
        """Return the edits of a value that has a name."""
        if name and text and hides((name,), text):
            return self._secret(text, name, number=number)
        if number:
            found = spans(text)
            return [self._edit(text, found[0][0], found[-1][1], number=True)] if found else []
        return self._text(text)

    def _secret(self, text: str, name: str, *, number: bool = False) -> list[Edit]:
        if _COOKIE_NAME.fullmatch(name):
            return self._cookies(text, 0, len(text), first=name.lower().startswith("set"))
        start = 0
        if "authori" in name.lower():
            scheme = _SCHEME.match(text)
            start = scheme.end() if scheme else 0
        return [self._edit(text, start, len(text), number=number)]

    def _cookies(self, text: str, start: int, end: int, *, first: bool) -> list[Edit]:
        edits = []
        at = start
        for cookie in _COOKIE.finditer(text, start, end):
            edits.append(self._edit(text, *cookie.span(1)))
            at = cookie.end()
            if first:
                return edits + self._plain(text[at:end], shift=at)
        return edits or [self._edit(text, start, end)]

    def _edit(self, text: str, start: int, end: int, *, number: bool = False) -> Edit:
        """Return the edit of a value; the blanks around it stay."""
        old = text[start:end].strip() or text[start:end]
        start = text.index(old, start)
        end = start + len(old)
        new = self.replacements.of(old, number=number)
        self.count += new != old
        return Edit(start, end, new)

    def _plain(self, text: str, since: int = 0, shift: int = 0) -> list[Edit]:
        """
        Return the edits of a text without structure, from a position on.

        A value that is already replaced also gets an edit, which changes nothing.
        """
        edits = list(self._encoded(text, since)) if "%" in text else []
        done = [(since, since), *(edit[:2] for edit in edits), (len(text), len(text))]
        at = 0
        for start, end in self._spans(text):
            while done[at + 1][1] <= start and at + 2 < len(done):
                at += 1
            for (_, first), (last, _) in pairwise(islice(done, at, None)):
                if first >= end:
                    break
                for part in _PARAMETER.finditer(text, max(start, first), min(end, last)):
                    # the name of a part that is replaced already stays
                    if part.end() == end or not _ONLY_NAME.fullmatch(part[0]):
                        edits += self._span(text, *part.span())
        return _moved(edits, shift)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Return where secrets, personal data and values that were secrets elsewhere stand in a text."""
        found = spans(text)
        if "+" in text and "=" in text:
            found += spans(_SPACED.sub(lambda match: match[0].replace("+", " "), text))
        if self.replacements.words:
            found += [word.span() for word in WORD.finditer(text) if word[0] in self.replacements.words]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _encoded(self, text: str, since: int) -> Iterator[Edit]:
        """Yield the edits of the parts of a text that are percent-encoded."""
        for match in _ENCODED.finditer(text, since):
            undo, encode = (unquote_plus, quote_plus) if "+" in match[0] else (unquote, quote)
            plain, name = undo(match[0]), _LAST_NAME.search(text, max(match.start() - 66, 0), match.start())
            edits = self._value(plain, name[1] if name else "")
            if edits:
                changes = _changes(edits, plain)
                yield Edit(*match.span(), rewritten_url(match[0], plain, changes, encode))

    def _span(self, text: str, start: int, end: int) -> list[Edit]:
        if _CLOSED.search(text, max(start - 100, 0), start):  # what follows an element is not in it
            return _moved(self._plain(text[start:end]), start)
        value = text[start:end].rstrip(".")
        end = start + len(value)
        if value[:1] in ("[", "{") or '"' in value or "\\" in value:
            return [self._edit(text, *piece.span(1)) for piece in _PIECE.finditer(text, start, end) if piece[1]]
        cookies = _COOKIES.fullmatch(text, _before(text, start), start)
        if cookies and "=" in value:
            return self._cookies(text, start, end, first=bool(cookies[1]))
        name = _NAME.match(text, start, end)
        return [self._edit(text, name.end() if name and not spans(name[1]) else start, end)]

    def _tree(self, root: Value, text: str, *, document: bool, is_yaml: bool = False) -> list[Edit]:
        """Return the edits of the scalars of a JSON or YAML text."""
        scalars: dict[int, tuple[Value, str]] = {}
        messages: dict[int, _Message] = {}
        headers: list[tuple[Value, list[Value]]] = []
        totals: list[tuple[Value, list[Value]]] = []
        seen: set[int] = set()
        stack: list[tuple[Value, str, str]] = [(root, "", "")]
        while stack:
            value, name, above = stack.pop()
            if value.kind in (OBJECT, ARRAY):
                if id(value) in seen:
                    continue
                seen.add(id(value))
                if document and value.kind == OBJECT:
                    _collect(value, messages, headers, totals)
                stack += _inside(value, name, above, document=document)
            elif id(value) not in scalars or name:
                scalars[id(value)] = (value, name)
        done: dict[int, list[Edit]] = {}
        for key, (value, name) in sorted(scalars.items(), key=lambda item: item[1][0].start):
            message = messages.get(key)
            try:
                edits = self._scalar(value, name) if message is None else self._message(value, message, done)
            except Unreadable as error:
                raise error.at(entry=_entry(root, value)) from None
            if edits:
                done[key] = edits
        for number, counted in headers:
            grown = sum(
                len(edit.text) - (edit.end - edit.start) for value in counted for edit in done.get(id(value), ())
            )
            if grown and (size := _whole(number.text)) is not None:
                done[id(number)] = [Edit(0, len(number.text), str(size + grown))]
                scalars[id(number)] = (number, "")
        for number, parts in totals:
            new = [edited(part.text, done.get(id(part), [])) for part in parts]
            if number.text == _sum(part.text for part in parts) != _sum(new):
                done[id(number)] = [Edit(0, len(number.text), _sum(new))]
        rewritten: list[Edit] = []
        for value, _ in scalars.values():
            raw, found = text[value.start : value.end], done.get(id(value), [])
            changes = _changes(found, value.text)
            if found and not changes:
                rewritten.append(Edit(value.start, value.end, raw))
            elif changes and is_yaml:
                rewritten.append(Edit(value.start, value.end, _rewritten(raw, value, changes)))
            else:
                rewritten += _moved(placed(raw, changes), value.start)
        if is_yaml:
            for start, end in comments(text, (value for value, _ in scalars.values())):
                rewritten += self._plain(text[start:end], shift=start)
        return rewritten

    def _scalar(self, value: Value, name: str) -> list[Edit]:
        if value.kind == BINARY and name and hides((name,), value.text):
            plain = _unpacked(value.text).decode("utf-8", "replace")
            new = self._edit(plain, 0, len(plain)).text
            return [Edit(0, len(value.text), base64.b64encode(new.encode()).decode())]
        if value.kind == BINARY:
            return self._packed(value.text, "")[0]
        if value.kind not in (STRING, NUMBER):
            return []
        return self._value(value.text, name, number=value.kind == NUMBER)

    def _message(self, value: Value, message: _Message, done: dict[int, list[Edit]]) -> list[Edit]:
        """Return the edits of a body, and change the numbers that follow its size."""
        if message.packed or value.kind == BINARY:
            edits, old, new = self._packed(value.text, message.coding)
        else:
            edits = self._text(value.text)
            old, new = _size(value.text), _size(edited(value.text, edits))
        for number in message.sizes:
            if old != new and number.text.strip() == str(old):
                done[id(number)] = [Edit(0, len(number.text), str(new))]
        return edits

    def _packed(self, text: str, coding: str) -> tuple[list[Edit], int, int]:
        content = _unpacked(text)
        new = self.body(content, coding)
        if new == content:
            return [], len(content), len(content)
        return [Edit(0, len(text), base64.b64encode(new).decode())], len(content), len(new)

    def _http(self, text: str) -> list[Edit]:
        """Return the edits of HTTP text: header lines by their names, and whatever stands between them."""
        edits: list[Edit] = []
        headers: list[_Header] = []
        start, at, name, in_headers, is_first = 0, 0, "", False, True
        while at < len(text):
            newline = text.find("\n", at)
            after = len(text) if newline < 0 else newline + 1
            line = text[at:after].rstrip("\r\n")
            end = at + len(line)
            glued = None if in_headers or "HTTP/" not in line else separated(line)
            begins = _BEGINS.match(line) or (is_first and _PRINTED.match(line)) or glued
            is_first = is_first and not line.strip()
            if begins:
                status = at + glued.end(1) if glued else at
                edits += self._segment(text, start, status, headers)
                request = _REQUEST_LINE.fullmatch(text, status, end)
                part = request.span(2) if request else (status, end)
                edits += self._plain(text[slice(*part)], shift=part[0])
                start, name, in_headers, headers = after, "", True, []
            elif not in_headers:
                if _PROMPT.match(line):
                    edits += self._segment(text, start, at, headers)
                    start, headers = at, []
            elif not line.strip(" \t<>"):
                start, in_headers = after, False
            else:
                header = _HEADER.fullmatch(line)
                if header is None and line.lstrip()[:1] in ("{", "[", "<", '"'):
                    start, in_headers = at, False
                elif header is None:
                    margin = len(_MARGIN.match(line)[0])  # type: ignore[index]
                    found = self._value(line[margin:], name if margin else "")
                    edits += [
                        edit._replace(start=edit.start + at + margin, end=edit.end + at + margin) for edit in found
                    ]
                    start = after
                else:
                    name, begin = header[2], at + header.start(3)
                    headers.append(_Header(name.lower(), header[3], begin))
                    edits += _moved(self._value(header[3], name), begin)
                    start = after
            at = after
        edits += self._segment(text, start, len(text), headers)
        return _changes(edits, text)

    def _segment(self, text: str, start: int, end: int, headers: list[_Header]) -> Iterator[Edit]:
        """Yield the edits of what stands between the headers of a message and the next message."""
        segment = text[start:end]
        body = segment.removesuffix("\n").removesuffix("\r")
        coding = ", ".join(header.value for header in headers if header.name == "content-encoding")
        if coding:
            content = body.encode("utf-8", "surrogateescape")
            try:
                new = self.body(content, coding).decode("utf-8", "surrogateescape")
            except Unreadable as error:
                raise error.at(line=text.count("\n", 0, start) + 1) from None
            edits = [Edit(0, len(body), new)] if new != body else []
        else:
            edits = self._text(segment)
        for edit in edits:
            yield edit._replace(start=edit.start + start, end=edit.end + start)
        old = len(body.encode("utf-8", "surrogateescape"))
        grown = len(edited(segment, edits).encode("utf-8", "surrogateescape")) - len(
            segment.encode("utf-8", "surrogateescape")
        )
        least = old - len(body) + len(body.rstrip())
        most = old + len(segment) - len(body)
        for header in headers:
            value = header.value.strip()
            size = _whole(value) if grown and header.name == "content-length" else None
            if size is not None and least <= size <= most:
                yield Edit(header.start, header.start + len(value), str(size + grown))


def _entry(root: Value, value: Value) -> int | None:
    """Return the number of the entry of a recording that holds a value, or None if it has no entries."""
    inner: Value | None = root
    while inner is not None:
        inside = [*(member for _, member in inner.members), *inner.items]
        found = next((index for index, each in enumerate(inside) if each.start <= value.start < each.end), None)
        if found is None or inner.kind == ARRAY:
            return None if found is None else found + 1
        inner = inside[found]
    return None


def _collect(
    value: Value,
    messages: dict[int, _Message],
    headers: list[tuple[Value, list[Value]]],
    totals: list[tuple[Value, list[Value]]],
) -> None:
    """If a value is the body of a request or a response, add it with the fields that depend on its size."""
    held = value.get("headers")
    if held is None or held.kind not in (OBJECT, ARRAY):
        return
    pairs = list(_headers(held))
    coding = ", ".join(each.text for name, each in pairs if name.lower() == "content-encoding")
    sizes = [each for name, each in pairs if name.lower() == "content-length"]
    if (number := value.get("bodySize")) is not None:
        sizes.append(number)
    if (number := value.get("headersSize")) is not None:
        headers.append((number, [each for _, each in pairs]))
    parts = [part for part in map(value.get, ("headersSize", "bodySize")) if part is not None]
    if (number := value.get("_transferSize")) is not None and len(parts) == 2:
        totals.append((number, parts))
    for field in ("body", "content", "postData"):
        body = value.get(field)
        if body is None:
            continue
        packed = False
        if body.kind == OBJECT:
            if (number := body.get("size")) is not None:
                sizes.append(number)
            encoding, inner = body.get("encoding"), body.get("text") or body.get("string")
            packed = inner is body.get("text") and encoding is not None and encoding.text == "base64"
            if inner is None:
                inner, packed = body.get("base64_string"), True
        else:
            encoding, inner = None, body
        if inner is not None and inner.kind in (STRING, BINARY):
            messages[id(inner)] = _Message(coding, packed, sizes)


def _headers(held: Value) -> Iterator[tuple[str, Value]]:
    """Yield the names and values of headers: a mapping of values or lists, a list of objects, or a list of pairs."""
    for key, values in held.members:
        for each in values.items if values.kind == ARRAY else (values,):
            yield key.text, each
    for item in held.items:
        name, value = item.get("name"), item.get("value")
        if item.kind == ARRAY and len(item.items) == 2:
            name, value = item.items
        if name is not None and value is not None:
            yield name.text, value


def _inside(value: Value, name: str, above: str, *, document: bool) -> Iterator[tuple[Value, str, str]]:
    """Yield what is within a collection, with the name that says what it is, and the key of the collection."""
    pair = value.get("name") if value.get("value") is not None else None
    for key, member in value.members:
        yield key, "", ""
        if pair is None or pair.kind != STRING:
            yield member, _named(name, key.text), key.text
        elif key.text == "value":
            is_secret = above in _PARAMETERS and spans(f"?{pair.text}=x")
            yield member, "secret" if is_secret else _named(name, pair.text), ""
        else:
            yield member, "" if document else name, key.text
    is_pair = above in ("[]", "") and [item.kind for item in value.items] == [STRING, STRING]
    for index, item in enumerate(value.items):
        named = _named(name, value.items[0].text) if is_pair and index else name
        yield (
            item,
            "" if item.kind == STRING and is_sentence(item.text) else named,
            "[]" if item.kind == ARRAY else above,
        )


@lru_cache(maxsize=4096)
def _named(outer: str, name: str) -> str:
    """Return whichever of two names hides more, or an empty string if neither hides anything."""
    for hidden in ("", "00000"):
        for each in (name, outer):
            if each and hides((each,), hidden):
                return each
    return ""


def _rewritten(raw: str, value: Value, edits: list[Edit]) -> str:
    """Return the text of a YAML scalar with edits of what it stands for."""
    if value.kind == BINARY:
        return repacked(raw, base64.b64decode(edits[0].text))
    return rewritten_yaml(raw, value, edits)


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii", "replace"))
    except binascii.Error:  # the reader takes it for text
        return text.encode("utf-8", "surrogatepass")


def _changes(edits: Iterable[Edit], text: str) -> list[Edit]:
    """Return the edits that change anything."""
    return [edit for edit in edits if edit.text != text[edit.start : edit.end]]


def _moved(edits: list[Edit], by: int) -> list[Edit]:
    return [edit._replace(start=edit.start + by, end=edit.end + by) for edit in edits]


def _before(text: str, start: int) -> int:
    """Return where the name of a header before a value may begin."""
    found = max(text.rfind("cookie", max(start - 20, 0), start), text.rfind("Cookie", max(start - 20, 0), start))
    if found < 0:
        return start
    return found - 4 if text[found - 4 : found].lower() == "set-" else found


def _sum(texts: Iterable[str]) -> str:
    """Return the sum of decimal numbers, or an empty string if there is anything else."""
    numbers = [_whole(text) for text in texts]
    return "" if None in numbers else str(sum(filter(None, numbers)))


def _whole(text: str) -> int | None:
    """Return the whole number that a text is, or None if it is anything else or too long to be a size."""
    return int(text) if len(text) <= _LONGEST_SIZE and text.isascii() and text.isdecimal() else None


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _unmarked(content: bytes) -> tuple[bytes, bytes]:
    """Return the byte order mark of a content, and the rest."""
    bare = content.removeprefix(_MARK)
    return content[: len(content) - len(bare)], bare
