"""
A scenario: the responses to a sequence of requests, and what a good client does with them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from errspec.catalog.provider import Citation, Provider
from errspec.exceptions import CatalogError, NoSuchProblemType, NoSuchScenario

Data = dict[str, Any]


class Scenario(NamedTuple):
    """
    The response to each request, in order, and what is expected of a client.

    ``schemas/meta/scenarios.schema.json`` describes the fields.
    """

    provider: str
    id: str
    title: str
    description: str
    request: Data
    steps: tuple[Data, ...]
    asides: tuple[Data, ...]
    expect: Data
    citations: tuple[Citation, ...]

    @property
    def name(self) -> str:
        """The id of the provider and the id of the scenario: ``provider/id``."""
        return f"{self.provider}/{self.id}"

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<Scenario {self.name}>"


def scenarios_of(provider: Provider, data: Data) -> tuple[Scenario, ...]:
    """Return the scenarios in a file of a provider; raises CatalogError if one names an unknown problem type."""
    found = []
    for entry in data["scenarios"]:
        steps = tuple(entry["steps"])
        for step in steps:
            try:
                provider.problem_type(step.get("problem", provider.problem_types[0].id))
            except NoSuchProblemType as error:
                raise CatalogError(provider.id, f"the scenario {entry['id']}: {error}") from error
        texts = entry["id"], entry["title"], entry["description"]
        asides = tuple(entry.get("asides", ()))
        cited = provider.cite(entry["x-source"])
        found.append(Scenario(provider.id, *texts, entry["request"], steps, asides, entry["expect"], cited))
    return tuple(found)


def named(scenarios: tuple[Scenario, ...], name: str) -> Scenario:
    """Return the scenario with an id or name, or raise NoSuchScenario."""
    for scenario in scenarios:
        if name in (scenario.id, scenario.name):
            return scenario
    raise NoSuchScenario(name, [scenario.id for scenario in scenarios])
