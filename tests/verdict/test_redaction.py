"""
Secrets and personal data are left out, and ordinary messages are printed as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random
from time import process_time
from typing import Any

import pytest

from errspec import Response, check, problem
from errspec.redaction import excerpt, hides, personal_data_shown, redacted
from tests.support.cases import ROOT, Case, cases
from tests.support.secrets import planted

FOLDER = "redaction"
CASES = list(cases(FOLDER))
TEMPLATES = [case for case in CASES if "template" in case.data]
MESSAGES = [message for case in CASES for message in case.data.get("messages", ())]
#: Where a secret without a name stands.
AROUND = [
    "{}",
    "Unknown value: {}",
    'The value "{}" is wrong.',
    "/data/{}/name",
    "a={};b=1",
    '{{"x": ["{}"]}}',
    "({}).",
    "%3D{}",
]


def leaks(case: Case, number: int, *, around: bool) -> Iterator[tuple[bool, str]]:
    """
    Whether a secret is visible, and the text that it stood in, for random secrets in the place of a template.
    """
    random = Random(f"{case}")
    for index in range(number):
        text, secrets = planted(case.data["template"], random)
        frame = AROUND[index % len(AROUND)] if around else "{}"
        shown = redacted(frame.format(text))
        yield any(secret in shown for secret in secrets), text


@pytest.mark.parametrize(
    "case", [case for case in TEMPLATES if case.file.stem in ("named-formats", "secret-names")], ids=str
)
def test_no_secret_with_a_name_or_a_format_is_printed(case):
    """
    Secrets in named formats and values under secret names are always left out, also if personal data is shown.
    """
    named = case.file.stem == "secret-names"
    assert [] == [text for leak, text in leaks(case, 160, around=not named) if leak]
    with personal_data_shown():
        assert [] == [text for leak, text in leaks(case, 40, around=not named) if leak]


@pytest.mark.parametrize("case", [case for case in TEMPLATES if case.file.stem == "random-strings"], ids=str)
def test_random_strings_with_a_digit_are_not_printed(case):
    """
    At least 98 % of the random strings with a digit are left out.
    """
    found = [leak for leak, text in leaks(case, 1600, around=True) if re.search("[0-9]", text)]
    assert len(found) > 1000
    assert sum(found) <= 0.02 * len(found)


@pytest.mark.parametrize("message", MESSAGES)
def test_ordinary_messages_are_printed_as_they_are(message):
    """
    Messages of providers in both languages have nothing to hide.
    """
    assert message == redacted(message)


def test_hardly_a_word_of_ordinary_texts_is_left_out():
    """
    Of the words of the catalog and of the messages of the suite, at most one in a thousand is left out.
    """
    files = [path for path in (ROOT / "schemas").rglob("*.json") if "generated" not in path.parts]
    texts = {text for path in files for text in strings(json.loads(path.read_text("utf-8"))) if " " in text} | {
        *MESSAGES
    }
    masked = sum(redacted(text).count("…") - text.count("…") for text in texts)
    words = sum(len(text.split()) for text in texts)
    assert words > 10_000
    assert len(MESSAGES) >= 300
    assert masked <= 0.001 * words


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from strings(member)


@pytest.mark.parametrize("case", [case for case in CASES if "text" in case.data], ids=str)
def test_personal_data_is_left_out(case):
    """
    Personal data is left out unless it may be shown, and secrets are left out in any case.
    """
    text = case.data["text"]
    assert case.data["redacted"] == redacted(text)
    with personal_data_shown():
        assert case.data.get("secret", text) == redacted(text)
    assert case.data["redacted"] == redacted(text)


def test_names_hide_values():
    """
    A value is hidden by a secret name anywhere on the way to it, and by the name of personal data if it may be some.
    """
    assert hides(["error", "clientSecret", "0"], "x")
    assert hides(["userPassword"], "12345")
    assert hides(["vat_number"], "123456")
    assert hides(["email"], "me@localhost")
    assert not hides(["vat_number"], "missing")
    assert not hides(["error", "code", "message", "shipping", "insider"], "hunter2")
    with personal_data_shown():
        assert hides(["pin"], "1234")
        assert not hides(["vat_number"], "123456")


def test_a_message_about_a_secret_field():
    """
    A message that holds the value of a field with a secret name is printed without that.
    """
    messages = {
        "data.password": ["Xk29dfaQ is too weak", "is too short"],
        "client_secret": ["Zr7tQw12"],
        "x": ["a1b2c3"],
    }
    body = json.dumps({"error": {"message": "x", "validation_result": messages}})
    report = check(Response(422, {"Content-Type": "application/json"}, body), "fattureincloud")
    shown = {field["name"]: field["messages"] for field in report.as_dict()["fields"]}
    assert {"data.password": ["… is too weak", "is too short"], "client_secret": ["…"], "x": ["a1b2c3"]} == shown
    assert shown == {field["name"]: field["messages"] for field in problem(report.response).to_rfc9457()["fields"]}


def test_a_number_under_a_secret_name():
    """
    A number that is the value of a field with a secret name is left out.
    """
    body = '{"error": {"message": "x", "validation_result": {"password": 47110815}}}'
    [finding] = check(Response(422, {"Content-Type": "application/json"}, body), "fattureincloud").findings
    assert ("…" in finding.message, "47110815" in finding.message) == (True, False)


def test_no_secret_is_cut_off():
    """
    A secret at the end of what is looked at does not stand there in part.
    """
    for before in range(900, 1040):
        assert "hunter" not in excerpt("x " * (before // 2) + "-" * (before % 2) + " hunter2hunter2hunter2", 1100)
        assert "Ab3dE" not in excerpt(" " * before + "Ab3dE6gH1jK2mN4p" * 3, 5000)[:1010]


GROWING = [
    "a", "A1", "password", "password=", "token ", "://a", "eyJ.", "Cookie: a=b; ", '"', "\\", 'password=\\"', "0", "0 ",
    "+1 ", "a@", "a.", "a@a.", "-----BEGIN PRIVATE KEY-----", "IT60 ", "bearer ", "tel: 12 ", "authorization: a b=c, ",
    "?code=", "password=&a", "pass>", "pass= [", "xoxb-", "a1_", "-", "a/", "a%40", "333 ", "4111 ", "...", " ", "\n",
    "%3a%2f%2f", ":~1~1", "://a@", "&quot;", 'password" ', 'password"\na: b\n', "curl -u a:b ", "[0]",
]  # fmt: skip


@pytest.mark.parametrize("piece", GROWING)
def test_the_time_grows_with_the_text(piece):
    """
    Four times the text takes at most about four times as long.
    """
    small, large = ("@ curl password= " + piece * (size // len(piece)) for size in (15_000, 60_000))
    assert any(seconds(large) < 8 * seconds(small) + 0.01 for _ in range(5))


def seconds(text: str) -> float:
    start = process_time()
    redacted(text)
    return process_time() - start
