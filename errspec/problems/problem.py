"""
A documented error as a value: what the provider says, which fields it rejects, and how long to wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import ProblemType
from errspec.response import Response
from errspec.verdict.contract import check
from errspec.verdict.mapping import Field
from errspec.verdict.reading import LIMITS, Limits


class Problem(NamedTuple):
    """
    An error response in the terms that all providers share.

    ``wait`` is the time to wait in seconds, from the documented header or from the data; None if none is known.
    """

    provider: str | None
    problem_type: ProblemType | None
    status: int | None
    message: str | None
    code: str | None
    fields: tuple[Field, ...]
    details: Mapping[str, object]
    wait: float | None

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
) -> Problem | None:
    """
    Return the error that a response reports, or None if the response is not an error.

    Takes the same arguments as ``check`` and raises the same exceptions.
    """
    if not isinstance(response, Response):
        response = Response.from_client(response)
    report = check(response, provider, catalog=catalog, lang=lang, limits=limits)
    if not report.is_error:
        return None
    message, code, fields, details = report.mapped
    return Problem(
        report.provider, report.problem_type, response.status_code, message, code, fields, details, report.wait
    )
