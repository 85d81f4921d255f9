"""
Hypothesis strategies for responses that conform to the documentation, and for responses that contradict it.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from errspec.catalog.catalog import Catalog
from errspec.pointers import paths, replaced
from errspec.testing.breaking import BrokenResponse, breakages
from errspec.testing.samples import ExampleResponse
from errspec.testing.samples import responses as _responses

#: The number of values in a body that are varied.
_VARIED = 6
_VALUES = st.one_of(st.text(max_size=30), st.integers(-(2**53), 2**53), st.floats(-1e9, 1e9), st.booleans(), st.none())


def responses(
    provider: str, *, status: int | str | None = None, catalog: Catalog | None = None
) -> st.SearchStrategy[ExampleResponse]:
    """
    Return a strategy for responses of a provider, each an error that conforms to its documentation.

    They are the examples of the problem types, with other values where these change neither the problem type nor the
    verdict. ``status`` is as in ``errspec.testing.responses``. Raises NoSuchProvider.
    """
    return st.sampled_from(_responses(provider, status=status, every=True, catalog=catalog)).flatmap(_varied)


def broken(
    provider: str, *, status: int | str | None = None, catalog: Catalog | None = None
) -> st.SearchStrategy[BrokenResponse]:
    """
    Return a strategy for responses of a provider that each contradict its documentation in exactly one way.

    Takes the same arguments as ``responses``.
    """
    return responses(provider, status=status, catalog=catalog).flatmap(_broken)


@st.composite
def _varied(draw: st.DrawFn, example: ExampleResponse) -> ExampleResponse:
    try:
        value = example.value
    except ValueError:
        return example
    drift = len(example.report().findings)
    places = [path for path in paths(value, leaves=True) if path]
    for path in draw(st.lists(st.sampled_from(places), max_size=_VARIED, unique=True)) if places else ():
        other: Any = replaced(value, path, draw(_VALUES))
        content = json.dumps(other, ensure_ascii=False).encode("utf-8", "replace")
        candidate = ExampleResponse.of(
            example._replace(content=content), example.problem_type, example.catalog, example.__name__
        )
        report = candidate.report()
        if report.problem_type == example.problem_type and report.conforms and len(report.findings) <= drift:
            value, example = other, candidate
    return example


def _broken(example: ExampleResponse) -> st.SearchStrategy[BrokenResponse]:
    found = list(breakages(example))
    return st.sampled_from(found) if found else st.nothing()
