"""
Error coverage: which documented errors a test suite has met.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import ProblemType, Provider
from errspec.catalog.wording import Wording, pauses

#: The identifier of the schema of the JSON form.
SCHEMA = "https://errspec.example/v1/meta/coverage.schema.json"


class ProviderCoverage(NamedTuple):
    """
    The documented errors of one provider: those that the tests met, and those that are missing.
    """

    provider: Provider
    met: tuple[ProblemType, ...]
    missing: tuple[ProblemType, ...]

    @property
    def total(self) -> int:
        """The number of errors that responses can show."""
        return len(self.met) + len(self.missing)

    @property
    def percent(self) -> float:
        """The percentage of them that the tests met."""
        return 100 * len(self.met) / self.total if self.total else 100.0

    def sentence(self, wording: Wording) -> str:
        """Return the numbers as a sentence."""
        return wording.say("kit.covered", met=len(self.met), count=self.total, provider=self.provider.name)


def decidable(provider: Provider) -> tuple[ProblemType, ...]:
    """
    Return the documented errors that a response can show.

    Errors that only a browser shows, missing responses, undocumented errors, and general types with several causes are
    left out.
    """
    return tuple(
        each
        for each in provider.problem_types
        if each.location in ("body", "redirect-query") and not each.undocumented and not each.candidates
    )


def coverage(catalog: Catalog, providers: Iterable[str], met: Iterable[str]) -> list[ProviderCoverage]:
    """Return the coverage of providers by the names of the problem types that were met."""
    names = frozenset(met)
    found = []
    for identifier in sorted(set(providers)):
        provider = catalog.provider(identifier)
        every = decidable(provider)
        has_met = tuple(each for each in every if each.name in names)
        found.append(ProviderCoverage(provider, has_met, tuple(each for each in every if each.name not in names)))
    return found


def exercise(catalog: Catalog, problem_type: ProblemType, wording: Wording) -> str:
    """Return what a test of a problem type would exercise: what the error is and what a client has to do."""
    retry = problem_type.retry
    parts = [catalog.advice["advice"][name]["title"] for name in problem_type.advice]
    if not list(pauses(retry)):
        parts = [catalog.advice["retry"][retry.kind]["title"], *parts]
    said = [wording.translate(part) for part in dict.fromkeys(parts)]
    said[:0] = [wording.say(each.key, **each.facts).rstrip(".") for each in pauses(retry)]
    return f"{wording.translate(problem_type.title)}: {'; '.join(said)}"


def as_json(catalog: Catalog, found: Iterable[ProviderCoverage], wording: Wording) -> dict[str, Any]:
    """Return the coverage as JSON values, which ``schemas/meta/coverage.schema.json`` describes."""
    return {
        "$schema": SCHEMA,
        "providers": [
            {
                "provider": each.provider.id,
                "documented": each.total,
                "met": [problem_type.name for problem_type in each.met],
                "missing": [
                    {"problem_type": problem_type.name, "exercises": exercise(catalog, problem_type, wording)}
                    for problem_type in each.missing
                ],
                "percent": round(each.percent, 1),
            }
            for each in found
        ],
    }


def as_markdown(catalog: Catalog, found: Iterable[ProviderCoverage], wording: Wording) -> str:
    """Return the coverage as Markdown."""
    lines = [f"# {wording.say('kit.coverage')}", ""]
    for each in found:
        lines += [each.sentence(wording), ""]
        missing = [f"- [ ] `{item.name}`: {exercise(catalog, item, wording)}" for item in each.missing]
        lines += [f"- [x] `{item.name}`" for item in each.met]
        lines += [*missing, ""]
    return "\n".join(lines)
