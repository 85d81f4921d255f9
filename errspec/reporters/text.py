"""
Results as text for people.
"""

from __future__ import annotations

import os
from typing import TextIO

from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.reporters.result import KINDS, Failure, Result, Summary, kind, status

_MARKS = {"errors": "✗", "drifting": "~", "conforming": "✓", "unrecognised": "?"}
_COLOURS = {
    "errors": "31",
    "drifting": "33",
    "conforming": "32",
    "unrecognised": "33",
    "error": "31",
    "drift": "33",
    "dim": "2",
    "bold": "1",
}


class Output:
    """
    A line for each response that is an error, its findings below, and a summary; colors on a terminal alone.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording
        self._colours = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def add(self, result: Result) -> None:
        """
        Write a result; nothing for a response that is no error.
        """
        report = result.report
        outcome = kind(result)
        if outcome == "successes":
            return
        mark = self._paint(_MARKS[outcome], outcome)
        place = self._paint(printable(result.place), "dim")
        self._line(f"{mark} {status(result, self._wording)} {self._name(result)}  {place}")
        if result.says:
            self._line(f"    {self._wording.say('report.says', text=result.says)}")
        width = max((len(finding.code) for finding in report.findings), default=0)
        for finding in report.findings:
            severity = self._paint(self._wording.say(f"report.{finding.severity}"), finding.severity)
            self._line(f"    {severity}  {finding.code.ljust(width)}  {finding.message}")
        if result.advice:
            self._line(f"    {self._wording.say('report.advice', advice='; '.join(result.advice))}")
        if report.truncated:
            self._line(f"    {self._wording.say('report.more-findings', limit=len(report.findings))}")

    def fail(self, failure: Failure) -> None:
        """
        Take a failure; it is said on the error stream.
        """

    def finish(self, summary: Summary) -> None:
        """
        Write what was found, in one sentence, and what could not be read.
        """
        count = self._wording.count
        if summary.responses:
            counted = (count(f"report.{name}", summary.kinds[name]) for name in KINDS if summary.kinds[name])
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
            title = self._wording.translate(report.problem_type.title)
            return f"{self._paint(report.problem_type.name, 'bold')}  {title}"
        if report.candidates:
            return self._wording.say("report.candidates", names=", ".join(item.name for item in report.candidates))
        return report.provider or self._wording.say("report.unknown")

    def _paint(self, text: str, color: str) -> str:
        return f"\x1b[{_COLOURS[color]}m{text}\x1b[0m" if self._colours else text
