"""
The judgment of one response against one provider, in the order of the matching.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from errspec.catalog.wording import Fact, Sentence
from errspec.display import printable
from errspec.pointers import MISSING
from errspec.redaction import excerpt
from errspec.response import Response
from errspec.verdict.evidence import Evidence
from errspec.verdict.findings import Finding, fault_finding, finding
from errspec.verdict.guards import Candidate, Guard
from errspec.verdict.inspection import Inspection
from errspec.verdict.matching import Matcher, is_shared, matchers
from errspec.verdict.reading import Limits, Reading
from errspec.verdict.report import Report

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import Citation, ProblemType

_REDIRECT = range(300, 400)
#: The number of characters of a Location that is read.
LONGEST_LOCATION = 64 * 1024


class Ruling(NamedTuple):
    """
    What the matching decides.

    ``offered`` are the problem types that remain: one governs, several are candidates. ``guarded`` tells whether a
    guard decided; ``succeeds`` says that the response is a documented success. A required header of ``speaking`` is
    evidence for the provider; None stands for ``offered``.
    """

    is_error: bool
    offered: tuple[Candidate, ...] = ()
    shape: str | None = None
    guarded: Callable[[], bool] = lambda: False
    succeeds: bool = False
    speaking: tuple[Candidate, ...] | None = None


class Verdict(NamedTuple):
    """
    A report with the evidence for its provider.
    """

    report: Report
    fit: int
    evidence: int
    decided: bool

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """The order of verdicts, the best last: valid before known, then conforming, evidence, and least drift."""
        return (self.fit, self.decided and self.report.conforms, self.evidence, -len(self.report.drift))


class Judge:
    """
    One response against one provider.
    """

    def __init__(
        self,
        catalog: Catalog,
        matcher: Matcher,
        response: Response,
        lang: str,
        limits: Limits,
        reading: Reading,
    ) -> None:
        self._form = catalog.form
        self._matcher = matcher
        self._catalog = catalog
        self._response = response
        self._limits = limits
        self._lang = lang
        self._wording = catalog.wording(lang)
        self._inspection = Inspection(catalog, matcher.provider, response, self._wording, limits, reading)
        #: The evidence for the provider and its problem types.
        self.evidence = Evidence(matcher, self._inspection)
        self._findings: list[Finding] = []

    def report(self, governing: Candidate | None = None) -> Report:
        """Return the governing problem type, which may be known, and what differs from it."""
        return self._report(self._ruling() if governing is None else self._governed(governing, ()))

    def verdict(self) -> Verdict:
        """Return the report with the evidence for the provider."""
        ruling = self._ruling()
        return Verdict(
            self._report(ruling), self._fit(ruling), self._strength(ruling), ruling.is_error or ruling.succeeds
        )

    def _ruling(self) -> Ruling:
        """Take the steps of the matching in their order."""
        status = self._response.status_code
        if status == 0:
            return Ruling(True, self._matcher.unanswered or matchers(self._catalog).shared.unanswered)
        redirected = self._redirect(status)
        if redirected is not None:
            return redirected
        documented = self._matcher.status(status)
        for outcome in self.evidence.outcomes(documented):
            if isinstance(outcome, Guard):
                return Ruling(False, succeeds=True)
            if status is None:
                break
            if not self._is_wrong_for(outcome):
                return self._governed(outcome, documented.candidates)
        if not documented.candidates and (status is None or status < 400):
            return self._under_success(status)
        if status is None or not documented.candidates:
            return self._without_status(status)
        return self._general(documented.candidates)

    def _is_wrong_for(self, candidate: Candidate) -> bool:
        """Return whether an undocumented type is ruled out: it applies only if it finds nothing wrong with the body."""
        shape = candidate.shape
        return candidate.undocumented and shape is not None and not self._accepts(shape)

    def _governed(self, candidate: Candidate, candidates: Iterable[Candidate]) -> Ruling:
        """Judge by the first type that applies, which governs alone."""
        self._findings += self._inspection.findings(candidate)
        if candidate.undocumented:
            facts: dict[str, Fact] = {"shape": self._title(candidate.shape), "status": self._response.status_code or 0}
            key = "default" if candidate.shape else "status"
            self._add("undocumented-response", facts, candidate.problem_type.citations, key=key)
        offered = (*self._undecided(candidates, candidate), candidate)
        return Ruling(True, offered, candidate.shape, guarded=partial(self.evidence.tells, candidate))

    def _undecided(self, candidates: Iterable[Candidate], governing: Candidate) -> Iterator[Candidate]:
        """Yield the types before the governing one that an unknown header would decide."""
        for candidate in candidates:
            if candidate is governing or self._response.headers is not None:
                return
            if candidate.shape == governing.shape and any(
                guard.headers and (guard.body is None or guard.body(self._inspection.value))
                for guard in candidate.guards
            ):
                yield candidate

    def _redirect(self, status: int | None) -> Ruling | None:
        """Judge a redirect whose Location reports an error in its query."""
        location = self._response.header("location") if status in _REDIRECT else None
        if location is None or status is None:
            return None
        if len(location) > LONGEST_LOCATION:
            self._add("too-large", {"size": len(location), "limit": LONGEST_LOCATION}, key="location")
            return None
        from urllib.parse import parse_qsl, urlsplit

        try:
            pairs = parse_qsl(urlsplit(location).query, keep_blank_values=True)
        except ValueError:
            return None
        query = dict(pairs)
        for candidate in self._matcher.status(status).redirects:
            if candidate.recognizes(query) and candidate.holds(query, self._response, ""):
                for name, number in Counter(name for name, _ in pairs).items():
                    if number > 1:
                        self._add("duplicate-member", {"name": printable(excerpt(name))}, key="query")
                # Other parameters belong to the redirect URI itself and are kept (RFC 6749, 3.1.2).
                differences = self._inspection.shape(candidate, query, "location")
                self._findings += [each for each in differences if each.code != "undocumented-member"]
                self._findings += self._inspection.headers(candidate)
                return Ruling(True, (candidate,), candidate.shape, guarded=lambda: True)
        return None

    def _under_success(self, status: int | None) -> Ruling:
        """Judge a status of success: only a body with the shape of an error makes it one."""
        if self._inspection.value is not MISSING and status is not None:
            for shape in self._matcher.known(self._inspection.value):
                if self._accepts(shape):
                    self._add("error-under-success", {"shape": self._title(shape), "status": status})
                    return Ruling(True, (), shape)
        return Ruling(False)

    def _without_status(self, status: int | None) -> Ruling:
        """
        Judge without the status: by the first type that its guard or its shape alone decides, else all of one shape.
        """
        documented = self._matcher.status(None)
        if status is not None:
            self._add("undocumented-status", {"status": status, "statuses": documented.statuses})
        fitting = self.evidence.fitting(documented) & documented.documented
        telling = fitting & documented.telling
        group = [
            each for each in documented.decision.outcomes(telling & -telling or fitting) if type(each) is Candidate
        ]
        if not group:
            return self._unmatched(documented.candidates)
        self._findings += self._inspection.body(group[0])
        shape = group[0].shape
        offered = () if status is not None else tuple(each for each in group if each.shape == shape)
        return Ruling(True, offered, shape, guarded=partial(self.evidence.tells, group[0]))

    def _unmatched(self, candidates: Iterable[Candidate]) -> Ruling:
        """Judge a body that no type recognizes under an unknown status: say what is wrong with it, and name no type."""
        general = _general_types(candidates, lambda _: False)
        self._explain_body(general, candidates)
        return Ruling(True)

    def _general(self, candidates: Iterable[Candidate]) -> Ruling:
        """Judge by the general types of the status and those that the headers alone tell, because no type applies."""
        general = _general_types(candidates, lambda candidate: candidate.is_told_by(self._response))
        status = self._response.status_code
        if self._inspection.absent and status is not None and status < 400:
            return Ruling(False)
        self._explain_body(general, candidates)
        offered = tuple(general.values())
        speaking = tuple(each for each in offered if not each.guards)  # any server may send a header
        if self._response.content is None:  # whatever the headers do not rule out may have been sent
            possible = (each for each in candidates if not each.undocumented and each.may_hold(self._response))
            speaking = offered = tuple(possible)
        if len(offered) == 1:
            self._findings += self._inspection.headers(offered[0])
        shapes = {candidate.shape for candidate in offered}
        return Ruling(True, offered, shapes.pop() if len(shapes) == 1 else None, speaking=speaking)

    def _explain_body(self, general: Mapping[str | None, Candidate], candidates: Iterable[Candidate]) -> None:
        """Say why no type applies: the body cannot be read, should be text, or has another shape."""
        if self._inspection.absent:
            return
        fatal = self._inspection.reading.fatal
        if fatal is not None:
            shapes = list(general) or [candidate.shape for candidate in candidates]
            titles = [self._inspection.title(shape) for shape in shapes if shape]
            self._findings.append(fault_finding(self._wording, fatal, titles))
        elif list(general) == [None]:
            self._add("unexpected-json", {}, general[None].problem_type.citations)
        else:
            self._explain_shape(general, candidates)
            self._findings += self._inspection.faults()

    def _explain_shape(self, general: Mapping[str | None, Candidate], candidates: Iterable[Candidate]) -> None:
        """Say which shape the body has instead, what one general shape rejects, or which shapes it could have."""
        status = self._response.status_code
        elsewhere = [shape for shape in self._matcher.known(self._inspection.value) if shape not in general]
        if elsewhere and status is not None:
            types = [each.problem_type for each in self._matcher.status(None).candidates if each.shape == elsewhere[0]]
            statuses = dict.fromkeys(each for one in types if not one.undocumented for each in one.status)
            facts: dict[str, Fact] = {
                "shape": self._title(elsewhere[0]),
                "status": status,
                "statuses": ", ".join(statuses),
            }
            cited = next((each.problem_type for each in general.values() if not each.problem_type.on), None)
            self._add("wrong-shape", facts, cited.citations if cited else ())
            return
        if len(general) == 1:
            differences = self._inspection.shape(next(iter(general.values())), self._inspection.value)
            if differences:
                self._findings += differences
                return
        shapes = [shape for shape in general if shape] or [each.shape for each in candidates if each.shape]
        self._add("unknown-shape", {"shapes": tuple(self._title(shape) for shape in shapes)})

    def _accepts(self, shape: str) -> bool:
        return self._matcher.accepts(shape, self._inspection.value)

    def _title(self, shape: str | None) -> Sentence:
        return Sentence(self._inspection.title(shape))

    def _add(
        self, code: str, facts: Mapping[str, Fact], citations: Iterable[Citation] = (), *, key: str = "default"
    ) -> None:
        self._findings.append(finding(self._wording, code, facts, key=key, citations=citations))

    def _report(self, ruling: Ruling) -> Report:
        findings, limit = self._findings, self._limits.findings
        truncated = self._inspection.truncated or len(findings) > limit
        if len(findings) > limit:  # errors come before drift, so that none is left out
            findings = sorted(findings, key=lambda each: each.severity != "error")
        if self._form == "strict":
            findings = [each._replace(severity="error") for each in findings]
        problem_type, candidates = self._named(tuple([candidate.problem_type for candidate in ruling.offered]))
        return Report(
            ruling.is_error,
            self._matcher.provider.id,
            problem_type,
            ruling.shape,
            tuple(findings[:limit]),
            candidates,
            truncated,
            False,
            self._response,
            self._catalog,
            self._lang,
        )

    def _named(self, types: tuple[ProblemType, ...]) -> tuple[ProblemType | None, tuple[ProblemType, ...]]:
        """Return the type that governs and its candidates: a general type stands for its causes."""
        for general in types:
            if general.candidates and {each.id for each in types} <= {general.id, *general.candidates}:
                causes = self._matcher.causes(general)
                return general, tuple(each.problem_type for each in sorted(causes, key=self._is_unlikely))
        return (types[0], ()) if len(types) == 1 else (None, types)

    def _is_unlikely(self, candidate: Candidate) -> bool:
        return not candidate.seems(self._inspection.value, self._response, self._inspection.text)

    def _fit(self, ruling: Ruling) -> int:
        """Return 2 for a body that a known shape accepts, 1 for one that is only recognized, and 0 for any other."""
        if ruling.succeeds:
            return 2
        value = self._inspection.value
        if value is MISSING or not self._matcher.knows(value):
            return 0
        return 2 if self._matcher.valid(value) else 1

    def _strength(self, ruling: Ruling) -> int:
        """Return the number of independent signs of the provider."""
        speaking = ruling.offered if ruling.speaking is None else ruling.speaking
        value, lower = self._inspection.value, self._response.lower
        signs = (
            ruling.succeeds,
            value is not MISSING and self._matcher.owns(value),
            not is_shared(ruling.shape) and ruling.guarded(),
            self.evidence.has_own_phrase(),
            any(name in lower for candidate in speaking for name in candidate.required),
        )
        return sum(signs)


def _general_types(
    candidates: Iterable[Candidate], is_told: Callable[[Candidate], bool]
) -> dict[str | None, Candidate]:
    """
    Return the general type of each shape; a type that the headers alone tell stands for it.

    An undocumented type counts only if it is the only one.
    """
    every = [candidate for candidate in candidates if not candidate.guards or is_told(candidate)]
    general: dict[str | None, Candidate] = {}
    for candidate in [each for each in every if not each.undocumented] or every:
        general.setdefault(candidate.shape, candidate)
    return general
