"""
Values and responses of all sorts, the likely ones more often.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

from errspec import CATALOG, Response
from errspec.pointers import parse_pointer, resolve

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.text(st.characters(), max_size=3)
    | st.sampled_from(["error", "ok", "invalid_request", "LICENSE_EXPIRED", "Malformed", "bad_request", ""])
)
names = (
    st.text(max_size=8)
    | st.text(st.characters(), max_size=2)
    | st.sampled_from(["error", "error_description", "error_uri", "message", "code", "validation_result", "extra"])
    | st.sampled_from(["totals", "vat_list", "status", "field", "type", "description", "errors", "detail", "title"])
    | st.sampled_from(["source", "pointer", "xml_errors"])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
EXAMPLES = [
    example
    for provider in CATALOG.providers.values()
    for problem_type in provider.problem_types
    for example in problem_type.examples
]
BODIES = [json.loads(e.response.content) for e in EXAMPLES if e.response.content[:1] == b"{"]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, member in members for place in _places(member, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """
    A copy of a value with another one at a place.
    """
    if not path:
        return new
    changed = copy.deepcopy(value)
    at = changed
    for token in path[:-1]:
        at = at[token]
    at[path[-1]] = new
    return changed


@st.composite
def bodies(draw: st.DrawFn) -> Any:
    """
    A documented body, most often with something changed in it.
    """
    body = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from(_places(body)))
        at = resolve(body, [str(token) for token in path])
        if isinstance(at, dict) and draw(st.booleans()):
            body = put(body, (*path, draw(names)), draw(values))
        else:
            body = put(body, path, draw(values))
    return body


contents = (
    st.binary(max_size=40)
    | values.map(lambda value: json.dumps(value).encode())
    | bodies().map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    | bodies().map(lambda value: json.dumps(value, indent=1).encode()[:-3])
)
_SYNTAX = rb"""" { } [ ] , : \ - 1e400 1.0 -0 99999999999999999999 1E5 0.00001 1e16 NaN -Infinity nul true {} "error":1,
"error":{}, "x": \ud800 \ud83d\ude00 \u12 \x Bearer_abc token=abc abcABC0123456789abcdEFGH <html>""".split()
_BYTES = [b"\xff", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\0", b"\x1b", b"\n", b" ", b"\xef\xbb\xbf", b"\xe2\x80\xae"]
_PIECES = st.sampled_from([*_SYNTAX, *_BYTES, b"Bearer abc"])


@st.composite
def _broken(draw: st.DrawFn) -> bytes:
    content = draw(st.sampled_from(EXAMPLES)).response.content or b"{}"
    if draw(st.booleans()):
        content = json.dumps(draw(bodies())).encode()
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(content)))
        end = draw(st.integers(begin, min(len(content), begin + 30)))
        piece = draw(_PIECES | st.just(content[begin:end] * 2))
        content = content[:begin] + piece + content[end:]
    encodings = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
    encoding = draw(st.sampled_from([None] * 12 + encodings))
    content = content if encoding is None else content.decode("latin-1").encode(encoding)
    return content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 5)) == 0 else content


#: Documented bodies with pieces lost, doubled or put in, most often no JSON any more.
broken = _broken()
header_names = st.sampled_from(
    [
        "Content-Type",
        "retry-after",
        "X-Wait-Seconds",
        "Location",
        "RateLimit-HourlyLimit",
        "x-ratelimit-limit",
        "X-Other",
    ]
) | st.text(max_size=6)
header_values = st.sampled_from(
    [
        "application/json",
        "text/html; charset=utf-8",
        "30",
        "-1",
        "1.5",
        "soon",
        "",
        "https://app.example/?error=x&error=y",
    ]
) | st.text(max_size=20)
headers = st.lists(st.tuples(header_names, header_values), max_size=5)
statuses = st.none() | st.sampled_from(
    [0, 200, 201, 204, 302, 304, 400, 401, 403, 404, 405, 409, 418, 422, 429, 500, 503]
)
reasons = (
    st.none() | st.sampled_from(["OK", "Forbidden, missing key", "Request Failed", "Not Found"]) | st.text(max_size=8)
)
responses = st.builds(
    Response,
    statuses | st.integers(0, 999),
    st.none() | headers,
    contents,
    reasons,
    method=st.none() | st.sampled_from(["GET", "HEAD", "post"]),
)
providers = st.none() | st.sampled_from(sorted(CATALOG.providers))
shapes = st.sampled_from(sorted(CATALOG.shapes))
pointers = st.text("/~01ab", max_size=6).filter(lambda text: not text or text.startswith("/")).map(parse_pointer)
