"""
An error response as an object: what the provider says, which fields it rejects, and whether to repeat the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.provider import Citation, ProblemType
from errspec.problems.retry import CAP, Retry, retry_of
from errspec.response import Response, never_sent, reason_phrase
from errspec.verdict.contract import check
from errspec.verdict.findings import Finding
from errspec.verdict.mapping import Field, shown
from errspec.verdict.reading import LIMITS, Limits
from errspec.verdict.report import Report

#: The number of bytes of a body that a problem keeps.
LARGEST = 64 * 1024
#: The number of fields in a log.
_FIELDS = 20
#: What the statuses say about the kind of a problem, where no problem type does (RFC 9110, 15; RFC 6585, 4).
_KINDS = {
    0: "no-answer",
    401: "authentication",
    403: "permission",
    404: "not-found",
    405: "method",
    409: "conflict",
    410: "not-found",
    422: "validation",
    429: "rate",
}


class Problem(NamedTuple):
    """
    An error response in terms that are the same for every provider.

    ``kind`` is ``authentication``, ``permission``, ``quota``, ``rate``, ``validation``, ``conflict``, ``not-found``,
    ``method``, ``temporary``, ``unavailable``, ``redirect``, ``no-answer`` or ``unknown``. ``code`` and ``message``
    are those of the provider, and ``title`` is that of the problem type. ``fields`` are the rejected fields, and
    ``details`` holds the rest of the body's content. ``sources`` cites the documentation. When several problem types
    fit, ``candidates`` lists them, and ``findings`` lists the differences from the documentation. ``body`` is the
    beginning of the body, at most 64 KiB.
    """

    provider: str | None
    problem_type: ProblemType | None
    kind: str
    status: int | None
    code: str | None
    message: str | None
    title: str | None
    fields: tuple[Field, ...]
    details: Mapping[str, object]
    retry: Retry
    sources: tuple[Citation, ...]
    candidates: tuple[ProblemType, ...]
    findings: tuple[Finding, ...]
    body: bytes | None
    report: Report

    @property
    def wait(self) -> float | None:
        """The time to wait in seconds before the request is repeated; None if none is known."""
        return self.retry.seconds

    def page(self, docs_base_url: str | None, lang: str | None = None) -> str | None:
        """Return the URL of the problem type's page under a base URL, or None if there is none."""
        return self.report.page(docs_base_url, lang)

    def to_rfc9457(self, *, docs_base_url: str | None = None, lang: str | None = None) -> dict[str, Any]:
        """
        Return the problem as the members of ``application/problem+json`` (RFC 9457, 3).

        ``type`` is the page of the problem type under ``docs_base_url``, or ``about:blank`` if that is not given. The
        extension members are ``provider``, ``problem_type``, ``kind``, ``code``, ``fields`` and ``wait``, in seconds.
        Text from the provider is shortened, and credentials are removed.
        """
        page, status = self.page(docs_base_url, lang), self.status or 0
        title = self.title if page or not 100 <= status <= 599 else reason_phrase(status) or self.title
        members: dict[str, Any] = {
            "type": page or "about:blank",
            "title": title,
            "status": status if 100 <= status <= 599 else None,
            "detail": shown(self.message),
            "provider": self.provider,
            "problem_type": self.problem_type and self.problem_type.name,
            "kind": self.kind,
            "code": shown(self.code),
            "fields": [field.as_dict() for field in self.fields],
            "wait": self.wait,
        }
        return {name: value for name, value in members.items() if value not in (None, [])}

    def as_dict(self) -> dict[str, str | int | float | bool | list[str]]:
        """
        Return the problem for a structured log or as OpenTelemetry attributes: flat, short and without credentials.
        """
        members = {
            "provider": self.provider,
            "problem_type": self.problem_type and self.problem_type.name,
            "kind": self.kind,
            "status": self.status,
            "code": shown(self.code),
            "message": shown(self.message),
            "title": self.title,
            "fields": [str(shown(field.name)) for field in self.fields[:_FIELDS]],
            "candidates": [candidate.name for candidate in self.candidates],
            "findings": [finding.code for finding in self.findings],
            "retry": self.retry.kind,
            "retry_safe": self.retry.safe,
            "wait": self.wait,
        }
        return {name: value for name, value in members.items() if value is not None and value != []}

    def __str__(self) -> str:
        return str(self.problem_type or self.provider or self.status)

    def __repr__(self) -> str:
        name = self.problem_type or self.provider or "not recognized"
        wait = "" if self.wait is None else f" wait={self.wait:g}"
        return f"<Problem {name} {self.status}{wait}>"


def problem(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    limits: Limits = LIMITS,
    cap: float = CAP,
    now: float | None = None,
    method: str | None = None,
) -> Problem | None:
    """
    Return the error that a response reports, or None if the response is not an error.

    Takes the same arguments as ``check`` and raises the same exceptions. ``cap`` is the longest time, in seconds, that
    a program should wait by itself. ``now``, in seconds since 1970, is the time of a response without a Date header,
    and ``method`` is the method of a request that the response does not name.
    """
    unsent = isinstance(response, BaseException) and never_sent(response)
    if not isinstance(response, Response):
        response = Response.from_client(response)
    if method is not None and response.method is None:
        response = response._replace(method=method)
    catalog = catalog or builtin()
    report = check(response, provider, catalog=catalog, lang=lang, limits=limits)
    if not report.is_error:
        return None
    wording, governing = catalog.wording(lang), report.problem_type
    message, code, fields, details = report.mapped
    kind = _kind(report)
    return Problem(
        provider=report.provider,
        problem_type=governing,
        kind=kind,
        status=response.status_code,
        code=code,
        message=message,
        title=governing and wording.translate(governing.title),
        fields=fields,
        details=details,
        retry=retry_of(report, kind, wording, cap=cap, unsent=unsent, now=now),
        sources=governing.citations if governing else (),
        candidates=report.candidates,
        findings=report.findings,
        body=response.content and response.content[:LARGEST],
        report=report,
    )


def problem_from_url(
    url: str, provider: str | None = None, *, catalog: Catalog | None = None, lang: str = "en"
) -> Problem | None:
    """
    Return the error in the query of an OAuth redirect URL (RFC 6749, 4.1.2.1), or None if it reports none.

    Raises NoSuchProvider and NoSuchLanguage.
    """
    found = problem(Response(302, {"Location": url}), provider, catalog=catalog, lang=lang)
    if found is None or found.problem_type is None or found.problem_type.location != "redirect-query":
        return None
    return found


def _kind(report: Report) -> str:
    """Return the kind of the problem type, the kind that all candidates share, or the kind that the status implies."""
    if report.problem_type is not None:
        return report.problem_type.kind
    kinds = {candidate.kind for candidate in report.candidates}
    if kinds:
        return kinds.pop() if len(kinds) == 1 else "unknown"
    status = report.response.status_code
    if status is None:
        return "unknown"
    return _KINDS.get(status, {3: "redirect", 5: "unavailable"}.get(status // 100, "unknown"))
