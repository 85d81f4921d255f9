"""
Evidence in a response for a provider, and for a problem type.
"""

from __future__ import annotations

from errspec.pointers import MISSING
from errspec.response import reason_phrase
from errspec.verdict.guards import Candidate, Guard
from errspec.verdict.inspection import Inspection
from errspec.verdict.matching import DocumentedStatus, Matcher


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
            or self.has_own_phrase()
            or any(name in self.response.lower for candidate in candidates for name in candidate.required)
            or any(isinstance(outcome, Guard) or outcome.guards for outcome in self.outcomes(documented))
        )

    def outcomes(self, documented: DocumentedStatus) -> list[Candidate | Guard]:
        """
        Return what the response can be, in the order of the matching: documented successes, then problem types.

        A success must hold for the first and for the last of duplicate members.
        """
        fitting = self.fitting(documented)
        if not fitting:
            return []
        first, text = self.inspection.reading.first, self.inspection.text
        return [
            outcome
            for outcome in documented.decision.outcomes(fitting)
            if isinstance(outcome, Candidate) or outcome.holds(first, self.response, text)
        ]

    def fitting(self, documented: DocumentedStatus) -> int:
        """Return the alternatives of a decision that fit the response, as bits."""
        inspection = self.inspection
        return documented.decision.fitting(inspection.value, self.response, inspection.text, absent=inspection.absent)

    def has_own_phrase(self) -> bool:
        """Return whether the reason phrase is documented and not the usual one."""
        reason = (self.response.reason or "").strip()
        documented = self.matcher.status(self.response.status_code)
        phrases = {candidate.problem_type.reason for candidate in documented.candidates}
        return reason in phrases and reason != reason_phrase(self.response.status_code)

    def tells(self, candidate: Candidate) -> bool:
        """Return whether a guard holds by more than the usual reason phrase, which any server sends."""
        response = self.response
        usual = reason_phrase(response.status_code)
        if not candidate.guards or not usual:
            return bool(candidate.guards)
        bare = response._replace(reason=(response.reason or "").replace(usual, ""))
        return candidate.holds(self.inspection.value, bare, self.inspection.text.replace(usual, ""))
