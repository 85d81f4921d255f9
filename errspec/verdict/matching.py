"""
What a provider documents under each status, and which provider knows a body.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from errspec.pointers import parse_pointer, resolve
from errspec.verdict.engine import Accept, acceptor, quick_acceptor, values_at
from errspec.verdict.guards import Candidate, Guard

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import Provider


class StatusPlan:
    """
    What a provider documents under one status, special before general.

    The candidates whose guard wants a text at the most common pointer are found by that text.
    """

    __slots__ = ("_dispatch", "_others", "_table", "candidates", "redirects", "successes")

    def __init__(
        self, candidates: tuple[Candidate, ...], redirects: tuple[Candidate, ...], successes: tuple[Guard, ...]
    ) -> None:
        self.candidates = candidates
        self.redirects = redirects
        self.successes = successes
        wanted = [_constant(candidate) for candidate in candidates]
        pointers = [pointer for pointer, _ in filter(None, wanted)]
        common = max(pointers, key=pointers.count, default=None)
        self._dispatch = None if common is None else parse_pointer(common)
        keys = {text for pointer, text in filter(None, wanted) if pointer == common}
        free = [entry is None or entry[0] != common for entry in wanted]
        self._table = {
            key: tuple(
                c
                for c, entry, is_free in zip(candidates, wanted, free, strict=True)
                if is_free or (entry and entry[1] == key)
            )
            for key in keys
        }
        self._others = tuple(c for c, is_free in zip(candidates, free, strict=True) if is_free)

    def possible(self, value: object) -> tuple[Candidate, ...]:
        """
        The candidates that a body does not rule out at first sight, in file order.
        """
        if self._dispatch is None:
            return self.candidates
        key = resolve(value, self._dispatch)
        return self._table.get(key, self._others) if type(key) is str else self._others


class Plan:
    """
    All that is needed to match the responses of one provider.
    """

    def __init__(self, catalog: Catalog, provider: Provider) -> None:
        self.provider = provider
        self._catalog = catalog
        self._candidates = tuple(Candidate(catalog, provider, item) for item in provider.problem_types)
        self._successes = tuple(
            (success.status, Guard(data)) for success in provider.successes for data in success.when
        )
        self._statuses: dict[int | None, StatusPlan] = {}
        # how each shape of the provider is recognized, and the engine of its tolerant form
        self._shapes = {
            name: (values_at(catalog.shapes[name].when), acceptor(catalog, name, "tolerant"))
            for name in provider.shapes
        }
        #: How a body is recognized as any of its shapes.
        self.recognizers = tuple(recognizes for recognizes, _ in self._shapes.values())

    def status(self, status: int | None) -> StatusPlan:
        """
        What is documented under a status; under None, what is documented at all.
        """
        plan = self._statuses.get(status)
        if plan is None:
            found = [c for c in self._candidates if covers(c.problem_type.status, status)]
            plan = StatusPlan(
                tuple(c for c in found if c.problem_type.location == "body"),
                tuple(c for c in found if c.problem_type.location == "redirect-query"),
                tuple(guard for statuses, guard in self._successes if covers(statuses, status)),
            )
            if status is None or 100 <= status < 600:  # so that odd numbers do not fill the memory
                self._statuses[status] = plan
        return plan

    @property
    def unanswered(self) -> tuple[Candidate, ...]:
        """
        The problem types of no answer at all.
        """
        return tuple(c for c in self._candidates if c.problem_type.location == "none")

    def known(self, value: object) -> list[str]:
        """
        The shapes as which a body is recognized.
        """
        return [name for name, (recognizes, _) in self._shapes.items() if recognizes(value)]

    def knows(self, value: object) -> bool:
        """
        Whether a body is recognized as one of the shapes.
        """
        return any(recognizes(value) for recognizes in self.recognizers)

    def accepts(self, shape: str, value: object) -> bool:
        """
        Whether the tolerant form of a shape accepts a body.
        """
        return self._shapes[shape][1](value)

    def quickly_valid(self, value: object) -> bool:
        """
        The same as ``valid``, for a body that orjson read.
        """
        return any(
            recognizes(value) and quick_acceptor(self._catalog, name, "tolerant")(value)
            for name, (recognizes, _) in self._shapes.items()
        )

    def valid(self, value: object) -> bool:
        """
        Whether a shape as which a body is recognized accepts it.
        """
        return any(recognizes(value) and accepts(value) for recognizes, accepts in self._shapes.values())


class Plans:
    """
    The plans of all providers of a catalog, each made when it is first wanted.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._made: dict[str, Plan] = {}
        self._all: tuple[Plan, ...] | None = None
        self._recognizers: tuple[tuple[Accept, Plan], ...] | None = None

    def of(self, name: str) -> Plan:
        """
        The plan of a provider by any of its names; raises NoSuchProvider.
        """
        plan = self._made.get(name)
        if plan is None:
            provider = self._catalog.provider(name)
            plan = self._made.get(provider.id) or Plan(self._catalog, provider)
            self._made[provider.id] = self._made[name] = plan
        return plan

    @property
    def all(self) -> tuple[Plan, ...]:
        """
        The plans of all providers.
        """
        if self._all is None:
            self._all = tuple(self.of(name) for name in self._catalog.providers)
        return self._all

    @cached_property
    def hosts(self) -> Mapping[str, str]:
        """
        The providers by the hosts of their APIs.
        """
        return {host: provider.id for provider in self._catalog.providers.values() for host in provider.hosts}

    def recognize(self, value: object) -> Plan | None:
        """
        The plan of the only provider that knows a body, or, of several, of the only one whose shape accepts it.

        The body is one that orjson read.
        """
        if self._recognizers is None:
            self._recognizers = tuple((recognizes, plan) for plan in self.all for recognizes in plan.recognizers)
        found: Plan | None = None
        for recognizes, plan in self._recognizers:
            if plan is not found and recognizes(value):
                if found is not None:
                    valid = [plan for plan in self.all if plan.quickly_valid(value)]
                    return valid[0] if len(valid) == 1 else None
                found = plan
        return found


def plans(catalog: Catalog) -> Plans:
    """
    The plans of a catalog, which keeps them.
    """
    found: Plans | None = catalog.derived.get("plans")
    if found is None:
        found = catalog.derived["plans"] = Plans(catalog)
    return found


def covers(statuses: tuple[str, ...], status: int | None) -> bool:
    """
    Whether a list of statuses and ranges holds a status; every list with members holds None.
    """
    if status is None:
        return bool(statuses)
    return str(status) in statuses or f"{status // 100}XX" in statuses


def _constant(candidate: Candidate) -> tuple[str, str] | None:
    when = candidate.problem_type.when
    if len(when) == 1:
        for pointer, schema in when[0].get("body", {}).items():
            if isinstance(schema.get("const"), str):
                return pointer, schema["const"]
    return None
