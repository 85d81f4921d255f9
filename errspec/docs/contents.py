"""
The parts of a catalog that the documentation shows: shapes, forms, sources, headers and examples.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import Form, standard
from errspec.catalog.keywords import Schema, subschemas
from errspec.catalog.provider import ProblemType, Provider, Source


def shapes(provider: Provider) -> tuple[str, ...]:
    """Return the names of the shapes that a provider uses, for errors and then for successes."""
    of_successes = (shape for success in provider.successes for shape in success.content.values() if shape)
    return tuple(dict.fromkeys([*provider.shapes, *of_successes]))


def form_text(catalog: Catalog, name: str, form: Form) -> str:
    """Return a form of a shape in standard keywords, as JSON text."""
    return json.dumps(standard(catalog.schema(name, form)), ensure_ascii=False, indent=2) + "\n"


def cited(catalog: Catalog, provider: Provider) -> tuple[Source, ...]:
    """Return the sources of a provider: its own, then the common ones that its data cite."""
    sources = dict.fromkeys(provider.own_sources)
    for problem_type in provider.problem_types:
        sources.update((citation.source, None) for citation in problem_type.citations)
    for name in shapes(provider):
        for _, schema in subschemas(catalog.schema(name, "tolerant")):
            citations: Any = schema.get("x-source")
            sources.update((citation.source, None) for citation in provider.cite(citations))
    for contradiction in provider.contradictions:
        for claim in contradiction["claims"]:
            sources.update((citation.source, None) for citation in provider.cite(claim["x-source"]))
    return tuple(sources)


def header_names(catalog: Catalog) -> tuple[str, ...]:
    """Return the names of the documented headers, as the documentation writes them."""
    names: dict[str, None] = {}
    for provider in catalog.providers.values():
        for headers in (provider.headers, *(problem_type.headers for problem_type in provider.problem_types)):
            names.update(dict.fromkeys(headers))
    return tuple(names)


def bodies(problem_type: ProblemType) -> Iterator[object]:
    """Yield the JSON bodies of the examples of a problem type."""
    for example in problem_type.examples:
        try:
            yield json.loads(example.response.content or b"")
        except ValueError:
            continue


def constants(schema: Schema) -> Sequence[object]:
    """Return the values that a schema lists; none if it lists no values."""
    return cast("Sequence[object]", schema.get("enum", [schema["const"]] if "const" in schema else ()))
