"""
A report as JSON, which ``schemas/meta/report.schema.json`` describes.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from errspec.catalog.wording import Wording
from errspec.redaction import excerpt
from errspec.reporters.result import Failure, Result, Summary, source_of
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report

#: The number of characters of a text of the provider that are shown.
_LONGEST = 200
SCHEMA = "https://errspec.example/v1/meta/report.schema.json"


class JsonReporter:
    """
    One JSON document, written result by result.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording
        self._failures: list[Failure] = []
        self._written = 0
        stream.write(f'{{\n  "$schema": "{SCHEMA}",\n  "language": "{wording.lang}",\n  "responses": [')

    def add(self, result: Result) -> None:
        """Write a result."""
        text = json.dumps(_response(result, self._wording), ensure_ascii=False, indent=2)
        self._stream.write(("," if self._written else "") + "\n    " + text.replace("\n", "\n    "))
        self._written += 1

    def fail(self, failure: Failure) -> None:
        """Keep a failure for the end."""
        self._failures.append(failure)

    def finish(self, summary: Summary) -> None:
        """Write the failures and the summary."""
        failures = [{"place": failure.place, "reason": failure.reason} for failure in self._failures]
        rest = json.dumps({"failures": failures, "summary": summary.as_dict()}, ensure_ascii=False, indent=2)
        self._stream.write(("\n  ]" if self._written else "]") + "," + rest.removeprefix("{") + "\n")


def _response(result: Result, wording: Wording) -> dict[str, Any]:
    report = result.report
    problem_type, problem = report.problem_type, result.problem
    return {
        "file": result.file,
        "line": result.line,
        "entry": result.entry,
        "status": result.status,
        "is_error": report.is_error,
        "conforms": report.conforms,
        "provider": report.provider,
        "problem_type": problem_type and problem_type.name,
        "title": problem_type and wording.translate(problem_type.title),
        "shape": report.shape,
        "candidates": [candidate.name for candidate in report.candidates],
        "titles": {each.name: wording.translate(each.title) for each in report.candidates},
        "decided_by": _decided_by(report, wording),
        "message": problem and _shown(problem.message),
        "code": problem and _shown(problem.code),
        "fields": [
            {"name": _shown(name), "pointer": _shown(pointer), "messages": list(map(_shown, messages))}
            for name, pointer, messages in (problem.fields if problem else ())
        ],
        "wait": problem and problem.wait,
        "advice": list(result.advice),
        "page": result.page,
        "findings": [_finding(finding, result.spot(finding)) for finding in report.findings],
        "truncated": report.truncated,
        "other_api": report.other_api,
    }


def _decided_by(report: Report, wording: Wording) -> str | None:
    general = report.problem_type
    return wording.translate(general.decided_by) if general and general.decided_by and report.candidates else None


def _shown(text: str | None) -> str | None:
    """Return a text of the provider, shortened and without credentials."""
    return None if text is None else excerpt(text, _LONGEST)


def _finding(finding: Finding, spot: tuple[int, int] | None) -> dict[str, Any]:
    return {
        "line": spot and spot[0],
        "column": spot and spot[1],
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "instance_location": finding.instance_location,
        "keyword_location": finding.keyword_location,
        "keyword": finding.keyword,
        "header": finding.header,
        "source": source_of(finding),
    }
