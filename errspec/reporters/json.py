"""
A report as JSON, which ``schemas/meta/report.schema.json`` describes.
"""

from __future__ import annotations

from typing import Any, TextIO

from errspec.catalog.wording import Wording
from errspec.display import json_text
from errspec.reporters.result import Failure, Result, Summary

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
        text = json_text(_response(result))
        self._stream.write(("," if self._written else "") + "\n    " + text.replace("\n", "\n    "))
        self._written += 1

    def fail(self, failure: Failure) -> None:
        """Keep a failure for the end."""
        self._failures.append(failure)

    def finish(self, summary: Summary) -> None:
        """Write the failures and the summary."""
        failures = [{"place": failure.place, "reason": failure.reason} for failure in self._failures]
        numbers = {"failures": failures, "summary": summary.as_dict()}
        rest = json_text(numbers)
        self._stream.write(("\n  ]" if self._written else "]") + "," + rest.removeprefix("{") + "\n")


def _response(result: Result) -> dict[str, Any]:
    described = result.report.as_dict(docs_base_url=result.docs_base_url)
    for finding, entry in zip(result.report.findings, described["findings"], strict=True):
        entry["line"], entry["column"] = result.spot(finding) or (None, None)
    return {"file": result.file, "line": result.line, "entry": result.entry, **described}
