"""
Values that stand for secrets and personal data, the same one for the same value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import unquote

from errspec.redaction import MASK

_TEXTS = r"REDACTED-[0-9]+|redacted-[0-9]+…?(?:@|%40)example\.com|00000000-0000-4000-8000-[0-9]{12}"
#: A value that is already a replacement, possibly among punctuation and the slashes of a JSON Pointer.
_OWN = re.compile(rf"(?:~[01]|[\W_])*(?:{_TEXTS})(?:~[01]|[\W_]|{_TEXTS})*")
_OWN_NUMBER = re.compile("[01]0{3,}[0-9]{1,4}(?<=[0-9]{6})")
#: What is recognized wherever it stands, once it was a secret in one place, if it has letters and digits.
WORD = re.compile("[A-Za-z0-9_-]{8,}")
_MIXED = re.compile("(?=[^0-9]*[0-9])[^A-Za-z]*[A-Za-z]")
_TAKEN = re.compile("(?i)(?:redacted-|00000000-0000-4000-8000-)([0-9]{1,12})")
_MAIL = re.compile(r"[^\s@]+(@|%40)[^\s@]+\.[^\s@.]+")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_NUMBER = re.compile(r"[0-9 ()+./-]*[0-9][0-9 ()+./-]*")
_TAKEN_NUMBER = re.compile(r"(?<![0-9])[01](?:[ ()+./-]{0,2}0){3,16}(?:[ ()+./-]{0,2}[0-9]){1,4}(?![0-9])")
_DIGIT = re.compile("[0-9]")


class Replacements:
    """
    The replacements of one run.

    An e-mail address is replaced by one, a UUID by a UUID, and a number by one with as many digits in the same groups.
    What is not ASCII stays so, since a documentation may rule that out.
    """

    def __init__(self) -> None:
        #: The words that were replaced.
        self.words: set[str] = set()
        self._known: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()
        self._taken: set[int] = set()
        self._taken_numbers: set[str] = set()

    def reserve(self, text: str) -> None:
        """Leave out the numbers of the replacements that are in a text already."""
        self._taken.update(int(number) for number in _TAKEN.findall(text))
        numbers = ("".join(_DIGIT.findall(number)) for number in _TAKEN_NUMBER.findall(text))
        self._taken_numbers.update(filter(_OWN_NUMBER.fullmatch, numbers))

    def of(self, value: str, *, number: bool = False) -> str:
        """Return what replaces a value; a number stays one."""
        if _OWN.fullmatch(value):
            return value
        if number or _NUMBER.fullmatch(value):
            return self._digits(value)
        rest = "" if value.isascii() else MASK
        mail = _MAIL.fullmatch(value)
        if mail:
            address = self._new(unquote(value), "mail", lambda n: f"redacted-{n}{rest}@example.com")
            return address.replace("@", mail[1])
        if _UUID.fullmatch(value):
            return self._new(value.lower(), "uuid", lambda n: f"00000000-0000-4000-8000-{n:012}")
        if WORD.fullmatch(value) and _MIXED.match(value):
            self.words.add(value)
        return self._new(value, "text", lambda n: f"REDACTED-{n}{rest}")

    def _digits(self, value: str) -> str:
        digits = "".join(_DIGIT.findall(value))
        if _OWN_NUMBER.fullmatch(digits):
            return value
        size, first = len(digits), int(digits[0] != "0")
        new = self._new(digits, f"digits {size} {first}", lambda n: f"{first}{n:0{size - 1}}" if size > 1 else str(n))
        if len(new) > size:  # there are more values than numbers of this length
            new = new[-size:]
        given = iter(new)
        return _DIGIT.sub(lambda _: next(given), value)

    def _new(self, value: str, kind: str, made: Callable[[int], str]) -> str:
        known = self._known.get(value)
        while known is None:
            self._numbers[kind] += 1
            number = self._numbers[kind]
            new = made(number)
            if new not in self._taken_numbers if kind.startswith("digits") else number not in self._taken:
                known = self._known[value] = new
        return known
