"""
Raw HTTP text as people have it.
"""

from __future__ import annotations

import gzip
import io
import re
from time import process_time

import pytest

from errspec.recordings import ReadingOptions, Unreadable, exchanges, holds_response
from tests.support.memory import STATUS, checked
from tests.support.tools import unavailable

BODY = b'{"error":{"message":"x"}}'


def stream(text: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(text), 65536)


def items(text: bytes, status: int | None = None):
    return list(exchanges(stream(text), "f", ReadingOptions(status)))


def read(text: bytes):
    return [
        (
            item.line,
            item.response.status_code,
            item.response.reason,
            item.response.headers,
            item.response.content.strip(),
            item.response.method,
        )
        for item in items(text)
    ]


@pytest.mark.parametrize(
    ("text", "status", "reason", "headers"),
    [
        (b"HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n" + BODY, 404, "Not Found", (("A", "b"),)),
        (b"HTTP/1.1 404 Not Found\nA: b\n\n" + BODY, 404, "Not Found", (("A", "b"),)),
        (b"HTTP/1.0 404 Not Found\n" + BODY, 404, "Not Found", ()),
        (b"HTTP/2 404 \nA: b\n\n" + BODY, 404, None, (("A", "b"),)),
        (b"HTTP/3 404\r\n\r\n" + BODY, 404, None, ()),
        (
            b"HTTP/1.1 404 Not Found\nContent-Type: application/json\n" + BODY,
            404,
            "Not Found",
            (("Content-Type", "application/json"),),
        ),
        (b"  200 OK\n\n" + BODY, 200, "OK", ()),
        (b"403 Forbidden, malformed key\n\n" + BODY, 403, "Forbidden, malformed key", ()),
        (b"\xef\xbb\xbfHTTP/1.1 404 Not Found\n\n" + BODY, 404, "Not Found", ()),
        (("HTTP/1.1 404 Not Found\r\n\r\n" + BODY.decode()).encode("utf-16"), 404, "Not Found", ()),
        (b"HTTP/1.1 404 Not Found\nA: b\n  c\n\n" + BODY, 404, "Not Found", (("A", "b c"),)),
        (b"HTTP/1.1 404 Not Found\nA : b \n\n" + BODY, 404, "Not Found", (("A", "b"),)),
        (b"$ curl -i https://api.example.com/x\nHTTP/1.1 404 Not Found\n\n" + BODY, 404, "Not Found", ()),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n" + BODY, 404, "Not Found", ()),
        (b"HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/2 404\n\n" + BODY, 404, None, ()),
        (b"HTTP/1.0 200 Connection established\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n" + BODY, 404, "Not Found", ()),
        (b"POST /a HTTP/1.1\nHost: x\n\n{}\nHTTP/1.1 404 Not Found\n\n" + BODY, 404, "Not Found", ()),
        (b"HTTP/1.1 500 Connection established\n\n" + BODY, 500, "Connection established", ()),
        (b"HTTP/1.1 404 Not Found\r\r\nA: b\r\n\r\n" + BODY, 404, "Not Found", (("A", "b"),)),
    ],
)
def test_one_response(text, status, reason, headers):
    """
    The status, the reason, the headers and the body are found however they are printed.
    """
    [found] = read(text)
    assert (status, reason, headers, BODY) == found[1:5]


def test_verbose_alone():
    """
    The lines of curl -v are read where -i printed nothing, and the request gives its method.
    """
    text = (
        b"* Trying 192.0.2.1:443...\n* Connected to x\n> HEAD /a HTTP/1.1\n> Host: x\n> Authorization: Bearer t\n>\n"
        b"* Request completely sent off\n< HTTP/1.1 404 Not Found\n< A: b\n<\n{ [25 bytes data]\n* Connection #0 left\n"
        + BODY
    )
    assert [(8, 404, "Not Found", (("A", "b"),), BODY, "HEAD")] == read(text)


def test_verbose_and_headers():
    """
    Of what curl -i and -v print twice, one response is read.
    """
    text = (
        b"> GET /a HTTP/2\r\n> Host: x\r\n> \r\n< HTTP/2 404 \r\nHTTP/2 404 \r\n< a: b\r\na: b\r\n< \r\n\r\n"
        b"{ [25 bytes data]\r\n" + BODY + b"* Connection #0 to host x left intact\r\n"
    )
    [found] = read(text.replace(BODY + b"* C", BODY + b"\n* C"))
    assert (404, None, (("a", "b"),), BODY, "GET") == found[1:]


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        (BODY, b"* Connection #0 to host api.example left intact"),
        (BODY, b"* transfer closed with 3 bytes remaining to read"),
        (b"<html></html>", b"* Issue another request to this URL: 'https://api.example/x'"),
        (b"Not found.", b"* Connection #0 to host api.example left intact"),
        (b"Not found.", b"* Closing connection 0"),
        (b'["}* x"]', b"* Connection #12 to host ::1 left intact"),
        (b'["}* x"]', b""),
        (b'{"a":"]* Not closed}', b""),
        (b"2 * 3* 4", b""),
    ],
)
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n* Closing connection 0\r\n"])
def test_a_remark_after_a_body(body, remark, end):
    """
    What curl -v prints after a body without a line end is not a part of it, and nothing else is left out.
    """
    [found] = read(b"> GET /a HTTP/2\n>\n< HTTP/2 404\n< a: b\n<\n" + body + remark + end)
    assert (404, None, (("a", "b"),), body, "GET") == found[1:]


MARKED = b"> GET /a HTTP/2\n>\n< HTTP/2 301\n< a: b\n<\n* Issue another request\n> GET /b HTTP/2\n>\n< HTTP/2 404\n<\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"HTTP/1.1 200 OK\n\n{}\n< HTTP/1.1 429 X\n< a: b\n< \n" + BODY, [(200, b"{}"), (429, BODY)]),
        (b"HTTP/1.1 200 OK\n{}\n< HTTP/1.1 200 OK\n< \n" + BODY, [(200, b"{}"), (200, BODY)]),
        (b"< HTTP/1.1 429 X\n< a: b\n< \n" + BODY + b"\nHTTP/1.1 429 X\n\n{}", [(429, BODY), (429, b"{}")]),
        (b"< HTTP/1.1 429 X\n< \n$ curl -i x\nHTTP/1.1 429 X\n\n{}", [(429, b""), (429, b"{}")]),
        (b"< HTTP/1.1 204 X\n< \n* Closing\nHTTP/1.1 429 X\n\n{}", [(204, b""), (429, b"{}")]),
        (MARKED + BODY, [(301, b""), (404, BODY)]),
        (MARKED + b"HTTP/2 301\na: b\n\nHTTP/2 404\n\n" + BODY, [(301, b""), (404, BODY)]),
        (re.sub(rb"(?m)^< ?(.*\n)", rb"< \1\1", MARKED) + BODY, [(301, b""), (404, BODY)]),
        (2 * (MARKED + b"HTTP/2 301\na: b\n\nHTTP/2 404\n\n{}\n"), 2 * [(301, b""), (404, b"{}")]),
        (
            MARKED + b"HTTP/2 301\na: b\n\nHTTP/2 404\n\n{}\n" + MARKED,
            [(301, b""), (404, b"{}"), (301, b""), (404, b"")],
        ),
    ],
)
def test_transcripts_in_one_file(text, found):
    """
    Only a status of curl -v that curl -i prints once more, before any body, is left out.
    """
    assert found == [(each[1], each[4]) for each in read(text)]


@pytest.mark.parametrize("first", ["HTTP/1.1 200 Connection established", "HTTP/1.1 102 Processing"])
def test_a_preamble_has_no_body(first):
    """
    A response that looks like an interim one is a response if it has a body.
    """
    text = f"{first}\nA: b\n\n%s\n\nHTTP/1.1 503 Service Unavailable\n\n"
    status = int(first[9:12])
    found = [(each[1], each[4]) for each in read(text.encode() % BODY)]
    assert [(status, BODY), (503, b"")] == found
    assert [503] == [each[1] for each in read(text.encode() % b"")]


def test_a_chain_of_redirects():
    """
    Every response of a chain is read, with its line.
    """
    text = (
        b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /c\r\n\r\nHTTP/2 404\r\n\r\n" + BODY
    )
    assert [(1, 301), (4, 302), (7, 404)] == [found[:2] for found in read(text)]


def test_packed_bodies():
    """
    A body that is still compressed is unpacked; one that curl unpacked already is taken as it is.
    """
    head = b"HTTP/1.1 404 Not Found\nContent-Encoding: gzip\n\n"
    assert BODY == read(head + gzip.compress(BODY))[0][4]
    assert BODY == read(head + BODY)[0][4]
    assert b"\x1f\x8bbroken" == read(head + b"\x1f\x8bbroken")[0][4]


@pytest.mark.parametrize(
    "text", [BODY, b" [1]", b'"x"', b"\xef\xbb\xbf{}", b"<html>HTTP/1.1 200 OK</html>", b"404 page not found", b"plain"]
)
def test_bare_bodies(text):
    """
    Whatever is no HTTP text is a bare body, with unknown headers and the given status.
    """
    [exchange] = items(text, 422)
    assert (None, 422, None, text) == (
        exchange.line,
        exchange.response.status_code,
        exchange.response.headers,
        exchange.response.content,
    )


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (b"", "input.empty", None),
        (b" \n\n", "input.empty", None),
        (b"HTTP/1.1 Not Found\n\n{}", "input.status-line", 1),
        (b"HTTP/1.1 4O4 Not Found\n\n{}", "input.status-line", 1),
        (b"HTTP/1.1 404 Not Found\nno colon here\n\n{}", "input.header", 2),
        (b"GET / HTTP/1.1\nHost: x\n\n", "input.no-response", None),
        (b"HTTP/1.1 100 Continue\n\nHTTP/1.1 9\n", "input.status-line", 3),
        (b"HTTP/1.1 404 Not Found\rA: b\r\r{}", "input.status-line", 1),
    ],
)
def test_malformed_texts(text, key, line):
    """
    A text that cannot be read says why, and in which line.
    """
    [error] = [item for item in items(text) if isinstance(item, Unreadable)]
    assert (key, line) == (error.key, error.line)


@pytest.mark.parametrize(
    "line",
    ["HTTP/1.1 4290 x", "HTTP/1.1 42 x", "HTTP/1.1", "HTTP/ 429 x", "http/1.1 429 x", " HTTP/2 Too Many Requests"],
)
def test_a_malformed_status_line_is_not_a_body(line):
    """
    A malformed status line is refused wherever it stands, and the response before it is read.
    """
    text = line.encode() + b"\n\n" + BODY
    [error] = items(text)
    assert ("input.status-line", 1) == (error.key, error.line)
    for end in (b"", b"\n{}\n"):
        first, error = items(b"HTTP/1.1 200 OK\n" + end + text)
        assert (200, "input.status-line") == (first.response.status_code, error.key)


def test_strangers_in_folders():
    """
    A file that nobody named is a response if it looks like one.
    """
    texts = (BODY, b"\n [1]", b"HTTP/1.1 404\n\n", b"$ curl x\nHTTP/2 200\n", b"interactions:\n- x\n")
    assert all(holds_response(stream(text)) for text in texts)
    strangers = (b"# Title\n", b"\x7fELF\x00", b"<html>", b"", b"name,status\n")
    assert not any(holds_response(stream(text)) for text in strangers)


def test_glued_answers():
    """
    An answer that follows a body without a line end is read for itself, with its line.
    """
    for status_line in (
        b"HTTP/1.1 500 Error",
        b"HTTP/1.1  500",
        b"HTTP/1.1 500\tError",
        b" HTTP/1.1 500",
        b"\tHTTP/2 500",
    ):
        text = b"HTTP/1.1 404 Not Found\n\n" + BODY + status_line + b"\n\n" + BODY
        assert [(1, 404, BODY), (3, 500, BODY)] == [(found[0], found[1], found[4]) for found in read(text)]


def test_quoted_answers():
    """
    A status line in a JSON string begins no response, such as when a gateway quotes one.
    """
    body = b'{"error": {"message": "HTTP/1.1 404 Not Found", "a": 1}}'
    text = b"HTTP/1.1 404 Not Found\n\n" + body + b"\n"
    assert [(1, body)] == [(found[0], found[4].rstrip()) for found in read(text)]
    assert 2 == len(read(text.replace(b'", "a": 1}}', b"")))


@pytest.mark.parametrize(
    "text",
    [
        b"    HTTP/1.1 404 Not Found\n    A: b\n\n    " + BODY + b"\n",
        b"\tHTTP/1.1 404 Not Found\n\tA: b\n\n\t" + BODY + b"\n",
        b"\x1b[1mHTTP/1.1 404 Not Found\x1b[0m\n\x1b[1mA\x1b[0m: b\n\n" + BODY,
        b"# Notes\n\n```http\nHTTP/1.1 404 Not Found\nA: b\n\n" + BODY + b"\n```\n\nThat was it.\n",
        b"HTTP/1.1 404 Not Found\nA: b\n\n" + BODY + b"\n\n###\nGET https://api.example.com/\n",
        b"HTTP/1.1 404 Not Found\nA: b\n\n" + BODY + b"\nmario@pc:~/x$ \n",
    ],
    ids=["indented", "indented by a tab", "in color", "fenced", "separated", "before a prompt"],
)
def test_pasted(text):
    """
    What is around an answer in a page, a terminal or a file of requests is not taken for its body.
    """
    assert [(404, (("A", "b"),), BODY)] == [(found[1], found[3], found[4]) for found in read(text)]


def test_the_host_of_the_request():
    """
    The lines of the request give the URL, from which the provider is known.
    """
    from errspec import check

    text = b"> GET /x HTTP/2\n> Host: integration.sibill.com\n>\n< HTTP/2 502\n<\n<html>"
    [exchange] = items(text)
    assert "https://integration.sibill.com/x" == exchange.response.url
    assert "sibill" == check(exchange.response).provider


@pytest.mark.parametrize(
    ("before", "status_line", "header"),
    [
        (b"\n" * 60_000, b"HTTP/1.1 404 Not Found", b"a: b"),
        (b"", b"HTTP/1.1 404 Not Found", b"a: b" + b" " * 300_000 + b"c"),
        (b"", b"HTTP/1.1 404 Not" + b" " * 300_000 + b"Found", b"a: b"),
        (b"> GET / HTTP/2\n" + b"\r" * 300_000 + b"x\n< HTTP/1.1 404 Not Found\n", b"HTTP/1.1 404 Not Found", b"a: b"),
    ],
    ids=["blank lines", "a header", "a reason", "a line of progress"],
)
def test_long_runs(before, status_line, header):
    """
    Very many blanks are read in one go.
    """
    [(_, status, _, _, content, _)] = read(before + status_line + b"\n" + header + b"\n\n" + BODY)
    assert (404, BODY) == (status, content)


def test_the_time_grows_with_the_lines_of_a_header():
    """
    Four times the lines on which a header goes on take at most about four times as long.
    """

    def seconds(count: int) -> float:
        text = b"HTTP/1.1 404 Not Found\nA: b\n" + (b" continued" + b"x" * 200 + b"\n") * count + b"\n{}"
        start = process_time()
        [exchange] = items(text)
        assert count == exchange.response.header("a").count("continued")
        return process_time() - start

    assert any(seconds(40_000) < 8 * seconds(10_000) for _ in range(3))


def test_the_time_grows_with_the_status_lines_on_one_line():
    """
    Four times the status lines without a line end between them take at most about four times as long.
    """

    def seconds(count: int) -> float:
        text = b"HTTP/1.1 200 OK\n\n" + b"}HTTP/1.1 200 " * count + b"\rX\n"
        start = process_time()
        assert items(text)
        return process_time() - start

    assert any(seconds(8_000) < 8 * seconds(2_000) + 0.05 for _ in range(3))


@pytest.mark.parametrize("line", [b"\n", b"\r\n", b"x\n", b"me@x.it\n", b"HTTP/ \n"], ids=repr)
def test_a_body_of_many_lines_needs_little_memory(tmp_path, line):
    """
    The lines of a body are not kept one by one.
    """
    if not STATUS.exists():
        unavailable(str(STATUS))
    path = tmp_path / "long.http"
    path.write_bytes(b"HTTP/1.1 404 Not Found\n\n" + line * (8 * 1024 * 1024 // len(line)))
    summary, memory = checked(path)
    assert "1 with errors" in summary
    assert memory < 100 * 1024  # KiB
