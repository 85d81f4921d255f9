"""
A report as workflow commands, which GitHub shows as annotations on a pull request.
"""

from __future__ import annotations

from typing import TextIO

from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.reporters.result import Failure, Result, Summary, headline
from errspec.reporters.text import TextReporter

_COMMANDS = {"error": "error", "drift": "warning"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GithubReporter:
    """
    A command for each finding and each failure, and the summary as plain text.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording

    def add(self, result: Result) -> None:
        """Write the findings of a result."""
        report = result.report
        if not report.findings:
            return
        title = headline(result, self._wording)
        for finding in report.findings:
            command = _COMMANDS[finding.severity]
            more = f" {self._wording.say('report.page', url=result.page)}" if result.page else ""
            self._command(command, result, f"{title}: {finding.code}", finding.message + more, result.spot(finding))
        if report.truncated:
            rest = self._wording.say("report.more-findings", limit=len(report.findings))
            self._command("notice", result, title, rest)

    def fail(self, failure: Failure) -> None:
        """Write a failure."""
        self._command("error", failure, self._wording.say("format.failure"), failure.reason)

    def finish(self, summary: Summary) -> None:
        """Write the summary as text."""
        TextReporter(self._stream, self._wording).finish(summary)

    def _command(
        self, command: str, at: Result | Failure, title: str, message: str, spot: tuple[int, int] | None = None
    ) -> None:
        properties = {"title": title}
        if at.file != "-":
            line = {} if at.line is None else {"line": str(at.line)}
            if spot is not None:
                line = {"line": str(spot[0]), "col": str(spot[1])}
            properties = {"file": at.file, **line, **properties}
        written = ",".join(f"{name}={printable(value).translate(_PROPERTY)}" for name, value in properties.items())
        # The log shows only the message, so the message repeats the place.
        data = printable(f"{at.place}: {message}").translate(_DATA)
        self._stream.write(f"::{command} {written}::{data}\n")
