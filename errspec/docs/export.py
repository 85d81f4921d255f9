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

#: The paths of the catalog and of its schema.
CATALOG_FILE = "catalog.json"
DESCRIPTION_FILE = "schemas/catalog.schema.json"


def exported_catalog(catalog: Catalog, languages: Iterable[str]) -> dict[str, Any]:
    """Return the catalog as JSON: its texts in English, and their translations by language."""
    content: dict[str, Any] = {
        "errspec": __version__,
        "providers": [_provider(catalog, provider) for provider in catalog.providers.values()],
        "common": [_problem_type(problem_type) for problem_type in catalog.common.problem_types],
        "shapes": [_shape(catalog, name) for name in used(catalog)],
        "advice": catalog.advice["advice"],
        "retry": catalog.advice["retry"],
    }
    texts = sorted(set(_texts(content)))
    sentences = {lang: catalog.translations(lang) for lang in languages if lang != "en"}
    content["translations"] = {
        lang: {text: known[text] for text in texts if text in known} for lang, known in sentences.items()
    }
    return content


def files(catalog: Catalog, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the catalog, its description, and every shape in its three forms, with their paths."""
    content = exported_catalog(catalog, languages)
    yield CATALOG_FILE, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
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
        "urls": list(provider.urls),
        "headers": _headers(provider.headers),
        "limits": [_rule(rule) for rule in provider.limits],
        "never": [_rule(rule) for rule in provider.never],
        "successes": [
            {
                "title": success.title,
                "status": list(success.status),
                "when": list(success.when),
                "source": _sources(success.citations),
            }
            for success in provider.successes
        ],
        "problemTypes": [_problem_type(problem_type) for problem_type in provider.problem_types],
        "contradictions": [
            {
                "id": data["id"],
                "question": data["question"],
                "about": data["about"],
                "claims": [
                    {"says": claim["says"], "source": _sources(provider.cite(claim["x-source"]))}
                    for claim in data["claims"]
                ],
                "lenient": data["lenient"],
            }
            for data in provider.contradictions
        ],
        "sources": [source._asdict() for source in cited(catalog, provider)],
    }


def _problem_type(problem_type: ProblemType) -> dict[str, Any]:
    return {
        "id": problem_type.name,
        "title": problem_type.title,
        "description": problem_type.description,
        "undocumented": problem_type.undocumented,
        "status": list(problem_type.status),
        "in": problem_type.location,
        "kind": problem_type.kind,
        "reason": problem_type.reason,
        "when": list(problem_type.when),
        "content": dict(problem_type.content),
        "headers": _headers(problem_type.headers),
        "causes": list(problem_type.causes),
        "solutions": list(problem_type.solutions),
        "candidates": list(problem_type.candidates),
        "decidedBy": problem_type.decided_by,
        "advice": list(problem_type.advice),
        "retry": {key: value for key, value in problem_type.retry._asdict().items() if value is not None},
        "on": list(problem_type.on),
        "messages": list(problem_type.messages),
        "examples": [
            {
                "title": example.title,
                "http": example.http_text,
                "undocumented": example.undocumented,
                "source": _sources(example.citations),
            }
            for example in problem_type.examples
            if example.response.status_code
        ],
        "source": _sources(problem_type.citations),
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
