"""
The providers side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from errspec.docs.edition import Edition
from errspec.docs.entries import Advice, ProblemEntry, ProviderEntry
from errspec.docs.indices import by_status
from errspec.docs.phrases import Phrase, code, name

#: The problem types of each provider.
ByProvider = tuple[tuple[ProblemEntry, ...], ...]


class Trait(NamedTuple):
    """
    A question, as the key of its message, and the answer of each provider.
    """

    key: str
    answers: tuple[tuple[Phrase, ...], ...]


class Comparison:
    """
    The providers of an edition side by side: their traits, what to do, and what each status means.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._phrases = edition.phrases

    @property
    def traits(self) -> tuple[Trait, ...]:
        """The differences between the ways in which the providers report errors."""
        return tuple(
            Trait(key, tuple(tuple(dict.fromkeys(answer(provider))) for provider in self._edition.providers))
            for key, answer in self._answers().items()
        )

    @property
    def advice(self) -> tuple[tuple[Advice, ByProvider], ...]:
        """The problem types of each provider by what to do about them."""
        pieces = {advice.id: advice for entry in self._edition.problems.values() for advice in entry.advice}
        ordered = [pieces[identifier] for identifier in self._edition.catalog.advice["advice"] if identifier in pieces]
        return tuple((advice, self._after(advice)) for advice in ordered)

    @property
    def statuses(self) -> tuple[tuple[str, ByProvider], ...]:
        """The problem types of each provider under the same status."""
        return tuple(
            (status, tuple(provider.of_status(status) for provider in self._edition.providers))
            for status, _ in by_status(self._edition)
        )

    def _after(self, advice: Advice) -> ByProvider:
        return tuple(
            tuple(entry for entry in provider.problems if advice in entry.advice)
            for provider in self._edition.providers
        )

    def _answers(self) -> dict[str, Callable[[ProviderEntry], Iterable[Phrase]]]:
        return {
            "docs.trait-count": lambda p: [self._phrases.count("show.problem-types", len(p.problems))],
            "docs.trait-body": self._bodies,
            "docs.trait-success": lambda p: self._of_class(p, "2"),
            "docs.trait-redirect": lambda p: self._of_class(p, "3"),
            "docs.place.message": lambda p: self._places(p, "message"),
            "docs.place.code": lambda p: self._places(p, "code"),
            "docs.place.fields": lambda p: self._places(p, "fields"),
            "docs.trait-wait": self._waits,
            "docs.trait-headers": lambda p: [code(header.name) for header in p.headers],
            "docs.trait-sources": lambda p: [name(source.title) for source in p.sources],
            "docs.trait-contradictions": lambda p: [self._phrases.count("docs.questions", len(p.contradictions))],
        }

    def _bodies(self, provider: ProviderEntry) -> Iterator[Phrase]:
        for problem in provider.problems:
            for media, shape in problem.content:
                if shape is None:
                    yield self._phrases.say("show.not-json")
                else:
                    title = self._edition.shapes[shape].title
                    yield self._phrases.say("docs.trait-shape", shape=title, media=code(media))

    def _of_class(self, provider: ProviderEntry, first: str) -> list[Phrase]:
        statuses = [status for status in provider.statuses if status.startswith(first)]
        if not statuses:
            return [self._phrases.say("docs.no")]
        return [self._phrases.say("docs.yes-under", status=name(", ".join(statuses)))]

    def _places(self, provider: ProviderEntry, kind: str) -> Iterator[Phrase]:
        for shape in provider.data.shapes:
            for place in self._edition.shapes[shape].mapping.get(kind, ()):
                yield code(place if isinstance(place, str) else place.get("each") or place.get("at"))

    def _waits(self, provider: ProviderEntry) -> Iterator[Phrase]:
        for problem_type in provider.data.problem_types:
            header = problem_type.retry.header
            if header:
                status = name(", ".join(problem_type.status))
                yield self._phrases.say("docs.trait-header", header=code(header), status=status)
