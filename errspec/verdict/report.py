"""
The verdict on one response.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.catalog.provider import problem_path
from errspec.exceptions import ErrspecError
from errspec.response import Response
from errspec.verdict.findings import Finding
from errspec.verdict.mapping import Mapped, mapped, said, shown, summary, wait

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import ProblemType
    from errspec.catalog.wording import Wording

#: The kinds of retry that are repeated without anything else to be done.
_REPEATED = ("after", "backoff", "poll")


class _Facts(NamedTuple):
    is_error: bool
    provider: str | None
    problem_type: ProblemType | None = None
    shape: str | None = None
    findings: tuple[Finding, ...] = ()
    candidates: tuple[ProblemType, ...] = ()
    truncated: bool = False
    other_api: bool = False
    response: Response = Response()
    catalog: Catalog | None = None
    lang: str = "en"


class Report(_Facts):
    """
    The verdict on one response.

    ``is_error`` says whether the response is an error, ``provider`` is the id of the provider, and ``problem_type``
    the problem type that applies; each is None if it cannot be determined. ``shape`` is the name of the shape of the
    body. ``candidates`` lists the problem types that fit equally well, most likely first; if ``problem_type`` is a
    general one, they are its possible causes. ``truncated`` says that there are more findings than the limit allows,
    and ``other_api`` that the request went to the host of another API, so nothing was checked. ``response``,
    ``catalog`` and ``lang`` are what was checked, with what, and in which language.
    """

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors: they contradict the documentation."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def drift(self) -> tuple[Finding, ...]:
        """The findings that are drift: they are not documented but do not contradict the documentation."""
        return tuple(finding for finding in self.findings if finding.severity == "drift")

    @property
    def conforms(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    @cached_property
    def mapped(self) -> Mapped:
        """What the body says: the message and the code of the provider, the rejected fields, and further details."""
        if not self.is_error or self.catalog is None:
            return Mapped()
        return mapped(self.response, self.shape, self.problem_type, self.catalog)

    @property
    def said(self) -> tuple[str | None, str | None]:
        """The message and the code of the provider in the body, as in ``mapped``."""
        if not self.is_error or self.catalog is None:
            return None, None
        return said(self.response, self.shape, self.problem_type, self.catalog)

    @property
    def wait(self) -> float | None:
        """The time to wait in seconds before the request is repeated; None if none is known."""
        return wait(self.response, self.problem_type)

    def advice(self, lang: str | None = None) -> tuple[str, ...]:
        """Return in short when to repeat the request, and what else to do; nothing if the problem type is unknown."""
        if self.problem_type is None or self.catalog is None:
            return ()
        wording = self.catalog.wording(lang or self.lang)
        advice = _advice(self.catalog, wording, self.problem_type.advice, self.problem_type.retry.kind)
        seconds = self.wait
        if seconds is not None:
            return wording.say("report.wait", time=wording.duration(seconds)), *advice[1:]
        return advice

    def summary(self, lang: str | None = None) -> str | None:
        """Return what the numbers in the body come to, as a sentence, or None if there is nothing to say."""
        if self.problem_type is None or self.catalog is None or "summary" not in self.problem_type.mapping:
            return None
        return summary(self.mapped.details, self.problem_type, self.catalog.wording(lang or self.lang))

    def page(self, base: str | None, lang: str | None = None) -> str | None:
        """Return the address of the page about the problem type below the address of the pages, or None."""
        if not base or self.problem_type is None:
            return None
        return f"{base.rstrip('/')}/{lang or self.lang}/{problem_path(self.problem_type.name)}"

    def as_dict(self, *, lang: str | None = None, docs_base_url: str | None = None) -> dict[str, Any]:
        """
        Return the report as JSON values, which ``schemas/meta/report.schema.json`` describes under ``$defs``.

        Texts of the provider are shortened and without credentials. ``lang`` is the language of the sentences, by
        default that of the check; ``docs_base_url`` is the address of the pages. Raises NoSuchLanguage.
        """
        wording = self.catalog.wording(lang or self.lang) if self.catalog else None
        translate = wording.translate if wording else str
        problem_type, general = self.problem_type, self.problem_type if self.candidates else None
        message, code, fields, _ = self.mapped
        return {
            "status": self.response.status_code,
            "is_error": self.is_error,
            "conforms": self.conforms,
            "provider": self.provider,
            "problem_type": problem_type and problem_type.name,
            "title": problem_type and translate(problem_type.title),
            "shape": self.shape,
            "candidates": [candidate.name for candidate in self.candidates],
            "titles": {candidate.name: translate(candidate.title) for candidate in self.candidates},
            "decided_by": translate(general.decided_by) if general and general.decided_by else None,
            "message": shown(message),
            "code": shown(code),
            "fields": [field.as_dict() for field in fields],
            "wait": self.wait,
            "advice": list(self.advice(lang)),
            "page": self.page(docs_base_url, lang),
            "findings": [finding.as_dict(wording) for finding in self.findings],
            "truncated": self.truncated,
            "other_api": self.other_api,
        }

    def __repr__(self) -> str:
        name = self.problem_type or self.provider or "not recognized"
        return f"<Report {name} errors={len(self.errors)} drift={len(self.drift)}>"


@lru_cache(maxsize=256)
def _advice(catalog: Catalog, wording: Wording, advice: tuple[str, ...], retry: str) -> tuple[str, ...]:
    """Return the titles of pieces of advice, after that of a retry that needs nothing else to be done."""
    titles = [catalog.advice["advice"][name]["title"] for name in advice]
    if retry in _REPEATED:
        titles.insert(0, catalog.advice["retry"][retry]["title"])
    return tuple(map(wording.translate, titles))


class ValidationError(ErrspecError, ValueError):
    """
    A response does not conform to the documentation of its provider.
    """

    #: The report with all findings.
    report: Report

    def __str__(self) -> str:
        return "\n".join(finding.message for finding in self.report.errors)
