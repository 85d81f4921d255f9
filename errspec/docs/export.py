"""
The catalog as one JSON file (schemas/meta/catalog.schema.json).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.datafiles import load, packaged
from errspec.catalog.forms import FORMS
from errspec.catalog.provider import Citation, Header, ProblemType, Provider, Rule
from errspec.docs.addresses import form_path
from errspec.docs.contents import cited, form_text, shapes
from errspec.version import __version__

#: Where the catalog and its description are.
CATALOG_FILE = "catalog.json"
DESCRIPTION_FILE = "schemas/catalog.schema.json"


def exported_catalog(catalog: Catalog, languages: Iterable[str]) -> dict[str, Any]:
    """Return the catalog as JSON: its texts in English, and their translations by language."""
    content = {
        "errspec": __version__,
        "providers": [_provider(catalog, provider) for provider in catalog.providers.values()],
        "shapes": [_shape(catalog, name) for name in used(catalog)],
        "advice": catalog.advice["advice"],
        "retry": catalog.advice["retry"],
    }
    texts = sorted(set(_texts(content)))
    others = {lang: catalog.translations(lang) for lang in languages if lang != "en"}
    return {
        **content,
        "translations": {
            lang: {text: sentences[text] for text in texts if text in sentences} for lang, sentences in others.items()
        },
    }


def files(catalog: Catalog, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the catalog, its description, and every shape in its three forms, with their paths."""
    yield (
        CATALOG_FILE,
        json.dumps(exported_catalog(catalog, languages), ensure_ascii=False, separators=(",", ":")) + "\n",
    )
    description = load(os.path.join(packaged(), "meta", os.path.basename(DESCRIPTION_FILE)))
    yield DESCRIPTION_FILE, json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    for name in used(catalog):
        for form in FORMS:
            yield form_path(name, form), form_text(catalog, name, form)


def used(catalog: Catalog) -> list[str]:
    """Return the names of the shapes that the providers use."""
    return sorted({name for provider in catalog.providers.values() for name in shapes(provider)})


def _provider(catalog: Catalog, provider: Provider) -> dict[str, Any]:
    return {
        "id": provider.id,
        "name": provider.name,
        "description": provider.description,
        "url": provider.url,
        "hosts": list(provider.hosts),
        "headers": _headers(provider.headers),
        "limits": [_rule(rule) for rule in provider.limits],
        "never": [_rule(rule) for rule in provider.never],
        "successes": [
            {
                "title": item.title,
                "status": list(item.status),
                "when": list(item.when),
                "source": _sources(item.citations),
            }
            for item in provider.successes
        ],
        "problemTypes": [_problem_type(item) for item in provider.problem_types],
        "contradictions": [
            {
                "id": item["id"],
                "question": item["question"],
                "about": item["about"],
                "claims": [
                    {"says": claim["says"], "source": _sources(provider.cite(claim["x-source"]))}
                    for claim in item["claims"]
                ],
                "lenient": item["lenient"],
            }
            for item in provider.contradictions
        ],
        "sources": [source._asdict() for source in cited(catalog, provider)],
    }


def _problem_type(item: ProblemType) -> dict[str, Any]:
    return {
        "id": item.name,
        "title": item.title,
        "description": item.description,
        "undocumented": item.undocumented,
        "status": list(item.status),
        "in": item.location,
        "reason": item.reason,
        "when": list(item.when),
        "content": dict(item.content),
        "headers": _headers(item.headers),
        "causes": list(item.causes),
        "solutions": list(item.solutions),
        "advice": list(item.advice),
        "retry": {key: value for key, value in item.retry._asdict().items() if value is not None},
        "on": list(item.on),
        "messages": list(item.messages),
        "examples": [
            {
                "title": example.title,
                "http": example.http_text,
                "undocumented": example.undocumented,
                "source": _sources(example.citations),
            }
            for example in item.examples
            if example.response.status_code
        ],
        "source": _sources(item.citations),
    }


def _shape(catalog: Catalog, name: str) -> dict[str, Any]:
    shape = catalog.shapes[name]
    return {
        "name": name,
        "title": shape.schema["title"],
        "description": shape.schema["description"],
        "when": dict(shape.when),
        "mapping": dict(shape.mapping),
        "schemas": {form: form_path(name, form) for form in FORMS},
    }


def _headers(headers: Mapping[str, Header]) -> list[dict[str, Any]]:
    return [
        {
            "name": header.name,
            "required": header.required,
            "description": header.description,
            "example": header.example,
            "source": _sources(header.citations),
        }
        for header in headers.values()
    ]


def _rule(rule: Rule) -> dict[str, Any]:
    about = {"about": rule.about} if rule.about else {}
    return {"says": rule.says, **about, "source": _sources(rule.citations)}


def _sources(citations: Iterable[Citation]) -> dict[str, str]:
    return {citation.source.id: citation.heading for citation in citations}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)
