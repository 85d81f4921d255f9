"""
The content of the pages for each provider, problem type and shape, before it is laid out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from errspec.catalog.provider import Citation, Provider, Source
from errspec.docs.fields import FieldEntry, Variant
from errspec.docs.phrases import Phrase
from errspec.docs.recognition import Recognition


class Claim(NamedTuple):
    """
    What one source says, or a rule that it states, with the heading.
    """

    says: Phrase
    citations: tuple[Citation, ...]
    about: str | None = None


class Contradiction(NamedTuple):
    """
    A question on which the sources disagree, and how errspec treats it.
    """

    id: str
    question: Phrase
    claims: tuple[Claim, ...]
    lenient: Phrase
    about: tuple[str, ...]

    def touches(self, shape: str | None) -> bool:
        """Return whether the contradiction is about a shape or a part of it."""
        return any(reference.partition("#")[0] == shape for reference in self.about)


class HeaderEntry(NamedTuple):
    """
    A documented header with its value in words.
    """

    name: str
    required: bool
    description: Phrase
    value: Phrase
    example: str | None
    citations: tuple[Citation, ...]


class Sample(NamedTuple):
    """
    An example as HTTP text; an example without citations is our own.
    """

    title: Phrase
    message: str
    undocumented: bool
    citations: tuple[Citation, ...]


class Advice(NamedTuple):
    """
    A piece of advice with its description.
    """

    id: str
    title: Phrase
    description: Phrase


class RetryEntry(NamedTuple):
    """
    Whether and when the request may be repeated.
    """

    kind: str
    title: Phrase
    description: Phrase
    pauses: tuple[Phrase, ...]


class ProblemEntry(NamedTuple):
    """
    A problem type as its page shows it.
    """

    id: str
    name: str
    provider: str
    title: Phrase
    description: Phrase
    undocumented: bool
    status: tuple[str, ...]
    location: str
    reason: str | None
    recognition: Recognition
    operations: tuple[dict[str, Any], ...]
    samples: tuple[Sample, ...]
    causes: tuple[Phrase, ...]
    solutions: tuple[Phrase, ...]
    candidates: tuple[str, ...]
    decided_by: Phrase
    retry: RetryEntry
    advice: tuple[Advice, ...]
    headers: tuple[HeaderEntry, ...]
    content: tuple[tuple[str, str | None], ...]
    fields: FieldEntry | None
    shown: frozenset[tuple[str, ...]]
    wire: tuple[tuple[FieldEntry, Variant], ...]
    messages: tuple[str, ...]
    citations: tuple[Citation, ...]
    contradictions: tuple[Contradiction, ...]
    beside: tuple[Contradiction, ...]
    neighbors: tuple[str, ...]


class ShapeEntry(NamedTuple):
    """
    A shape as its page shows it.
    """

    name: str
    owner: str
    title: Phrase
    description: Phrase
    recognition: Phrase
    fields: FieldEntry
    wire: tuple[tuple[FieldEntry, Variant], ...]
    forms: tuple[tuple[str, str], ...]
    users: tuple[ProblemEntry, ...]
    citations: tuple[Citation, ...]
    contradictions: tuple[Contradiction, ...]
    mapping: dict[str, Any]


#: Statuses with the problem types that all of them have; an empty status means that no response arrives.
Group = tuple[tuple[str, ...], tuple[ProblemEntry, ...]]


class SuccessEntry(NamedTuple):
    """
    A documented success under a status that errors share.
    """

    title: Phrase
    status: tuple[str, ...]
    condition: Phrase | None
    citations: tuple[Citation, ...]


class ProviderEntry(NamedTuple):
    """
    A provider as its page shows it.
    """

    id: str
    name: str
    data: Provider
    description: Phrase
    problems: tuple[ProblemEntry, ...]
    groups: tuple[Group, ...]
    shapes: tuple[str, ...]
    successes: tuple[SuccessEntry, ...]
    headers: tuple[HeaderEntry, ...]
    limits: tuple[Claim, ...]
    never: tuple[Claim, ...]
    sources: tuple[Source, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def some_not_json(self) -> bool:
        """Whether some of its errors have a body that is not JSON."""
        return any(shape is None for problem in self.problems for _, shape in problem.content)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The documented statuses in order; an empty status means that no response arrives."""
        return tuple(status for statuses, _ in self.groups for status in statuses)

    def of_status(self, status: str) -> tuple[ProblemEntry, ...]:
        """Return the problem types of a status, in file order; those of its range if the status has none."""
        documented = {each: problems for statuses, problems in self.groups for each in statuses}
        return documented.get(status) or documented.get(f"{status[:1]}XX", ())


def grouped(problems: tuple[ProblemEntry, ...]) -> tuple[Group, ...]:
    """Return the documented statuses in order with their problem types; neighbors with the same types are grouped."""
    statuses = in_order({status for problem in problems for status in problem.status or ("",)})
    types = {status: tuple(each for each in problems if status in (each.status or ("",))) for status in statuses}
    groups = [tuple(same) for _, same in groupby(statuses, key=lambda status: [each.id for each in types[status]])]
    return tuple((group, types[group[0]]) for group in groups)


def in_order(statuses: Iterable[str]) -> list[str]:
    """Return statuses in order; the empty one, which means that no response arrives, comes last."""
    return sorted(statuses, key=lambda status: (status == "", status))
