"""
Random secrets that fill the templates of the suite.
"""

from __future__ import annotations

import re
from random import Random
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

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
