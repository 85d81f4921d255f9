"""
What the pages show of each provider, problem type and shape, ready to be laid out.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from errspec.catalog.provider import Citation, Provider, Source
from errspec.docs.fields import Field, Variant
from errspec.docs.phrases import Phrase
from errspec.docs.recognition import Recognition


class Claim(NamedTuple):
    """
    What one source says, or a rule that it states, and where.
    """

    says: Phrase
    citations: tuple[Citation, ...]
    about: str | None = None


class Contradiction(NamedTuple):
    """
    A question on which the sources disagree, and what errspec makes of it.
    """

    id: str
    question: Phrase
    claims: tuple[Claim, ...]
    lenient: Phrase
    about: tuple[str, ...]


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
    An example as HTTP text; without citations it is ours.
    """

    title: Phrase
    message: str
    undocumented: bool
    citations: tuple[Citation, ...]


class Advice(NamedTuple):
    """
    A thing to do, with its description.
    """

    id: str
    title: Phrase
    description: Phrase


class Retry(NamedTuple):
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
    retry: Retry
    advice: tuple[Advice, ...]
    headers: tuple[HeaderEntry, ...]
    content: tuple[tuple[str, str | None], ...]
    fields: Field | None
    shown: frozenset[tuple[str, ...]]
    wire: tuple[tuple[Field, Variant], ...]
    messages: tuple[str, ...]
    citations: tuple[Citation, ...]
    contradictions: tuple[Contradiction, ...]
    beside: tuple[Contradiction, ...]
    neighbours: tuple[str, ...]


class ShapeEntry(NamedTuple):
    """
    A shape as its page shows it.
    """

    name: str
    owner: str
    title: Phrase
    description: Phrase
    recognition: Phrase
    fields: Field
    wire: tuple[tuple[Field, Variant], ...]
    forms: tuple[tuple[str, str], ...]
    users: tuple[ProblemEntry, ...]
    citations: tuple[Citation, ...]
    contradictions: tuple[Contradiction, ...]
    mapping: dict[str, Any]


#: Statuses with the problem types that all of them have; an empty status stands for no answer at all.
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
        """
        Whether some of its errors have a body that is not JSON.
        """
        return any(shape is None for problem in self.problems for _, shape in problem.content)

    @property
    def statuses(self) -> tuple[str, ...]:
        """
        The documented statuses in their order; an empty one stands for no answer at all.
        """
        return tuple(status for statuses, _ in self.groups for status in statuses)

    def of_status(self, status: str) -> tuple[ProblemEntry, ...]:
        """
        The problem types of a status, in file order.
        """
        return next((problems for statuses, problems in self.groups if status in statuses), ())


def grouped(problems: tuple[ProblemEntry, ...]) -> tuple[Group, ...]:
    """
    The documented statuses in their order, each with its problem types; neighbours that have the same are together.
    """
    found: dict[str, list[ProblemEntry]] = {}
    for problem in problems:
        for status in problem.status or ("",):
            found.setdefault(status, []).append(problem)
    ordered = sorted(found, key=lambda status: (status == "", status))
    return tuple(
        (tuple(statuses), tuple(found[statuses[0]]))
        for statuses in (
            list(group) for _, group in groupby(ordered, key=lambda status: [problem.id for problem in found[status]])
        )
    )
