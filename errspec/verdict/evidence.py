"""
Evidence in a response for a provider, and for a problem type.
"""

from __future__ import annotations

from errspec.pointers import MISSING
from errspec.response import reason_phrase
from errspec.verdict.guards import Candidate, Guard
from errspec.verdict.inspection import Inspection
from errspec.verdict.matching import Matcher


class Evidence:
    """
    The evidence in a response for one provider.
    """

    def __init__(self, matcher: Matcher, inspection: Inspection) -> None:
        self.matcher = matcher
        self.inspection = inspection
        self.response = inspection.response

    def may_be_there(self) -> bool:
        """Return whether there could be any evidence for the provider, without judging the response."""
        documented = self.matcher.status(self.response.status_code)
        candidates = (*documented.candidates, *documented.redirects)
        return (
            (self.inspection.value is not MISSING and self.matcher.owns(self.inspection.value))
            or bool(documented.redirects)
            or any(self.succeeds(guard) for guard in documented.successes)
            or self.has_own_phrase()
            or any(name in self.response.lower for candidate in candidates for name in candidate.required)
            or any(candidate.guards and self.applies(candidate) for candidate in candidates)
        )

    def succeeds(self, guard: Guard) -> bool:
        """Return whether the guard of a success holds, for the first and for the last of duplicate members."""
        first = self.inspection.reading.first
        return guard.holds(self.inspection.value, self.response, self.inspection.text) and (
            first is self.inspection.value or guard.holds(first, self.response, self.inspection.text)
        )

    def applies(self, candidate: Candidate) -> bool:
        """Return whether the body has the shape of a problem type and one of its guards holds."""
        if candidate.shape is None:
            fits = not isinstance(self.inspection.value, (dict, list))
        elif self.inspection.absent:
            fits = bool(candidate.guards)
        else:
            fits = self.inspection.value is not MISSING and (
                candidate.recognizes(self.inspection.value) or candidate.is_answer_to(self.response)
            )
        return fits and candidate.holds(self.inspection.value, self.response, self.inspection.text)

    def has_own_phrase(self) -> bool:
        """Return whether the reason phrase is documented and not the usual one."""
        reason = (self.response.reason or "").strip()
        documented = self.matcher.status(self.response.status_code)
        phrases = {candidate.problem_type.reason for candidate in documented.candidates}
        return reason in phrases and reason != reason_phrase(self.response.status_code)

    def tells(self, candidate: Candidate) -> bool:
        """Return whether a guard holds by more than the usual reason phrase, which anybody sends."""
        response = self.response
        usual = reason_phrase(response.status_code)
        if not candidate.guards or not usual:
            return bool(candidate.guards)
        bare = response._replace(reason=(response.reason or "").replace(usual, ""))
        return candidate.holds(self.inspection.value, bare, self.inspection.text.replace(usual, ""))
