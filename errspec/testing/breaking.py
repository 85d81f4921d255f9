"""
Responses that each contradict the documentation in one way, for testing parsers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.pointers import MISSING, paths, replaced
from errspec.response import Response
from errspec.testing.samples import ExampleResponse, response
from errspec.verdict.findings import Finding

#: What takes the place of a value: one of each JSON type, and texts and numbers that are rarely allowed.
_VALUES: tuple[Any, ...] = (MISSING, None, True, -1, 0.5, "", "?", [], {})
_HEADER_VALUES = ("", "soon", "-1")
_PAGE = b"<!DOCTYPE html><title>Bad gateway</title>"


class BrokenResponse(ExampleResponse):
    """
    A response that contradicts the documentation in exactly one way: ``finding`` is what a check must find.
    """

    finding: Finding


def broken(name: str, *, example: int = 0, catalog: Catalog | None = None) -> Iterator[BrokenResponse]:
    """
    Yield responses that each violate exactly one constraint that is documented for a problem type.

    ``name`` is that of the problem type, such as ``acme/refused``. Its example is changed in one place, and
    each constraint of each place is violated once. Raises NoSuchProvider and NoSuchProblemType.
    """
    yield from breakages(response(name, example=example, catalog=catalog or builtin()))


def breakages(example: ExampleResponse) -> Iterator[BrokenResponse]:
    """Yield broken forms of a response, at most one for each constraint and place."""
    seen = set()
    for changed in _changes(example):
        candidate = ExampleResponse.of(changed, example.problem_type, example.catalog, "")
        report = candidate.report()
        governing = example.problem_type
        judged = report.problem_type or governing
        if len(report.errors) != 1 or len(report.findings) != 1 or (judged != governing and judged.when):
            continue
        [finding] = report.errors
        place = finding.header or finding.instance_location or ""
        key = (finding.code, place, finding.keyword, finding.key)
        if key not in seen:
            seen.add(key)
            words = [finding.code, finding.keyword if finding.code == "schema" else None, place]
            name = " ".join(word for word in (f"{governing.name}:", *words) if word)
            made: Any = BrokenResponse.of(changed, governing, example.catalog, name)
            made.finding = finding
            yield made


def _changes(example: ExampleResponse) -> Iterator[Response]:
    """Yield the example with one change in a header, in its body as a whole, or in one value."""
    headers = example.headers or ()
    for index, (name, _) in enumerate(headers):
        rest = headers[:index], headers[index + 1 :]
        yield example._replace(headers=(*rest[0], *rest[1]))
        for text in _HEADER_VALUES:
            yield example._replace(headers=(*rest[0], (name, text), *rest[1]))
    content = example.content or b""
    for whole in (b"", _PAGE, content.rstrip()[:-1], b"{}", b"[]", b"null", content + b"{}"):
        if whole != content:
            yield example._replace(content=whole)
    try:
        value = example.value
    except ValueError:
        return
    for path in paths(value):
        for instead in _VALUES:
            if path and not (instead is MISSING and isinstance(path[-1], int)):
                yield example._replace(content=json.dumps(replaced(value, path, instead), ensure_ascii=False).encode())
