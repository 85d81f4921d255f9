"""
The checks of a response: the public functions, the quick path, and the choice of the provider.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.pointers import MISSING
from errspec.response import Response, host
from errspec.verdict.findings import Finding, fault_finding
from errspec.verdict.guards import Candidate
from errspec.verdict.inspection import parsed, read_body
from errspec.verdict.judge import Judge, Verdict
from errspec.verdict.matching import matchers
from errspec.verdict.reading import LIMITS, Limits, Reading
from errspec.verdict.report import Report, ValidationError

if TYPE_CHECKING:
    from errspec.catalog.provider import ProblemType


def check(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
) -> Report:
    """
    Check a response against the documentation of its provider.

    ``response`` is a Response, whatever an HTTP client returned, or the exception that it raised. Without
    ``provider``, the provider is detected from the host of the request, and a response from another API is not checked;
    if the host is unknown, it is detected from the response itself. If it cannot be detected, the provider in the
    report is None. The contents of a response never raise. Raises NoSuchProvider and NoSuchLanguage for invalid
    arguments, and NotAResponse or UnreadBody if the response cannot be read.
    """
    if not isinstance(response, Response):
        response = Response.from_client(response)
    if catalog is None:
        catalog = builtin()
    if lang != "en":
        catalog.wording(lang)
    if provider is None and response.url:
        provider = matchers(catalog).at(response.url)
        if provider is None and host(response.url):
            return Report(False, None, other_api=True, response=response, catalog=catalog, lang=lang)
    value = parsed(response) if limits is LIMITS or limits == LIMITS else MISSING
    quick = None if value is MISSING else _quick(response, value, provider, catalog, lang)
    if isinstance(quick, Report):
        return quick
    reading = read_body(response, limits) if value is MISSING else Reading(value, value)
    return _explained(response, reading, provider, catalog, lang, limits, quick)


def is_valid(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
) -> bool:
    """
    Return whether a response conforms: its report has no errors.

    Takes the same arguments as ``check`` and raises the same exceptions.
    """
    return check(response, provider, catalog=catalog, lang=lang, limits=limits).conforms


def iter_errors(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
) -> Iterator[Finding]:
    """
    Yield the findings of a response that are errors.

    Takes the same arguments as ``check`` and raises the same exceptions.
    """
    return iter(check(response, provider, catalog=catalog, lang=lang, limits=limits).errors)


def validate(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
) -> None:
    """
    Raise ValidationError if a response does not conform.

    Takes the same arguments as ``check`` and raises the same exceptions.
    """
    report = check(response, provider, catalog=catalog, lang=lang, limits=limits)
    if not report.conforms:
        raise ValidationError(report)


def identify(
    response: object, *, catalog: Catalog | None = None, lang: str = "en", limits: Limits = LIMITS
) -> tuple[str, ...]:
    """
    Return the ids of the providers that fit a response best: one, several that tie, or none.

    Takes the same arguments as ``check``, except ``provider``, and raises the same exceptions.
    """
    if not isinstance(response, Response):
        response = Response.from_client(response)
    catalog = catalog or builtin()
    if response.url and host(response.url):
        named = matchers(catalog).at(response.url)
        return (named,) if named else ()
    ranked = _ranked(response, catalog, lang, limits, read_body(response, limits))
    return tuple(name for name in (verdict.report.provider for verdict in ranked) if name)


def _explained(
    response: Response,
    reading: Reading,
    provider: str | None,
    catalog: Catalog,
    lang: str,
    limits: Limits,
    governing: Candidate | None = None,
) -> Report:
    """Return the report of a response with everything that there is to say about it."""
    if provider is not None:
        return Judge(catalog, matchers(catalog).of(provider), response, lang, limits, reading).report(governing)
    ranked = _ranked(response, catalog, lang, limits, reading)
    if len(ranked) == 1:
        return ranked[0].report
    if not ranked:
        shared = _shared(response, catalog, lang, limits, reading)
        if shared is not None:
            return shared
    return _undecided(response, catalog, lang, reading, ranked)


def _quick(
    response: Response, value: object, provider: str | None, catalog: Catalog, lang: str
) -> Report | Candidate | None:
    """
    Return the report of a response that has no findings; if that is not certain, the type that governs, or None.
    """
    status = response.status_code
    if not status or response.headers is None:
        return None  # 0 means that no response arrived
    matcher = matchers(catalog).of(provider) if provider is not None else matchers(catalog).recognize(value)
    if matcher is None:
        return None
    documented = matcher.status(status)
    if documented.redirects:
        return None
    governing = documented.decision.first(value, response)
    if type(governing) is Candidate:
        if not governing.is_certain:
            return None
        if not (governing.accepts(value) and governing.accepts_headers(response.headers)):
            return governing
        named: tuple[Any, ...] = True, matcher.provider.id, governing.problem_type, governing.shape
    elif governing is None and (documented.candidates or status >= 400 or matcher.knows(value)):
        return None
    else:
        named = False, matcher.provider.id, None, None
    # the constructor takes twice as long
    return tuple.__new__(Report, (*named, (), (), False, False, response, catalog, lang))


def _ranked(response: Response, catalog: Catalog, lang: str, limits: Limits, reading: Reading) -> list[Verdict]:
    """Return the verdicts of the providers for which there is evidence: the best, or those that tie."""
    judges = (Judge(catalog, matcher, response, lang, limits, reading) for matcher in matchers(catalog).all)
    verdicts = [judge.verdict() for judge in judges if judge.evidence.may_be_there()]
    supported = [verdict for verdict in verdicts if verdict.evidence]
    best = max((verdict.rank for verdict in supported), default=None)
    return [verdict for verdict in supported if verdict.rank == best]


def _shared(response: Response, catalog: Catalog, lang: str, limits: Limits, reading: Reading) -> Report | None:
    """
    Return the report of a problem type that does not depend on the provider, or None if there is none.

    Its candidates are the problem types that the response would have for each provider that uses the same shape.
    """
    shared = matchers(catalog).shared
    report = Judge(catalog, shared, response, lang, limits, reading).verdict().report
    if report.problem_type is None:
        return None
    if report.problem_type.location == "body" and (reading.fatal is not None or not shared.knows(reading.value)):
        return None
    candidates: list[ProblemType] = []
    for matcher in matchers(catalog).all if report.shape else ():
        own = Judge(catalog, matcher, response, lang, limits, reading).verdict().report
        if own.shape == report.shape:
            candidates += [own.problem_type] if own.problem_type else own.candidates
    return report._replace(provider=None, candidates=tuple(candidates))


def _undecided(response: Response, catalog: Catalog, lang: str, reading: Reading, tied: list[Verdict]) -> Report:
    """Return the report of a response in which no provider is recognized or several fit equally well."""
    status = response.status_code
    if tied:
        reports = [verdict.report for verdict in tied]
        candidates = [each for report in reports for each in (report.problem_type, *report.candidates) if each]
        is_error = any(report.is_error for report in reports)
        first = reports[0]
        return first._replace(
            is_error=is_error, provider=None, problem_type=None, shape=None, candidates=tuple(candidates)
        )
    findings: tuple[Finding, ...] = ()
    is_error = status is None or status >= 400
    fatal = reading.fatal or next((fault for fault in reading.faults if fault.variant == "position"), None)
    if is_error and fatal is not None:
        is_broken_json = fatal.variant in ("malformed", "comma", "trailing")
        if is_broken_json or fatal.code not in ("empty-body", "not-json"):
            findings = (fault_finding(catalog.wording(lang), fatal),)
    is_error = is_error and (status is not None or bool(findings))
    return Report(is_error, None, findings=findings, response=response, catalog=catalog, lang=lang)
