"""
A baseline: a file of known findings, so that only new ones are reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from errspec.exceptions import InputError
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report

SCHEMA = "https://errspec.example/v1/meta/baseline.schema.json"


class KnownFinding(NamedTuple):
    """
    A finding without its place in lists: every index in its location is written as ``*``.
    """

    provider: str | None
    problem_type: str | None
    code: str
    instance_location: str | None
    header: str | None

    @classmethod
    def of(cls, report: Report, finding: Finding) -> KnownFinding:
        """Return the known finding that a finding of a report is."""
        location = finding.instance_location
        if location is not None:
            location = "/".join("*" if token.isdecimal() else token for token in location.split("/"))
        name = report.problem_type.name if report.problem_type else None
        return cls(report.provider, name, finding.code, location, finding.header)


def load(path: str) -> frozenset[KnownFinding]:
    """Read a baseline, whose entries may each have a reason; raises InputError."""
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        entries = [{name: value for name, value in entry.items() if name != "reason"} for entry in data["accepted"]]
        return frozenset(KnownFinding(**entry) for entry in entries)
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(path, f"not a baseline: {error}") from error


def save(path: str, known: Iterable[KnownFinding]) -> None:
    """Write a baseline; raises InputError."""
    ordered = sorted(set(known), key=lambda entry: [part or "" for part in entry])
    document = {"$schema": SCHEMA, "accepted": [entry._asdict() for entry in ordered]}
    from errspec.files import write

    write(path, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())


def without(report: Report, known: frozenset[KnownFinding]) -> tuple[Report, int]:
    """Return a report without the known findings, and the number of findings that this leaves out."""
    kept = tuple(finding for finding in report.findings if KnownFinding.of(report, finding) not in known)
    return report._replace(findings=kept), len(report.findings) - len(kept)
