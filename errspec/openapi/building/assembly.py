"""
The components of providers: their responses, with the schemas, headers and examples of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.wording import Wording
from errspec.exceptions import DuplicateComponentName
from errspec.openapi.building.inlining import inlined, references
from errspec.openapi.building.names import stem
from errspec.openapi.building.responses import Responses
from errspec.openapi.building.sections import swagger_sections
from errspec.openapi.building.statuses import DocumentedResponse, documented_responses
from errspec.openapi.dialects.conversion import convert
from errspec.openapi.dialects.enumerations import with_enumerations
from errspec.openapi.options import DEFAULT, OpenAPIVersion

Sections = dict[str, dict[str, Any]]


def components(
    providers: str | Iterable[str] | None = None,
    *,
    openapi: OpenAPIVersion = DEFAULT,
    inline: bool = False,
    prefix: str = "",
    extensions: bool = False,
    lang: str = "en",
    catalog: Catalog | None = None,
) -> Sections:
    """
    Return the documented errors of providers, by default of all, as components of an OpenAPI document.

    The sections are ``schemas``, ``responses``, ``headers`` and ``examples``; for ``openapi="2.0"`` ``definitions`` and
    ``responses``; with ``inline`` only ``responses``, without references. ``prefix`` begins every name, ``extensions``
    adds ``x-errspec`` with id, retry and source. Raises NoSuchProvider, NoSuchVersion, NoSuchLanguage and
    ComponentError (OpenAPI 3.1.0: Components Object).
    """
    return assembled(
        providers,
        openapi=openapi,
        inline=inline,
        prefix=prefix,
        extensions=extensions,
        lang=lang,
        catalog=catalog or builtin(),
    )[0]


def widenings(
    providers: str | Iterable[str] | None = None,
    *,
    openapi: OpenAPIVersion,
    prefix: str = "",
    catalog: Catalog | None = None,
) -> tuple[str, ...]:
    """
    Return pointers into the schemas of OpenAPI 3.1 where those of a version accept more; only Swagger 2.0 has any.
    """
    return assembled(providers, openapi=openapi, prefix=prefix, catalog=catalog or builtin())[1]


def assembled(
    providers: str | Iterable[str] | None,
    *,
    catalog: Catalog,
    openapi: OpenAPIVersion,
    inline: bool = False,
    prefix: str = "",
    extensions: bool = False,
    lang: str = "en",
    others: Iterable[DocumentedResponse] = (),
) -> tuple[Sections, tuple[str, ...]]:
    """Return components, with those of further responses, and the pointers where they accept more than 3.1."""
    names = [providers] if isinstance(providers, str) else list(catalog.providers if providers is None else providers)
    sections: Sections = {"schemas": {}, "responses": {}, "headers": {}, "examples": {}}
    wording = Wording(catalog, lang)
    for provider in dict.fromkeys(catalog.provider(name) for name in names):
        responses = Responses(catalog, provider, stem(provider, prefix), wording)
        for documented in (*documented_responses(provider.id, prefix=prefix, catalog=catalog), *others):
            responses.add(documented, extensions=extensions)
        for section, components in sections.items():
            for name, component in getattr(responses, section).items():
                if components.setdefault(name, component) != component:
                    raise DuplicateComponentName(name, f"another provider's {section}", f"{provider.id}'s")
    widened = _convert_schemas(sections, openapi)
    if inline:
        sections = inlined(sections)
    return (swagger_sections(sections) if openapi == "2.0" else sections), widened


def _convert_schemas(sections: Sections, openapi: OpenAPIVersion) -> tuple[str, ...]:
    """Convert all schemas of components to the dialect of a version; return the pointers where they accept more."""
    outside = [*sections["headers"].values(), *sections["responses"].values()]
    entries = {reference.rpartition("/")[2] for component in outside for reference in references(component)}
    values = {f"{name} (header)": header["schema"] for name, header in sections["headers"].items()}
    schemas = {name: with_enumerations(schema) for name, schema in {**sections["schemas"], **values}.items()}
    converted = convert(schemas, openapi, {*entries, *values})
    sections["schemas"] = {name: converted.schemas[name] for name in sections["schemas"]}
    for name, header in sections["headers"].items():
        header["schema"] = converted.schemas[f"{name} (header)"]
    return converted.widened
