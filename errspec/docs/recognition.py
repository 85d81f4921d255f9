"""
How a response of a problem type is recognized, in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import ProblemType, Provider
from errspec.docs.phrases import Phrase, Phrases, code
from errspec.verdict.matching import covers


class Recognition(NamedTuple):
    """
    The condition on the body, then the alternatives of which one must hold, each a list of conditions.

    ``brief`` says in a few words what distinguishes the problem type from its neighbors.
    """

    body: Phrase
    alternatives: tuple[tuple[Phrase, ...], ...]
    brief: Phrase


class Recognizer:
    """
    The guards of a catalog in words.
    """

    def __init__(self, catalog: Catalog, phrases: Phrases) -> None:
        self._catalog = catalog
        self._phrases = phrases

    def recognition(self, provider: Provider, problem_type: ProblemType) -> Recognition:
        """Return how a response of a problem type is recognized."""
        alternatives = tuple(tuple(self.conditions(guard)) for guard in problem_type.when)
        return Recognition(self._body(problem_type), alternatives, self._brief(provider, problem_type, alternatives))

    def conditions(self, guard: Mapping[str, Any]) -> Iterator[Phrase]:
        """Yield the conditions of a guard, which must all hold."""
        say = self._phrases.say
        for place, schema in guard.get("body", {}).items():
            yield self._condition(code(place) if place else say("body"), schema, "docs.is-of-type")
        for name, schema in guard.get("headers", {}).items():
            header = say("docs.the-header", header=code(self._spelt(name)))
            yield self._condition(header, schema, "docs.is-sent")
        if "text" in guard:
            yield self._condition(say("docs.the-text"), guard["text"], "docs.is-of-type")

    def shape(self, name: str) -> Phrase:
        """Return how a body of a shape is recognized."""
        whole = [self._condition(code(p), s, "docs.is-of-type") for p, s in self._catalog.shapes[name].when.items()]
        return self.together(whole)

    def together(self, conditions: list[Phrase]) -> Phrase:
        """Join conditions that must all hold."""
        joined = conditions[0] if conditions else Phrase()
        for item in conditions[1:]:
            joined = self._phrases.say("docs.and", one=joined, other=item)
        return joined

    def _condition(self, place: Phrase, schema: Mapping[str, Any], otherwise: str) -> Phrase:
        say = self._phrases.say
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        if values:
            listed = self._phrases.alternatives(code(json.dumps(value, ensure_ascii=False)) for value in values)
            return say("docs.is", place=place, value=listed)
        if "pattern" in schema:
            return say("docs.contains", place=place, text=code(schema["pattern"].strip()))
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        kinds = self._phrases.alternatives(say(f"type.{name}") for name in types)
        return say(otherwise, place=place, type=kinds)

    def _body(self, problem_type: ProblemType) -> Phrase:
        say = self._phrases.say
        if problem_type.location == "none":
            return say("docs.no-answer")
        shape = problem_type.shape
        if shape is None:
            return say("docs.body-not-json")
        key = "docs.query-is" if problem_type.location == "redirect-query" else "docs.body-is"
        return say(key, shape=code(shape), condition=self.shape(shape))

    def _brief(
        self, provider: Provider, problem_type: ProblemType, alternatives: tuple[tuple[Phrase, ...], ...]
    ) -> Phrase:
        say = self._phrases.say
        if alternatives:
            return self._phrases.alternatives(self.together(list(conditions)) for conditions in alternatives)
        if problem_type.location == "none":
            return say("docs.no-answer")
        others = [
            item
            for item in provider.problem_types
            if item is not problem_type and item.location == problem_type.location and shared(item, problem_type)
        ]
        if any(item.shape == problem_type.shape for item in others):
            return say(
                "docs.otherwise-shape" if self._mixed(problem_type, others) else "docs.otherwise",
                **self._named(problem_type),
            )
        return say("docs.by-shape", **self._named(problem_type)) if others else say("docs.by-status")

    def _named(self, problem_type: ProblemType) -> dict[str, Phrase]:
        shape = problem_type.shape
        return {"shape": self._phrases.say("show.not-json") if shape is None else code(shape)}

    def _mixed(self, problem_type: ProblemType, others: list[ProblemType]) -> bool:
        return any(item.shape != problem_type.shape for item in others)

    def _spelt(self, lower: str) -> str:
        """Return a header's name as the documentation writes it."""
        for provider in self._catalog.providers.values():
            for headers in (provider.headers, *(item.headers for item in provider.problem_types)):
                for name in headers:
                    if name.lower() == lower:
                        return name
        return lower


def shared(one: ProblemType, other: ProblemType) -> bool:
    """Return whether two problem types have a status in common."""
    statuses = {*one.status, *other.status}
    numbers = {int(status.replace("XX", "00")) for status in statuses}
    numbers |= {int(status) for status in statuses if status.isdecimal()}
    return any(covers(one.status, number) and covers(other.status, number) for number in numbers)
