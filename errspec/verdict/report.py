"""
What a check finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errspec.exceptions import ErrspecError

if TYPE_CHECKING:
    from errspec.catalog.provider import Citation, ProblemType


class Finding(NamedTuple):
    """
    One thing that is not as documented.

    ``severity`` is ``error`` or ``drift``. The locations are JSON Pointers into the body and into the
    schema, or None; a finding about a header names it instead. ``source`` cites what documents otherwise.
    """

    code: str
    severity: str
    message: str
    instance_location: str | None = None
    keyword_location: str | None = None
    header: str | None = None
    source: Citation | None = None

    def __str__(self) -> str:
        return self.message


class Report:
    """
    The verdict on one response.

    ``candidates`` holds the problem types among which the response does not decide; ``truncated`` says
    that there were more findings than the limit allows.
    """

    __slots__ = ("candidates", "findings", "is_error", "problem_type", "provider", "shape", "truncated")

    def __init__(
        self,
        is_error: bool,
        provider: str | None,
        problem_type: ProblemType | None = None,
        shape: str | None = None,
        findings: tuple[Finding, ...] = (),
        candidates: tuple[ProblemType, ...] = (),
        truncated: bool = False,
    ) -> None:
        #: Whether the response is an error at all.
        self.is_error = is_error
        #: The id of the provider, or None where none is recognized.
        self.provider = provider
        #: The problem type that governs, or None.
        self.problem_type = problem_type
        #: The name of the shape of the body, or None.
        self.shape = shape
        #: All findings, errors and drift.
        self.findings = findings
        self.candidates = candidates
        self.truncated = truncated

    @property
    def errors(self) -> tuple[Finding, ...]:
        """
        The findings that are errors.
        """
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def drift(self) -> tuple[Finding, ...]:
        """
        The findings that are drift: nothing documented is broken, but something is not documented.
        """
        return tuple(finding for finding in self.findings if finding.severity == "drift")

    @property
    def conforms(self) -> bool:
        """
        Whether no finding is an error.
        """
        return not any(finding.severity == "error" for finding in self.findings)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Report):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        name = self.problem_type.name if self.problem_type else self.provider
        return f"<Report {name} errors={len(self.errors)} drift={len(self.drift)}>"


class ValidationError(ErrspecError, ValueError):
    """
    A response does not conform to what its provider documents.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(report=report)
        #: The report with all findings.
        self.report = report

    def __str__(self) -> str:
        return "\n".join(finding.message for finding in self.report.errors)
