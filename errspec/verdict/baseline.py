"""
A baseline: a file of known findings, so that only new ones are reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from errspec.display import json_fault
from errspec.exceptions import InputError
from errspec.verdict.findings import Finding
from errspec.verdict.report import Report

SCHEMA = "https://errspec.example/v1/meta/baseline.schema.json"
#: The size of a file that is read, in bytes.
_LARGEST = 16 * 1024 * 1024


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
        with open(path, "rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    if len(content) > _LARGEST:
        raise InputError(path, f"not a baseline: it is larger than {_LARGEST // 1024 // 1024} MiB")
    try:
        data = json.loads(content.decode())
    except RecursionError as error:
        raise InputError(path, "not a baseline: its values are nested too deeply") from error
    except ValueError as error:
        raise InputError(path, f"not a baseline: it is not JSON: {json_fault(error)}") from error
    entries = data.get("accepted") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise InputError(path, 'not a baseline: it must be an object with a list named "accepted"')
    return frozenset(_known(path, number, entry) for number, entry in enumerate(entries))


def _known(path: str, number: int, entry: object) -> KnownFinding:
    names = KnownFinding._fields
    fields = {name: value for name, value in entry.items() if name != "reason"} if isinstance(entry, dict) else {}
    if fields.keys() != set(names) or not all(isinstance(value, str | None) for value in fields.values()):
        wanted = f"must have exactly these fields, each a string or null: {', '.join(names)}"
        raise InputError(path, f"not a baseline: /accepted/{number} {wanted}")
    return KnownFinding(**fields)


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
