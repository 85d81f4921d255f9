"""
The verdict: what a response is, and where it differs from what is documented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from errspec.catalog import Catalog, builtin
from errspec.engine import MISSING, acceptor, header_value, schema_faults
from errspec.exceptions import ValidationError
from errspec.matching import TEXT, Candidate, Guard, Plan, hold, plan, plans
from errspec.reading import LIMITS, Fault, Limits, Reading, quick, read
from errspec.report import Finding, Report
from errspec.response import Response
from errspec.wording import Wording, printable, redacted, shortened, uncapitalised

if TYPE_CHECKING:
    from errspec.catalog import Citation

_REDIRECT = range(300, 400)


def check(
    response: Response,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
) -> Report:
    """
    Judge a response by what its provider documents.

    Without a provider the response tells which one it is; where it does not, the report's provider is None.
    Nothing in the response makes this raise; raises NoSuchProvider and NoSuchLanguage for its other arguments.
    """
    catalog = catalog or builtin()
    report = _quick(response, provider, catalog, limits)
    if report is not None:
        return report
    if provider is not None:
        return _Judge(catalog, plan(catalog, provider), response, lang, limits).verdict().report
    reading = _read(response, limits)
    ranked = _ranked(response, catalog, lang, limits, reading)
    if len(ranked) == 1:
        return ranked[0].report
    return _undecided(response, catalog, lang, reading, [verdict.report for verdict in ranked])


def is_valid(response: Response, provider: str | None = None, *, catalog: Catalog | None = None) -> bool:
    """
    Whether a response conforms: no finding of its report is an error.
    """
    return check(response, provider, catalog=catalog).conforms


def iter_errors(
    response: Response, provider: str | None = None, *, catalog: Catalog | None = None, lang: str = "en"
) -> Iterator[Finding]:
    """
    The findings of a response that are errors.
    """
    yield from check(response, provider, catalog=catalog, lang=lang).errors


def validate(
    response: Response, provider: str | None = None, *, catalog: Catalog | None = None, lang: str = "en"
) -> None:
    """
    Raise ValidationError if a response does not conform.
    """
    report = check(response, provider, catalog=catalog, lang=lang)
    if not report.conforms:
        raise ValidationError(report)


def identify(response: Response, *, catalog: Catalog | None = None) -> tuple[str, ...]:
    """
    The ids of the providers that fit a response best: one, several that tie, or none.
    """
    catalog = catalog or builtin()
    ranked = _ranked(response, catalog, "en", LIMITS, _read(response, LIMITS))
    return tuple(name for name in (verdict.report.provider for verdict in ranked) if name)


def _quick(response: Response, provider: str | None, catalog: Catalog, limits: Limits) -> Report | None:
    """
    The report of a response in which there is nothing to find, or None where that is not certain.
    """
    status = response.status_code
    if status is None or response.headers is None or response.method is not None or not response.content:
        return None
    try:
        value = quick(response.content, limits)
    except (ValueError, TypeError):
        return None
    if provider is not None:
        chosen = plan(catalog, provider)
    else:
        recognised = [item for item in plans(catalog).values() if any(item.known(value))]
        if len(recognised) != 1:
            return None
        chosen = recognised[0]
    found = chosen.status(status)
    if found.redirects:
        return None
    for guard in found.successes:
        if guard.holds(value, response, ""):
            return Report(False, chosen.provider.id)
    for candidate in found.possible(value):
        checks = candidate.recognised
        if not checks or not hold(checks, value) or not candidate.holds(value, response, ""):
            continue
        if candidate.undocumented or candidate.accept is None or not candidate.accept(value):
            return None
        lower = response.lower
        for item in candidate.headers:
            text = lower.get(item.lower)
            if text is None:
                if item.header.required:
                    return None
            elif not item.strict(header_value(item.header.schema, text)):
                return None
        media_type = lower.get("content-type")
        if media_type is not None and media_type not in candidate.media and not candidate.covers(media_type):
            return None
        return Report(True, chosen.provider.id, candidate.problem_type, candidate.shape)
    return None


class _Verdict(NamedTuple):
    """
    A report with what speaks for its provider.
    """

    report: Report
    fit: int = 0
    evidence: int = 0

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        return (self.fit, self.report.conforms, self.evidence, -len(self.report.drift))


def _ranked(response: Response, catalog: Catalog, lang: str, limits: Limits, reading: Reading) -> list[_Verdict]:
    verdicts = [_Judge(catalog, item, response, lang, limits, reading).verdict() for item in plans(catalog).values()]
    supported = [verdict for verdict in verdicts if verdict.evidence]
    best = max((verdict.rank for verdict in supported), default=None)
    return [verdict for verdict in supported if verdict.rank == best]


def _undecided(response: Response, catalog: Catalog, lang: str, reading: Reading, tied: list[Report]) -> Report:
    """
    The report where no provider is recognised, or several fit equally well.
    """
    status = response.status_code
    if tied:
        candidates = [item for report in tied for item in (report.problem_type, *report.candidates) if item]
        is_error = any(report.is_error for report in tied)
        return Report(is_error, None, None, None, tied[0].findings, tuple(candidates))
    findings: tuple[Finding, ...] = ()
    is_error = status is None or status == 0 or status >= 400
    if is_error and reading.fatal is not None and reading.fatal.code not in ("empty-body", "not-json"):
        wording = Wording(catalog, lang)
        findings = (_fault_finding(reading.fatal, wording),)
    return Report(is_error and (status is not None or bool(findings)), None, findings=findings)


def _read(response: Response, limits: Limits) -> Reading:
    return Reading(MISSING, MISSING) if response.bodyless else read(response.content, limits)


def _fault_finding(fault: Fault, wording: Wording, expected: Iterable[str] = ()) -> Finding:
    """
    The finding of a fault of the body, with the titles of the shapes that are expected.
    """
    facts = {**fault.facts, "place": fault.location, "expected": wording.alternatives(expected)}
    if isinstance(facts.get("found"), str):
        facts["found"] = wording.found(facts["found"])
    return wording.finding(fault.code, facts, variant=fault.variant, location=fault.location)


class _Judge:
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
        self.wording = Wording(catalog, lang)
        self.reading = reading or _read(response, limits)
        self.value = MISSING if self.reading.fatal else self.reading.value
        #: Whether there is no body by the rules of HTTP.
        self.absent = self.value is MISSING and self.reading.fatal is None
        self.text = "" if isinstance(self.value, (dict, list)) else self.reading.text[:TEXT]
        self.findings: list[Finding] = []
        self.truncated = False

    def verdict(self) -> _Verdict:
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
        if any(self._succeeds(guard) for guard in documented.successes):
            return self._verdict(False, evidence=1)
        candidates = documented.candidates
        if candidates:
            pass
        elif status is None or status < 400:
            return self._under_success(status)
        else:
            statuses = sorted({item for c in self.plan.status(None).candidates for item in c.problem_type.status})
            self._add("undocumented-status", {"status": status, "statuses": ", ".join(statuses)})
            candidates = self.plan.status(None).candidates
        applying = [candidate for candidate in candidates if self._applies(candidate)]
        if status is None or not documented.candidates:
            return self._without_status(status, candidates, applying)
        for candidate in applying:
            if candidate.undocumented and candidate.shape and not self._valid(candidate.shape):
                continue
            self._extend(self._judged(candidate))
            if candidate.undocumented:
                facts = {"shape": self._title(candidate.shape), "status": status}
                self._add("undocumented-response", facts, candidate.problem_type.citations)
            offered = (*self._undecided(candidates, candidate), candidate)
            return self._verdict(True, offered, candidate.shape, guarded=self._telling(candidate))
        return self._general(candidates)

    def _undecided(self, candidates: Iterable[Candidate], governing: Candidate) -> Iterator[Candidate]:
        """
        The types before the governing one that a header would decide, where the headers are unknown.
        """
        for candidate in candidates:
            if candidate is governing or self.response.headers is not None:
                return
            if candidate.shape == governing.shape and any(
                guard.headers and hold(guard.body, self.value) for guard in candidate.guards
            ):
                yield candidate

    def _redirect(self, status: int | None) -> _Verdict | None:
        location = self.response.header("location")
        if status not in _REDIRECT or location is None:
            return None
        try:
            pairs = parse_qsl(urlsplit(location).query, keep_blank_values=True, max_num_fields=1000)
        except ValueError:
            return None
        query = dict(pairs)
        for candidate in self.plan.status(status).redirects:
            if hold(candidate.recognised, query) and candidate.holds(query, self.response, ""):
                for name in dict.fromkeys(name for i, (name, _) in enumerate(pairs) if name in dict(pairs[:i])):
                    facts = {"name": printable(shortened(redacted(name)))}
                    self._add("duplicate-member", facts, variant="query")
                # Other parameters are those of the redirect URI itself, which are kept (RFC 6749, 3.1.2).
                found = self._shape_findings(candidate, query)
                self._extend(finding for finding in found if finding.code != "undocumented-member")
                self._extend(self._header_findings(candidate))
                return self._verdict(True, (candidate,), candidate.shape, guarded=True)
        return None

    def _succeeds(self, guard: Guard) -> bool:
        first = self.reading.first
        return guard.holds(self.value, self.response, self.text) and (
            first is self.value or guard.holds(first, self.response, self.text)
        )

    def _applies(self, candidate: Candidate) -> bool:
        if candidate.shape is None:
            fits = not isinstance(self.value, (dict, list))
        elif self.absent:
            fits = bool(candidate.guards)
        else:
            fits = self.value is not MISSING and hold(candidate.recognised, self.value)
        return fits and candidate.holds(self.value, self.response, self.text)

    def _under_success(self, status: int | None) -> _Verdict:
        """
        An error body under a status that says success; no error where there is none.
        """
        if self.value is not MISSING and status is not None:
            for shape in self.plan.known(self.value):
                if self._valid(shape):
                    self._add("error-under-success", {"shape": self._title(shape), "status": status})
                    return self._verdict(True, (), shape)
        return self._verdict(False)

    def _without_status(
        self, status: int | None, candidates: Iterable[Candidate], applying: list[Candidate]
    ) -> _Verdict:
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
        self._extend(self._body_findings(group[0]))
        offered = () if status is not None else tuple(group)
        return self._verdict(True, offered, group[0].shape, guarded=bool(decisive) and self._telling(group[0]))

    def _general(self, candidates: Iterable[Candidate], *, decided: bool = True) -> _Verdict:
        """
        No problem type applies: say why not, by the general type of each documented shape.

        Where the status does not tell, the general types are no more likely than others and are not named.
        """
        general: dict[str | None, Candidate] = {}
        for candidate in candidates:
            if not candidate.guards and not candidate.undocumented:
                general.setdefault(candidate.shape, candidate)
        offered = tuple(general.values())
        status = self.response.status_code
        if self.absent:
            if status is not None and status < 400:
                return self._verdict(False)
        elif self.reading.fatal is not None:
            shapes = list(general) or [candidate.shape for candidate in candidates]
            self._add_fault(self.reading.fatal, shapes)
        elif list(general) == [None]:
            self._add("unexpected-json", {}, offered[0].problem_type.citations)
        else:
            self._body_of_no_type(general, candidates)
        if self.reading.fatal is None and list(general) != [None]:
            self._extend(self._fault_findings())
        if not decided:
            return self._verdict(True)
        if len(offered) == 1:
            self._extend(self._header_findings(offered[0]))
        return self._verdict(True, offered, offered[0].shape if len(offered) == 1 else None)

    def _body_of_no_type(self, general: Mapping[str | None, Candidate], candidates: Iterable[Candidate]) -> None:
        status = self.response.status_code
        elsewhere = [shape for shape in self.plan.known(self.value) if shape not in general]
        if elsewhere and status is not None:
            items = [c.problem_type for c in self.plan.status(None).candidates if c.shape == elsewhere[0]]
            statuses = dict.fromkeys(item for p in items if not p.undocumented for item in p.status)
            facts = {"shape": self._title(elsewhere[0]), "status": status, "statuses": ", ".join(statuses)}
            cited = next(iter(general.values()), None)
            self._add("wrong-shape", facts, cited.problem_type.citations if cited else ())
            return
        if len(general) == 1:
            found = self._shape_findings(next(iter(general.values())), self.value)
            if found:
                self._extend(found)
                return
        shapes = [shape for shape in general if shape] or [c.shape for c in candidates if c.shape]
        titles = ", ".join(dict.fromkeys(self._title(shape) for shape in shapes))
        self._add("unknown-shape", {"shapes": titles})

    def _judged(self, candidate: Candidate) -> list[Finding]:
        return [
            *self._body_findings(candidate),
            *self._header_findings(candidate),
            *self._media_findings(candidate),
        ]

    def _body_findings(self, candidate: Candidate) -> list[Finding]:
        if candidate.shape is None or self.absent:
            return []
        return [*self._fault_findings(), *self._shape_findings(candidate, self.value)]

    def _fault_findings(self) -> list[Finding]:
        return [_fault_finding(fault, self.wording) for fault in self.reading.faults]

    def _add_fault(self, fault: Fault, shapes: Iterable[str | None]) -> None:
        self.findings.append(_fault_finding(fault, self.wording, [self._title(shape) for shape in shapes if shape]))

    def _shape_findings(self, candidate: Candidate, value: object) -> list[Finding]:
        """
        What the tolerant form refuses, or else what the strict form refuses as drift.
        """
        shape = candidate.shape
        assert shape is not None
        assert candidate.accept is not None
        if candidate.accept(value):
            return []
        found: list[Finding] = []
        provider = self.plan.provider
        for form, drift in (("tolerant", False), ("strict", True)):
            root = self.catalog.validator(shape, form).schema
            for fault in schema_faults(self.catalog, shape, form, value):
                if len(found) >= self.limits.findings:
                    self.truncated = True
                    return found
                found.append(self.wording.schema_finding(root, fault, provider, drift=drift))  # type: ignore[arg-type]
            if found:
                break
        return found

    def _header_findings(self, candidate: Candidate) -> list[Finding]:
        if self.response.headers is None:
            return []
        found = []
        for item in candidate.headers:
            header = item.header
            text = self.response.lower.get(item.lower)
            facts: dict[str, object] = {
                "header": header.name,
                "expected": uncapitalised(
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
            found.append(self._finding(code, facts, header.citations, variant=variant, header=header.name))
        return found

    def _media_findings(self, candidate: Candidate) -> list[Finding]:
        media_type = self.response.header("content-type")
        if self.response.headers is None or media_type is None or candidate.covers(media_type):
            return []
        if candidate.shape is None and not self.text.strip():
            return []
        found = self.wording.found(media_type)
        facts = {"found": found, "expected": self.wording.alternatives(sorted(candidate.media))}
        variant = "json" if candidate.shape is None else "default"
        return [
            self._finding(
                "wrong-media-type", facts, candidate.problem_type.citations, variant=variant, header="Content-Type"
            )
        ]

    def _valid(self, shape: str) -> bool:
        return acceptor(self.catalog, shape, "tolerant")(self.value)

    def _title(self, shape: str | None) -> str:
        return self.wording.translate(str(self.catalog.shapes[shape].schema["title"])) if shape else ""

    def _finding(
        self,
        code: str,
        facts: Mapping[str, object],
        citations: Iterable[Citation] = (),
        *,
        variant: str = "default",
        header: str | None = None,
    ) -> Finding:
        return self.wording.finding(code, facts, variant=variant, header=header, citations=citations)

    def _add(
        self, code: str, facts: Mapping[str, object], citations: Iterable[Citation] = (), *, variant: str = "default"
    ) -> None:
        self.findings.append(self._finding(code, facts, citations, variant=variant))

    def _extend(self, findings: Iterable[Finding]) -> None:
        self.findings.extend(findings)

    def _verdict(
        self,
        is_error: bool,
        offered: tuple[Candidate, ...] = (),
        shape: str | None = None,
        *,
        guarded: bool = False,
        evidence: int = 0,
    ) -> _Verdict:
        findings = tuple(self.findings)
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
            self.truncated or len(findings) > limit,
        )
        known = [] if self.value is MISSING else list(self.plan.known(self.value))
        fit = (2 if any(self._valid(name) for name in known) else 1) if known else 0
        evidence += bool(known) + guarded + self._has_words()
        evidence += any(
            item.header.required and item.lower in self.response.lower for c in offered for item in c.headers
        )
        return _Verdict(report, fit, evidence)

    def _has_words(self) -> bool:
        """
        Whether the reason phrase is one that this provider alone would use.
        """
        reason = (self.response.reason or "").strip()
        words = {c.problem_type.reason for c in self.plan.status(self.response.status_code).candidates}
        return reason in words and not self._usual_reason()

    def _usual_reason(self) -> bool:
        from http import HTTPStatus

        try:
            return (self.response.reason or "").strip() == HTTPStatus(self.response.status_code or 0).phrase
        except ValueError:
            return False

    def _telling(self, candidate: Candidate) -> bool:
        """
        Whether a guard holds by more than the usual reason phrase of the status, which tells nothing.
        """
        if not candidate.guards or not self._usual_reason():
            return bool(candidate.guards)
        response = self.response
        unnamed = Response(
            response.status_code, response.headers, response.content, None, response.url, response.method
        )
        return candidate.holds(self.value, unnamed, self.text)
