"""
What speaks for a provider, and for a problem type, in a response.
"""

from __future__ import annotations

from errspec.pointers import MISSING
from errspec.response import Response
from errspec.verdict.guards import Candidate, Guard
from errspec.verdict.inspection import Inspection
from errspec.verdict.matching import Plan


class Evidence:
    """
    A response seen by one provider.
    """

    def __init__(self, plan: Plan, seen: Inspection) -> None:
        self.plan = plan
        self.seen = seen
        self.response = seen.response

    def may_be_there(self) -> bool:
        """
        Whether anything could speak for the provider, found without judging.
        """
        documented = self.plan.status(self.response.status_code)
        candidates = (*documented.candidates, *documented.redirects)
        return (
            (self.seen.value is not MISSING and self.plan.knows(self.seen.value))
            or bool(documented.redirects)
            or any(self.succeeds(guard) for guard in documented.successes)
            or self.has_words()
            or any(name in self.response.lower for candidate in candidates for name in candidate.required)
            or any(candidate.guards and self.applies(candidate) for candidate in candidates)
        )

    def succeeds(self, guard: Guard) -> bool:
        """
        Whether the guard of a success holds, for the first and for the last of members that are given twice.
        """
        first = self.seen.reading.first
        return guard.holds(self.seen.value, self.response, self.seen.text) and (
            first is self.seen.value or guard.holds(first, self.response, self.seen.text)
        )

    def applies(self, candidate: Candidate) -> bool:
        """
        Whether the body has the shape of a problem type, and one of its guards holds.
        """
        if candidate.shape is None:
            fits = not isinstance(self.seen.value, (dict, list))
        elif self.seen.absent:
            fits = bool(candidate.guards)
        else:
            fits = self.seen.value is not MISSING and candidate.recognizes(self.seen.value)
        return fits and candidate.holds(self.seen.value, self.response, self.seen.text)

    def has_words(self) -> bool:
        """
        Whether the reason phrase is one that this provider alone would use.
        """
        reason = (self.response.reason or "").strip()
        words = {c.problem_type.reason for c in self.plan.status(self.response.status_code).candidates}
        return reason in words and reason != self._usual()

    def _usual(self) -> str:
        """
        The usual reason phrase of the status, which tells nothing.
        """
        from http import HTTPStatus

        try:
            return HTTPStatus(self.response.status_code or 0).phrase
        except ValueError:
            return ""

    def tells(self, candidate: Candidate) -> bool:
        """
        Whether a guard holds by more than the usual reason phrase of the status.
        """
        usual, response = self._usual(), self.response
        if not candidate.guards or not usual:
            return bool(candidate.guards)
        reason = (response.reason or "").replace(usual, "")
        other = Response(
            response.status_code, response.headers, response.content, reason, response.url, response.method
        )
        return candidate.holds(self.seen.value, other, self.seen.text.replace(usual, ""))
