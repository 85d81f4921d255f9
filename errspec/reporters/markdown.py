"""
A report as Markdown for the summary page of a CI run (GitHub Flavored Markdown without raw HTML).
"""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import TextIO

from errspec.catalog.wording import Wording
from errspec.display import code_span, escape_markdown
from errspec.reporters.result import Failure, Result, Summary, candidates, headline, remarks
from errspec.reporters.text import TextReporter

#: The number of responses with findings, and of failures, that are listed.
_LISTED = 50
#: GitHub refuses a summary of more than 1 MiB.
_LONGEST = 900_000


class MarkdownReporter:
    """
    The numbers, a table of problem types, the findings of the first responses that have any, and the failures.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording
        # The numbers of responses by the cells of a row: all, with errors, with only drift.
        self._rows: dict[tuple[str, str], list[int]] = {}
        self._responses = _Excerpt()
        self._failures = _Excerpt()

    def add(self, result: Result) -> None:
        """Count a result and keep its findings, unless the response is not an error."""
        outcome = result.outcome
        if outcome in ("successes", "other_apis"):
            return
        numbers = self._rows.setdefault(self._row(result), [0, 0, 0])
        for index, counted in enumerate((True, outcome == "errors", outcome == "drifting")):
            numbers[index] += counted
        if result.report.findings:
            self._responses.add(self._response(result) if self._responses.open else "")

    def fail(self, failure: Failure) -> None:
        """Keep a failure for the end."""
        self._failures.add(
            f"- {code_span(failure.place)}: {escape_markdown(failure.reason)}\n" if self._failures.open else ""
        )

    def finish(self, summary: Summary) -> None:
        """Write the whole report."""
        say, write = self._wording.say, self._stream.write
        numbers = StringIO()
        TextReporter(numbers, self._wording).finish(summary)
        counted = " ".join(numbers.getvalue().splitlines())
        write(f"## {escape_markdown(say('format.heading'))}\n\n{escape_markdown(counted)}\n")
        if self._rows:
            columns = (
                say("format.problem-type"),
                say("format.title"),
                say("format.responses"),
                say("format.errors"),
                say("format.drifting"),
            )
            write(f"\n{_cells(map(escape_markdown, columns))}\n| --- | --- | ---: | ---: | ---: |\n")
            for row, tally in sorted(self._rows.items(), key=_worst_first):
                write(f"{_cells((*row, *map(str, tally)))}\n")
        self._section("format.findings", self._responses, "format.more-responses")
        self._section("format.failures", self._failures, "format.more-failures")

    def _section(self, heading: str, listed: _Excerpt, more: str) -> None:
        if listed.entries or listed.more:
            self._stream.write(f"\n### {escape_markdown(self._wording.say(heading))}\n\n{''.join(listed.entries)}")
        if listed.more:
            self._stream.write(f"\n{escape_markdown(self._wording.count(more, listed.more))}\n")

    def _row(self, result: Result) -> tuple[str, str]:
        report, say = result.report, self._wording.say
        if report.problem_type is not None:
            return code_span(report.problem_type.name), escape_markdown(
                self._wording.translate(report.problem_type.title)
            )
        if report.candidates:
            title = candidates(report, self._wording)
        else:
            title = say("format.undecided") if report.provider else say("report.unknown")
        return code_span(report.provider or ""), escape_markdown(title)

    def _response(self, result: Result) -> str:
        report, say = result.report, self._wording.say
        head = f"- **{escape_markdown(headline(result, self._wording))}** {code_span(result.place)}"
        if report.problem_type is not None:
            head += f" {escape_markdown(self._wording.translate(report.problem_type.title))}"
        lines = [
            f"**{escape_markdown(say(f'report.{finding.severity}'))}** "
            f"{code_span(finding.code)} {escape_markdown(finding.message)}"
            for finding in report.findings
        ]
        lines += map(escape_markdown, remarks(result, self._wording))
        return "".join([f"{head}\n", *(f"  - {line}\n" for line in lines)])


class _Excerpt:
    """
    The first entries of a list, and the number of those left out.
    """

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.more = 0
        self._length = 0

    @property
    def open(self) -> bool:
        """Whether another entry is still listed."""
        return not self.more and len(self.entries) < _LISTED

    def add(self, entry: str) -> None:
        """Keep an entry, or count it."""
        length = self._length + len(entry.encode("utf-8", "replace"))
        if self.open and length <= _LONGEST:
            self.entries.append(entry)
            self._length = length
        else:
            self.more += 1


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _worst_first(row: tuple[tuple[str, str], list[int]]) -> tuple[int, int, tuple[str, str]]:
    cells, (_, errors, drifting) = row
    return -errors, -drifting, cells
