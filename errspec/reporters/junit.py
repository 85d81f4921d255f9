"""
A report as JUnit XML, which CI services show as test results.
"""

from __future__ import annotations

import re
import shutil
from tempfile import SpooledTemporaryFile
from typing import TextIO
from xml.etree import ElementTree as ET

from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.reporters.result import Failure, Result, Summary, headline, remarks

#: The number of characters of test cases that are kept in memory; more go to a temporary file.
_KEPT = 1024 * 1024
#: Characters that are printable but not allowed in XML.
_ILLEGAL = re.compile("[\ufffe\uffff]")


class JunitReporter:
    """
    A test case for each response that is an error and for each failure, after the numbers of all of them.
    """

    def __init__(self, stream: TextIO, wording: Wording) -> None:
        self._stream = stream
        self._wording = wording
        self._cases = SpooledTemporaryFile(_KEPT, "w+", encoding="ascii", newline="\n")  # noqa: SIM115
        self._numbers = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)

    def add(self, result: Result) -> None:
        """Keep a result for the end, unless the response is not an error."""
        outcome = result.outcome
        if outcome in ("successes", "other_apis"):
            return
        report = result.report
        name = f"{headline(result, self._wording)} {result.place}"
        case = _case(report.provider or "unrecognized", name, result.file, result.line)
        if outcome == "errors":
            first = report.errors[0]
            detail = ET.SubElement(case, "failure", type=_legal(first.code), message=_legal(first.message))
            detail.text = self._text(result)
            self._numbers["failures"] += 1
        elif outcome == "drifting":
            ET.SubElement(case, "system-out").text = self._text(result)
        elif outcome == "unrecognized":
            ET.SubElement(case, "skipped", message=_legal(self._wording.say("report.unknown")))
            self._numbers["skipped"] += 1
        self._keep(case)

    def fail(self, failure: Failure) -> None:
        """Keep a failure for the end."""
        case = _case("unreadable", failure.place, failure.file, failure.line)
        detail = ET.SubElement(case, "error", type="unreadable", message=_legal(failure.reason))
        detail.text = _legal(f"{failure.place}: {failure.reason}")
        self._numbers["errors"] += 1
        self._keep(case)

    def finish(self, summary: Summary) -> None:
        """Write the numbers, then all test cases."""
        numbers = "".join(f' {name}="{number}"' for name, number in self._numbers.items())
        write = self._stream.write
        write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="errspec"{numbers}>\n')
        write(f'  <testsuite name="errspec"{numbers}>\n    <properties>\n')
        for name, number in summary.as_dict().items():
            write(f'      <property name="{name}" value="{number}" />\n')
        write("    </properties>\n")
        with self._cases as cases:
            cases.seek(0)
            shutil.copyfileobj(cases, self._stream)
        write("  </testsuite>\n</testsuites>\n")

    def _keep(self, case: ET.Element) -> None:
        self._numbers["tests"] += 1
        ET.indent(case, level=2)
        # ASCII, with references to all other characters, is right in whatever encoding the stream has.
        self._cases.write(f"    {ET.tostring(case).decode('ascii')}\n")

    def _text(self, result: Result) -> str:
        say = self._wording.say
        findings = result.report.findings
        lines = [f"{say(f'report.{finding.severity}')} {finding.code}: {finding.message}" for finding in findings]
        return "\n".join(map(_legal, [*lines, *remarks(result, self._wording)]))


def _case(classname: str, name: str, file: str, line: int | None) -> ET.Element:
    case = ET.Element("testcase", classname=_legal(classname), name=_legal(name), file=_legal(file))
    if line is not None:
        case.set("line", str(line))
    return case


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", printable(text))
