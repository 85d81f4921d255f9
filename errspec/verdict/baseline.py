"""
A file of known drift, so that only new drift is reported.
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


class Known(NamedTuple):
    """
    A finding wherever it occurs: an index of a list in its location is written ``*``.
    """

    provider: str | None
    problem_type: str | None
    code: str
    instance_location: str | None
    header: str | None

    @classmethod
    def of(cls, report: Report, finding: Finding) -> Known:
        """
        What a finding of a report is known as.
        """
        location = finding.instance_location
        if location is not None:
            location = "/".join("*" if token.isdecimal() else token for token in location.split("/"))
        name = report.problem_type.name if report.problem_type else None
        return cls(report.provider, name, finding.code, location, finding.header)


def load(path: str) -> frozenset[Known]:
    """
    The known findings of a file; raises InputError.
    """
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        return frozenset(Known(**entry) for entry in data["accepted"])
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(path, f"it is no baseline as errspec check --write-baseline writes it: {error}") from error


def save(path: str, known: Iterable[Known]) -> None:
    """
    Write known findings to a file, whole or not at all; raises InputError.
    """
    entries = [entry._asdict() for entry in sorted(set(known), key=lambda entry: [part or "" for part in entry])]
    text = json.dumps({"$schema": SCHEMA, "accepted": entries}, ensure_ascii=False, indent=2) + "\n"
    write(path, text.encode())


def without(report: Report, known: frozenset[Known]) -> tuple[Report, int]:
    """
    A report without the drift that is known, and how many findings that were.
    """
    kept = tuple(f for f in report.findings if f.severity != "drift" or Known.of(report, f) not in known)
    removed = len(report.findings) - len(kept)
    if not removed:
        return report, 0
    return report._replace(findings=kept), removed
