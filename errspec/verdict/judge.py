"""
The verdict on one response against one provider: what governs it, and where it differs (in the order of the matching).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from errspec.display import printable
from errspec.pointers import MISSING
from errspec.redaction import excerpt
from errspec.response import Response
from errspec.verdict.evidence import Evidence
from errspec.verdict.findings import FindingWording
from errspec.verdict.guards import Candidate
from errspec.verdict.inspection import Inspection, fault_finding, read_body
from errspec.verdict.matching import Plan
from errspec.verdict.reading import Limits, Reading
from errspec.verdict.report import Finding, Report

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import Citation

_REDIRECT = range(300, 400)


class Verdict(NamedTuple):
    """
    A report with what speaks for its provider.
    """

    report: Report
    fit: int = 0
    evidence: int = 0
    decided: bool = True

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """
        What comes first is greater: valid over known, conforms, evidence, least drift.
        """
        return (self.fit, self.decided and self.report.conforms, self.evidence, -len(self.report.drift))


class Judge:
    """
    One response against one provider.
    """

    def __init__(
        self,
        catalog: Catalog,
        chosen: Plan,
        response: Response,
        lang: str,
        limits: Limits,
        reading: Reading | None = None,
    ) -> None:
        self.catalog = catalog
        self.plan = chosen
        self.response = response
        self.limits = limits
        self.wording = FindingWording(catalog, lang)
        reading = reading or read_body(response, limits)
        self.seen = Inspection(catalog, chosen.provider, response, self.wording, limits, reading)
        #: What speaks for the provider and its problem types.
        self.evidence = Evidence(chosen, self.seen)
        self.findings: list[Finding] = []

    def verdict(self) -> Verdict:
        """
        The governing problem type and what differs from it (the steps of the matching, in order).
        """
        status = self.response.status_code
        if status == 0:
            return self._verdict(True, self.plan.unanswered)
        redirected = self._redirect(status)
        if redirected is not None:
            return redirected
        documented = self.plan.status(status)
        if any(self.evidence.succeeds(guard) for guard in documented.successes):
            return self._verdict(False, evidence=1, succeeds=True)
        candidates = documented.candidates
        if not candidates and (status is None or status < 400):
            return self._under_success(status)
        if not candidates:
            statuses = sorted({item for c in self.plan.status(None).candidates for item in c.problem_type.status})
            self._add("undocumented-status", {"status": status, "statuses": ", ".join(statuses)})
            candidates = self.plan.status(None).candidates
        applying = [candidate for candidate in candidates if self.evidence.applies(candidate)]
        if status is None or not documented.candidates:
            return self._without_status(status, candidates, applying)
        for candidate in applying:
            if candidate.undocumented and candidate.shape and not self.plan.accepts(candidate.shape, self.seen.value):
                continue
            self.findings.extend(self.seen.findings(candidate))
            if candidate.undocumented:
                facts = {"shape": self.seen.title(candidate.shape), "status": status}
                self._add("undocumented-response", facts, candidate.problem_type.citations)
            offered = (*self._undecided(candidates, candidate), candidate)
            return self._verdict(True, offered, candidate.shape, guarded=self.evidence.tells(candidate))
        return self._general(candidates)

    def _undecided(self, candidates: Iterable[Candidate], governing: Candidate) -> Iterator[Candidate]:
        """
        The types before the governing one that a header would decide, where the headers are unknown.
        """
        for candidate in candidates:
            if candidate is governing or self.response.headers is not None:
                return
            if candidate.shape == governing.shape and any(
                guard.headers and (guard.body is None or guard.body(self.seen.value)) for guard in candidate.guards
            ):
                yield candidate

    def _redirect(self, status: int | None) -> Verdict | None:
        location = self.response.header("location")
        if status not in _REDIRECT or location is None:
            return None
        from urllib.parse import parse_qsl, urlsplit

        try:
            pairs = parse_qsl(urlsplit(location).query, keep_blank_values=True)
        except ValueError:
            return None
        query = dict(pairs)
        for candidate in self.plan.status(status).redirects:
            if candidate.recognizes(query) and candidate.holds(query, self.response, ""):
                for name, number in Counter(name for name, _ in pairs).items():
                    if number < 2:
                        continue
                    facts = {"name": printable(excerpt(name))}
                    self._add("duplicate-member", facts, variant="query")
                # Other parameters are those of the redirect URI itself, which are kept (RFC 6749, 3.1.2).
                found = self.seen.shape(candidate, query, "location")
                self.findings.extend(finding for finding in found if finding.code != "undocumented-member")
                self.findings.extend(self.seen.headers(candidate))
                return self._verdict(True, (candidate,), candidate.shape, guarded=True)
        return None

    def _under_success(self, status: int | None) -> Verdict:
        """
        An error body under a status that says success; no error where there is none.
        """
        if self.seen.value is not MISSING and status is not None:
            for shape in self.plan.known(self.seen.value):
                if self.plan.accepts(shape, self.seen.value):
                    self._add("error-under-success", {"shape": self.seen.title(shape), "status": status})
                    return self._verdict(True, (), shape)
        return self._verdict(False)

    def _without_status(
        self, status: int | None, candidates: Iterable[Candidate], applying: list[Candidate]
    ) -> Verdict:
        """
        The status does not tell: the first type that a guard or its shape alone decides, else the general ones of
        the first shape.
        """
        applying = [candidate for candidate in applying if not candidate.undocumented]
        general = [candidate.shape for candidate in candidates if not candidate.guards and not candidate.undocumented]
        decisive = [c for c in applying if c.guards or general.count(c.shape) == 1]
        group = decisive[:1] or [candidate for candidate in applying if candidate.shape == applying[0].shape]
        if not group:
            return self._general(candidates, decided=False)
        self.findings.extend(self.seen.body(group[0]))
        offered = () if status is not None else tuple(group)
        return self._verdict(True, offered, group[0].shape, guarded=bool(decisive) and self.evidence.tells(group[0]))

    def _general(self, candidates: Iterable[Candidate], *, decided: bool = True) -> Verdict:
        """
        No problem type applies: say why not, by the general type of each documented shape.

        A type that the headers alone tell stands for the general one.
        Where the status does not tell, the general types are no more likely than others and are not named.
        """
        general: dict[str | None, Candidate] = {}
        for candidate in candidates:
            told = decided and candidate.is_told_by(self.response)
            if (told or not candidate.guards) and not candidate.undocumented:
                general.setdefault(candidate.shape, candidate)
        offered = tuple(general.values())
        status = self.response.status_code
        if self.seen.absent:
            if status is not None and status < 400:
                return self._verdict(False)
        elif self.seen.reading.fatal is not None:
            shapes = list(general) or [candidate.shape for candidate in candidates]
            titles = [self.seen.title(shape) for shape in shapes if shape]
            self.findings.append(fault_finding(self.seen.reading.fatal, self.wording, titles))
        elif list(general) == [None]:
            self._add("unexpected-json", {}, offered[0].problem_type.citations)
        else:
            self._body_of_no_type(general, candidates)
        if self.seen.reading.fatal is None and list(general) != [None]:
            self.findings.extend(self.seen.faults())
        if not decided:
            return self._verdict(True)
        speaking = tuple(c for c in offered if not c.guards)  # a header that anybody sends is no sign of a provider
        if self.response.content is None:  # whatever the headers do not rule out may have been sent
            speaking = offered = tuple(c for c in candidates if not c.undocumented and c.may_hold(self.response))
        if len(offered) == 1:
            self.findings.extend(self.seen.headers(offered[0]))
        kinds = {candidate.shape for candidate in offered}
        return self._verdict(True, offered, kinds.pop() if len(kinds) == 1 else None, speaking=speaking)

    def _body_of_no_type(self, general: Mapping[str | None, Candidate], candidates: Iterable[Candidate]) -> None:
        status = self.response.status_code
        elsewhere = [shape for shape in self.plan.known(self.seen.value) if shape not in general]
        if elsewhere and status is not None:
            items = [c.problem_type for c in self.plan.status(None).candidates if c.shape == elsewhere[0]]
            statuses = dict.fromkeys(item for p in items if not p.undocumented for item in p.status)
            facts = {"shape": self.seen.title(elsewhere[0]), "status": status, "statuses": ", ".join(statuses)}
            cited = next((candidate for candidate in general.values() if not candidate.problem_type.on), None)
            self._add("wrong-shape", facts, cited.problem_type.citations if cited else ())
            return
        if len(general) == 1:
            found = self.seen.shape(next(iter(general.values())), self.seen.value)
            if found:
                self.findings.extend(found)
                return
        shapes = [shape for shape in general if shape] or [c.shape for c in candidates if c.shape]
        titles = ", ".join(dict.fromkeys(self.seen.title(shape) for shape in shapes))
        self._add("unknown-shape", {"shapes": titles})

    def _add(
        self, code: str, facts: Mapping[str, object], citations: Iterable[Citation] = (), *, variant: str = "default"
    ) -> None:
        self.findings.append(self.wording.finding(code, facts, variant=variant, citations=citations))

    def _verdict(
        self,
        is_error: bool,
        offered: tuple[Candidate, ...] = (),
        shape: str | None = None,
        *,
        guarded: bool = False,
        evidence: int = 0,
        succeeds: bool = False,
        speaking: tuple[Candidate, ...] | None = None,
    ) -> Verdict:
        findings = tuple(self.findings)
        if len(findings) > self.limits.findings:  # no error is left out for the sake of drift
            findings = tuple(sorted(findings, key=lambda finding: finding.severity != "error"))
        if self.catalog.form == "strict":
            findings = tuple(finding._replace(severity="error") for finding in findings)
        limit = self.limits.findings
        types = tuple(candidate.problem_type for candidate in offered)
        report = Report(
            is_error,
            self.plan.provider.id,
            types[0] if len(types) == 1 else None,
            shape,
            findings[:limit],
            types if len(types) > 1 else (),
            self.seen.truncated or len(findings) > limit,
        )
        known = self.seen.value is not MISSING and self.plan.knows(self.seen.value)
        fit = (2 if self.plan.valid(self.seen.value) else 1) if known else 0
        fit = 2 if succeeds else fit
        evidence += known + guarded + self.evidence.has_words()
        speaking = offered if speaking is None else speaking
        evidence += any(name in self.response.lower for candidate in speaking for name in candidate.required)
        return Verdict(report, fit, evidence, is_error or succeeds)
