"""
How a response of a problem type is recognized, in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import ProblemType, Provider
from errspec.display import readable
from errspec.docs.contents import constants, header_names
from errspec.docs.phrases import Phrase, Phrases, code, name
from errspec.verdict.matching import covers

#: The types of all values.
_ALL = frozenset({"object", "array", "string", "number", "boolean", "null"})


class Recognition(NamedTuple):
    """
    The condition on the body, then the alternatives of which one must hold, each a list of conditions.

    ``brief`` says in a few words what distinguishes the problem type from its neighbors; ``rest`` is the condition that
    stands for the alternatives if there are none, or None. ``by_words`` says that the reason phrase may decide.
    """

    body: Phrase
    alternatives: tuple[tuple[Phrase, ...], ...]
    brief: Phrase
    rest: Phrase | None
    by_words: bool


class Recognizer:
    """
    The guards of a catalog in words.
    """

    def __init__(self, catalog: Catalog, phrases: Phrases) -> None:
        self._catalog = catalog
        self._phrases = phrases
        #: The names of headers as the documentation writes them, by lower-case name; the first one counts.
        self._spellings = {name.lower(): name for name in reversed(header_names(catalog))}

    def recognition(self, provider: Provider, problem_type: ProblemType) -> Recognition:
        """Return how a response of a problem type is recognized."""
        alternatives = tuple(tuple(self.conditions(guard)) for guard in problem_type.when)
        brief, rest = self._brief(provider, problem_type, alternatives)
        by_words = any("text" in guard for guard in problem_type.when)
        return Recognition(self._body(problem_type), alternatives, brief, rest, by_words)

    def conditions(self, guard: Mapping[str, Any]) -> Iterator[Phrase]:
        """Yield the conditions of a guard, which must all hold."""
        say = self._phrases.say
        for place, schema in guard.get("body", {}).items():
            yield self._condition(code(place) if place else say("body"), schema, "docs.is-of-type")
        for header, schema in guard.get("headers", {}).items():
            written = say("docs.the-header", header=code(self._spellings.get(header, header)))
            yield self._condition(written, schema, "docs.is-sent")
        if "text" in guard:
            yield self._condition(say("docs.the-text"), guard["text"], "docs.is-of-type")

    def shape(self, name: str) -> Phrase:
        """Return how a body of a shape is recognized."""
        when = self._catalog.shapes[name].when
        conditions = (self._condition(code(place), schema, "docs.is-of-type") for place, schema in when.items())
        return self._phrases.together(conditions)

    def _condition(self, place: Phrase, schema: Mapping[str, Any], otherwise: str) -> Phrase:
        say = self._phrases.say
        if constants(schema):
            values = (code(json.dumps(value, ensure_ascii=False)) for value in constants(schema))
            listed = self._phrases.alternatives(values)
            return say("docs.is", place=place, value=listed)
        if "pattern" in schema:
            texts = self._phrases.alternatives(map(code, readable(schema["pattern"])))
            return say("docs.contains", place=place, text=texts)
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if _ALL.issubset(types):
            return say("docs.is-present", place=place)
        kinds = self._phrases.alternatives(say(f"type.{name}") for name in types)
        return say(otherwise, place=place, type=kinds)

    def _body(self, problem_type: ProblemType) -> Phrase:
        say = self._phrases.say
        if not problem_type.status:
            return say("docs.on-page" if problem_type.location == "page" else "docs.no-answer")
        shape = problem_type.shape
        if shape is None:
            return say("docs.body-not-json")
        key = "docs.query-is" if problem_type.location == "redirect-query" else "docs.body-is"
        return say(key, shape=code(shape), condition=self.shape(shape))

    def _brief(
        self, provider: Provider, problem_type: ProblemType, alternatives: tuple[tuple[Phrase, ...], ...]
    ) -> tuple[Phrase, Phrase | None]:
        """Return what distinguishes a problem type, and the part of it that the body does not tell."""
        say = self._phrases.say
        if alternatives:
            return self._phrases.alternatives(self._phrases.together(guard) for guard in alternatives), None
        if not problem_type.status:
            return say("docs.on-page" if problem_type.location == "page" else "docs.no-answer"), None
        shape, is_range = problem_type.shape, _is_range(problem_type)
        others = [
            other
            for other in provider.problem_types
            if other is not problem_type and other.location == problem_type.location and shared(other, problem_type)
        ]
        if is_range and not all(map(_is_range, others)):
            other_status = say("docs.other-status", status=name(" / ".join(problem_type.status)))
            return other_status, other_status
        beside = {other.shape for other in others if is_range or not _is_range(other)}
        if not beside and not (is_range and shape):
            return say("docs.by-status"), None
        named = say("show.not-json") if shape is None else code(shape)
        if shape not in beside:
            return say("docs.by-shape", shape=named), None
        rest = say("docs.otherwise")
        return (rest if beside == {shape} else say("docs.otherwise-shape", shape=named)), rest


def _is_range(problem_type: ProblemType) -> bool:
    """Return whether a problem type has all statuses of a class, such as 5XX."""
    return all(status.endswith("XX") for status in problem_type.status)


def shared(one: ProblemType, other: ProblemType) -> bool:
    """Return whether two problem types have a status in common."""
    statuses = {*one.status, *other.status}
    numbers = {int(status.replace("XX", "00")) for status in statuses}
    numbers |= {int(status) for status in statuses if status.isdecimal()}
    return any(covers(one.status, number) and covers(other.status, number) for number in numbers)
