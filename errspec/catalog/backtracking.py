"""
Patterns whose matching time could grow faster than the text.

A choice is decided if the next character shows how it ends; an example is a repetition that is followed by none of its
own characters. Whatever fails after a decided choice is not tried again. Any other choice multiplies the work for what
follows.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

#: The largest number of characters of a pattern.
_LONGEST = 2_000
#: The most ways through undecided choices; with more, what follows counts as tried at every character.
_WAYS = 100
#: The most characters that are compared at every character of a text.
_LENGTH = 1_000
_ASCII = 128
_CATEGORIES = {
    f"CATEGORY_{name}": frozenset(code for code in range(_ASCII) if re.match(escape, chr(code)))
    for name, escape in {
        "DIGIT": r"\d",
        "NOT_DIGIT": r"\D",
        "SPACE": r"\s",
        "NOT_SPACE": r"\S",
        "WORD": r"\w",
        "NOT_WORD": r"\W",
    }.items()
}

Codes = frozenset[int]


def refusal(pattern: str) -> str | None:
    """Return what is wrong with a pattern, and what would be right, or None."""
    if len(pattern) > _LONGEST:
        return f"is longer than {_LONGEST} characters; make it shorter"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            tree = _parsed(pattern)
            re.compile(pattern)
    except FutureWarning:
        return 'has "[", "--", "&&", "||" or "~~" in a set, where engines differ; escape "[", and write the others once'
    except RecursionError:
        return "has too many groups within groups; write it with fewer"
    except (re.error, OverflowError) as error:
        return f"is malformed: {error}"
    kinds = dict(_walk(tree))
    if tree.state.flags & ~re.UNICODE or "flags" in kinds:
        return "has a flag such as (?i), which engines read differently; list both letters instead, as in [Aa]"
    if "GROUPREF_EXISTS" in kinds:
        return "has a condition such as (?(1)…), which other engines do not know; write alternatives instead"
    if not is_explosive(pattern):
        return None
    return (
        "could take exponential time, or time that grows faster than the text; start it with ^, follow each repetition"
        " with a character that it cannot match, or limit the repetition, as in {1,20}"
    )


def is_explosive(pattern: str) -> bool:
    """
    Return whether the time for a match could grow faster than the length of the text.

    It can if the next character does not show how a choice ends, and the choice is within a repetition or followed by
    one. Raises re.error for a malformed pattern.
    """
    tree = _parsed(pattern)
    try:
        found = _Measuring(tree).sequence(tree, frozenset(), is_last=True)
    except _Explosive:
        return True
    return not _is_anchored(tree) and not found.is_bounded


class _Explosive(Exception):
    """
    The work for a text could grow faster than the text.
    """


class _Measure(NamedTuple):
    """
    What a part of a pattern can match, and how often what follows it is tried.
    """

    #: The characters that it can begin with, and whether it can match the empty text.
    first: Codes = frozenset()
    is_optional: bool = False
    #: The product of the undecided choices, and whether another one has as many ways as the text has characters.
    ways: int = 1
    is_open: bool = False
    #: The largest number of characters, and whether it looks further ahead without consuming characters.
    length: float = 0
    looks_ahead: bool = False

    @property
    def is_bounded(self) -> bool:
        """Whether the part can be tried at every character of a text."""
        return self.length <= _LENGTH and not self.is_open and not self.looks_ahead


class _Measuring:
    """
    The measures of the parts of one pattern; the first of the characters that it does not distinguish stands for all.
    """

    def __init__(self, tree: Any) -> None:
        starts = set(range(_ASCII + 1))
        for kind, argument in _walk(tree):
            if kind in ("LITERAL", "NOT_LITERAL"):
                starts.update((argument, argument + 1))
            elif kind == "RANGE":
                starts.update((argument[0], argument[1] + 1))
        self._all = frozenset(starts)
        self._repeated: dict[int, _Measure] = {}

    def sequence(self, parts: Iterable[Any], follow: Codes, *, is_last: bool = False) -> _Measure:
        """Measure a sequence before the characters that can follow it; if it is the last, nothing fails after it."""
        rest = _Measure(is_optional=True)
        for kind, argument in reversed(list(_parts(parts))):
            part = self._part(kind, argument, rest.first | (follow if rest.is_optional else frozenset()), is_last)
            is_last = is_last and kind.endswith("REPEAT") and argument[0] == 0
            ways = part.ways * rest.ways
            if ways > _WAYS or (part.is_open and not rest.is_bounded):
                raise _Explosive
            rest = _Measure(
                part.first | (rest.first if part.is_optional else frozenset()),
                part.is_optional and rest.is_optional,
                ways,
                part.is_open or rest.is_open,
                part.length + rest.length,
                part.looks_ahead or rest.looks_ahead,
            )
        return rest

    def _part(self, kind: str, argument: Any, follow: Codes, is_last: bool) -> _Measure:
        if kind.endswith("REPEAT"):
            least, most, body = argument
            return self._repetition(least, most, body, follow, is_last)
        if kind == "BRANCH":
            return self._branch([self.sequence(each, follow, is_last=is_last) for each in argument[1]], follow)
        if kind == "ATOMIC_GROUP":
            return self.sequence(argument, follow)
        if kind in ("ASSERT", "ASSERT_NOT"):
            inside = self.sequence(argument[1], frozenset(), is_last=True)
            if kind == "ASSERT_NOT" and (inside.first, inside.length) == (self._all, 1):
                return _Measure()  # the end of the text
            return _Measure(self._all, True, looks_ahead=not inside.is_bounded)
        if kind == "AT":
            return _Measure(is_optional=str(argument) not in ("AT_END", "AT_END_STRING"))
        if kind == "GROUPREF":
            return _Measure(self._all, True, length=math.inf, looks_ahead=True)
        return _Measure(self._codes(kind, argument), length=1)

    def _repetition(self, least: int, most: int, body: Any, follow: Codes, is_last: bool) -> _Measure:
        again: Codes = frozenset()
        if most > 1:
            if id(body) not in self._repeated:
                self._repeated[id(body)] = self.sequence(body, again)
            again = self._repeated[id(body)].first
        inside = self.sequence(body, follow | again, is_last=is_last and most == 1)
        if most > 1 and (inside.ways > 1 or inside.is_open or inside.looks_ahead):
            raise _Explosive
        is_decided = least == most or not (inside.is_optional or inside.first & follow)
        if is_last:  # nothing fails after it, so that it is not tried with fewer turns
            is_decided, most = True, least
        is_open = not is_decided and most - least >= _WAYS
        return _Measure(
            inside.first,
            least == 0 or inside.is_optional,
            inside.ways if is_decided or is_open else inside.ways * (most - least + 1),
            is_open or inside.is_open,
            (most if most <= _LENGTH else math.inf) * inside.length if most and inside.length else 0,
            inside.looks_ahead,
        )

    def _branch(self, alternatives: list[_Measure], follow: Codes) -> _Measure:
        firsts = [each.first | (follow if each.is_optional else frozenset()) for each in alternatives]
        is_decided = len(frozenset[int]().union(*firsts)) == sum(map(len, firsts))
        ways = [each.ways for each in alternatives]
        return _Measure(
            frozenset[int]().union(*(each.first for each in alternatives)),
            any(each.is_optional for each in alternatives),
            max(ways) if is_decided and sum(each.is_optional for each in alternatives) < 2 else sum(ways),
            any(each.is_open for each in alternatives),
            max(each.length for each in alternatives),
            any(each.looks_ahead for each in alternatives),
        )

    def _codes(self, kind: str, argument: Any) -> Codes:
        """Return the characters that one character of a pattern stands for."""
        if kind == "IN":
            is_negated = str(argument[0][0]) == "NEGATE"
            return frozenset(code for code in self._all if _is_member(code, argument, is_negated=is_negated))
        if kind == "LITERAL":
            return frozenset({argument})
        return self._all - {argument if kind == "NOT_LITERAL" else ord("\n")}


def _is_member(code: int, members: Any, *, is_negated: bool) -> bool:
    """Return whether a set can hold a character; what a category holds beyond ASCII depends on the engine."""
    for kind, argument in members:
        if str(kind) == "CATEGORY":
            if code >= _ASCII and is_negated:
                continue
            found = code >= _ASCII or code in _CATEGORIES[str(argument)]
        elif str(kind) == "RANGE":
            found = argument[0] <= code <= argument[1]
        else:
            found = str(kind) == "LITERAL" and code == argument
        if found:
            return not is_negated
    return is_negated


def _parsed(pattern: str) -> Any:
    parser: Any = re._parser  # type: ignore[attr-defined]
    return parser.parse(pattern)


def _is_anchored(sequence: Any) -> bool:
    """Return whether a sequence matches only at the start of a text."""
    for kind, argument in _parts(sequence):
        if kind == "BRANCH":
            return all(map(_is_anchored, argument[1]))
        return kind == "AT" and str(argument) in ("AT_BEGINNING", "AT_BEGINNING_STRING")
    return False


def _parts(sequence: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a sequence, those of groups in their place."""
    for kind, argument in sequence:
        if str(kind) == "SUBPATTERN":
            yield from _parts(argument[-1])
        else:
            yield str(kind), argument


def _walk(sequence: Any) -> Iterator[tuple[str, Any]]:
    """Yield every part of a pattern; a group that sets flags yields ``flags`` too."""
    for name, argument in sequence:
        kind = str(name)
        yield kind, argument
        if kind == "SUBPATTERN" and (argument[1] or argument[2]):
            yield "flags", argument
        inside: list[Any] = []
        if kind in ("IN", "ATOMIC_GROUP"):
            inside = [argument]
        elif kind == "SUBPATTERN" or kind.endswith("REPEAT"):
            inside = [argument[-1]]
        elif kind == "BRANCH":
            inside = argument[1]
        elif kind in ("ASSERT", "ASSERT_NOT"):
            inside = [argument[1]]
        for each in inside:
            yield from _walk(each)
