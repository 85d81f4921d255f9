"""
Lines about the findings of one response, for tests: what differs, where, and which page documents it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.recordings.spots import surroundings
from errspec.redaction import redacted
from errspec.reporters.result import Result, headline
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report

#: What makes a test fail.
FailOn = Literal["error", "drift", "never"]
_MARGIN = "           "


def failing(report: Report, fail_on: FailOn) -> tuple[Finding, ...]:
    """Return the findings that make a test fail."""
    return () if fail_on == "never" else report.findings if fail_on == "drift" else report.errors


def described(report: Report, findings: Iterable[Finding], wording: Wording) -> list[str]:
    """Return lines about findings of a response: the request, each finding, the body around it, and its page."""
    response = report.response
    request = redacted(f"{response.method or ''} {response.url or ''}".strip())
    lines = [f"{headline(Result('', None, None, report), wording)}  {request}".rstrip()]
    for finding in findings:
        severity = wording.say(f"report.{finding.severity}")
        lines.append(f"    {severity}  {finding.code}  {finding.message_in(wording)}")
        around = surroundings(response, finding)
        if around:
            lines.append(f"{_MARGIN}{wording.say('kit.body', text=around)}")
        url = finding.source.source.url if finding.source else None
        if url:
            lines.append(f"{_MARGIN}{wording.say('kit.page', url=url)}")
    return list(map(printable, lines))
