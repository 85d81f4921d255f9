"""
The responses of a provider as OpenAPI has them: one for each status, and one for each type of single operations.
"""

from __future__ import annotations

from typing import NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.provider import Data, Example, ProblemType, Provider, Success
from errspec.openapi.building.names import checked, pascal, phrase, stem
from errspec.verdict.matching import covers

#: What stands for several statuses in a document, and what the response for all of them is named.
COMBINED = {"4XX": "ClientError", "5XX": "ServerError", "default": "Error"}


class DocumentedResponse(NamedTuple):
    """
    A response component: its name, its status or range, and the problem types that it has, the most typical first.

    ``on`` lists the operations that it is limited to, each with method, path and operationId; it is empty for all.
    ``others`` are problem types of a range that the status is in, whose bodies it may have too.
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

        Documented ones come before our own, those of general types before those with a guard.
        """
        found = []
        for item in self.problem_types:
            own = [(item, number, example) for number, example in enumerate(item.examples, 1)]
            fitting = [entry for entry in own if _fits(self.status, entry[2])]
            found += fitting or own
        return sorted(found, key=lambda entry: (_unusual(entry[0], entry[2]), bool(entry[0].when)))


def documented_responses(
    provider: str, *, prefix: str = "", catalog: Catalog | None = None
) -> tuple[DocumentedResponse, ...]:
    """
    The response components of a provider, in the order of their statuses, those of single operations last.

    Raises NoSuchProvider, and InvalidComponentName for a prefix that no name may begin with.
    """
    found = (catalog or builtin()).provider(provider)
    begin = stem(found, prefix)
    general = [item for item in found.problem_types if not item.on]
    statuses = sorted({status for item in general for status in item.status})
    whole = [_of_status(found, general, status, begin) for status in statuses]
    single = [
        DocumentedResponse(checked(begin + pascal(item.id)), status, item.on, (item,))
        for item in found.problem_types
        for status in item.status
        if item.on
    ]
    return (*whole, *single)


def _of_status(provider: Provider, types: list[ProblemType], status: str, begin: str) -> DocumentedResponse:
    exact = [item for item in types if status in item.status]
    exact.sort(key=lambda item: item.undocumented)
    number = int(status) if status.isdecimal() else None
    others = [item for item in types if number and item not in exact and covers(item.status, number)]
    successes = [item for item in provider.successes if number and number < 400 and covers(item.status, number)]
    name = checked(begin + pascal(phrase(status)))
    return DocumentedResponse(name, status, (), tuple(exact), tuple(others), tuple(successes))


def _unusual(problem_type: ProblemType, example: Example) -> tuple[bool, bool]:
    return problem_type.undocumented or example.undocumented, not example.citations


def _fits(status: str, example: Example) -> bool:
    return covers((status,), example.response.status_code or 0)


def combined(provider: Provider, key: str, prefix: str = "") -> DocumentedResponse | None:
    """
    The one response for all errors of a range (``4XX``), or for all there are (``default``), or None without any.
    """
    types = [
        item
        for item in provider.problem_types
        if not item.on and item.location == "body" and any(_within(status, key) for status in item.status)
    ]
    exact = [item for item in types if key in item.status]
    if not types:
        return None
    name = pascal(phrase(key)) if len(exact) == len(types) else f"Any{COMBINED[key]}"
    return DocumentedResponse(checked(stem(provider, prefix) + name), key, (), tuple(types))


def _within(status: str, key: str) -> bool:
    return status[0] in "45" if key == "default" else status[0] == key[0]
