"""
The check in the page: its scripts, and the part of the catalog that it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.keywords import ASSERTIONS, LISTS, MAPS, SINGLE, Schema, rewrite
from errspec.catalog.provider import Citation, Header, ProblemType, Provider, Source
from errspec.docs.scripts import compact, script_json
from errspec.pointers import parse_pointer, resolve
from errspec.redaction import data as detectors
from errspec.verdict.reading import read

_ORDER = (
    "text pointers display redaction reading forms validation engine wording response "
    "findings guards matching inspection evidence report judge contract problem paste"
)
#: The scripts of the check, in the order in which they are loaded.
SCRIPTS = tuple(f"{name}.js" for name in _ORDER.split())

_KEPT = {*ASSERTIONS, *MAPS, *SINGLE, *LISTS, "$ref", "x-source", "x-undocumented", "x-required"}
_MESSAGES = ("body", "location", "or", "more")
_FAMILIES = ("type.", "value.")
_STRICT = '"use strict";\n'
#: Lines in which blanks may count: they have a template, a regular expression, a comment or a quote in a string.
_LITERAL = re.compile("['`/]")
#: A string, or punctuation with the blanks around it.
_PUNCTUATION = re.compile(r"""("(?:[^"\\]|\\.)*")| ?([=?:,;{}()&|<>]+) ?""")


def code() -> str:
    """
    Return the scripts of the check as one classic script, which makes one global name, ``errspec``.

    Comments, empty lines, indentation, and blanks around punctuation are left out.
    """
    folder = files("errspec.docs") / "assets" / "check"
    text = compact("".join((folder / name).read_text("utf-8") for name in SCRIPTS)).replace(_STRICT, "")
    lines = (line if _LITERAL.search(line) else _PUNCTUATION.sub(r"\1\2", line) for line in text.splitlines(True))
    return _STRICT + "".join(lines)


def script(catalog: Catalog, languages: Iterable[str] | None = None) -> str:
    """Return the data as a classic script that sets ``errspec.data``; load it before the first check."""
    quoted = script_json(data(catalog, languages)).replace("\\", "\\\\").replace("'", "\\'")
    return f"(globalThis.errspec ??= {{}}).data = JSON.parse('{quoted}');\n"


def data(catalog: Catalog, languages: Iterable[str] | None = None) -> dict[str, Any]:
    """
    Return what the check needs of a catalog, as JSON: providers, shapes, sentences and their translations.

    ``languages`` defaults to all languages of the catalog; English is always included.
    """
    wanted = [lang for lang in catalog.languages if languages is None or lang in {"en", *languages}]
    messages = catalog.messages["messages"]
    everyone = [*catalog.providers.values(), catalog.common]
    names = dict.fromkeys(name for provider in everyone for name in provider.shapes)
    needed: dict[str, Any] = {
        "languages": wanted,
        "phrases": {str(status.value): status.phrase for status in HTTPStatus},
        "codes": {
            code: {"severity": entry["severity"], "sentences": entry["sentences"]}
            for code, entry in catalog.messages["codes"].items()
        },
        "messages": {key: text for key, text in messages.items() if key in _MESSAGES or key.startswith(_FAMILIES)},
        "advice": catalog.advice["advice"],
        "retry": catalog.advice["retry"],
        "shapes": {name: _shape(catalog, name) for name in names},
        "providers": [_provider(catalog, provider) for provider in catalog.providers.values()],
        "common": _provider(catalog, catalog.common),
    }
    texts = set(_texts(needed))
    needed["translations"] = {
        lang: {text: translated for text, translated in catalog.translations(lang).items() if text in texts}
        for lang in wanted
        if lang != "en"
    }
    needed["redaction"] = detectors()
    return needed


def _shape(catalog: Catalog, name: str) -> dict[str, Any]:
    schema = catalog.form_of(name, "tolerant")
    shape = catalog.shapes[name]
    return {
        "title": shape.schema["title"],
        "when": shape.when,
        "mapping": shape.mapping,
        "schema": rewrite(schema, _reduced),
    }


def _reduced(schema: Schema) -> dict[str, object]:
    """
    Return a schema with only what the check reads: the keywords, the first source, and the description of a pattern.
    """
    kept = {keyword: value for keyword, value in schema.items() if keyword in _KEPT}
    if "pattern" in schema:
        kept["description"] = schema.get("description", "")
    citations: Any = kept.get("x-source")
    if citations:
        kept["x-source"] = next(iter(citations.items()))
    return kept


def _provider(catalog: Catalog, provider: Provider) -> dict[str, Any]:
    return {
        "id": provider.id,
        "name": provider.name,
        "aliases": provider.aliases,
        "hosts": provider.hosts,
        "urls": provider.urls,
        "sources": {key: _source(source) for key, source in provider.sources.items()},
        "headers": [_header(header) for header in provider.headers.values()],
        "assumesMediaTypes": provider.assumes_media_types,
        "members": {
            shape: {name: _first(citations) for name, citations in members.items()}
            for shape, members in provider.members.items()
        },
        "successes": [{"status": success.status, "when": success.when} for success in provider.successes],
        "shapes": provider.shapes,
        "problemTypes": [_problem_type(catalog, each) for each in provider.problem_types],
    }


def _source(source: Source) -> dict[str, Any]:
    return {"title": source.title, "edition": source.edition, "url": source.url}


def _header(header: Header) -> dict[str, Any]:
    return {
        "name": header.name,
        "required": header.required,
        "expected": header.schema.get("description", header.description),
        "schema": rewrite(header.schema, _reduced),
        "source": _first(header.citations),
    }


def _problem_type(catalog: Catalog, problem_type: ProblemType) -> dict[str, Any]:
    retry = problem_type.retry._asdict()
    return {
        "id": problem_type.id,
        "title": problem_type.title,
        "description": problem_type.description,
        "solutions": problem_type.solutions,
        "status": problem_type.status,
        "in": problem_type.location,
        "when": problem_type.when,
        "content": list(problem_type.content.items()),
        "headers": [_header(header) for header in problem_type.headers.values()],
        "reason": problem_type.reason,
        "advice": problem_type.advice,
        "retry": {key: value for key, value in retry.items() if value is not None},
        "on": problem_type.on,
        "messages": problem_type.messages,
        "said": _said(catalog, problem_type, "message"),
        "codes": _said(catalog, problem_type, "code"),
        "mapping": problem_type.mapping,
        "candidates": problem_type.candidates,
        "decidedBy": problem_type.decided_by,
        "inference": problem_type.inference,
        "undocumented": problem_type.undocumented,
        "source": _first(problem_type.citations),
    }


def _said(catalog: Catalog, problem_type: ProblemType, what: str) -> list[str]:
    """Return the messages or the codes in the bodies of the examples, which people search for."""
    mapping = catalog.shapes[problem_type.shape].mapping if problem_type.shape else {}
    bodies = [read(example.response.content or b"").value for example in problem_type.examples]
    values = [resolve(body, parse_pointer(pointer)) for body in bodies for pointer in mapping.get(what, ())]
    return list(dict.fromkeys(value for value in values if isinstance(value, str)))


def _first(citations: tuple[Citation, ...]) -> tuple[str, str] | None:
    return next(((citation.source.id, citation.heading) for citation in citations), None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)
