"""
A baseline: a file of known drift, so that only new drift is reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from errspec.exceptions import InputError
from errspec.files import write
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report

SCHEMA = "https://errspec.example/v1/meta/baseline.schema.json"


class KnownDrift(NamedTuple):
    """
    A finding without its place in lists: every index in its location is written as ``*``.
    """

    provider: str | None
    problem_type: str | None
    code: str
    instance_location: str | None
    header: str | None

    @classmethod
    def of(cls, report: Report, finding: Finding) -> KnownDrift:
        """Return the known drift that a finding of a report is."""
        location = finding.instance_location
        if location is not None:
            location = "/".join("*" if token.isdecimal() else token for token in location.split("/"))
        name = report.problem_type.name if report.problem_type else None
        return cls(report.provider, name, finding.code, location, finding.header)


def load(path: str) -> frozenset[KnownDrift]:
    """Read a baseline; raises InputError."""
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        return frozenset(KnownDrift(**entry) for entry in data["accepted"])
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(path, f"not a baseline: {error}") from error


def save(path: str, known: Iterable[KnownDrift]) -> None:
    """Write a baseline; raises InputError."""
    ordered = sorted(set(known), key=lambda drift: [part or "" for part in drift])
    document = {"$schema": SCHEMA, "accepted": [drift._asdict() for drift in ordered]}
    write(path, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())


def without(report: Report, known: frozenset[KnownDrift]) -> tuple[Report, int]:
    """Return a report without the known drift, and the number of findings that this leaves out."""
    kept = tuple(
        finding
        for finding in report.findings
        if finding.severity != "drift" or KnownDrift.of(report, finding) not in known
    )
    return report._replace(findings=kept), len(report.findings) - len(kept)
