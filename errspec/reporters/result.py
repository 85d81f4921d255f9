"""
What all forms of output are made from.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from errspec.catalog.wording import Wording
from errspec.verdict.report import Report


class Result(NamedTuple):
    """
    The report on one response, with its place, what the provider itself says, and what to do in short.
    """

    place: str
    file: str
    line: int | None
    entry: int | None
    status: int | None
    report: Report
    says: str | None = None
    advice: tuple[str, ...] = ()


class Failure(NamedTuple):
    """
    An input, or a part of one, that could not be read.
    """

    place: str
    file: str
    line: int | None
    reason: str


#: The kinds of results, worst first.
KINDS = ("errors", "drifting", "conforming", "successes", "unrecognised")


class Summary:
    """
    How many responses there are of each kind.
    """

    def __init__(self) -> None:
        #: The number of responses of each kind.
        self.kinds = dict.fromkeys(KINDS, 0)
        #: Inputs that could not be read, files that hold no response, and findings that a baseline accepts.
        self.failed = self.skipped = self.accepted = 0

    @property
    def responses(self) -> int:
        """
        The number of all responses.
        """
        return sum(self.kinds.values())

    def as_dict(self) -> dict[str, Any]:
        """
        All numbers by name.
        """
        others = {"failed": self.failed, "skipped": self.skipped, "accepted": self.accepted}
        return {"responses": self.responses, **self.kinds, **others}


class Writer(Protocol):
    """
    One form of output: results and failures come one by one, the summary last.
    """

    def add(self, result: Result) -> None:
        """
        Take a result.
        """

    def fail(self, failure: Failure) -> None:
        """
        Take a failure.
        """

    def finish(self, summary: Summary) -> None:
        """
        Write what is left to write.
        """


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


def status(result: Result, wording: Wording) -> str:
    """
    The status of a result, in words where there is none.
    """
    if result.status is None:
        return wording.say("report.no-status")
    return str(result.status) if result.status else wording.say("report.no-answer")


def headline(result: Result, wording: Wording) -> str:
    """
    The status and the problem type of a result, or what is known in their place.
    """
    report = result.report
    if report.problem_type is not None:
        name = report.problem_type.name
    elif report.candidates:
        name = wording.say("report.candidates", names=", ".join(item.name for item in report.candidates))
    else:
        name = report.provider or ""
    return f"{status(result, wording)} {name}".rstrip()
