"""
What a provider documents under each status, and which provider knows a body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from errspec.response import host
from errspec.verdict.decision import Alternative, DecisionTable
from errspec.verdict.engine import acceptor, quick_acceptor, values_at
from errspec.verdict.guards import Candidate, Guard

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import ProblemType, Provider
    from errspec.verdict.validation import Accept


class DocumentedStatus(NamedTuple):
    """
    What a provider documents under one status, special before general.

    ``decision`` chooses among the guards of successes and then the candidates. Of its alternatives, ``documented`` lead
    to candidates that are documented, and ``telling`` to those of them that a guard or the shape tells from all others.
    ``statuses`` lists the statuses of the candidates.
    """

    candidates: tuple[Candidate, ...]
    redirects: tuple[Candidate, ...]
    decision: DecisionTable[Candidate | Guard]
    documented: int
    telling: int
    statuses: str

    @classmethod
    def of(cls, types: Iterable[Candidate], successes: Iterable[Guard]) -> DocumentedStatus:
        """Sort the problem types of a status, and prepare the decision."""
        types = tuple(types)
        candidates = tuple(each for each in types if each.problem_type.location == "body")
        alternatives: list[Alternative[Candidate | Guard]] = [Alternative(guard, guard=guard) for guard in successes]
        for candidate in candidates:
            alternatives += candidate.alternatives()
        redirects = tuple(each for each in types if each.problem_type.location == "redirect-query")
        general = Counter(each.shape for each in candidates if not each.guards and not each.undocumented)
        decision = DecisionTable(alternatives)
        documented = decision.leading_to(lambda each: isinstance(each, Candidate) and not each.undocumented)
        telling = decision.leading_to(
            lambda each: isinstance(each, Candidate) and (bool(each.guards) or general[each.shape] == 1)
        )
        statuses = ", ".join(sorted({status for each in candidates for status in each.problem_type.status}))
        return cls(candidates, redirects, decision, documented, documented & telling, statuses)


class Matcher:
    """
    Everything that is needed to match the responses of one provider.
    """

    def __init__(self, catalog: Catalog, provider: Provider) -> None:
        self.provider = provider
        self._catalog = catalog
        self._candidates = tuple(Candidate(catalog, provider, each) for each in provider.problem_types)
        self._successes = tuple(
            (success.status, Guard(data)) for success in provider.successes for data in success.when
        )
        self._statuses: dict[int | None, DocumentedStatus] = {}
        # how each shape of the provider is recognized, and the acceptor of its tolerant form
        self._shapes = {
            name: (values_at(catalog.shapes[name].when), acceptor(catalog, name, "tolerant"))
            for name in provider.shapes
        }
        #: The functions that recognize a body as one of its shapes.
        self.recognizers = tuple(recognizes for recognizes, _ in self._shapes.values())
        #: The same for its own shapes; a shape that providers share does not tell which of them sent it.
        self.own = tuple(recognizes for name, (recognizes, _) in self._shapes.items() if not is_shared(name))

    def status(self, status: int | None) -> DocumentedStatus:
        """Return what is documented under a status; under None, everything that is documented."""
        documented = self._statuses.get(status)
        if documented is None:
            documented = DocumentedStatus.of(
                (each for each in self._candidates if covers(each.problem_type.status, status)),
                (guard for statuses, guard in self._successes if covers(statuses, status)),
            )
            if status is None or 100 <= status < 600:  # so that odd numbers do not fill the memory
                self._statuses[status] = documented
        return documented

    def causes(self, problem_type: ProblemType) -> tuple[Candidate, ...]:
        """Return the candidates between which a response of a general type does not decide."""
        ids = problem_type.candidates
        causes = (each for each in self._candidates if each.problem_type.id in ids)
        return tuple(sorted(causes, key=lambda each: ids.index(each.problem_type.id)))

    @property
    def unanswered(self) -> tuple[Candidate, ...]:
        """The problem types of a request without a response."""
        return tuple(each for each in self._candidates if each.problem_type.location == "none")

    def known(self, value: object) -> list[str]:
        """Return the shapes as which a body is recognized."""
        return [name for name, (recognizes, _) in self._shapes.items() if recognizes(value)]

    def knows(self, value: object) -> bool:
        """Return whether a body is recognized as one of the shapes."""
        for recognizes in self.recognizers:  # noqa: SIM110  # a loop is faster, and every success takes it
            if recognizes(value):
                return True
        return False

    def owns(self, value: object) -> bool:
        """Return whether a body is recognized as one of the shapes that only this provider has."""
        return any(recognizes(value) for recognizes in self.own)

    def accepts(self, shape: str, value: object) -> bool:
        """Return whether the tolerant form of a shape accepts a body."""
        return self._shapes[shape][1](value)

    def quickly_valid(self, value: object) -> bool:
        """Return the same as ``valid``, for a body that orjson parsed."""
        return any(
            recognizes(value) and quick_acceptor(self._catalog, name, "tolerant")(value)
            for name, (recognizes, _) in self._shapes.items()
        )

    def valid(self, value: object) -> bool:
        """Return whether a shape as which a body is recognized accepts it."""
        return any(recognizes(value) and accepts(value) for recognizes, accepts in self._shapes.values())


class Matchers:
    """
    The matchers of all providers of a catalog, each made when it is first needed.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._by_name: dict[str, Matcher] = {}
        #: The beginning of the URLs of one host, the last that was found, and its provider: most often it comes again.
        self._last = "", ""

    def of(self, name: str) -> Matcher:
        """Return the matcher of a provider by any of its names; raises NoSuchProvider."""
        matcher = self._by_name.get(name)
        if matcher is None:
            provider = self._catalog.provider(name)
            matcher = self._by_name.get(provider.id) or Matcher(self._catalog, provider)
            self._by_name[provider.id] = self._by_name[name] = matcher
        return matcher

    @cached_property
    def all(self) -> tuple[Matcher, ...]:
        """The matchers of all providers."""
        return tuple(self.of(name) for name in self._catalog.providers)

    @cached_property
    def shared(self) -> Matcher:
        """The matcher of the problem types that do not depend on the provider."""
        return self.of("common")

    @cached_property
    def _hosts(self) -> Mapping[str, str]:
        return {host: provider.id for provider in self._catalog.providers.values() for host in provider.hosts}

    @cached_property
    def _urls(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        providers = self._catalog.providers.values()
        return tuple((re.compile(pattern), provider.id) for provider in providers for pattern in provider.urls)

    def at(self, url: str) -> str | None:
        """Return the id of the provider whose API a URL belongs to, by its host or by a pattern, or None."""
        origin, named = self._last
        if origin and url.startswith(origin):
            return named
        known = self._hosts.get(host(url))
        if known is None:
            return next((name for pattern, name in self._urls if pattern.search(url)), None)
        origin = url[: url.find("/", url.index("//") + 2) + 1]
        if origin:  # with the slash or question mark that ends the host
            self._last = origin, known
        return known

    @cached_property
    def _recognizers(self) -> tuple[tuple[Accept, Matcher], ...]:
        return tuple((recognizes, matcher) for matcher in self.all for recognizes in matcher.own)

    def recognize(self, value: object) -> Matcher | None:
        """
        Return the matcher of the only provider that knows a body, or, of several, of the only one that accepts it.

        The body is one that orjson parsed.
        """
        only: Matcher | None = None
        for recognizes, matcher in self._recognizers:
            if matcher is not only and recognizes(value):
                if only is not None:
                    valid = [each for each in self.all if each.quickly_valid(value)]
                    return valid[0] if len(valid) == 1 else None
                only = matcher
        return only


@lru_cache(maxsize=16)
def matchers(catalog: Catalog) -> Matchers:
    """Return the matchers of a catalog."""
    return Matchers(catalog)


def is_shared(shape: str | None) -> bool:
    """Return whether a shape belongs to no provider."""
    return shape is not None and shape.startswith("common/")


def covers(statuses: tuple[str, ...], status: int | None) -> bool:
    """Return whether a list of statuses and ranges holds a status; a list that is not empty holds None."""
    if status is None:
        return bool(statuses)
    return str(status) in statuses or f"{status // 100}XX" in statuses
