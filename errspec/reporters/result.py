"""
What reporters take: results, failures and a summary.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.recordings.exchange import place
from errspec.redaction import excerpt
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report

#: The outcomes of a check, the worst first: the response has errors; it has only drift; it is an error and conforms to
#: the documentation; it is not an error; no provider is recognized; it comes from another API and was not checked.
OUTCOMES = ("errors", "drifting", "conforming", "successes", "unrecognized", "other_apis")


class Result(NamedTuple):
    """
    The report on one response with its place.

    ``docs_base_url`` is the address of the pages, and ``spots`` holds the line and the column of each finding in the
    file, or None.
    """

    file: str
    line: int | None
    entry: int | None
    report: Report
    docs_base_url: str | None = None
    spots: tuple[tuple[int, int] | None, ...] = ()

    def spot(self, finding: Finding) -> tuple[int, int] | None:
        """Return the line and the column of a finding, or None if they are unknown."""
        index = self.report.findings.index(finding)
        return self.spots[index] if index < len(self.spots) else None

    @property
    def place(self) -> str:
        """The place as ``file:line`` or ``file#entry``."""
        return place(self.file, self.line, self.entry)

    @property
    def status(self) -> int | None:
        """The status of the response."""
        return self.report.response.status_code

    @property
    def page(self) -> str | None:
        """The address of the page about the problem type, or None."""
        return self.report.page(self.docs_base_url)

    @property
    def says(self) -> str | None:
        """The provider's own message with its code, as it is printed, or None."""
        message, code = self.report.said
        if message is None:
            return None
        text = excerpt(message, 200)
        return printable(text + excerpt(f" [{code}]") if code and code != message else text)

    @property
    def outcome(self) -> str:
        """The outcome, one of ``OUTCOMES``."""
        report = self.report
        if report.other_api:
            return "other_apis"
        if report.findings:
            return "drifting" if report.conforms else "errors"
        decided = report.provider or report.problem_type or report.candidates
        if not decided and (report.is_error or self.status is None):
            return "unrecognized"
        return "conforming" if report.is_error else "successes"


class Failure(NamedTuple):
    """
    An input, or a part of one, that could not be read.
    """

    place: str
    file: str
    line: int | None
    reason: str


class Summary:
    """
    The numbers of a whole check.
    """

    def __init__(self) -> None:
        #: The number of responses by outcome.
        self.outcomes = dict.fromkeys(OUTCOMES, 0)
        #: The number of inputs that could not be read, of files without a response, and of findings in the baseline.
        self.failed = self.skipped = self.accepted = 0

    @property
    def responses(self) -> int:
        """The number of all responses."""
        return sum(self.outcomes.values())

    def as_dict(self) -> dict[str, int]:
        """Return all numbers by name."""
        others = {"failed": self.failed, "skipped": self.skipped, "accepted": self.accepted}
        return {"responses": self.responses, **self.outcomes, **others}


class Reporter(Protocol):
    """
    A writer of one format, made from a stream and a wording: results and failures come one by one, the summary last.
    """

    def add(self, result: Result) -> None:
        """Take a result."""

    def fail(self, failure: Failure) -> None:
        """Take a failure."""

    def finish(self, summary: Summary) -> None:
        """Write what is left to write."""


def status_text(result: Result, wording: Wording) -> str:
    """Return the status of a result, or the words for a missing one."""
    if result.status is None:
        return wording.say("report.no-status")
    return str(result.status) if result.status else wording.say("report.no-answer")


def headline(result: Result, wording: Wording) -> str:
    """Return the status of a result with its problem type, its candidates or its provider."""
    report = result.report
    if report.problem_type is not None:
        name = report.problem_type.name
    elif report.candidates:
        name = candidates(report, wording)
    else:
        name = report.provider or ""
    return f"{status_text(result, wording)} {name}".rstrip()


def candidates(report: Report, wording: Wording) -> str:
    """Return the words for the candidates of a report."""
    return wording.say("report.candidates", names=", ".join(candidate.name for candidate in report.candidates))


def causes(report: Report, wording: Wording) -> list[str]:
    """Return the sentences about the candidates of a general problem type, and about what would decide."""
    general = report.problem_type
    if general is None or not report.candidates:
        return []
    lines = [wording.say("report.causes", names=", ".join(candidate.name for candidate in report.candidates))]
    if general.decided_by:
        lines.append(wording.say("report.decides", text=wording.translate(general.decided_by)))
    return lines


def remarks(result: Result, wording: Wording) -> list[str]:
    """Return what follows the findings: how many are left out, what the provider says, and what to do."""
    report, say = result.report, wording.say
    lines = [say("report.more-findings", limit=len(report.findings))] if report.truncated else []
    says = result.says
    if says:
        lines.append(say("report.says", text=says))
    summary = report.summary()
    if summary:
        lines.append(summary)
    lines += causes(report, wording)
    advice = report.advice()
    if advice:
        lines.append(say("report.advice", advice="; ".join(advice)))
    if result.page:
        lines.append(say("report.page", url=result.page))
    return lines
