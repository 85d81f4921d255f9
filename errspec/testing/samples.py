"""
Documented errors as responses for tests; changes to them are checked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.provider import ProblemType
from errspec.exceptions import NoSuchProblemType, NotThatProblem
from errspec.pointers import merged
from errspec.reporters.coverage import decidable
from errspec.response import Response, reason_phrase
from errspec.testing import converting
from errspec.testing.mocking import mock
from errspec.verdict.contract import check
from errspec.verdict.matching import covers
from errspec.verdict.report import Report

_UNCHANGED: Any = object()


class ExampleResponse(Response):
    """
    The response of a problem type, for a test.

    ``problem_type`` is its problem type, and ``catalog`` is the catalog that defines it. As an argument of
    ``pytest.mark.parametrize``, it has a readable id, such as ``acme/refused``.
    """

    problem_type: ProblemType
    catalog: Catalog
    __name__: str

    @classmethod
    def of(cls, response: Response, problem_type: ProblemType, catalog: Catalog, name: str) -> ExampleResponse:
        """Make an example out of a response; ``name`` is its id in a parametrized test."""
        example: ExampleResponse = tuple.__new__(cls, response)
        example.problem_type, example.catalog, example.__name__ = problem_type, catalog, name
        return example

    @property
    def value(self) -> Any:
        """The body as JSON values; raises ValueError if it is not JSON."""
        return json.loads(self.content or b"")

    @property
    def provider(self) -> str | None:
        """The id of the provider, or None for a problem type that providers share."""
        return None if self.problem_type.provider == "common" else self.problem_type.provider

    def report(self) -> Report:
        """Return the report on the response."""
        return check(self, self.provider, catalog=self.catalog)

    to_http = converting.to_http
    to_httpx = converting.to_httpx
    to_requests = converting.to_requests
    to_aiohttp = converting.to_aiohttp
    to_django = converting.to_django
    mock = mock


def response(
    provider: str,
    problem_type: str | None = None,
    *,
    example: int = 0,
    status: int | None = None,
    headers: Mapping[str, str | None] | None = None,
    body: Any = _UNCHANGED,
    reason: str | None = None,
    broken: bool = False,
    catalog: Catalog | None = None,
) -> ExampleResponse:
    """
    Return an example of a problem type as a response, with changes.

    The problem type is given as ``"acme", "refused"`` or as ``"acme/refused"``; ``example`` is the index of its
    example. ``body`` is merged into a JSON body (RFC 7396), and a string or bytes object replaces it. ``headers`` are
    merged too: None removes a header. Raises NotThatProblem if the changed response does not match its
    problem type, unless ``broken`` is true. Also raises NoSuchProvider, NoSuchProblemType and IndexError.
    """
    catalog = catalog or builtin()
    named = str(provider) if problem_type is None else f"{provider}/{str(problem_type).rpartition('/')[2]}"
    owner = catalog.provider(named.partition("/")[0])
    governing = owner.problem_type(named.partition("/")[2])
    found = _example(catalog, governing, example)
    code = found.status_code if status is None else Response(status).status_code
    changed = Response(
        code,
        _merged_headers(found.headers or (), dict(headers or {})),
        found.content if body is _UNCHANGED else _merged_body(found.content or b"", body),
        reason or (found.reason if status is None else reason_phrase(code)),
        found.url,
    )
    made = ExampleResponse.of(changed, governing, catalog, found.__name__)
    if tuple(made) != tuple(found) and not broken:
        report = made.report()
        if not report.conforms:
            raise NotThatProblem(governing.name, " ".join(each.message for each in report.errors))
        if report.problem_type != governing:
            raise NotThatProblem(governing.name, f"It is {report.problem_type or 'not a documented error'}.")
    return made


def responses(
    provider: str, *, status: int | str | None = None, every: bool = False, catalog: Catalog | None = None
) -> list[ExampleResponse]:
    """
    Return the documented errors of a provider as responses, for ``pytest.mark.parametrize``.

    ``status`` selects those with a status such as 429 or in a range such as ``"4XX"``. There is one example of each
    problem type, or each of them if ``every`` is true. It leaves out errors without a response, such as a timeout,
    errors that only a browser shows, undocumented errors, and types with several causes. Raises NoSuchProvider, and
    NoSuchProblemType if none is left.
    """
    catalog = catalog or builtin()
    found = []
    for governing in decidable(catalog.provider(provider)):
        for index in range(len(governing.examples) if every else 1):
            example = _example(catalog, governing, index)
            if status is None or covers((str(status).upper(),), example.status_code):
                found.append(example)
    if not found:
        raise NoSuchProblemType(
            str(status), sorted({str(each.status_code) for each in responses(provider, catalog=catalog)})
        )
    return found


def _example(catalog: Catalog, problem_type: ProblemType, index: int) -> ExampleResponse:
    response = problem_type.examples[index].response
    url = catalog.provider(problem_type.provider).example_url
    reason = response.reason or problem_type.reason or reason_phrase(response.status_code)
    name = problem_type.name if index == 0 else f"{problem_type.name}-{index}"
    return ExampleResponse.of(response._replace(url=url, reason=reason), problem_type, catalog, name)


def _merged_headers(pairs: Any, changes: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    names = {name.lower() for name in changes}
    kept = [(name, value) for name, value in pairs if name.lower() not in names]
    return (*kept, *((name, str(value)) for name, value in changes.items() if value is not None))


def _merged_body(content: bytes, patch: Any) -> bytes:
    if isinstance(patch, bytes):
        return patch
    if isinstance(patch, str):
        return patch.encode()
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    return json.dumps(merged(value, patch), ensure_ascii=False, indent=2).encode()
