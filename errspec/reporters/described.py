"""
Providers and problem types as JSON, which ``schemas/meta/described.schema.json`` describes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import Citation, ProblemType, Provider, Rule
from errspec.catalog.wording import Wording


def described_provider(provider: Provider, wording: Wording) -> dict[str, Any]:
    """Return a provider with its limits, its rules and the names of its problem types, in a language."""
    return {
        "id": provider.id,
        "name": provider.name,
        "edition": provider.edition,
        "description": wording.translate(provider.description),
        "url": provider.url,
        "hosts": list(provider.hosts),
        "urls": list(provider.urls),
        "limits": [_rule(rule, wording) for rule in provider.limits],
        "never": [_rule(rule, wording) for rule in provider.never],
        "problem_types": [problem_type.name for problem_type in provider.problem_types],
    }


def described_problem_type(catalog: Catalog, problem_type: ProblemType, wording: Wording) -> dict[str, Any]:
    """Return what is documented about a problem type, in a language."""
    translate = wording.translate
    advice, retry = catalog.advice["advice"], problem_type.retry._asdict()
    return {
        "name": problem_type.name,
        "title": translate(problem_type.title),
        "description": translate(problem_type.description),
        "undocumented": problem_type.undocumented,
        "status": list(problem_type.status),
        "in": problem_type.location,
        "kind": problem_type.kind,
        "content": dict(problem_type.content),
        "headers": [
            {"name": header.name, "required": header.required, "description": translate(header.description)}
            for header in problem_type.headers.values()
        ],
        "causes": list(map(translate, problem_type.causes)),
        "solutions": list(map(translate, problem_type.solutions)),
        "candidates": [f"{problem_type.provider}/{identifier}" for identifier in problem_type.candidates],
        "decided_by": problem_type.decided_by and translate(problem_type.decided_by),
        "retry": {key: value for key, value in retry.items() if value is not None},
        "advice": [translate(advice[name]["title"]) for name in problem_type.advice],
        "messages": list(problem_type.messages),
        "examples": [example.http_text for example in problem_type.examples if example.response.status_code],
        "sources": _sources(problem_type.citations),
    }


def _rule(rule: Rule, wording: Wording) -> dict[str, Any]:
    return {"says": wording.translate(rule.says), "about": rule.about, "sources": _sources(rule.citations)}


def _sources(citations: Iterable[Citation]) -> list[dict[str, str | None]]:
    return [citation.as_dict() for citation in citations]
