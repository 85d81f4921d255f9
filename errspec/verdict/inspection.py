"""
Where a response differs from one problem type: body, headers and media type.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from errspec.catalog.wording import Fact, Sentence, Wording
from errspec.display import printable
from errspec.pointers import MISSING
from errspec.verdict.engine import header_value, is_quickly_accepted, validator
from errspec.verdict.findings import Finding, fault_finding, finding, place, schema_finding, value_fact
from errspec.verdict.guards import TEXT, Candidate, HeaderCheck
from errspec.verdict.reading import FAST, Limits, Reading, read

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.forms import Form
    from errspec.catalog.provider import Provider
    from errspec.response import Response

#: The forms of a shape with which a body is compared, and whether what each rejects is drift.
_FORMS: tuple[tuple[Form, bool], ...] = (("tolerant", False), ("strict", True))
#: The name under which a response keeps the value of its body.
_KEPT = "_value"


def parsed(response: Response) -> object:
    """Return the object or list in the body, if it is certain that there is nothing to report; otherwise MISSING."""
    content, status = response.content, response.status_code
    may_be_bodyless = status is None or status <= 304 or response.method is not None
    if not content or (may_be_bodyless and response.bodyless):
        return MISSING
    value = getattr(response, _KEPT, MISSING)
    if value is MISSING:
        try:
            value = FAST.parse(content)
        except (ValueError, TypeError):
            return MISSING
    return value if type(value) is dict or type(value) is list else MISSING


def keep(response: Response, value: object) -> None:
    """Keep the value of a body that the fast parser has read, so that ``parsed`` need not read it again."""
    response.__dict__[_KEPT] = value


def read_body(response: Response, limits: Limits) -> Reading:
    """Read the body of a response; its value is MISSING if there is none to read."""
    return Reading(MISSING, MISSING) if response.bodyless else read(response.content or b"", limits)


class Inspection:
    """
    A response with its body read, ready to be compared with any problem type of a provider.
    """

    def __init__(
        self,
        catalog: Catalog,
        provider: Provider,
        response: Response,
        wording: Wording,
        limits: Limits,
        reading: Reading,
    ) -> None:
        self.catalog = catalog
        self.provider = provider
        self.response = response
        self.wording = wording
        self.limits = limits
        self.reading = reading
        #: The value of the body, or MISSING.
        self.value = MISSING if reading.fatal else reading.value
        #: Whether HTTP allows no body, or the body is unknown.
        self.absent = self.value is MISSING and reading.fatal is None
        #: The beginning of a body that is neither an object nor a list.
        self.text = "" if isinstance(self.value, (dict, list)) else reading.text[:TEXT]
        #: Whether there is more to find than the limit allows.
        self.truncated = False

    def findings(self, candidate: Candidate) -> list[Finding]:
        """Return every difference from a problem type."""
        findings, headers = self.body(candidate), self.response.headers
        if headers is None or not candidate.accepts_headers(headers):
            findings += self.headers(candidate)
            findings += self.media_type(candidate)
        return findings

    def body(self, candidate: Candidate) -> list[Finding]:
        """Return what is wrong with the body."""
        if candidate.shape is None or self.absent:
            return []
        return [*self.faults(), *self.shape(candidate, self.value)]

    def faults(self) -> list[Finding]:
        """Return the faults of the body that leave it readable."""
        return [fault_finding(self.wording, fault) for fault in self.reading.faults]

    def shape(self, candidate: Candidate, value: object, whole: str = "body") -> list[Finding]:
        """Return what the tolerant form rejects, or else, as drift, what the strict form rejects."""
        shape = candidate.shape
        assert shape is not None
        findings = [self._missing(candidate, name, whole) for name in candidate.missing(value)]
        if is_quickly_accepted(self.catalog, shape, "strict", value):
            return findings
        extra, findings = findings, []
        for form, drift in _FORMS:
            if not drift and is_quickly_accepted(self.catalog, shape, form, value):
                continue
            judge = validator(self.catalog, shape, form)
            for error in judge.iter_errors(value):
                if len(findings) >= self.limits.findings:
                    self.truncated = True
                    return findings
                findings.append(schema_finding(self.wording, judge, error, self.provider, drift=drift, whole=whole))
            if findings:
                return findings if form == "tolerant" else [*findings, *extra]
        return extra

    def _missing(self, candidate: Candidate, name: str, whole: str) -> Finding:
        """Return the finding of a member that every documented example has."""
        facts = {"place": place("", whole), "name": printable(json.dumps(name, ensure_ascii=False))}
        missing = finding(self.wording, "missing-member", facts, location="", citations=candidate.members[name])
        return missing._replace(keyword="required")

    def headers(self, candidate: Candidate) -> list[Finding]:
        """Return what is wrong with the documented headers; nothing if the headers are unknown."""
        if self.response.headers is None:
            return []
        lower, findings = self.response.lower, []
        for name, check in candidate.headers.items():
            text = lower.get(name)
            if check.header.required if text is None else not check.strict(header_value(check.header.schema, text)):
                findings.append(self._header(check, text))
        return findings

    def _header(self, check: HeaderCheck, text: str | None) -> Finding:
        header = check.header
        description = str(header.schema.get("description", header.description))
        facts: dict[str, Fact] = {"header": header.name, "expected": Sentence(description, uncapitalized=True)}
        code, key = "missing-header", "default"
        if text is not None:
            value = header_value(header.schema, text)
            facts["found"] = value_fact(text, (header.name,))
            code, key = ("undocumented-value", "header") if check.tolerant(value) else ("malformed-header", "default")
        return finding(self.wording, code, facts, key=key, header=header.name, citations=header.citations)

    def media_type(self, candidate: Candidate) -> list[Finding]:
        """Return whether Content-Type names another media type than the documented ones."""
        media_type = self.response.header("content-type")
        if media_type is None or media_type in candidate.media or candidate.covers(media_type):
            return []
        if candidate.shape is None and not self.text.strip():
            return []
        return [
            finding(
                self.wording,
                "wrong-media-type",
                {"found": value_fact(media_type), "expected": tuple(sorted(candidate.media))},
                key="json" if candidate.shape is None else "default",
                header="Content-Type",
                citations=candidate.problem_type.citations,
            )
        ]

    def title(self, shape: str | None) -> str:
        """Return the title of a shape, in English."""
        return str(self.catalog.shapes[shape].schema["title"]) if shape else ""
