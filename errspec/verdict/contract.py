"""
Judging a response: the public functions, the quick way, and which provider it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from errspec.catalog.catalog import Catalog, builtin
from errspec.response import Response
from errspec.verdict.engine import header_value
from errspec.verdict.findings import FindingWording
from errspec.verdict.guards import Candidate
from errspec.verdict.inspection import fault_finding, read_body
from errspec.verdict.judge import Judge, Verdict
from errspec.verdict.matching import plans
from errspec.verdict.reading import LIMITS, Limits, Reading, quick
from errspec.verdict.report import Finding, Report, ValidationError


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

    Without a provider the host of the request tells which one it is, or the response; where neither does, the
    report's provider is None.
    Nothing in the response makes this raise; raises NoSuchProvider and NoSuchLanguage for its other arguments.
    """
    if not isinstance(response, Response):
        raise TypeError(f"check takes a Response, not {type(response).__name__}; right may be Response.from_client(…)")
    if catalog is None:
        catalog = builtin()
    if lang != "en":
        catalog.translations(lang)
    if provider is None and response.url:
        provider = _of_host(response.url, catalog)
    report = _quick(response, provider, catalog) if limits == LIMITS else None
    if report is not None:
        return report
    if provider is not None:
        return Judge(catalog, plans(catalog).of(provider), response, lang, limits).verdict().report
    reading = read_body(response, limits)
    ranked = _ranked(response, catalog, lang, limits, reading)
    if len(ranked) == 1:
        return ranked[0].report
    return _undecided(response, catalog, lang, reading, ranked)


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
    return iter(check(response, provider, catalog=catalog, lang=lang).errors)


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
    named = _of_host(response.url, catalog) if response.url else None
    if named is not None:
        return (named,)
    ranked = _ranked(response, catalog, "en", LIMITS, read_body(response, LIMITS))
    return tuple(name for name in (verdict.report.provider for verdict in ranked) if name)


def _quick(response: Response, provider: str | None, catalog: Catalog) -> Report | None:
    """
    The report of a response in which there is nothing to find, or None where that is not certain.
    """
    status = response.status_code
    content = response.content
    if not status or response.headers is None or not content or response.bodyless:
        return None  # 0 is no answer at all
    try:
        value = quick(content)
    except (ValueError, TypeError):
        return None
    plan = plans(catalog).of(provider) if provider is not None else plans(catalog).recognize(value)
    if plan is None:
        return None
    documented = plan.status(status)
    if documented.redirects:
        return None
    for guard in documented.successes:
        if guard.holds(value, response, ""):
            return Report(False, plan.provider.id)
    if not documented.candidates and status < 400 and not plan.knows(value):
        return Report(False, plan.provider.id)
    for candidate in documented.possible(value):
        if not candidate.recognizes(value) or (candidate.guards and not candidate.holds(value, response, "")):
            continue
        if candidate.undocumented or not candidate.accepts(value) or not _headers_fit(response, candidate):
            return None
        return Report(True, plan.provider.id, candidate.problem_type, candidate.shape)
    return None


def _of_host(url: str, catalog: Catalog) -> str | None:
    """
    The provider whose host a URL names, if there is one.
    """
    host = url.partition("//")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    return plans(catalog).hosts.get(host)


def _headers_fit(response: Response, candidate: Candidate) -> bool:
    lower = response.lower
    for name in candidate.required:
        if name not in lower:
            return False
    for name, text in lower.items():
        if name == "content-type":
            if text not in candidate.media and not candidate.covers(text):
                return False
        elif name in candidate.headers:
            item = candidate.headers[name]
            if not item.strict(header_value(item.header.schema, text)):
                return False
    return True


def _ranked(response: Response, catalog: Catalog, lang: str, limits: Limits, reading: Reading) -> list[Verdict]:
    """
    The verdicts of the providers for which something speaks, the best of them or those that tie.
    """
    judges = (Judge(catalog, plan, response, lang, limits, reading) for plan in plans(catalog).all)
    verdicts = [judge.verdict() for judge in judges if judge.evidence.may_be_there()]
    supported = [verdict for verdict in verdicts if verdict.evidence]
    best = max((verdict.rank for verdict in supported), default=None)
    return [verdict for verdict in supported if verdict.rank == best]


def _undecided(response: Response, catalog: Catalog, lang: str, reading: Reading, tied: list[Verdict]) -> Report:
    """
    The report where no provider is recognized, or several fit equally well.
    """
    status = response.status_code
    if tied:
        reports = [verdict.report for verdict in tied]
        candidates = [item for report in reports for item in (report.problem_type, *report.candidates) if item]
        is_error = any(report.is_error for report in reports)
        return Report(is_error, None, None, None, reports[0].findings, tuple(candidates), reports[0].truncated)
    findings: tuple[Finding, ...] = ()
    is_error = status is None or status == 0 or status >= 400
    if (
        is_error
        and reading.fatal is not None
        and (reading.fatal.code not in ("empty-body", "not-json") or reading.fatal.variant in ("malformed", "trailing"))
    ):
        wording = FindingWording(catalog, lang)
        findings = (fault_finding(reading.fatal, wording),)
    return Report(is_error and (status is not None or bool(findings)), None, findings=findings)
