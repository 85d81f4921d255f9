"""
Recordings of every kind without credentials and personal data.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from random import Random
from string import ascii_letters, digits
from time import process_time
from typing import Any

import pytest
import yaml

from errspec import CATALOG, Response, check
from errspec.recordings import Exchange, ReadingOptions, Unreadable, exchanges, redacted
from errspec.recordings.redacting import Redactor
from tests.support.cases import ROOT
from tests.support.recorded import KINDS, RECORDABLE, Sent, har, lines
from tests.support.secrets import SHORTEST, responses, texts

PLACES = ("code", "session", "key", "token", "mail", "iban", "password", "pin")


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: import_module("brotli").compress(body),
    "zstd": lambda body: import_module("zstandard").ZstdCompressor().compress(body),
}


def secrets(random: Random) -> dict[str, str]:
    """
    A secret for each place.
    """

    def word(size: int) -> str:
        return random.choice(ascii_letters) + "".join(random.choices(ascii_letters + digits, k=size)) + "7"

    found = {name: word(18) for name in PLACES}
    pin = str(random.randrange(20_000, 99_999))
    return {**found, "mail": f"{word(6)}@example.org", "iban": "IT60X05428" + pin + "000000123456", "pin": pin}


def plant(sent: Sent, values: dict[str, str]) -> Sent:
    """
    A request and an answer with values in the URL, in headers and in the body.
    """
    body = sent.response.content or b""
    if body.lstrip()[:2] not in (b"", b"{}") and body.lstrip()[:1] == b"{":
        inner = json.dumps(json.dumps({"refresh_token": values["token"], "a": "\u00e8"}))
        members = (
            f'"access_token": "{values["token"]}", "user": {{"e-mail": "{values["mail"]}", "pin": {values["pin"]}}},'
            f'"note": "Caf\\u00e9\\/: the password is {values["password"]}. IBAN {values["iban"]}", "sent": {inner},'
        )
        body = body.replace(b"{", b"{" + members.encode(), 1)
    headers = [
        *(sent.response.headers or ()),
        ("Set-Cookie", f"sid={values['session']}; Path=/; HttpOnly"),
        ("X-Api-Key", values["key"]),
        ("Content-Length", str(len(body))),
    ]
    status, reason = sent.response.status_code, sent.response.reason
    return Sent(f"{sent.url}&code={values['code']}", sent.method, Response(status, headers, body, reason))


def redact(content: bytes, redactor: Redactor | None = None) -> bytes:
    old, new = redacted(io.BufferedReader(io.BytesIO(content)), redactor or Redactor(), ReadingOptions())
    assert content == old
    return new


@cache
def unaffected(provider: str) -> list[Sent]:
    """
    The responses of the suite in which nothing looks like a secret.
    """
    chosen = [sent for name, sent in RECORDABLE if name == provider]
    return [sent for sent in chosen if redact(lines([sent])) == lines([sent])]


def verdicts(content: bytes, provider: str | None = None) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for item in exchanges(io.BufferedReader(io.BytesIO(content)), "f", ReadingOptions()):
        if isinstance(item, Exchange):
            report = check(item.response, provider)
            findings = [(finding.code, finding.severity, finding.header) for finding in report.findings]
            found.append((report.provider, report.problem_type, report.is_error, findings))
        else:
            found.append((item.key, item.line, item.entry))
    return found


def comparable(content: bytes) -> Any:
    """
    What has to be the same: all bytes, or the values of YAML, whose lines are folded by their length.

    The planted Content-Length is not that of packed bodies.
    """
    if not content.startswith(b"interactions:"):
        return content
    document = yaml.safe_load(content)
    for interaction in document["interactions"]:
        body = interaction["response"]["body"]
        if isinstance(body["string"], bytes):
            body["string"] = gzip.decompress(body["string"])
            del interaction["response"]["headers"]["Content-Length"]
    return document


@pytest.mark.parametrize("provider", list(CATALOG.providers))
@pytest.mark.parametrize("kind", list(KINDS))
def test_planted_secrets(kind, provider):
    """
    Secrets are replaced, whatever else there is stays byte for byte, sizes follow, and the verdicts are the same.
    """
    random, write, clean = Random(5), KINDS[kind], unaffected(provider)
    assert len(clean) > 100
    planted = [secrets(random) for _ in clean]
    content = write(map(plant, clean, planted))
    redactor = Redactor()
    new = redact(content, redactor)
    chosen = [{name: redactor.replacements.of(value) for name, value in values.items()} for values in planted]
    expected = write(map(plant, clean, chosen))
    assert comparable(expected) == comparable(new)
    for values in planted:
        for name, value in values.items():
            assert value.encode() not in new, name
    assert verdicts(content) == verdicts(new)
    assert verdicts(content, provider) == verdicts(new, provider)
    again = Redactor()
    assert new == redact(new, again)
    assert not again.count


@pytest.mark.parametrize("kind", ["har of a proxy", "cassette", "lines", "transcript"])
def test_the_time_grows_with_the_recording(kind):
    """
    Four times the responses, each with secrets of its own, take at most about four times as long.
    """
    random = Random(5)
    small, large = (
        KINDS[kind]([plant(sent, secrets(random)) for sent in (unaffected("sibill") * 9)[:number]])
        for number in (50, 200)
    )
    assert any(seconds(large) < 8 * seconds(small) for _ in range(5))


def seconds(content: bytes) -> float:
    start = process_time()
    redact(content)
    return process_time() - start


@pytest.mark.parametrize("kind", list(KINDS))
def test_texts_of_the_suite(kind):
    """
    No secret of the suite is left anywhere in a recording, the verdicts are the same, and nothing is replaced twice.
    """
    for text, hidden, personal in texts():
        sent = [Sent("https://api-v2.fattureincloud.it/c/1", "GET", response) for response in responses(text)]
        content = KINDS[kind](sent)
        new = redact(content)
        for item in exchanges(io.BytesIO(new), "f", ReadingOptions()):
            assert isinstance(item, Exchange)
            shown = repr(tuple(item.response)) + (item.response.content or b"").decode("utf-8", "replace")
            assert [] == [value for value in hidden + personal if len(value) >= SHORTEST and value in shown], text
        assert verdicts(content) == verdicts(new), text
        assert new == redact(new)


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "recordings").iterdir()), ids=lambda path: path.name)
def test_recordings_of_the_repository(path):
    """
    The recordings that are in the repository keep their verdicts; only the credential of one is replaced.
    """
    content = path.read_bytes()
    new = redact(content)
    assert content.replace(b"Bearer EXAMPLE", b"Bearer REDACTED-1") == new
    assert verdicts(content) == verdicts(new)


def entry(body: bytes, coding: str) -> bytes:
    """
    A HAR with a body that is packed, as a proxy writes it.
    """
    headers = [("Content-Encoding", coding), ("content-length", str(len(body))), ("Content-Type", "application/json")]
    return har([Sent("https://api-v2.fattureincloud.it/c/1", "GET", Response(401, headers, body))], encode=True)


def test_damaged_bodies_are_refused():
    """
    A secret in a later member of a body is found, and a body that cannot be decoded is refused with its entry.
    """
    members = gzip.compress(b'{"error": "x"}') + gzip.compress(b'{"token": "hunter2hunter2"}')
    [item] = exchanges(io.BytesIO(redact(entry(members, "gzip"))), "f", ReadingOptions())
    assert item.response.content == b'{"error": "x"}{"token": "REDACTED-1"}'
    with pytest.raises(Unreadable, match=r"input\.damaged") as error:
        redact(entry(gzip.compress(b"{}") + b"junk", "gzip"))
    assert error.value.entry == 1


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, br"])
def test_packed_bodies(coding):
    """
    A packed body is packed again, and the sizes in the recording are those of the new one.
    """
    body = json.dumps({"error": "invalid_token", "access_token": "hunter2hunter2"}).encode()
    for name in coding.split(", "):
        body = PACKERS[name](body)
    new = redact(entry(body, coding))
    document = json.loads(new)["log"]["entries"][0]["response"]
    packed = base64.b64decode(document["content"]["text"])
    assert len(packed) == document["content"]["size"] == int(document["headers"][2]["value"])
    [item] = exchanges(io.BytesIO(new), "f", ReadingOptions())
    assert {"error": "invalid_token", "access_token": "REDACTED-1"} == json.loads(item.response.content)


def test_same_value_in_different_places():
    """
    The same value is replaced by the same one: in headers, cookies, parameters, forms and JSON, in all files of a run.
    """
    secret, mail = "hunter2hunter2", "mario.rossi@example.org"
    request = {
        "method": "POST",
        "url": f"https://a.example/{secret}/?code={secret}&login={mail.replace('@', '%40')}",
        "headers": [
            {"name": "Authorization", "value": f"Bearer {secret}"},
            {"name": "Cookie", "value": f"a={secret}; b=other"},
            {"name": "Content-Length", "value": "50"},
        ],
        "headersSize": 200,
        "_transferSize": 250,
        "cookies": [{"name": "a", "value": secret, "path": "/", "expires": "2026-03-20T09:12:44.000Z"}],
        "queryString": [{"name": "code", "value": secret}],
        "postData": {
            "text": f"grant_type=password&password={secret}&user=x",
            "params": [{"value": secret, "name": "password"}],
        },
        "bodySize": 50,
    }
    answer = {
        "status": 200,
        "headers": [],
        "content": {"text": json.dumps({"x": f"no {secret}", "token": secret, "e": mail}), "size": 1},
    }
    archive = json.dumps({"log": {"entries": [{"request": request, "response": answer}]}}).encode()
    redactor = Redactor()
    new = redact(archive, redactor)
    expected = archive.replace(b"b=other", b"b=REDACTED-2").replace(secret.encode(), b"REDACTED-1")
    expected = expected.replace(b"mario.rossi@example.org", b"redacted-1@example.com")
    expected = expected.replace(b"mario.rossi%40example.org", b"redacted-1%40example.com")
    expected = expected.replace(b'"headersSize": 200', b'"headersSize": 197')
    expected = expected.replace(b'"_transferSize": 250', b'"_transferSize": 243')
    expected = expected.replace(b'"bodySize": 50', b'"bodySize": 46').replace(b'"value": "50"', b'"value": "46"')
    assert expected == new
    assert b"X-Api-Key: REDACTED-2" in redact(b"HTTP/1.1 200 OK\nX-Api-Key: other\n\n{}", redactor)


TRANSCRIPT = """\
$ curl -v 'https://a.example/?code=hunter2hunter2'
*   Trying 192.0.2.10:443...
> POST /oauth/token?code=hunter2hunter2 HTTP/1.1
> Host: a.example
> \x1b[1mAuthorization\x1b[0m: Basic dTpodW50ZXIy
> Cookie: a=first;
>  b=second
>
< HTTP/1.1 401 the token hunter2hunter2 expired
< Set-Cookie: a=first; Path=/
< Content-Length: 42
<
{"token": "hunter2hunter2", "pin":  12345}
* Connection #0 to host a.example left intact
""".replace("\n", "\r\n")


def test_transcript():
    """
    The lines of HTTP text keep their marks and their ends.
    """
    expected = (
        TRANSCRIPT.replace("hunter2hunter2", "REDACTED-1")
        .replace("dTpodW50ZXIy", "REDACTED-2")
        .replace("first", "REDACTED-3")
        .replace("second", "REDACTED-4")
        .replace("12345", "10001")
    )
    assert expected == redact(TRANSCRIPT.encode()).decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"a": 1, "password": "x\\/y\\u00e8", "b": "\\/"}', '{"a": 1, "password": "REDACTED-1\\u2026", "b": "\\/"}'),
        (
            '{"password": 12345678.5, "pin": null, "otp": [true, 7]}',
            '{"password": 10000000.1, "pin": null, "otp": [true, 1]}',
        ),
        ('{"mario@example.org": ["\\ud83c\\udf55 mario@example.org"]}', None),
        ('{"a": "x", "password": "hunter2', '{"a": "x", "password": "REDACTED-1'),
        ('{"a": {"token": hunter2hunter2}}', '{"a": {"token": REDACTED-1}}'),
        ('{"id": "6f1b2c3d-0000-4abc-8def-1234567890ab"}', '{"id": "00000000-0000-4000-8000-000000000001"}'),
        ('["\\"hunter22\\" is not the password"]', '["\\"REDACTED-1\\" is not the password"]'),
        ('["password", "two words"]', '["password", "REDACTED-1"]'),
        ('{"password": ["is required", "two words"]}', '{"password": ["is required", "REDACTED-1"]}'),
        (
            '{"a": "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0\\n-----END PRIVATE KEY-----"}',
            '{"a": "-----BEGIN PRIVATE KEY-----\\nREDACTED-1\\n-----END PRIVATE KEY-----"}',
        ),
        (
            '{"a": "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0\\n-----END',
            '{"a": "-----BEGIN PRIVATE KEY-----\\nREDACTED-1\\n-----END',
        ),
        (
            '["grant=jwt-bearer&password=hunter22&scope=a"]',
            '["grant=jwt-bearer&password=REDACTED-1&scope=a"]',
        ),
        (
            '{"phone": "3331234567", "fax": "333 123 4568", "a": 1000000003, "b": "call 333 123 4569"}',
            '{"phone": "1000000001", "fax": "100 000 0002", "a": 1000000003, "b": "call 100 000 0004"}',
        ),
        ("[<token>hunter2</token> The quota is used up.", "[<token>REDACTED-1</token> The quota is used up."),
        ('{"phone": "+39 333 123 4567"}', '{"phone": "+10 000 000 0001"}'),
        (
            '\ufeff[{"secret": "a b"}]\r\n {"secret": "a b"}\n',
            '\ufeff[{"secret": "REDACTED-1"}]\r\n {"secret": "REDACTED-1"}\n',
        ),
        (
            '{"error": {"code": "token_expired", "message": "The token has expired."}}',
            '{"error": {"code": "token_expired", "message": "The token has expired."}}',
        ),
    ],
)
def test_bodies(old, new):
    """
    What replaces a value is of its kind, and the notation of the rest stays.
    """
    new = old.replace("mario@example.org", "redacted-1@example.com") if new is None else new
    for codec in ("utf-8", "utf-16") if old.isascii() else ("utf-8",):
        assert new.encode(codec) == redact(old.encode(codec)) == redact(new.encode(codec))


@pytest.mark.parametrize(
    "body",
    [
        '{"a": "<password>hunter2hunter2hunter2</password>"}',
        '"-----BEGIN PRIVATE KEY-----\\nhunter2hunter2hunter2\\n-----END PRIVATE KEY-----"',
        '{"a": "-----BEGIN PRIVATE KEY-----\\nhunter2hunter2hunter2\\n-----END PRIVATE KEY-----"',
        '"Password \\u00abhunter2hunter2hunter2\\u00bb"',
    ],
)
def test_what_follows_a_secret_in_a_transcript(body):
    """
    A secret ends with its body: the lines after it stay.
    """
    text = f"< HTTP/1.1 401 X\n< \n{body}\n* left intact\n< HTTP/1.1 200 OK\n< \n{{}}\n"
    assert text.replace("hunter2hunter2hunter2", "REDACTED-1") == redact(text.encode()).decode()


def test_many_numbers():
    """
    Numbers of six digits are recognized as replacements, however many there are.
    """
    text = json.dumps([{"otp": 872631 + number} for number in range(60)])
    new = redact(text.encode())
    assert len(set(re.findall(rb"[0-9]+", new))) == 60
    assert new == redact(new)


YAML = """\
interactions:
- request:
    body: "grant_type=password&password=hunter2hunter2"
    headers: {Authorization: [Bearer hunter2hunter2], X-Key: 'it''s'}  # kept
    method: POST
    uri: https://a.example/?code=hunter2hunter2
  response:
    body:
      string: |-
        {"token": "hunter2hunter2",
         "a": "b"}
    headers:
      Set-Cookie: [ &c "a=hunter2hunter2; Path=/", *c ]
      X-Api-Key: >-
        two
        words
    status: {code: 401, message: Unauthorized}
version: 1
"""


def test_binary_values():
    """
    Binary values of YAML are replaced too, whether they have a secret name or contain a secret.
    """
    values = {"Authorization": b"hunter2", "Note": b"the token is hunter2hunter2", "Other": b"\xff\xfe\x00"}
    answer = {"headers": values, "status": {"code": 200}, "body": {"string": b"\xff {"}}
    new = redact(yaml.safe_dump({"interactions": [{"request": {}, "response": answer}]}).encode())
    assert new == redact(new)
    found = yaml.safe_load(new)["interactions"][0]["response"]
    changed = {"Authorization": b"REDACTED-1", "Note": b"the token is REDACTED-2"}
    assert {**answer, "headers": {**values, **changed}} == found


def test_yaml():
    """
    A scalar keeps its style, and the comments stay.
    """
    expected = YAML.replace("hunter2hunter2", "REDACTED-1").replace("'it''s'", '"REDACTED-2"')
    expected = expected.replace(">-\n        two\n        words", '"REDACTED-3"')
    new = redact(YAML.encode()).decode()
    assert yaml.safe_load(expected) == yaml.safe_load(new)
    assert expected == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("X-Auth-Token: [4711]", "X-Auth-Token: [1001]"),
        ("X-Auth-Token: [!!int 4711]", "X-Auth-Token: [!!int 1001]"),
        ('X-Auth-Token: [!!int "4711"]', 'X-Auth-Token: [!!int "1001"]'),
        ('X-Auth-Token: [!!int "\\x34\\x3711"]', 'X-Auth-Token: [!!int "1001"]'),
        ("X-Auth-Token: [!<tag:yaml.org,2002:int> 4711]", "X-Auth-Token: [!<tag:yaml.org,2002:int> 1001]"),
        ("X-Auth-Token: [&a 4711, *a]", "X-Auth-Token: [&a 1001, *a]"),
        ("X-Auth-Token: [&a4711 4711]", "X-Auth-Token: [&a4711 1001]"),
        ("X-Auth-Token: [&a !!int 4711]", "X-Auth-Token: [&a !!int 1001]"),
        ("X-Auth-Token: [!!float 1.5e9]", "X-Auth-Token: [!!float 1.0e1]"),
        ("X-Auth-Token: [!!int 0x1F2A9B]", "X-Auth-Token: [REDACTED-1]"),
        ("X-Auth-Token: [!!int &a 0x1F2A9B, *a]", "X-Auth-Token: [&a REDACTED-1, *a]"),
        ("X-Auth-Token: [!!timestamp 2026-03-20]", 'X-Auth-Token: ["1000-00-01"]'),
        ("X-Auth-Token: [!!str 4711]", "X-Auth-Token: [!!str 1001]"),
        ("X-Auth-Token: !!set {abc12xyz: null}", "X-Auth-Token: !!set {REDACTED-1: null}"),
        ("X-Auth-Token: [!!bool true, yes, !!null '', ~, null]", None),
        ("X-Note: [!!int 4111111111111111]", "X-Note: [!!int 1000000000000001]"),
        ('X-Note: [!!null "token abc12xyz"]', 'X-Note: ["token REDACTED-1"]'),
    ],
)
def test_scalars_with_a_tag_or_an_anchor(old, new):
    """
    A tag and an anchor stay before the new value, but for a tag that it does not fit.
    """
    content = f"interactions:\n- request: {{headers: {{{old}}}}}\n  response: {{status: {{code: 404}}, body: x}}\n"
    found = redact(content.encode())
    assert content.replace(old, new or old) == found.decode()
    assert verdicts(content.encode()) == verdicts(found)
    assert found == redact(found)


def test_deep_yaml():
    """
    A cassette whose values are nested deeply is read and redacted.
    """
    deep = "[" * 900 + '"token=hunter2hunter2"' + "]" * 900
    request = f"{{uri: x, method: GET, more: {deep}}}"
    content = f"interactions:\n- request: {request}\n  response: {{status: {{code: 404}}, body: x}}\n"
    assert content.replace("hunter2hunter2", "REDACTED-1") == redact(content.encode()).decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("note=Wrong+password%3A+hunter2", "note=Wrong+password%3A+REDACTED-1"),
        (
            "note=see+https%3A%2F%2Fu%3Ahunter2%40b.example%2Fv2+now",
            "note=see+https%3A%2F%2FREDACTED-1%40b.example%2Fv2+now",
        ),
        ("d=scheme%20bearer%20abc12345%20is%20not%20valid", "d=scheme%20bearer%20REDACTED-1%20is%20not%20valid"),
        ("see https://a.example/a%20b/x%40example.org", "see https://a.example/a%20b/redacted-1%40example.com"),
        ("a=caf%c3%a8%20x%40example.org%2fy", "a=caf%c3%a8%20redacted-1%40example.com%2fy"),
        ("f=%7b%22password%22%3A%22hunter2%22%7D&x=%2f", "f=%7b%22password%22%3A%22REDACTED-1%22%7D&x=%2f"),
        ("u=%68ttps://a.example/%3fcode=hunter2hunter2", "u=%68ttps://a.example/%3fcode=REDACTED-1"),
        ("note=OTP+872631+expired&sum=1+2", "note=OTP+100001+expired&sum=1+2"),
        ("phone=+393331234567&note=OTP%20872631", "phone=+100000000001&note=OTP%20100001"),
        ("password=a+b", "password=REDACTED-1"),
        (
            "m=Token%20type%20Bearer%20expected%2C%20Basic%20given",
            "m=Token%20type%20Bearer%20expected%2C%20Basic%20given",
        ),
        ("m=Unknown%20key%20issued_document_payments_id", "m=Unknown%20key%20issued_document_payments_id"),
        ("no https://mario:hunter2@crm.example.it/v2", "no https://REDACTED-1@crm.example.it/v2"),
    ],
)
@pytest.mark.parametrize(
    "form", ["HTTP/1.1 302 Found\nLocation: {}\n\n", '{{"message": "{}"}}', "HTTP/1.1 404 X\n\n{}"]
)
def test_encoded_parts(form, old, new):
    """
    Only what is replaced in an encoded part changes, and only once.
    """
    found = redact(form.format(old).encode())
    assert form.format(new) == found.decode()
    assert found == redact(found)


@pytest.mark.parametrize(
    "form",
    [
        '{{"log": {{"entries": [{{"request": {{"headers": [{{"name": "X-Api-Key", "value": "hunter2"}}],'
        ' "headersSize": {0}, "bodySize": {0}, "_transferSize": {0}}}, "response": {{"status": 404, "headers": [],'
        ' "content": {{"size": {0}, "text": "x"}}}}}}]}}}}',
        'HTTP/1.1 404 X\nContent-Length: {}\n\n{{"password": "hunter2"}}',
    ],
)
def test_sizes_that_are_too_long(form):
    """
    A number with thousands of digits is too long for a size, and stays.
    """
    content = form.format("1" * 5000)
    assert content.replace("hunter2", "REDACTED-1") == redact(content.encode()).decode()


@pytest.mark.parametrize("given", ["mario:hunter2", "mario:hunter2abc", "gh0token"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "transcript"])
def test_user_information_of_urls(kind, given):
    """
    The host of a URL stays after the user information that is replaced, and with it the verdict.
    """
    host, body = "api-v2.fattureincloud.it", b'{"error":{"message":"no https://%b@crm.example.it/v2"}}' % given.encode()
    sent = Sent(f"https://{given}@{host}/c/1/x", "POST", Response(422, [("Content-Type", "application/json")], body))
    content = KINDS[kind]([sent])
    found = redact(content)
    assert f"https://REDACTED-1@{host}/c/1/x".encode() in found
    [item] = exchanges(io.BytesIO(found), "f", ReadingOptions())
    assert isinstance(item, Exchange)
    assert item.response.content == body.replace(given.encode(), b"REDACTED-1")
    [(provider, *_)] = verdicts(content)
    assert provider
    assert verdicts(content) == verdicts(found)
    assert found == redact(found)


COMMENTED = """\
# password: hunter2
%YAML 1.1
--- # OTP 872631
interactions: # "a" password=hunter2
- request: {uri: 'https://a.example/ # it', body: &a "x # y \\
    # z"} # Bearer hunter2hunter2
  # see #4 and hunter2hunter2
  response:
    headers: [ # token: hunter2hunter2
      ]
    body: |
      # first
      text  # last

      # end
    # token: hunter2hunter2
    status: {code: 404, message: a#b password} # the password is unknown
... # password: hunter2"""


def test_comments():
    """
    A comment is redacted, and a number sign in a value is not the start of one.
    """
    expected = COMMENTED.replace("hunter2hunter2", "REDACTED-2").replace("hunter2", "REDACTED-1")
    expected = expected.replace("872631", "100001")
    for end in ("\n", "\r\n"):
        content = COMMENTED.replace("\n", end).encode()
        found = redact(content)
        assert expected.replace("\n", end) == found.decode()
        assert yaml.safe_load(content) == yaml.safe_load(found)
        assert found == redact(found)


@pytest.mark.parametrize("rest", [b"", b"\n", b"\x00"], ids=["whole", "line end", "zero"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be"])
def test_encodings_of_bodies(codec, rest):
    """
    A secret is replaced in every character encoding, with or without a mark, whatever is left of the last character.
    """
    wanted = '{"password": "REDACTED-1"}'.encode(codec) + rest
    assert wanted == redact('{"password": "hunter2secret99"}'.encode(codec) + rest)
