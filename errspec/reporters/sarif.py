"""
A report as SARIF 2.1.0, which code scanning reads.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from textwrap import indent
from typing import Any, TextIO
from urllib.parse import quote

from errspec.catalog.catalog import builtin
from errspec.catalog.wording import Wording
from errspec.display import code_span as as_code
from errspec.display import escape_markdown, printable
from errspec.reporters.result import Failure, Result, Summary
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report
from errspec.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "drift": "warning"}
_MEANINGS = {"error": "format.error", "drift": "format.drift"}
_INDEX = re.compile(r"/(?:0|[1-9][0-9]*)(?=/|$)")


class SarifReporter:
    """
    One log with one run: the findings are written as they come, then the rules that they name.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording
        self._rules: dict[str, int] = {}
        self._notifications: list[dict[str, Any]] = []
        self._successful = True
        self._written = 0
        stream.write(f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n      "results": [')

    def add(self, result: Result) -> None:
        """Write the findings of a result."""
        for finding in result.report.findings:
            rule = self._rules.setdefault(finding.code, len(self._rules))
            self._stream.write(("," if self._written else "") + "\n" + _lines(_result(result, finding, rule), 8))
            self._written += 1
        if result.report.truncated:
            rest = self._wording.say("report.more-findings", limit=len(result.report.findings))
            self._notify("note", rest, _location(result.file, result.line, result.report))

    def fail(self, failure: Failure) -> None:
        """Keep a failure for the end."""
        self._successful = False
        self._notify("error", failure.reason, _location(failure.file, failure.line))

    def finish(self, summary: Summary) -> None:
        """Write the rules, the failures and the summary."""
        language = self._wording.lang
        driver = {
            "name": "errspec",
            "semanticVersion": __version__,
            "language": language,
            "rules": [self._rule(code) for code in self._rules],
        }
        invocation: dict[str, Any] = {"executionSuccessful": self._successful}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        rest = {
            "language": language,
            "tool": {"driver": driver},
            "invocations": [invocation],
            "properties": {"summary": summary.as_dict()},
        }
        members = _lines(rest, 4).strip().removeprefix("{")
        self._stream.write(("\n      ]" if self._written else "]") + f",{members}\n  ]\n}}\n")

    def _notify(self, level: str, message: str, location: dict[str, Any]) -> None:
        self._notifications.append({"level": level, "message": {"text": _plain(message)}, "locations": [location]})

    def _rule(self, code: str) -> dict[str, Any]:
        entry = builtin().messages["codes"][code]
        severity = entry["severity"]
        say = self._wording.say
        short = f"{self._wording.translate(entry['description'])}."
        full = f"{short} {say(_MEANINGS[severity])}"
        command = say("format.show")
        return {
            "id": code,
            "shortDescription": {"text": short},
            "fullDescription": {"text": full},
            "help": {
                "text": f"{full} {say('format.help', command=command)}",
                "markdown": f"{escape_markdown(full)} {say('format.help', command=as_code(command))}",
            },
            "defaultConfiguration": {"level": _LEVELS[severity]},
            "properties": {"tags": ["api", severity], "problem.severity": _LEVELS[severity]},
        }


def _lines(value: object, width: int) -> str:
    # ASCII, with escapes for all other characters, is right in whatever encoding the stream has.
    return indent(json.dumps(value, indent=2), " " * width)


def _plain(text: str) -> str:
    # A message may contain links such as [text](target); text from a response must not become one.
    return printable(text).replace("](", "] (")


def _result(result: Result, finding: Finding, rule: int) -> dict[str, Any]:
    report = result.report
    level = _LEVELS[finding.severity]
    pointer = None if finding.instance_location is None else printable(finding.instance_location)
    name = report.problem_type.name if report.problem_type else report.provider
    place = None if pointer is None else _INDEX.sub("/*", pointer)
    identity = json.dumps([finding.code, name, place, finding.header]).encode()
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": _plain(finding.message)},
        "locations": [_location(result.file, result.line, report, result.spot(finding))],
        "partialFingerprints": {"errspec/v1": hashlib.sha256(identity).hexdigest()},
        "properties": {
            "provider": report.provider,
            "status": result.status,
            "entry": result.entry,
            "instance_location": pointer,
            "header": finding.header and printable(finding.header),
            "source": finding.source and finding.source.as_dict(),
            "page": result.page,
        },
    }


def _location(
    file: str, line: int | None, report: Report | None = None, spot: tuple[int, int] | None = None
) -> dict[str, Any]:
    # Code scanning shows only what has a line.
    region = {"startLine": line or 1} if spot is None else {"startLine": spot[0], "startColumn": spot[1]}
    physical = {"artifactLocation": _artifact(file), "region": region}
    location: dict[str, Any] = {"physicalLocation": physical}
    types = [] if report is None else [report.problem_type] if report.problem_type else list(report.candidates)
    if types:
        location["logicalLocations"] = [
            {"name": each.id, "fullyQualifiedName": each.name, "kind": "problem-type"} for each in types
        ]
    return location


def _artifact(file: str) -> dict[str, str]:
    path = Path(file.encode("utf-8", "replace").decode())  # a byte that is not UTF-8 has no character
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
