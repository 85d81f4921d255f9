"""
Recordings of every kind.
"""

from __future__ import annotations

import gc
import io
import json
import os
from pathlib import Path
from threading import Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errspec import CATALOG, Response, check
from errspec.cli.main import main
from errspec.recordings import Exchange, ReadingOptions, Unreadable, exchanges, holds_response, redacted
from errspec.recordings.redacting import Redactor
from tests.support.cases import ROOT
from tests.support.memory import STATUS, checked
from tests.support.recorded import KINDS, RECORDABLE, Sent, cassette, har, lines, sent
from tests.support.tools import unavailable


def read(content: bytes, **options) -> list[Exchange | Unreadable]:
    return list(exchanges(io.BufferedReader(io.BytesIO(content)), "f", ReadingOptions(**options)))


def verdicts(found: list[Exchange | Unreadable], provider: str | None) -> list[tuple[object, ...]]:
    reports = []
    for item in found:
        assert isinstance(item, Exchange), item
        report = check(item.response, provider)
        reports.append((report.provider, report.problem_type, report.is_error, report.findings))
    return reports


@pytest.mark.parametrize("provider", list(CATALOG.providers))
@pytest.mark.parametrize("kind", list(KINDS))
def test_same_findings_from_every_kind(kind, provider):
    """
    The responses of the suite get the same findings from every kind of recording.
    """
    chosen = [item for name, item in RECORDABLE if name == provider]
    assert len(chosen) > 100
    wanted = []
    for _, method, response in chosen:
        report = check(
            Response(response.status_code, response.headers, response.content, response.reason, method=method), provider
        )
        wanted.append((report.provider, report.problem_type, report.is_error, report.findings))
    found = read(KINDS[kind](chosen))
    assert len(chosen) == len(found)
    for one, other, item in zip(wanted, verdicts(found, provider), chosen, strict=True):
        assert one == other, item.response.content


@pytest.mark.parametrize("kind", list(KINDS))
def test_provider_by_host(kind):
    """
    The host of the request names the provider, whatever the response looks like.
    """
    page = Sent("https://INTEGRATION.sibill.com:443/x", "GET", Response(502, {"Content-Type": "text/html"}, "<html>"))
    [item] = read(KINDS[kind]([page]))
    report = check(item.response)
    assert ("sibill", "not-json") == (report.provider, report.findings[0].code)


bodies = st.text(max_size=60).filter(lambda text: "\r" not in text)
safe = bodies.filter(lambda text: not any(line.startswith(("HTTP/", "$ ", " ")) for line in text.split("\n")))


@given(
    st.lists(
        st.tuples(st.sampled_from([200, 302, 400, 403, 404, 422, 500]), safe.map(lambda text: "{" + text.lstrip())),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60)
def test_round_trips(items):
    """
    What is written to a recording is read from it again: status, headers and body.
    """
    chosen = [
        Sent(f"https://api.example.com/{n}", "GET", Response(status, [("A", "b"), ("A", "c")], body))
        for n, (status, body) in enumerate(items)
    ]
    for kind, write in KINDS.items():
        content = write(chosen)
        found = read(content)
        assert len(chosen) == len(found), (kind, content)
        for (url, method, response), item in zip(chosen, found, strict=True):
            other = item.response
            assert (response.status_code, url, method) == (other.status_code, other.url, other.method), kind
            assert response.content.rstrip() == other.content.rstrip(), kind
            assert "b, c" == other.header("a"), kind


def test_places():
    """
    An entry has its number and a line its number, in every kind.
    """
    chosen = [sent("sibill", Response(404, (), "{}"))] * 3
    assert ["f#1", "f#2", "f#3"] == [item.place for item in read(har(chosen))]
    assert ["f#1", "f#2", "f#3"] == [item.place for item in read(cassette(chosen))]
    assert ["f:1", "f:2", "f:3"] == [item.place for item in read(lines(chosen))]


def entry(status: int = 404, **content) -> dict:
    answer = {"status": status, "statusText": "", "headers": [], "content": content, "bodySize": -1}
    return {"request": {"method": "GET", "url": "https://shop.example.com/"}, "response": answer}


def archive(*entries: object) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def test_har_without_an_answer():
    """
    Status 0 is no answer at all.
    """
    [item] = read(archive(entry(0)))
    assert "open2b/no-answer" == str(check(item.response, "open2b").problem_type)


def test_har_without_the_body():
    """
    A body that was sent and not recorded is unknown; one of size 0 is empty.
    """
    unknown, empty = read(archive(entry(size=90, mimeType="application/json"), entry(size=0)))
    assert (None, b"") == (unknown.response.content, empty.response.content)
    assert () == check(unknown.response, "sibill").findings
    assert ["empty-body"] == [finding.code for finding in check(empty.response, "sibill").findings]


@pytest.mark.parametrize(
    ("content", "key", "at"),
    [
        (har([sent("sibill", Response(404, (), "{}"))])[:-30], "input.har", (None, None)),
        (b'{"log": {"entries": {}}}', "input.har-entries", (None, None)),
        (archive({"request": {}}), "input.entry", (None, 1)),
        (archive(entry(), 5, entry()), "input.entry", (None, 2)),
        *((archive(entry(text=text, size=9)), "input.entry", (None, 1)) for text in (5, False, {}, ["x"])),
        (b"interactions:\n- request: [\n", "input.cassette", (3, None)),
        (b"interactions: 5\n", "input.interactions", (None, None)),
        (b"interactions:\n- request: {}\n  response: {}\n", "input.entry", (None, 1)),
        (b"interactions:\n- response: !!python/object:os.system {}\n", "input.tag", (2, None)),
        (b"a: &a {x: 1}\ninteractions:\n- <<: [*a, *a]\n", "input.merge", (3, None)),
        (b'{"log": {"entries": []},\n"log": {"entries": []}}', "input.repeated", (2, None)),
        (archive(entry()).replace(b'"entries": [', b'"entries": [],\n"entries": ['), "input.repeated", (2, None)),
        (archive(entry(), entry()).replace(b'"content"', b'"status": 200,\n"content"'), "input.repeated", (1, None)),
        (b"interactions: []\ninteractions: []\n", "input.repeated", (2, None)),
        (b"interactions:\n- request: {}\n  response: {body: x, body: y}\n", "input.repeated", (3, None)),
        (b'{"interactions": [],\n"interactions": []}', "input.repeated", (2, None)),
        (b'{"status": 404}\n{"status": 404, "body": {}, "body": 1}\n', "input.repeated", (2, None)),
        (b'{"status": 404}\nbroken\n{"status": 404}\n', "input.line", (2, None)),
        (b'{"status": 404}\n{"state": 404}\n', "input.no-status", (2, None)),
        (b'{"status": 404}\n[1]\n', "input.no-status", (2, None)),
    ],
)
def test_what_cannot_be_read_is_named(content, key, at):
    """
    A recording, an entry or a line that cannot be read is named with its place, and the rest is read.
    """
    broken = [item for item in read(content) if isinstance(item, Unreadable)]
    assert [(key, *at)] == [(item.key, item.line, item.entry) for item in broken]


CASSETTE = """interactions:
- request: {uri: "https://integration.sibill.com/x", method: GET}
  response:
    headers: {Content-Type: [application/json]}
    status: %s
    body: %s
"""


@pytest.mark.parametrize(
    ("status", "body", "key", "at"),
    [
        *(
            ("{code: 404}", body, "input.entry", (None, 1))
            for body in ("{string: 5}", "{string: [1]}", "{string: {a: 1}}")
        ),
        *(
            ("{code: 404}", body, "input.entry", (None, 1))
            for body in ("{string: 2020-01-01}", "[1]", "{base64_string: '#'}")
        ),
        *(
            (f"{{code: {code}}}", "x", "input.entry", (None, 1))
            for code in ("0x" + "F" * 5000, "-1", "404.5", "1.0e+999")
        ),
        *(
            (f"{{code: {code}}}", "x", "input.entry", (None, 1))
            for code in ("true", "[1]", "1000", "2020-01-01", "9" * 4000, "6:41", "!!int 6:41", "6" + ":00" * 50_000)
        ),
        *(
            (f"{{code: {code}}}", "x", "input.cassette", (5, None))
            for code in ("!!timestamp x", '!!int ""', "!!float x")
        ),
        ("{code: 404}", "!!bool x", "input.cassette", (6, None)),
        ("{code: 404}", "!!binary x", "input.cassette", (6, None)),
        ("{code: !!python/name:os.system x}", "x", "input.tag", (5, None)),
    ],
)
def test_odd_values_of_cassettes(status, body, key, at):
    """
    A cassette with a value of another type is refused with the place of the value.
    """
    [item] = read((CASSETTE % (status, body)).encode())
    assert isinstance(item, Unreadable)
    assert (key, at) == (item.key, (item.line, item.entry))


@pytest.mark.parametrize(
    "status", ["1e999", "NaN", "-Infinity", "null", "[]", "true", "404.5", "-1", "1" + "0" * 5000, "1000"]
)
def test_odd_statuses(status):
    """
    What is no status is refused in an archive and in a line, and by a response.
    """
    before = '{"log":{"entries":[{"request":{"method":"GET","url":"/"},"response":{"headers":[],"status":'
    archive = f"{before}{status}}}}}]}}}}"
    [item] = read(archive.encode())
    assert ("input.entry", 1) == (item.key, item.entry)
    _, item = read(f'{{"status": 404}}\n{{"status": {status}}}\n'.encode())
    assert ("input.no-status", 2) == (item.key, item.line)


@pytest.mark.parametrize("status", [10**5000, -1, 1000], ids=["long", "negative", "four digits"])
def test_a_status_has_three_digits(status):
    """
    A response refuses other numbers with a sentence, however long they are.
    """
    with pytest.raises(ValueError, match="three digits"):
        Response(status)


def test_aliases_in_a_value_are_limited():
    """
    Aliases that multiply values are refused before anything looks at them.
    """
    levels = "".join(f", &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))
    [item] = read((CASSETTE % (f"[&a0 x{levels}]", "x")).encode())
    assert ("input.cassette", 5) == (item.key, item.line)
    assert "aliases" in item.facts["reason"]


def test_a_bomb_of_aliases_is_harmless():
    """
    Nested aliases are neither expanded nor counted beyond the limit.
    """
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    found = read(f"a0: &a0 lol\n{levels}interactions: *a39\n".encode())
    assert all(isinstance(item, Unreadable) for item in found)


def test_lines_with_a_map():
    """
    A map says where an access log has the parts of a response.
    """
    row = {"time": 1, "http": {"response": {"code": "429", "headers": {"Retry-After": "soon"}, "body": {"errors": []}}}}
    fields = {
        "status": ("http", "response", "code"),
        "headers": ("http", "response", "headers"),
        "body": ("http", "response", "body"),
    }
    [item] = read(json.dumps(row).encode(), fields=fields)
    codes = {finding.code for finding in check(item.response, "sibill").findings}
    assert {"malformed-header", "schema"} == codes


@pytest.mark.parametrize(
    ("field", "path", "found"),
    [
        ("status", "cod", [("input.no-status", 1), ("input.no-status", 2)]),
        ("body", "bodi", [1, 2, ("input.unmapped", None)]),
        ("body", "b", [1, 2]),
        ("status", "code", [1, 2]),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_a_map_that_fits_no_line(field, path, found, count):
    """
    A place that no line has is named, whether the log has one line or more.
    """
    content = b'{"code": 404, "body": {}}\n{"code": 404, "b": {}}\n'
    content = content if count == 2 else content.splitlines()[1]
    fields = {"status": ("code",), field: (path,)}
    read_ = [
        item.line if isinstance(item, Exchange) else (item.key, item.line) for item in read(content, fields=fields)
    ]
    assert [each for each in found if each not in (2, ("input.no-status", 2)) or count == 2] == read_


@pytest.mark.parametrize("index", ["00", "\u0660", "9" * 5000, "1", "-0", "0 "], ids=lambda index: index[:9])
def test_a_map_to_what_is_not_there(index):
    """
    A token that is not the index of an item leads nowhere, so the body is unknown and the place is named.
    """
    item, unmapped = read(b'{"status": 404, "l": [{"x": NaN}]}\n', fields={"body": ("l", index)})
    assert item.response.content is None
    assert "input.unmapped" == unmapped.key


def test_a_repeated_key_on_the_way_to_a_field():
    """
    A key that is repeated elsewhere in a line, or within a body, stops nothing.
    """
    line = b'{"a": [{"s": 404, "b": {"x": 1, "x": 2}, "c": 1, "c": 2}], "m": 1, "m": 2%s}\n'
    fields = {"status": ("a", "0", "s"), "body": ("a", "0", "b")}
    first, second = read(line % b"" + line % b', "a": [{"s": 200}]', fields=fields)
    assert b'{"x": 1, "x": 2}' == first.response.content
    assert ("input.repeated", 2, "a") == (second.key, second.line, second.facts["found"])


def test_one_rule_for_all_lines():
    """
    A byte that is not UTF-8 hides no log, wherever it stands.
    """
    line = b'{"status": 404, "body": {"a": "%s"}}\n'
    for content in (line % b"\xff" + line % b"x", line % b"x" + line % b"\xff"):
        assert [(1, 404), (2, 404)] == [(item.line, item.response.status_code) for item in read(content)]


def test_lines_of_a_log_without_bodies():
    """
    A log without bodies and headers tells of nothing that it does not know.
    """
    [item] = read(b'{"status": 429, "path": "/x"}\n')
    assert (None, None) == (item.response.content, item.response.headers)
    assert () == check(item.response, "sibill").findings


def test_lines_without_bodies_name_what_may_have_been_sent():
    """
    Where the body is unknown, the general type of the status has its causes as candidates; a header decides.
    """
    log = b'{"status": 403}\n{"status": 403, "headers": {}}\n{"status": 403, "headers": {"Retry-After": "9"}}\n'
    names = []
    for item in read(log):
        report = check(item.response, "fattureincloud")
        names.append([str(candidate).partition("/")[2] for candidate in report.candidates])
    every = ["license-expired", "quota-exceeded", "permission-denied"]
    assert [every, every, []] == names
    assert "fattureincloud/quota-exceeded" == str(report.problem_type)


def test_mixed_line_ends():
    """
    Lines may end in CRLF or LF, be empty, begin with a byte order mark, and the last one needs no end.
    """
    found = read(b'\xef\xbb\xbf{"status": 404}\r\n\n{"status": 500}\n\r\n{"status": 503}')
    assert [404, 500, 503] == [item.response.status_code for item in found]
    assert [1, 3, 5] == [item.line for item in found]


def test_a_body_that_is_one_line():
    """
    A body on a line of its own is no log, even where it has a member status.
    """
    [item] = read(b'{"status":"error","error":{"field":"a","type":"Missing","description":"b"}}\n')
    assert (None, None) == (item.line, item.response.status_code)


class Pieces(io.RawIOBase):
    """
    A pipe whose other end writes in pieces.
    """

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = [piece for piece in pieces if piece]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._pieces:
            return 0
        piece = self._pieces[0][: len(buffer)]
        self._pieces[0] = self._pieces[0][len(piece) :]
        if not self._pieces[0]:
            del self._pieces[0]
        buffer[: len(piece)] = piece
        return len(piece)


def short_recordings() -> dict[str, bytes]:
    """
    The files in tests/recordings, and two responses in every kind of recording.
    """
    files = {path.name: path.read_bytes() for path in sorted((ROOT / "tests" / "recordings").iterdir())}
    two = [item for name, item in RECORDABLE if name == "sibill"][:2]
    return {**files, **{kind: write(two) for kind, write in KINDS.items()}}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in short_recordings().items()])
def test_pieces_change_nothing(content):
    """
    A recording that arrives in two pieces is read as one from a file, wherever it is cut.
    """
    wanted = list(map(vars_of, read(content)))
    for cut in range(len(content)):
        found = exchanges(Pieces(content[:cut], content[cut:]), "f", ReadingOptions())
        assert wanted == list(map(vars_of, found)), cut


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_an_input_that_does_not_block_is_read_to_its_end():
    """
    A pipe that does not block is read until it is closed.
    """
    content = b'HTTP/1.1 200 OK\n\n{"data":[]}\nHTTP/1.1 429 Too Many Requests\n\n{}'
    for cut in (0, 20, len(content)):
        source, sink = os.pipe()
        os.set_blocking(source, False)
        os.write(sink, content[:cut])
        writer = Timer(0.1, lambda sink=sink, rest=content[cut:]: (os.write(sink, rest), os.close(sink)))
        writer.start()
        with open(source, "rb") as file:
            found = list(exchanges(file, "f", ReadingOptions()))
        writer.join()
        assert read(content) == found


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_an_encoding_changes_nothing(kind, encoding):
    """
    A byte order mark and another encoding, as Windows writes them, hide no recording.
    """
    content = KINDS[kind]([item for name, item in RECORDABLE if name == "sibill"][:2])
    plain = [vars_of(item) for item in read(content)]
    encoded = content.decode().encode(encoding)
    assert plain == [vars_of(item) for item in read(encoded)]
    assert plain == [vars_of(item) for item in exchanges(Pieces(encoded[:3], encoded[3:]), "f", ReadingOptions())]
    assert holds_response(io.BytesIO(encoded))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_redacted_files_keep_their_encoding(kind, encoding):
    """
    A secret is replaced in every encoding, and nothing else changes.
    """
    content = KINDS[kind]([sent("sibill", Response(404, {"Authorization": f"Bearer {'k3Y' * 9}"}, "{}"))])
    before, after = redacted(io.BytesIO(content), Redactor(), ReadingOptions())
    assert before != after
    text = "\ufeff" + content.decode()
    assert redacted(io.BytesIO(text.encode(encoding)), Redactor(), ReadingOptions()) == (
        text.encode(encoding),
        f"\ufeff{after.decode()}".encode(encoding),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_two_byte_order_marks_are_named(kind, encoding):
    """
    A file with two byte order marks is refused, as it is by other programs, and does not pass for a body.
    """
    text = KINDS[kind]([sent("sibill", Response(404, (), "{}"))]).decode()
    content = f"\ufeff\ufeff{text}".encode(encoding)
    assert ["input.marks"] == [item.key for item in read(content)]
    assert holds_response(io.BytesIO(content))
    with pytest.raises(Unreadable, match=r"input\.marks"):
        redacted(io.BytesIO(content), Redactor(), ReadingOptions())


def test_a_text_that_ends_within_a_character():
    """
    A recording in UTF-16 that was cut within a character is refused and is not taken for a body.
    """
    assert ["input.unreadable"] == [item.key for item in read("HTTP/1.1 404 Not Found\n\n{}".encode("utf-16")[:-1])]


@pytest.mark.parametrize("padding", [10, 65_500, 70_000, 200_000])
def test_members_may_stand_in_any_order(padding):
    """
    An archive and the file of a mock tool are recognized however much stands before their own members.
    """
    mapping = {"request": {"url": "/x"}, "response": {"status": 404, "body": "{}"}}
    for own in ({"mappings": [mapping]}, json.loads(archive(entry(404)))):
        content = json.dumps({"padding": "x" * padding, **own}).encode()
        for pieces in ((content,), (content[:100], content[100:])):
            [item] = exchanges(Pieces(*pieces), "f", ReadingOptions())
            assert (404, 1) == (item.response.status_code, item.entry)


@pytest.mark.parametrize("members", [{"log": {"x": 1}}, {"log": {"entries": 5}}, {"a": {"log": {"entries": []}}}])
def test_a_long_body_with_a_log_is_a_body(members):
    """
    A member of a long body does not make it an archive.
    """
    content = json.dumps({"padding": "x" * 70_000, **members}).encode()
    [item] = read(content)
    assert (content, None) == (item.response.content, item.response.headers)


def vars_of(item: Exchange | Unreadable) -> object:
    return item if isinstance(item, Exchange) else (item.key, item.line, item.entry, item.facts)


@pytest.mark.parametrize("size", [5_000, 70_000, 200_000])
@pytest.mark.parametrize("options", [{}, {"fields": {"status": ("code",)}}], ids=["plain", "mapped"])
def test_a_long_first_line_is_read_whole(size, options):
    """
    Lines are recognized however long the first one is, and in whatever pieces it arrives.
    """
    name = "code" if options else "status"
    line = json.dumps({"body": "x" * size, name: 404}).encode() + b"\n"
    for content in (line, line.strip(), line + line):
        for cut in (1, 4_096, 65_536):
            found = list(exchanges(Pieces(content[:cut], content[cut:]), "f", ReadingOptions(**options)))
            assert [404] * len(content.splitlines()) == [item.response.status_code for item in found]


@pytest.mark.parametrize(
    "body",
    [
        '{"a":1e999}',
        '{"a":1,"a":2}',
        '{"a":NaN}',
        '{"a":12345678901234567890123}',
        '{"a":NaN,"b":1' + "0" * 5000 + "}",
        '{"a":"\\ud800"}',
        "[1.0, 1e2]",
        "{}",
    ],
)
def test_a_body_in_a_line_is_judged_as_a_file(body):
    """
    A body that is a value in a line of JSON gets the findings that it gets as text, in spite of what parsers drop.
    """
    alone = check(Response(200, (), body.encode()), "sibill")
    for line in (
        f'{{"status": 200, "headers": {{}}, "body": {body}}}',
        f'{{"status":200,"headers":{{}},"body":{body}}}',
    ):
        for _ in range(10):  # the fast parser waits for some bodies
            [item] = read(line.encode())
            assert alone.findings == check(item.response, "sibill").findings
            one, other = (json.loads(text, parse_constant=str, parse_int=str) for text in (body, item.response.content))
            assert one == other


def test_long_lines_are_passed_over():
    """
    A line over the limit is named and not kept in memory.
    """
    content = b'{"status": 404}\n{"status": 404, "body": "' + b"x" * 5000 + b'"}\n{"status": 500}\n'
    first, broken, last = read(content, longest=1000)
    assert (404, 2, 500, 3) == (first.response.status_code, broken.line, last.response.status_code, last.line)


def test_many_broken_lines_are_counted(tmp_path, capsys):
    """
    Of many broken lines the first are named and the rest counted.
    """
    path = tmp_path / "log.ndjson"
    path.write_text('{"status": 404}\n' + "broken\n" * 50)
    assert 2 == main(["check", str(path)])
    out, err = capsys.readouterr()
    assert 11 == len(err.splitlines())
    assert "and 40 more in this file" in err
    assert "1 response" in out


def test_memory_stays_flat(tmp_path):
    """
    Twenty times the lines need no more memory.
    """
    if not STATUS.exists():
        unavailable(str(STATUS))
    good = json.dumps({"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"data": ["x" * 200]}})
    bad = json.dumps({"status": 404, "body": {"errors": [{"code": 5}]}})

    def peak(count: int) -> int:
        path = tmp_path / "log.ndjson"
        with path.open("w") as file:
            for _ in range(count):
                file.write(f"{good}\n{bad}\nbroken\n")
        summary, memory = checked(path)
        assert f"{count} that are not errors" in summary
        return memory

    few, many = peak(1_000), peak(20_000)
    assert many - few < 4 * 1024  # KiB


def test_cassette_of_vcrpy(tmp_path):
    """
    What vcrpy itself records is read, in both of its forms.
    """
    try:
        import requests
        import vcr
    except ImportError:
        unavailable("vcrpy and requests")
    from tests.support.server import serving

    with serving() as base:
        for form in ("yaml", "json"):
            path = tmp_path / f"cassette.{form}"
            with vcr.VCR(serializer=form, record_mode="all").use_cassette(str(path)):
                requests.get(f"{base}/sibill/404", timeout=5)
                requests.get(f"{base}/sibill/gzip", timeout=5)
            found = read(path.read_bytes())
            assert [404, 400] == [item.response.status_code for item in found]
            types = [str(check(item.response, "sibill").problem_type) for item in found]
            assert ["sibill/not-found", "sibill/field-invalid"] == types
    gc.collect()


@pytest.mark.parametrize(
    "content", [b"interactions: []\n", b'{"log": {"entries": []}}', b"HTTP/1.1 100 Continue\r\n\r\n"]
)
def test_a_recording_without_a_response_says_so(tmp_path, capsys, content):
    """
    A recording without a response is named if it was asked for, counted if it is in a folder, and stops nothing.
    """
    (tmp_path / "a").write_bytes(content)
    assert 2 == main(["check", str(tmp_path / "a")])
    assert "a: it contains no response to check" in capsys.readouterr().err
    (tmp_path / "b").write_bytes(b"HTTP/1.1 200 OK\n\n{}")
    assert 0 == main(["check", str(tmp_path / "a"), str(tmp_path / "b")])
    capsys.readouterr()
    assert 0 == main(["check", str(tmp_path)])
    assert "1 file in a folder contains no response" in capsys.readouterr().out


def test_url_filter(tmp_path, capsys):
    """
    Only requests whose URL fits a pattern are checked.
    """
    path = tmp_path / "a.har"
    path.write_bytes(har([sent("sibill", Response(404, (), "{}")), sent("open2b", Response(404, (), "x"))]))
    assert 1 == main(["check", str(path)])
    assert 0 == main(["check", "--provider", "open2b", "--url-filter", "https://shop.*", str(path)])
    assert "1 response: 1 documented error" in capsys.readouterr().out


def test_fail_on_and_baseline(tmp_path, capsys, monkeypatch):
    """
    Known drift is accepted by a baseline, new drift is not; --fail-on says what lets the command fail.
    """
    monkeypatch.chdir(tmp_path)
    old = '{"errors":[{"code":"new","detail":"d","title":"t"}]}'
    Path("a.har").write_bytes(har([sent("sibill", Response(404, (), old))]))
    assert 0 == main(["check", "a.har"])
    assert 1 == main(["check", "--fail-on", "drift", "a.har"])
    assert 0 == main(["check", "--write-baseline", "known.json", "a.har"])
    assert 0 == main(["check", "--fail-on", "drift", "--baseline", "known.json", "a.har"])
    assert "1 finding is accepted by the baseline." in capsys.readouterr().out
    again = '{"errors":[{"code":"x","detail":"d","title":"t"},{"code":"new","detail":"d","title":"t","more":1}]}'
    Path("b.har").write_bytes(har([sent("sibill", Response(404, (), again))]))
    assert 1 == main(["check", "--fail-on", "drift", "--baseline", "known.json", "b.har"])
    assert "undocumented-member" in capsys.readouterr().out
    Path("c.har").write_bytes(har([sent("sibill", Response(404, (), "{}"))]))
    assert 1 == main(["check", "--baseline", "known.json", "c.har"])
    assert 0 == main(["check", "--fail-on", "never", "c.har"])
    Path("bad.json").write_text("[]")
    for name in ("bad.json", "none.json"):
        assert 2 == main(["check", "--baseline", name, "a.har"])
    assert 2 == main(["check", "--write-baseline", "no/such/folder.json", "a.har"])


def test_an_archive_that_is_nested_too_deeply():
    """
    The reason is a sentence of errspec, not of Python.
    """
    [broken] = read(b'{"log": {"entries": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}")
    assert ("input.har", "its values are nested too deeply") == (broken.key, broken.facts["reason"])


def test_a_baseline_replaces_no_recording(tmp_path, monkeypatch, capsys):
    """
    A baseline is not written over an input, whatever its name and wherever it is, unless that is an earlier baseline.
    """
    monkeypatch.chdir(tmp_path)
    folder = Path("recordings")
    folder.mkdir()
    recording, link, known = folder / "a.har", folder / "b.har", folder / "known.json"
    recording.write_bytes(har([sent("sibill", Response(404, (), "{}"))]))
    link.symlink_to(recording.name)
    content = recording.read_bytes()
    for target, source in ((recording, recording), (link, recording), (recording, folder)):
        assert 2 == main(["check", "--write-baseline", str(target), str(source)])
        assert (
            "",
            f"errspec: The baseline would replace the recording {target}; choose another file for --write-baseline.\n",
        ) == capsys.readouterr()
    for _ in range(2):
        assert 1 == main(["check", "--write-baseline", str(known), str(folder)])
    assert content == recording.read_bytes()
    assert json.loads(known.read_bytes())["accepted"]


def test_baseline_is_as_described(tmp_path):
    """
    A baseline is what its schema says.
    """
    from jsonschema import Draft202012Validator

    from errspec.catalog.datafiles import meta_registry

    path = tmp_path / "known.json"
    main(["check", "--write-baseline", str(path), str(ROOT / "tests" / "recordings")])
    schema = {"$ref": "https://errspec.example/v1/meta/baseline.schema.json"}
    document = json.loads(path.read_text())
    assert document["accepted"]
    Draft202012Validator(schema, registry=meta_registry()).validate(document)


def test_binary_files(tmp_path, capsys):
    """
    A binary file among recordings stops nothing.
    """
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "b.har").write_bytes(har([sent("sibill", Response(404, (), "{}"))]))
    assert 1 == main(["check", str(tmp_path)])
    assert "1 file in a folder contains no response" in capsys.readouterr().out


def test_a_body_in_utf_16_stays_as_it_is():
    """
    A word that files of mock tools have does not make a body one of them, and its bytes are checked as they came.
    """
    content = '{"request": 1, "error": "x"}'.encode("utf-16")
    [exchange] = exchanges(io.BytesIO(content), "", ReadingOptions())
    assert isinstance(exchange, Exchange)
    assert content == exchange.response.content
