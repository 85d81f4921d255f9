"""
How often a request is repeated, and how long to wait before.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.exceptions import NotAResponse, UnreadBody
from errspec.problems.problem import Problem, problem
from errspec.problems.retry import CAP
from errspec.verdict.matching import matchers

#: The wait before the second poll in seconds, where no source names one (RFC 8628, 3.2).
_POLL = 5.0


class Policy(NamedTuple):
    """
    How to repeat requests to an API.

    ``provider`` is the name of the provider; without one it is detected from each response. ``attempts`` is the
    largest number of times that a request is sent, polls not counted. ``cap`` is the longest wait, and the longest time
    for all polls together, in seconds. ``jitter`` is the part of a wait without a documented length that is random.
    """

    provider: str | None = None
    attempts: int = 5
    cap: float = CAP
    jitter: float = 0.5
    catalog: Catalog | None = None

    def reads(self, status: int | None) -> bool:
        """Return whether a body with a status has to be read, since it may be that of an error."""
        if status is None or status >= 400:
            return True
        known = matchers(self.catalog or builtin())
        matching = known.all if self.provider is None else (known.of(self.provider),)
        return any(matcher.status(status).candidates for matcher in matching)

    def problem(self, answer: object, method: str | None = None) -> Problem | None:
        """Return the error that a response or an exception reports, or None if it is about something else."""
        try:
            return problem(answer, self.provider, catalog=self.catalog, cap=self.cap, method=method)
        except (NotAResponse, UnreadBody):
            return None

    def begin(self, method: str | None = None) -> Attempts:
        """Return the attempts of a request, of which none was made."""
        return Attempts(self, method)


class Attempts:
    """
    The attempts of one request.
    """

    def __init__(self, policy: Policy, method: str | None) -> None:
        self._policy, self._method = policy, method
        self._made = 0
        self._interval, self._polled = _POLL, 0.0

    def after(self, answer: object) -> float | None:
        """
        Return the seconds to wait before the request is repeated, or None if it must not be.

        ``answer`` is what was returned, the exception that was raised, or a Problem.
        """
        found = answer if isinstance(answer, Problem) else self._policy.problem(answer, self._method)
        if found is None or not found.retry.repeats:
            return None
        retry = found.retry
        if retry.kind == "poll":
            self._interval = max(retry.seconds or 0.0, self._interval) + (retry.increase or 0.0)
            self._polled += self._interval
            return self._interval if self._polled <= self._policy.cap else None
        self._made += 1
        most = self._policy.attempts if retry.attempts is None else min(self._policy.attempts, retry.attempts + 1)
        if self._made >= most:
            return None
        if retry.seconds is not None:
            return retry.seconds
        shortened = self._policy.jitter * random.random()  # noqa: S311, no secret
        return min(2.0 ** (self._made - 1), self._policy.cap) * (1 - shortened)
