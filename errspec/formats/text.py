"""
Results as text for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from errspec.formats.result import KINDS, Failure, Result, Summary, kind
from errspec.wording import Wording, printable

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


class Text:
    """
    The lines of a report, in one language, with colours or without.
    """

    def __init__(self, wording: Wording, *, colours: bool) -> None:
        self._wording = wording
        self._colours = colours

    def lines(self, result: Result) -> Iterator[str]:
        """
        A line for the response and one for each finding; none for a response that is no error.
        """
        report = result.report
        outcome = kind(result)
        if outcome == "successes":
            return
        mark = self._paint(_MARKS[outcome], outcome)
        yield f"{mark} {self._status(result)} {self._name(result)}  {self._paint(printable(result.place), 'dim')}"
        if result.says:
            yield f"    {self._wording.say('report.says', text=result.says)}"
        width = max((len(finding.code) for finding in report.findings), default=0)
        for finding in report.findings:
            severity = self._paint(self._wording.say(f"report.{finding.severity}"), finding.severity)
            yield f"    {severity}  {finding.code.ljust(width)}  {finding.message}"
        if result.advice:
            yield f"    {self._wording.say('report.advice', advice='; '.join(result.advice))}"
        if report.truncated:
            yield f"    {self._wording.say('report.more-findings', limit=len(report.findings))}"

    def summary(self, summary: Summary, failures: Sequence[Failure]) -> Iterator[str]:
        """
        What was found, in one sentence, and what could not be read.
        """
        count = self._wording.count
        if summary.responses:
            counted = (count(f"report.{name}", getattr(summary, name)) for name in KINDS if getattr(summary, name))
            responses = count("report.responses", summary.responses)
            yield self._wording.say("report.summary", responses=responses, kinds=", ".join(counted))
        else:
            yield self._wording.say("report.nothing")
        if summary.skipped:
            yield count("report.skipped", summary.skipped)
        if failures:
            yield count("report.failed", len(failures))

    def _status(self, result: Result) -> str:
        if result.status is None:
            return self._wording.say("report.no-status")
        return self._wording.say("report.no-answer") if result.status == 0 else str(result.status)

    def _name(self, result: Result) -> str:
        report = result.report
        if report.problem_type is not None:
            title = self._wording.translate(report.problem_type.title)
            return f"{self._paint(report.problem_type.name, 'bold')}  {title}"
        if report.candidates:
            return self._wording.say("report.candidates", names=_listed(item.name for item in report.candidates))
        return report.provider or self._wording.say("report.unknown")

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self._colours else text


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
