"""
What all forms of output are made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from errspec.report import Report


class Result(NamedTuple):
    """
    The report on one response, with its place, what the provider itself says, and what to do in short.
    """

    place: str
    file: str
    line: int | None
    status: int | None
    report: Report
    says: str | None = None
    advice: tuple[str, ...] = ()


class Failure(NamedTuple):
    """
    An input that could not be read.
    """

    place: str
    reason: str


class Summary(NamedTuple):
    """
    How many responses there are of each kind.
    """

    responses: int
    errors: int
    drifting: int
    conforming: int
    successes: int
    unrecognised: int
    failed: int
    skipped: int

    @classmethod
    def of(cls, results: Iterable[Result], failed: int, skipped: int) -> Summary:
        """
        Count results.
        """
        counts = dict.fromkeys(KINDS, 0)
        for result in results:
            counts[kind(result)] += 1
        return cls(sum(counts.values()), **counts, failed=failed, skipped=skipped)


#: The kinds of results, worst first.
KINDS = ("errors", "drifting", "conforming", "successes", "unrecognised")


def kind(result: Result) -> str:
    """
    Which of the kinds a result is.
    """
    report = result.report
    if not report.conforms:
        return "errors"
    if report.drift:
        return "drifting"
    if report.provider is None and not report.candidates and (report.is_error or result.status is None):
        return "unrecognised"
    return "conforming" if report.is_error else "successes"
