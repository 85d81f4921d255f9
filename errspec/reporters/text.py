"""
A report as text for a terminal.
"""

from __future__ import annotations

import os
from typing import TextIO

from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.reporters.result import OUTCOMES, Failure, Result, Summary, candidates, causes, status_text

_MARKS = {"errors": "✗", "drifting": "~", "conforming": "✓", "unrecognized": "?"}
_COLORS = {
    "errors": "31",
    "drifting": "33",
    "conforming": "32",
    "unrecognized": "33",
    "error": "31",
    "drift": "33",
    "dim": "2",
    "bold": "1",
}


class TextReporter:
    """
    A line for each response that is an error, its findings below, and a summary; in color only on a terminal.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording
        self._colors = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def add(self, result: Result) -> None:
        """Write a result, unless the response is not an error."""
        report = result.report
        outcome = result.outcome
        if outcome in ("successes", "other_apis"):
            return
        say = self._wording.say
        mark = self._paint(_MARKS[outcome], outcome)
        place = self._paint(printable(result.place), "dim")
        lines = [f"{mark} {status_text(result, self._wording)} {self._name(result)}  {place}"]
        says = result.says
        if says:
            lines.append(printable(say("report.says", text=says)))
        summary = report.summary()
        if summary:
            lines.append(printable(summary))
        if report.findings:
            width = max(len(finding.code) for finding in report.findings)
            for finding in report.findings:
                severity = self._paint(say(f"report.{finding.severity}"), finding.severity)
                lines.append(f"{severity}  {finding.code.ljust(width)}  {printable(finding.message)}")
        lines += map(printable, causes(report, self._wording))
        advice = report.advice()
        if advice:
            lines.append(printable(say("report.advice", advice="; ".join(advice))))
        if result.page:
            lines.append(printable(say("report.page", url=result.page)))
        if report.truncated:
            lines.append(say("report.more-findings", limit=len(report.findings)))
        self._line("\n    ".join(lines))

    def fail(self, failure: Failure) -> None:
        """Ignore a failure: the command prints it to standard error."""

    def finish(self, summary: Summary) -> None:
        """Write the numbers of the outcomes in one sentence, then the other numbers."""
        count = self._wording.count
        if summary.responses:
            counted = (count(f"report.{name}", summary.outcomes[name]) for name in OUTCOMES if summary.outcomes[name])
            responses = count("report.responses", summary.responses)
            self._line(self._wording.say("report.summary", responses=responses, kinds=", ".join(counted)))
        else:
            self._line(self._wording.say("report.nothing"))
        for name, number in (("accepted", summary.accepted), ("skipped", summary.skipped), ("failed", summary.failed)):
            if number:
                self._line(count(f"report.{name}", number))

    def _line(self, text: str) -> None:
        self._stream.write(f"{text}\n")

    def _name(self, result: Result) -> str:
        report = result.report
        if report.problem_type is not None:
            title = printable(self._wording.translate(report.problem_type.title))
            return f"{self._paint(report.problem_type.name, 'bold')}  {title}"
        if report.candidates:
            return candidates(report, self._wording)
        return report.provider or self._wording.say("report.unknown")

    def _paint(self, text: str, color: str) -> str:
        return f"\x1b[{_COLORS[color]}m{text}\x1b[0m" if self._colors else text
