"""
The verdict on one response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errspec.exceptions import ErrspecError
from errspec.verdict.findings import Finding

if TYPE_CHECKING:
    from errspec.catalog.provider import ProblemType


class Report(NamedTuple):
    """
    The verdict on one response.

    ``is_error`` says whether the response is an error, ``provider`` is the id of the provider, and ``problem_type``
    the problem type that applies; each is None if it cannot be determined. ``shape`` is the name of the shape of the
    body. ``candidates`` lists the problem types that fit equally well, most likely first; if ``problem_type`` is a
    general one, they are its possible causes. ``truncated`` says that there are more findings than the limit allows,
    and ``other_api`` that the request went to the host of another API, so nothing was checked.
    """

    is_error: bool
    provider: str | None
    problem_type: ProblemType | None = None
    shape: str | None = None
    findings: tuple[Finding, ...] = ()
    candidates: tuple[ProblemType, ...] = ()
    truncated: bool = False
    other_api: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors: they contradict the documentation."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def drift(self) -> tuple[Finding, ...]:
        """The findings that are drift: they are not documented but do not contradict the documentation."""
        return tuple(finding for finding in self.findings if finding.severity == "drift")

    @property
    def conforms(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    def __repr__(self) -> str:
        name = self.problem_type or self.provider or "not recognized"
        return f"<Report {name} errors={len(self.errors)} drift={len(self.drift)}>"


class ValidationError(ErrspecError, ValueError):
    """
    A response does not conform to the documentation of its provider.
    """

    #: The report with all findings.
    report: Report

    def __str__(self) -> str:
        return "\n".join(finding.message for finding in self.report.errors)
