"""
The responses of a provider: one for each status, and one for each problem type of single operations.
"""

from __future__ import annotations

from typing import NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.provider import Data, Example, ProblemType, Provider, Success
from errspec.openapi.building.names import checked, pascal, phrase, stem
from errspec.verdict.matching import covers

#: The keys for several statuses in a document, with the names of their responses.
COMBINED = {"4XX": "ClientError", "5XX": "ServerError", "default": "Error"}


class DocumentedResponse(NamedTuple):
    """
    A response component: its name, its status or range, and its problem types, documented ones first.

    ``on`` lists the operations that it is limited to, each with method, path and operationId; empty means all.
    ``others`` are problem types of a range that contains the status, whose bodies are possible too.
    """

    name: str
    status: str
    on: tuple[Data, ...]
    problem_types: tuple[ProblemType, ...]
    others: tuple[ProblemType, ...] = ()
    successes: tuple[Success, ...] = ()

    @property
    def examples(self) -> list[tuple[ProblemType, int, Example]]:
        """
        The examples of its problem types, each with its type and its number there, the most typical first.

        Documented examples come before our own, those of general types before those with a guard.
        """
        examples = []
        for problem_type in self.problem_types:
            own = [(problem_type, number, example) for number, example in enumerate(problem_type.examples, 1)]
            examples += [entry for entry in own if _fits(self.status, entry[2])] or own
        return sorted(examples, key=lambda entry: (_unusual(entry[0], entry[2]), bool(entry[0].when)))


def documented_responses(
    provider: str, *, prefix: str = "", catalog: Catalog | None = None
) -> tuple[DocumentedResponse, ...]:
    """
    Return the response components of a provider by status, those of single operations last.

    Raises NoSuchProvider, and InvalidComponentName if no name can begin with the prefix.
    """
    owner = (catalog or builtin()).provider(provider)
    begin = stem(owner, prefix)
    general = [problem_type for problem_type in owner.problem_types if not problem_type.on]
    statuses = sorted({status for problem_type in general for status in problem_type.status})
    limited = [
        DocumentedResponse(checked(begin + pascal(problem_type.id)), status, problem_type.on, (problem_type,))
        for problem_type in owner.problem_types
        for status in problem_type.status
        if problem_type.on
    ]
    return (*(_of_status(owner, general, status, begin) for status in statuses), *limited)


def _of_status(provider: Provider, types: list[ProblemType], status: str, begin: str) -> DocumentedResponse:
    exact = [problem_type for problem_type in types if status in problem_type.status]
    others, successes = [], []
    if status.isdecimal():
        number = int(status)
        rest = [problem_type for problem_type in types if problem_type not in exact]
        others = [problem_type for problem_type in rest if covers(problem_type.status, number)]
        successes = [success for success in provider.successes if number < 400 and covers(success.status, number)]
    exact.sort(key=lambda problem_type: problem_type.undocumented)
    name = checked(begin + pascal(phrase(status)))
    return DocumentedResponse(name, status, (), tuple(exact), tuple(others), tuple(successes))


def _unusual(problem_type: ProblemType, example: Example) -> tuple[bool, bool]:
    return problem_type.undocumented or example.undocumented, not example.citations


def _fits(status: str, example: Example) -> bool:
    return covers((status,), example.response.status_code or 0)


def combined(provider: Provider, key: str, prefix: str = "") -> DocumentedResponse | None:
    """
    Return the one response for all errors of a range (``4XX``), or for all errors (``default``); None without any.
    """
    types = [
        problem_type
        for problem_type in provider.problem_types
        if not problem_type.on and problem_type.location == "body"
        if any(_within(status, key) for status in problem_type.status)
    ]
    exact = [problem_type for problem_type in types if key in problem_type.status]
    if not types:
        return None
    name = pascal(phrase(key)) if len(exact) == len(types) else f"Any{COMBINED[key]}"
    return DocumentedResponse(checked(stem(provider, prefix) + name), key, (), tuple(types))


def _within(status: str, key: str) -> bool:
    return status[0] in "45" if key == "default" else status[0] == key[0]
