"""
Where a response differs from one problem type: body, headers and media type.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from errspec.display import uncapitalized
from errspec.pointers import MISSING
from errspec.verdict.engine import acceptor, header_value
from errspec.verdict.findings import FindingWording
from errspec.verdict.guards import TEXT, Candidate
from errspec.verdict.reading import Fault, Limits, Reading, read
from errspec.verdict.report import Finding
from errspec.verdict.validation import faults

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import Provider
    from errspec.response import Response


def read_body(response: Response, limits: Limits) -> Reading:
    """
    The body of a response, or MISSING where there is none to look at.
    """
    return Reading(MISSING, MISSING) if response.bodyless else read(response.content or b"", limits)


def fault_finding(fault: Fault, wording: FindingWording, expected: Iterable[str] = ()) -> Finding:
    """
    The finding of a fault of the body, with the titles of the shapes that are expected.
    """
    facts = {**fault.facts, "expected": wording.alternatives(expected)}
    if fault.location is not None:
        facts["place"] = wording.place(fault.location)
    if isinstance(facts.get("found"), str):
        facts["found"] = wording.found(facts["found"])
    return wording.finding(fault.code, facts, variant=fault.variant, location=fault.location)


class Inspection:
    """
    A response with its body read, ready to be held against any problem type of a provider.
    """

    def __init__(
        self,
        catalog: Catalog,
        provider: Provider,
        response: Response,
        wording: FindingWording,
        limits: Limits,
        reading: Reading,
    ) -> None:
        self.catalog = catalog
        self.provider = provider
        self.response = response
        self.wording = wording
        self.limits = limits
        self.reading = reading
        #: The value of the body, MISSING where there is none.
        self.value = MISSING if reading.fatal else reading.value
        #: Whether there is no body by the rules of HTTP.
        self.absent = self.value is MISSING and reading.fatal is None
        #: The beginning of a body that is neither an object nor a list.
        self.text = "" if isinstance(self.value, (dict, list)) else reading.text[:TEXT]
        #: Whether there was more to find than the limit allows.
        self.truncated = False

    def findings(self, candidate: Candidate) -> list[Finding]:
        """
        All that is not as a problem type documents it.
        """
        return [
            *self.body(candidate),
            *self.headers(candidate),
            *self.media_type(candidate),
        ]

    def body(self, candidate: Candidate) -> list[Finding]:
        """
        What is wrong with the body.
        """
        if candidate.shape is None or self.absent:
            return []
        return [*self.faults(), *self.shape(candidate, self.value)]

    def faults(self) -> list[Finding]:
        """
        The faults of the body that do not keep it from being judged.
        """
        return [fault_finding(fault, self.wording) for fault in self.reading.faults]

    def shape(self, candidate: Candidate, value: object, whole: str = "body") -> list[Finding]:
        """
        What the tolerant form refuses, or else what the strict form refuses as drift.
        """
        shape = candidate.shape
        assert shape is not None
        if acceptor(self.catalog, shape, "strict")(value):
            return []
        found: list[Finding] = []
        provider = self.provider
        for form, drift in (("tolerant", False), ("strict", True)):
            root = self.catalog.form_of(shape, form)
            for fault in faults(root, value):
                if len(found) >= self.limits.findings:
                    self.truncated = True
                    return found
                found.append(self.wording.schema_finding(root, fault, provider, drift=drift, whole=whole))
            if found:
                break
        return found

    def headers(self, candidate: Candidate) -> list[Finding]:
        """
        What is wrong with the documented headers; nothing where the headers are unknown.
        """
        if self.response.headers is None:
            return []
        found = []
        for name, item in candidate.headers.items():
            header = item.header
            text = self.response.lower.get(name)
            facts: dict[str, object] = {
                "header": header.name,
                "expected": uncapitalized(
                    self.wording.translate(str(header.schema.get("description", header.description)))
                ),
            }
            if text is None:
                if not header.required:
                    continue
                code, variant = "missing-header", "default"
            else:
                value = header_value(header.schema, text)
                if item.strict(value):
                    continue
                facts["found"] = self.wording.found(text)
                code, variant = (
                    ("undocumented-value", "header") if item.tolerant(value) else ("malformed-header", "default")
                )
            found.append(
                self.wording.finding(code, facts, variant=variant, header=header.name, citations=header.citations)
            )
        return found

    def media_type(self, candidate: Candidate) -> list[Finding]:
        """
        Whether Content-Type names another media type than the documented ones.
        """
        media_type = self.response.header("content-type")
        if self.response.headers is None or media_type is None or candidate.covers(media_type):
            return []
        if candidate.shape is None and not self.text.strip():
            return []
        found = self.wording.found(media_type)
        facts = {"found": found, "expected": self.wording.alternatives(sorted(candidate.media))}
        variant = "json" if candidate.shape is None else "default"
        return [
            self.wording.finding(
                "wrong-media-type",
                facts,
                variant=variant,
                header="Content-Type",
                citations=candidate.problem_type.citations,
            )
        ]

    def title(self, shape: str | None) -> str:
        """
        The title of a shape in the language of the findings.
        """
        return self.wording.translate(str(self.catalog.shapes[shape].schema["title"])) if shape else ""
