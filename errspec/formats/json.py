"""
Results as JSON, as ``schemas/meta/report.schema.json`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from errspec.formats.result import Failure, Result, Summary
from errspec.report import Finding
from errspec.wording import Wording

SCHEMA = "https://errspec.example/v1/meta/report.schema.json"


def dumps(results: Iterable[Result], failures: Sequence[Failure], summary: Summary, wording: Wording) -> str:
    """
    The whole output as one JSON text.
    """
    document = {
        "$schema": SCHEMA,
        "language": wording.lang,
        "responses": [_response(result, wording) for result in results],
        "failures": [failure._asdict() for failure in failures],
        "summary": summary._asdict(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _response(result: Result, wording: Wording) -> dict[str, Any]:
    report = result.report
    problem_type = report.problem_type
    return {
        "file": result.file,
        "line": result.line,
        "status": result.status,
        "is_error": report.is_error,
        "conforms": report.conforms,
        "provider": report.provider,
        "problem_type": problem_type and problem_type.name,
        "title": problem_type and wording.translate(problem_type.title),
        "shape": report.shape,
        "candidates": [candidate.name for candidate in report.candidates],
        "findings": [_finding(finding) for finding in report.findings],
        "truncated": report.truncated,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    document = finding._asdict()
    citation = finding.source
    if citation is not None:
        source = citation.source
        document["source"] = {"id": source.id, "title": source.title, "heading": citation.heading, "url": source.url}
    return document
