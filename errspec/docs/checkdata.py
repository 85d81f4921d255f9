"""
What the check in the page consists of: its scripts, and the part of the catalog that it needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.keywords import ASSERTIONS, LISTS, MAPS, SINGLE, Schema, rewrite
from errspec.catalog.provider import Citation, Header, ProblemType, Provider, Source
from errspec.docs.scripts import compact
from errspec.pointers import parse_pointer, resolve
from errspec.verdict.reading import read

#: The scripts of the check, in the order in which they are loaded.
SCRIPTS = tuple(
    f"{name}.js"
    for name in (
        "text",
        "pointers",
        "display",
        "redaction",
        "reading",
        "validation",
        "engine",
        "wording",
        "response",
        "findings",
        "guards",
        "matching",
        "inspection",
        "evidence",
        "judge",
        "report",
        "contract",
        "problem",
        "paste",
    )
)

_KEPT = {*ASSERTIONS, *MAPS, *SINGLE, *LISTS, "$ref", "x-source", "x-undocumented", "x-required"}
_MESSAGES = ("body", "location", "or", "one-item", "more")
_FAMILIES = ("type.", "value.")


def code() -> str:
    """
    Return the scripts of the check as one classic script, which makes one global name, ``errspec``.

    Comments, blank lines and indentation are left out.
    """
    folder = files("errspec.docs") / "assets" / "check"
    text = "".join((folder / name).read_text("utf-8") for name in SCRIPTS)
    return compact(text)


def script(catalog: Catalog, languages: Iterable[str] | None = None) -> str:
    """
    Return the data as a classic script that sets ``errspec.data``; it is loaded before the first check.
    """
    text = json.dumps(data(catalog, languages), ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":  # nothing ends a script, nor a line of it
        text = text.replace(character, f"\\u{ord(character):04x}")
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"(globalThis.errspec ??= {{}}).data = JSON.parse('{quoted}');\n"


def data(catalog: Catalog, languages: Iterable[str] | None = None) -> dict[str, Any]:
    """
    Return what the check needs of a catalog, as JSON: providers, shapes, sentences, and their translations.

    ``languages`` defaults to all of the catalog; English is always included.
    """
    wanted = [lang for lang in catalog.languages if languages is None or lang in {"en", *languages}]
    messages = catalog.messages["messages"]
    names = dict.fromkeys(name for provider in catalog.providers.values() for name in provider.shapes)
    found: dict[str, Any] = {
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
    }
    texts = set(_texts(found))
    found["translations"] = {
        lang: {text: translated for text, translated in catalog.translations(lang).items() if text in texts}
        for lang in wanted
        if lang != "en"
    }
    return found


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
    Reduce a schema to the keywords that decide and to what its findings say: its source, and what a pattern wants.
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
        "sources": {key: _source(source) for key, source in provider.sources.items()},
        "headers": [_header(header) for header in provider.headers.values()],
        "successes": [{"status": success.status, "when": success.when} for success in provider.successes],
        "shapes": provider.shapes,
        "problemTypes": [_problem_type(catalog, item) for item in provider.problem_types],
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


def _problem_type(catalog: Catalog, item: ProblemType) -> dict[str, Any]:
    retry = item.retry._asdict()
    return {
        "id": item.id,
        "title": item.title,
        "description": item.description,
        "solutions": item.solutions,
        "status": item.status,
        "in": item.location,
        "when": item.when,
        "content": list(item.content.items()),
        "headers": [_header(header) for header in item.headers.values()],
        "reason": item.reason,
        "advice": item.advice,
        "retry": {key: value for key, value in retry.items() if value is not None},
        "on": item.on,
        "messages": item.messages,
        "said": _said(catalog, item, "message"),
        "codes": _said(catalog, item, "code"),
        "undocumented": item.undocumented,
        "source": _first(item.citations),
    }


def _said(catalog: Catalog, item: ProblemType, what: str) -> list[str]:
    """
    Return the messages or the codes in the bodies of the examples, by which somebody may search.
    """
    mapping = catalog.shapes[item.shape].mapping if item.shape else {}
    bodies = [read(example.response.content or b"").value for example in item.examples]
    found = [resolve(body, parse_pointer(pointer)) for body in bodies for pointer in mapping.get(what, ())]
    return list(dict.fromkeys(text for text in found if isinstance(text, str)))


def _first(citations: tuple[Citation, ...]) -> tuple[str, str] | None:
    return next(((citation.source.id, citation.heading) for citation in citations), None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)
