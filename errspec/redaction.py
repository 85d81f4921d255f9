"""
Secrets and personal data in text: find them and leave them out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from errspec.display import LONGEST, shortened

MASK = "…"
_LOOKED_AT = 1000
#: The number of characters of a text that is kept in the cache.
_SHORT = 200
#: The number of characters before a text in which the name of its secret may stand.
_CONTEXT = 200
#: The characters of a word that may be cut off in the middle of a secret.
_WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=-"
_AROUND = "\"'`.,;:!?()[]{}\\"
#: A text without a long word or five digits contains no random string and no personal number.
_LONG = re.compile("[A-Za-z0-9_+=-]{16}")
_SLASHES = re.compile("[A-Za-z0-9/+~]{40}")
_NUMBER = re.compile("[0-9](?:[^0-9]{0,2}[0-9]){4}")

_PARAMETER = "(?ias)(?:realm|error|error_description|error_uri|scope|charset)="
_DATED = "(?ias)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?|https?:.*|(?:oauth|rfc|v|sha|md|tls|utf|iso)[-_/.:]?[0-9.]+"
_MEASURED = "(?ias)[0-9][0-9.,]*(?:%|[+]|s|ms|sec|min|h|d|days|[kmg]i?b|st|nd|rd|th)"
_BLANK = "[ \t-\r]"
_BETWEEN = "[ \u00a0-]"
_DIGIT = "[0-9]"
_HEX = "(?ias)[0-9a-f]{16,}"
_UUID = "(?ias)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_SEGMENT = "[A-Za-z0-9]+"
_PART = "[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+"
_VOWEL = "(?ias)[aeiouy]"
_CONSONANTS = "(?ias)[b-df-hj-np-tv-xz]{4}"


#: The compiled form of a pattern, made when it is first needed: most texts need none.
_compiled = cache(re.compile)


#: A pattern, the gate that decides whether it has to run, how to decide on what it found, and whether that is personal.
_Detector = tuple[str, str, "Callable[[str], bool] | None", bool]


class _Table:
    """
    The detectors with what decides whether they have to run, and the patterns of names.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.detectors: list[_Detector] = [
            (
                f"(?ias){row['pattern']}".replace("{{core}}", table["secret"]),
                row["gate"],
                _DECISIONS[row["accepts"]] if "accepts" in row else None,
                row.get("personal", False),
            )
            for row in table["detectors"]
        ]
        self.gates: dict[str, list[str]] = table["gates"]
        self.ordinary = frozenset(table["ordinary"].split())
        self.secret, self.person, self.form = (f"(?ias){table[name]}" for name in ("secret", "person", "form"))


def _loaded() -> Any:
    with open(os.path.splitext(__file__)[0] + ".json", encoding="utf-8") as file:
        return json.loads(file.read())


def data() -> dict[str, Any]:
    """Return the table of detectors, which the page uses too: ``{{core}}`` in a pattern stands for that of secrets."""
    table: dict[str, Any] = _loaded()
    parts = table["parts"]

    def whole(pattern: str) -> str:
        return re.sub(
            r"\{\{([a-z ]+)\}\}", lambda match: match[0] if match[1] == "core" else whole(parts[match[1]]), pattern
        )

    detectors = [
        {**{key: value for key, value in row.items() if key != "what"}, "pattern": whole(row["pattern"])}
        for row in table["detectors"]
    ]
    names = {
        "secret": parts["core"],
        "person": whole("{{person}}|e-?mail"),
        "form": whole("{{tax code}}|[a-z]{2}[0-9]{2}[a-z]{0,4}[0-9]{11,26}|{{vat number}}"),
    }
    return {"detectors": detectors, "gates": table["gates"], "ordinary": table["ordinary"], **names}


@cache
def _table() -> _Table:
    return _Table(data())


_SHOWN: ContextVar[bool] = ContextVar("shown", default=False)


@contextmanager
def personal_data_shown() -> Iterator[None]:
    """Leave out only secrets within the context."""
    before = _SHOWN.set(True)
    try:
        yield
    finally:
        _SHOWN.reset(before)


def redacted(text: str, start: int = 0) -> str:
    """Replace secrets and personal data with an ellipsis, and return the text from a position on."""
    return _redacted(text, start) if start or len(text) > _SHORT else _known(text, _SHOWN.get())


@lru_cache(maxsize=1024)
def _known(text: str, _shown: bool) -> str:
    """Return a short text redacted: logs repeat the same messages and places."""
    return _redacted(text, 0)


def _redacted(text: str, start: int) -> str:
    gates = _opened(text, _table())
    if not gates:
        return text[start:]
    parts: list[str] = []
    at = start
    for begin, end in sorted(_spans(text, gates)):
        if end > at:
            if begin >= at or not parts:
                parts += (text[at:begin], MASK)
            at = end
    return "".join((*parts, text[at:]))


def spans(text: str) -> list[tuple[int, int]]:
    """Return where secrets and personal data stand in a text, in order; those that overlap are one."""
    gates = _opened(text, _table())
    found: list[tuple[int, int]] = []
    for begin, end in sorted(_spans(text, gates)) if gates else ():
        if found and begin < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def excerpt(text: str, longest: int = LONGEST, name: str | None = None) -> str:
    """
    Return the beginning of a text without secrets and personal data, cut to a number of characters.

    A text about a field is read as if it followed the name of the field.
    """
    before = f"{name} " if name else ""
    limit = max(_LOOKED_AT, 2 * longest)
    seen = redacted(before + text[:limit], len(before))
    return shortened(seen if len(text) <= limit else seen.rstrip(_WORD) + MASK, longest)


def following(text: str, position: int) -> str:
    """Return what follows a position in a text, as far as it may be printed in its context."""
    start = max(position - _CONTEXT, 0)
    return redacted(text[start : position + _LOOKED_AT], position - start)


def hides(names: Iterable[str], value: str) -> bool:
    """Return whether a value is left out because of the names of the fields that hold it."""
    is_personal = len(value) >= 5 and not _SHOWN.get() and ("@" in value or _compiled(_DIGIT).search(value) is not None)
    for name in names:
        is_secret, is_about_a_person = _names(name)
        if is_secret or (is_personal and is_about_a_person):
            return True
    return False


def is_sentence(value: str) -> bool:
    """Return whether a value in a list under the name of a secret is a sentence about it, such as "is required"."""
    words = [word.strip(_AROUND).lower() for word in value.split()]
    return sum(word in _table().ordinary for word in words) > 1


@lru_cache(maxsize=1024)
def _names(name: str) -> tuple[bool, bool]:
    """Return whether the name of a field is that of a secret, and whether it is that of personal data."""
    table = _table()
    return tuple(_compiled(pattern).search(name) is not None for pattern in (table.secret, table.person))  # type: ignore[return-value]


def _spans(text: str, gates: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the secrets and the personal data of a text stand."""
    table, shown = _table(), _SHOWN.get()
    named: bool | None = None
    for pattern, gate, accepts, personal in table.detectors:
        if gate not in gates or (personal and shown):
            continue
        if pattern.startswith(table.secret):  # most texts with a part of such a name have none
            named = _compiled(table.secret).search(text) is not None if named is None else named
            if not named:
                continue
        compiled = _compiled(pattern)
        for match in compiled.finditer(text):
            start, end = match.span(compiled.groups)
            value = text[start:end]
            if gate in ("name", "scheme"):
                value = value.rstrip(_AROUND)
                end = start + len(value)
            if (
                start < end
                and (accepts is None or accepts(value))
                and not (shown and accepts is _random and _compiled(table.form).fullmatch(value))
            ):
                yield start, end


def _opened(text: str, table: _Table) -> list[str]:
    """Return the gates of the detectors that have to run."""
    lower, gates = text.lower(), []
    for name, words in table.gates.items():
        for word in words:
            if word in lower:
                gates.append(name)
                break
    if len(text) >= 16 and _LONG.search(text):
        gates.append("long")
    if len(text) >= 40 and _SLASHES.search(text):
        gates.append("slashes")
    if _NUMBER.search(text):
        gates.append("digits")
    return gates


def _written(value: str) -> bool:
    """Return whether what follows the name of a secret is a value, not a sentence about it."""
    return _compiled(_BLANK).split(value, 1)[0].strip(_AROUND).lower() not in _table().ordinary


def _chosen(value: str) -> bool:
    """Return whether a word after the name of a secret looks like a password or a number."""
    word = value.strip(_AROUND)
    if len(word) < 4 or not _compiled(_DIGIT).search(word):
        return False
    return not _compiled(_DATED).fullmatch(word) and not _compiled(_MEASURED).fullmatch(word)


def _presented(value: str) -> bool:
    """Return whether a word after the name of a scheme may be a credential."""
    return _written(value) and not _compiled(_PARAMETER).match(value)


def _encoded(value: str) -> bool:
    """Return whether a word after a common word that is also a scheme may be a credential."""
    rest = value[1:]
    mixed = bool(_compiled(_DIGIT).search(value)) or rest[-1:] == "=" or rest not in (rest.lower(), rest.upper())
    return (
        mixed
        and _presented(value)
        and not _compiled(_DATED).fullmatch(value)
        and not _compiled(_MEASURED).fullmatch(value)
    )


def _upper(value: str) -> bool:
    """Return whether a value has no lowercase letters."""
    return value == value.upper()


def _random(word: str) -> bool:
    """Return whether a word is a random string: its letters and digits do not form names and numbers."""
    if not _compiled(_DIGIT).search(word):
        return False
    if _compiled(_UUID).search(word):
        return True
    is_constant = "_" in word and word == word.upper()
    long = not is_constant and len(word) >= (32 if word in (word.lower(), word.upper()) else 20)
    least = 6 if long else 16
    return any(len(segment) >= least and _mixed(segment) for segment in _compiled(_SEGMENT).findall(word))


def _slashed(word: str) -> bool:
    """Return whether a word with slashes is a random string, not a path."""
    segments = [segment for segment in _compiled(_SEGMENT).findall(word) if segment != segment.lower()]
    joined = "".join(segments)
    return len(joined) >= 24 and joined != joined.upper() and _mixed(joined)


def _mixed(segment: str) -> bool:
    """Return whether letters and digits alternate as they do not in names."""
    digits = len(_compiled(_DIGIT).findall(segment))
    letters = len(segment) - digits
    if not digits or not letters:
        return False
    if _compiled(_HEX).fullmatch(segment):
        return True
    parts, vowels = len(_compiled(_PART).findall(segment)), len(_compiled(_VOWEL).findall(segment))
    if segment in (segment.lower(), segment.upper()):
        return len(segment) < 5 * parts or 3 * vowels < letters or bool(_compiled(_CONSONANTS).search(segment))
    return 2 * len(segment) < 7 * parts or 4 * vowels < letters


def _numbered(value: str) -> bool:
    """Return whether a value has the digits of a number that identifies somebody."""
    return len(_compiled(_DIGIT).findall(value)) >= 5


def _account(value: str) -> bool:
    """Return whether a value is as long as the number of a bank account."""
    return _numbered(value) and len(_compiled(_BETWEEN).sub("", value)) >= 15


def _phone(value: str) -> bool:
    """Return whether a value has as many digits as a phone number."""
    return 8 <= len(_compiled(_DIGIT).findall(value)) <= 15


def _checked(number: str) -> bool:
    """Return whether a bare number has the check digit of Italian VAT numbers and of cards."""
    digits = [int(digit) for digit in reversed(number)]
    twice = [2 * digit - 9 * (digit > 4) if index % 2 else digit for index, digit in enumerate(digits)]
    return sum(twice) % 10 == 0 and len(set(digits)) > 1


#: How a detector decides on what it found.
_DECISIONS: dict[str, Callable[[str], bool]] = {
    "account": _account,
    "checked": _checked,
    "chosen": _chosen,
    "encoded": _encoded,
    "numbered": _numbered,
    "phone": _phone,
    "presented": _presented,
    "random": _random,
    "slashed": _slashed,
    "upper": _upper,
    "written": _written,
}
