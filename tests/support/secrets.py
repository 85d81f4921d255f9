"""
Random secrets that fill the templates of the suite.
"""

from __future__ import annotations

import json
import re
from random import Random
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from urllib.parse import quote

from errspec import Response
from tests.support.cases import cases

ALPHABETS = {
    "digits": digits,
    "letters": ascii_lowercase,
    "hex": digits + "abcdef",
    "HEX": digits + "ABCDEF",
    "base32": ascii_uppercase + "234567",
    "base36": digits + ascii_lowercase,
    "BASE36": digits + ascii_uppercase,
    "base62": digits + ascii_letters,
    "base64": digits + ascii_letters + "+/",
}
JSON = [("Content-Type", "application/json")]
#: The shortest secret that cannot appear by chance, for example in a fingerprint.
SHORTEST = 7
_PLACE = re.compile("<([A-Za-z0-9]+)(?: ([0-9]+))?>")


def planted(template: str, random: Random) -> tuple[str, list[str]]:
    """
    Return a text with random secrets in the places of a template, and the secrets.
    """
    secrets: list[str] = []

    def filled(place: re.Match[str]) -> str:
        name, size = place[1], int(place[2] or 8)
        if name in ("open", "close"):
            return "<" if name == "open" else ">"
        if name == "words":
            pair = ["".join(random.choices(ascii_lowercase, k=size)) for _ in range(2)]
            secrets.extend(pair)
            return " ".join(pair)
        if name == "word":
            text = random.choice(ascii_letters) + "".join(random.choices(ascii_letters + digits, k=size)) + "7"
        else:
            text = "".join(random.choices(ALPHABETS[name], k=size))
        secrets.append(text)
        return text

    return _PLACE.sub(filled, template), secrets


def texts() -> list[tuple[str, list[str], list[str]]]:
    """
    Texts of the suite with the secrets and the personal data in them.
    """
    random, found = Random(3), []
    for case in cases("redaction"):
        if case.file.stem in ("named-formats", "secret-names"):
            text, secrets = planted(case.data["template"], random)
            found.append((text, [secret for secret in secrets if len(secret) >= SHORTEST], []))
        elif "…" in case.data.get("redacted", ""):
            text = case.data["text"]
            kept = "(.+)".join(map(re.escape, case.data.get("secret", text).split("…")))
            visible = re.fullmatch("(.+)".join(map(re.escape, case.data["redacted"].split("…"))), text)
            hidden = re.fullmatch(kept, text)
            assert visible is not None
            assert hidden is not None
            secrets = [*hidden.groups()]
            found.append((text, secrets, [part for part in visible.groups() if part not in secrets]))
    return found


def responses(text: str) -> list[Response]:
    """
    Responses in which a text stands in the reason phrase, in headers, in names, in values and behind faults.
    """
    line = re.sub("[\r\n]+", " ", text)
    error = {"message": text, "code": text, "validation_result": {text: [text], "data.x": text}}
    location = f"https://a.example/?error=access_denied&error_description={quote(text)}&error={quote(text)}"
    return [
        Response(404, JSON, json.dumps({"error": {"message": text}}), line),
        Response(429, [*JSON, ("Retry-After", line)], json.dumps({"error": {"message": "x", "code": text}})),
        Response(422, JSON, json.dumps({"error": error, text: text})),
        Response(422, JSON, json.dumps({"error": {"message": [text], text: {text: text}}})),
        Response(422, JSON, json.dumps({"error": text})),
        Response(401, JSON, json.dumps({"error": "invalid_request", "error_description": text})),
        Response(400, [("Content-Type", f"text/html; {line}")], json.dumps({"errors": [{"code": text, text: 1}]})),
        Response(302, [("Location", location)], b""),
        *(
            Response(403, JSON, body)
            for body in (
                text,
                json.dumps(text),
                f'{{"a": {text}}}',
                f'{{"a":1}} {text}',
                f'{{"a":1}}{json.dumps({"a": text})}',
            )
        ),
    ]
