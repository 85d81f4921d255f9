"""
The results of part of a test run, in a form that processes can exchange.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from errspec.catalog.wording import Wording
from errspec.verdict.baseline import KnownFinding
from errspec.verdict.report import Report

_MARGIN = "    "


class Tally:
    """
    Counts and lists that are combined across tests, phases and processes; lists have no duplicates.
    """

    def __init__(self) -> None:
        #: The numbers of responses, of bodies that no test read, and of findings that a baseline accepts.
        self.responses = self.unread = self.accepted = 0
        #: The ids of the providers, and the names of the problem types that were met.
        self.providers: dict[str, None] = {}
        self.met: dict[str, None] = {}
        #: The findings as a baseline knows them, and the texts about them.
        self.known: dict[KnownFinding, None] = {}
        self.findings: dict[str, None] = {}
        #: The responses that belong to no test, and the names of exceptions that kept responses from being observed.
        self.late: dict[str, None] = {}
        self.failures: dict[str, None] = {}
        #: The hosts of other APIs, whose responses were not checked.
        self.others: dict[str, None] = {}

    def note(self, report: Report) -> None:
        """Count a response; a problem type is met if the response decides it and conforms."""
        response, governing = report.response, report.problem_type
        self.responses += 1
        self.unread += response.bodyless and not response._replace(content=b"").bodyless
        if report.provider is not None:
            self.providers[report.provider] = None
        if governing is not None and not report.candidates and report.conforms:
            self.met[governing.name] = None
        self.known |= {KnownFinding.of(report, finding): None for finding in report.findings}

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            name: value if isinstance(value, int) else list(map(_plain, value)) for name, value in vars(self).items()
        }

    def add(self, data: Mapping[str, Any]) -> None:
        """Add what another tally returned."""
        for name, value in data.items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
            else:
                entries = (KnownFinding(*each) if isinstance(each, list) else each for each in value)
                getattr(self, name).update(dict.fromkeys(entries))

    def lines(self, wording: Wording) -> Iterator[str]:
        """Yield lines about the findings and the numbers."""
        for text in self.findings:
            yield from text.split("\n")
        counts = [wording.count("report.responses", self.responses)]
        counts += [wording.count("kit.unread", self.unread)] if self.unread else []
        counts += [wording.count("report.accepted", self.accepted).rstrip(".")] if self.accepted else []
        yield f"{'; '.join(counts)}."
        if self.late:
            yield wording.say("kit.late")
            yield from (f"{_MARGIN}{text}" for text in self.late)
        others = [each for each in self.others if each]
        if others:
            yield wording.say("kit.others", hosts=wording.alternatives(others))
        if self.failures:
            yield wording.say("kit.unobserved", names=", ".join(self.failures))


def _plain(entry: Any) -> Any:
    return list(entry) if isinstance(entry, tuple) else entry
