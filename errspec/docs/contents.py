"""
The parts of a catalog that the documentation shows: shapes, forms and sources.
"""

from __future__ import annotations

import json
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import Form, standard
from errspec.catalog.keywords import subschemas
from errspec.catalog.provider import Provider, Source


def shapes(provider: Provider) -> tuple[str, ...]:
    """Return the names of the shapes that a provider uses, for errors and then for successes."""
    of_successes = (shape for success in provider.successes for shape in success.content.values() if shape)
    return tuple(dict.fromkeys([*provider.shapes, *of_successes]))


def exported(catalog: Catalog, name: str, form: Form) -> str:
    """Return a form of a shape in standard keywords, as JSON text."""
    return json.dumps(standard(catalog.schema(name, form)), ensure_ascii=False, indent=2) + "\n"


def cited(catalog: Catalog, provider: Provider) -> tuple[Source, ...]:
    """Return the sources of a provider: its own, then the common ones that its data cite."""
    sources = dict.fromkeys(provider.own_sources)
    for item in provider.problem_types:
        sources.update((citation.source, None) for citation in item.citations)
    for name in shapes(provider):
        for _, schema in subschemas(catalog.schema(name, "tolerant")):
            citations: Any = schema.get("x-source")
            sources.update((citation.source, None) for citation in provider.cite(citations))
    for contradiction in provider.contradictions:
        for claim in contradiction["claims"]:
            sources.update((citation.source, None) for citation in provider.cite(claim["x-source"]))
    return tuple(sources)
