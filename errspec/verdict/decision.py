"""
The choice among alternatives by the values of a response, each of which is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from errspec.catalog.keywords import Schema
from errspec.pointers import MISSING, parse_pointer, resolve
from errspec.verdict.engine import values_at
from errspec.verdict.validation import Accept, classifier

if TYPE_CHECKING:
    from errspec.response import Response
    from errspec.verdict.guards import Guard

Outcome = TypeVar("Outcome")
_NO_TESTS: Mapping[str, Schema] = {}


class Alternative(NamedTuple, Generic[Outcome]):
    """
    One way to an outcome: everything that it names must hold.

    ``shape`` and ``body`` map JSON Pointers to schemas; a body that is unknown may have any shape. ``plain`` demands a
    body that is neither an object nor a list, and ``request`` a request.
    """

    outcome: Outcome
    shape: Mapping[str, Schema] | None = None
    guard: Guard | None = None
    plain: bool = False
    request: Callable[[Response], bool] | None = None


class _Place:
    """
    What is tested at one place of a body: schemas with the bits of the alternatives that want them, and places below.

    A round of tests has at most one of each alternative.
    """

    def __init__(self) -> None:
        self.rounds: list[list[tuple[Schema, int]]] = []
        self.members: dict[str, _Place] = {}

    def add(self, schema: Schema, bit: int) -> None:
        """Add a test."""
        free = (tests for tests in self.rounds if all(bit != other for _, other in tests))
        tests = next(free, None)
        if tests is None:
            tests = []
            self.rounds.append(tests)
        tests.append((schema, bit))

    def at(self, tokens: Iterable[str]) -> _Place:
        """Return the place to which reference tokens lead."""
        place = self
        for token in tokens:
            place = place.members.setdefault(token, _Place())
        return place

    @property
    def bits(self) -> int:
        """The alternatives that want something here or below."""
        bits = 0
        for tests in self.rounds:
            bits |= _union(tests)
        for member in self.members.values():
            bits |= member.bits
        return bits


#: The bits that are kept, the bits that accept each type, and a function if the type alone does not decide.
_Round = tuple[int, "Mapping[type, int]", "Callable[[Any], int] | None"]
#: The number of the place above, a name, the bits of all alternatives that look there or below, all other bits, the
#: rounds of tests, and, if it has members, its own number and their names.
_Step = tuple[int, str, int, int, "tuple[_Round, ...]", int, "tuple[str, ...]"]


class DecisionTable(Generic[Outcome]):
    """
    Alternatives in their order, as the bits of a number; every value rules out those that it does not fit.
    """

    def __init__(self, alternatives: Sequence[Alternative[Outcome]]) -> None:
        self._outcomes = tuple(alternative.outcome for alternative in alternatives)
        self._all = (1 << len(alternatives)) - 1
        #: The alternatives that remain without a body.
        self._bodyless = 0
        self._plain = self._readable = 0
        self._requests: list[tuple[Callable[[Response], bool], int]] = []
        self._wholes: list[tuple[Accept, int]] = []
        self._others: list[tuple[Callable[[Response, str], bool], int]] = []
        root = _Place()
        for index, alternative in enumerate(alternatives):
            bit, guard = 1 << index, alternative.guard
            wanted = guard.places if guard else _NO_TESTS
            for pointer, schema in [*(alternative.shape or _NO_TESTS).items(), *wanted.items()]:
                tokens = parse_pointer(pointer)
                if "*" in tokens:
                    self._wholes.append((values_at({pointer: schema}), bit))
                else:
                    root.at(tokens).add(schema, bit)
            if alternative.plain:
                self._plain |= bit
            if alternative.request:
                self._requests.append((alternative.request, bit))
                self._readable |= bit
            elif not wanted and (alternative.shape is None or guard):
                self._bodyless |= bit
            if guard and (guard.headers or guard.text):
                self._others.append((guard.holds_beside_the_body, bit))
        numbers = count(1)
        self._steps = tuple(_steps(root, 0, numbers))
        self._names = tuple(root.members)
        #: The number of places that have members.
        self._places = next(numbers)
        #: The alternatives that look beside the body.
        self._elsewhere = sum(bit for _, bit in self._others) | self._readable
        #: The alternatives for an object or a list, and those of them that remain if the request is unknown.
        self._structured = self._all & ~self._plain
        self._unasked = self._structured & ~self._readable

    def first(self, value: object, response: Response) -> Outcome | None:
        """Return the outcome of the first alternative for a body that is an object or a list, or None."""
        if not self._outcomes:
            return None
        alive = self._alive(value, response, "")
        return self._outcomes[(alive & -alive).bit_length() - 1] if alive else None

    def fitting(self, value: object, response: Response, text: str, *, absent: bool) -> int:
        """
        Return the alternatives that fit, as bits, the first as the lowest.

        ``value`` is MISSING if the body is not JSON; ``text`` is the beginning of one that is neither an object nor a
        list, and ``absent`` says that there is none or that it is unknown.
        """
        if not self._outcomes:
            return 0
        return self._beside(self._bodyless, response, text) if absent else self._alive(value, response, text)

    def leading_to(self, wanted: Callable[[Outcome], bool]) -> int:
        """Return the alternatives of some outcomes, as bits."""
        return sum(1 << index for index, outcome in enumerate(self._outcomes) if wanted(outcome))

    def outcomes(self, bits: int) -> list[Outcome]:
        """Return the outcomes of alternatives, in their order, each once."""
        found: dict[Outcome, None] = {}
        while bits:
            lowest = bits & -bits
            found[self._outcomes[lowest.bit_length() - 1]] = None
            bits ^= lowest
        return list(found)

    def _alive(self, value: object, response: Response, text: str) -> int:
        """Return the alternatives that fit, as bits."""
        if type(value) is dict or type(value) is list:
            alive = self._structured if response.url is not None else self._unasked
        else:
            alive = self._all & ~self._readable if value is MISSING else self._all
        places = [value if type(value) is dict else _members(value, self._names)] * self._places
        for above, name, bits, others, rounds, number, names in self._steps:
            if not alive & bits:
                continue
            member = places[above].get(name, MISSING)
            if member is MISSING:
                alive &= others
                continue
            for untested, types, classify in rounds:
                alive &= untested | (types.get(type(member), 0) if classify is None else classify(member))
            if number:
                places[number] = member if type(member) is dict else _members(member, names)
        for accepts, bit in self._wholes:
            if alive & bit and not accepts(value):
                alive ^= bit
        return self._beside(alive, response, text) if alive & self._elsewhere else alive

    def _beside(self, alive: int, response: Response, text: str) -> int:
        """Rule out the alternatives that the headers, the reason phrase, the text or the request do not fit."""
        for holds, bit in self._others:
            if alive & bit and not holds(response, text):
                alive ^= bit
        for is_answer, bit in self._requests:
            if alive & bit and not is_answer(response):
                alive ^= bit
        return alive


def _steps(place: _Place, above: int, numbers: Iterator[int]) -> Iterator[_Step]:
    """Yield the steps below a place, each place before its members."""
    for name, member in place.members.items():
        rounds = tuple((~_union(tests), *classifier(tests)) for tests in member.rounds)
        number = next(numbers) if member.members else 0
        yield above, name, member.bits, ~member.bits, rounds, number, tuple(member.members)
        yield from _steps(member, number, numbers)


def _union(tests: Iterable[tuple[Schema, int]]) -> int:
    bits = 0
    for _, bit in tests:
        bits |= bit
    return bits


def _members(value: object, names: tuple[str, ...]) -> dict[str, object]:
    """Return the items of a list to which names lead; nothing for any other value."""
    if type(value) is not list:
        return {}
    found = ((name, resolve(value, (name,))) for name in names)
    return {name: item for name, item in found if item is not MISSING}
