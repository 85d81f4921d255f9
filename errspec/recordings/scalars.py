"""
The values of a JSON or YAML text with their places, so that some of them can be changed and nothing else.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from errspec.documents.changes import Edit, edited
from errspec.documents.emission import escaped

OBJECT, ARRAY, STRING, NUMBER, BINARY = "object", "array", "string", "number", "binary"
_BLANK = re.compile("[ \t\r\n\ufeff]*")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_NUMERIC = re.compile("-?[0-9][0-9.eE+-]*")
#: The kinds of the scalars of YAML that are not strings, and how each of them is written.
_KINDS = {"binary": BINARY, "int": NUMBER, "float": NUMBER, "bool": "", "null": ""}
_FORMS = {
    "int": _NUMERIC,
    "float": _NUMERIC,
    "bool": re.compile("(?i)true|false|yes|no|on|off|y|n"),
    "null": re.compile("(?i)null|~|"),
}
#: The anchor and the tag before a scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t\r\n]+)*")
_TAG = re.compile(r"(?<!\S)!\S*[ \t\r\n]+")
#: Encoded bytes in a row, or one character.
_ENCODED_PART = re.compile("(?:%[0-9A-Fa-f]{2})+|.", re.DOTALL)
_COMMENT = re.compile(r"(?:^|(?<=[\s\ufeff]))#[^\r\n\x85\u2028\u2029]*", re.MULTILINE)
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+", re.DOTALL
)


class Value:
    """
    A value and where it stands in its text; ``end`` is 0 as long as a collection is open.

    ``text`` is the string that a scalar stands for. A scalar that is neither a string nor a number has no kind.
    """

    __slots__ = ("end", "items", "kind", "members", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str = "") -> None:
        self.kind, self.start, self.end, self.text = kind, start, end, text
        self.members: list[tuple[Value, Value]] = []
        self.items: list[Value] = []

    def get(self, name: str) -> Value | None:
        """Return the value of a member, or None."""
        return next((value for key, value in self.members if key.text == name), None)


def scan(text: str, at: int = 0) -> tuple[Value | None, int]:
    """Return the first value of a JSON text, open if it is cut off or malformed, and where the reading ended."""
    root: Value | None = None
    key: Value | None = None
    stack: list[Value] = []
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]
        match = _TOKEN.match(text, at)
        if match is None:
            return root, at
        part, top = match[0], stack[-1] if stack else None
        if part in ("}", "]"):
            if top is None or top.kind != (OBJECT if part == "}" else ARRAY):
                return root, at
            stack.pop().end = match.end()
            key = None
            if not stack:
                return root, match.end()
        elif part in (",", ":"):
            if top is None or (part == ":" and key is None):
                return root, at
            key = key if part == ":" else None
        else:
            value = _read(part, at, match.end())
            if value is None or (top is not None and top.kind == OBJECT and key is None and value.kind != STRING):
                return root, at
            if top is None:
                root = value
            elif top.kind == ARRAY:
                top.items.append(value)
            elif key is None:
                key = value
            else:
                top.members.append((key, value))
                key = None
            if value.kind in (OBJECT, ARRAY):
                stack.append(value)
            elif top is None:
                return root, match.end()
        at = match.end()


def _read(part: str, start: int, end: int) -> Value | None:
    if part in ("{", "["):
        return Value(OBJECT if part == "{" else ARRAY, start, 0)
    if part[0] == '"':
        try:
            return Value(STRING, start, end, json.loads(part, strict=False))
        except ValueError:
            return None
    if _NUMERIC.fullmatch(part):
        return Value(NUMBER, start, end, part)
    return Value("", start, end, part) if part in _LITERALS else None


def placed(raw: str, edits: list[Edit]) -> list[Edit]:
    """Return edits of what a JSON scalar stands for as edits of its text."""
    if raw[:1] != '"':
        return edits
    if "\\" not in raw:
        return [Edit(edit.start + 1, edit.end + 1, _escaped(edit)) for edit in edits]
    places: dict[int, int] = {}
    wanted = sorted({place for edit in edits for place in edit[:2]}, reverse=True)
    index = 0
    for match in _ESCAPE.finditer(raw, 1, len(raw) - 1):
        size = 1 if raw[match.start()] == "\\" else len(match[0])
        while wanted and wanted[-1] < index + size:
            places[wanted[-1]] = match.start() + wanted[-1] - index
            wanted.pop()
        index += size
    places.update(dict.fromkeys(wanted, len(raw) - 1))
    return [Edit(places[edit.start], places[edit.end], _escaped(edit)) for edit in edits]


def _escaped(edit: Edit) -> str:
    return json.dumps(edit.text)[1:-1]


def composed(text: str) -> Value | None:
    """Return the value of a YAML text; raise YAMLError and RecursionError."""
    from errspec.documents.loading import safe_loader

    loader = safe_loader()(text)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    return None if node is None else _converted(node)


def _converted(root: Any) -> Value:
    """Return the value of a PyYAML node; a node and its aliases share one, and a set becomes an array of its keys."""
    values: dict[int, Value] = {}
    nodes, at = [root], 0
    while at < len(nodes):
        node, at = nodes[at], at + 1
        if id(node) in values:  # an alias
            continue
        kind, text = node.tag.removeprefix("tag:yaml.org,2002:"), ""
        if node.id == "scalar":
            text, form = node.value, _FORMS.get(kind)
            kind = _KINDS.get(kind, STRING) if form is None or form.fullmatch(text) else STRING
        elif node.id == "mapping" and kind != "set":
            kind = OBJECT
            nodes += [each for pair in node.value for each in pair]
        else:
            kind = ARRAY
            nodes += _items(node)
        values[id(node)] = Value(kind, node.start_mark.index, node.end_mark.index, text)
    for node in nodes:
        value = values[id(node)]
        if value.kind == OBJECT and not value.members:
            value.members = [(values[id(key)], values[id(member)]) for key, member in node.value]
        elif value.kind == ARRAY and not value.items:
            value.items = [values[id(item)] for item in _items(node)]
    return values[id(root)]


def _items(node: Any) -> list[Any]:
    return [key for key, _ in node.value] if node.id == "mapping" else node.value


def comments(text: str, scalars: Iterable[Value]) -> Iterator[tuple[int, int]]:
    """Yield the positions of the comments in a YAML text, which are between its scalars."""
    at = 0
    for start, end in sorted((value.start, value.end) for value in scalars):
        yield from (match.span() for match in _COMMENT.finditer(text, at, start))
        at = end
    yield from (match.span() for match in _COMMENT.finditer(text, at))


def rewritten_url(raw: str, old: str, edits: list[Edit], encode: Callable[..., str]) -> str:
    """Return a part of a URL with edits of what it stands for."""
    places: list[int] = []
    for match in _ENCODED_PART.finditer(raw):
        at = match.start()
        for character in unquote(match[0]):
            places.append(at)
            at += 3 * _bytes(character) if match[0][0] == "%" and len(match[0]) > 1 else 1
        if at != match.end():  # not UTF-8
            return encode(edited(old, edits), safe="")
    places.append(len(raw))
    return edited(raw, [Edit(places[edit.start], places[edit.end], encode(edit.text, safe="")) for edit in edits])


def _bytes(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


def rewritten_yaml(raw: str, value: Value, edits: list[Edit]) -> str:
    """
    Return the text of a YAML scalar with edits of what it stands for: in its own style, or else in double quotes.

    A tag that the new value does not fit is left out.
    """
    new = edited(value.text, edits)
    start = raw.rstrip()
    properties = _properties(start)
    untagged = _TAG.sub("", properties)
    for candidate in _spliced(start[len(properties) :], value.text, edits):
        for before in (properties, untagged):
            if _stands_for(before + candidate, new, value.kind):
                return before + candidate + raw[len(start) :]
    before = properties if _stands_for(properties + escaped(new), new, value.kind) else untagged
    return before + escaped(new) + raw[len(start) :]


def _spliced(raw: str, old: str, edits: list[Edit]) -> Iterator[str]:
    """Yield the text of a scalar in which each edited part was found as it is."""
    parts: list[str] = []
    at = seen = 0
    for edit in sorted(edits):
        part = old[edit.start : edit.end]
        found = raw.find(part, at)
        for _ in range(old.count(part, seen, edit.start)):  # the same text before the edited one
            found = raw.find(part, found + len(part))
        seen = edit.end
        if found < at:
            return
        parts += (raw[at:found], edit.text)
        at = found + len(part)
    yield "".join((*parts, raw[at:]))


def _stands_for(raw: str, text: str, kind: str) -> bool:
    """Return whether a YAML scalar is a text, or a number that is written so."""
    import yaml

    if raw[:1] in ("|", ">") or "!" in raw[:1]:
        raw += "\n"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node: Any = yaml.compose("k: " + raw, Loader=loader)
        if node is None or node.id != "mapping" or len(node.value) != 1 or node.value[0][1].id != "scalar":
            return False
        number = kind == NUMBER and yaml.load("k: " + raw, Loader=loader)["k"]  # noqa: S506, a safe loader
    except (yaml.YAMLError, ValueError):
        return False
    found: Any = node.value[0][1]
    if kind == NUMBER:
        return isinstance(number, (int, float)) and found.value == text
    return found.tag == "tag:yaml.org,2002:str" and str(found.value).rstrip("\n") == text.rstrip("\n")


def _properties(raw: str) -> str:
    """Return the anchor and the tag before a scalar."""
    return _PROPERTIES.match(raw)[0]  # type: ignore[index]


def repacked(raw: str, packed: bytes) -> str:
    """Return bytes as base64 with the margin and the line length of other base64."""
    lines = raw.rstrip().splitlines(keepends=True)
    text = base64.b64encode(packed).decode()
    rest = raw[len(raw.rstrip()) :]
    if len(lines) < 2:
        return _properties(raw) + json.dumps(text) + rest
    body = lines[1]
    margin, size = body[: len(body) - len(body.lstrip())], len(body.strip())
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    pieces = [margin + text[at : at + size] for at in range(0, len(text), size)]
    return lines[0] + end.join(pieces) + rest
