"""
Components for an OpenAPI document: all responses of providers, with their schemas, headers and examples.
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
    The documented errors of providers, of all without names, as components of an OpenAPI document.

    Returns ``schemas``, ``responses``, ``headers`` and ``examples``, for ``openapi="2.0"`` ``definitions`` and
    ``responses``; with ``inline`` only ``responses``, which refer to nothing. ``prefix`` stands before every name,
    ``extensions`` adds ``x-errspec`` with id, retry and source. Raises NoSuchProvider, NoSuchVersion, NoSuchLanguage,
    InvalidComponentName, UnsupportedKeyword and RecursiveShape (OpenAPI 3.1.0: Components Object).
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
    The pointers into the schemas of OpenAPI 3.1 at which those of a version accept more; none but Swagger 2.0 has any.
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
    """
    Components, with those of other responses of the same provider, and the pointers of what they could not say.
    """
    names = [providers] if isinstance(providers, str) else list(catalog.providers if providers is None else providers)
    found: Sections = {"schemas": {}, "responses": {}, "headers": {}, "examples": {}}
    wording = Wording(catalog, lang)
    for provider in dict.fromkeys(catalog.provider(name) for name in names):
        made = Responses(catalog, provider, stem(provider, prefix), wording)
        for documented in (*documented_responses(provider.id, prefix=prefix, catalog=catalog), *others):
            made.add(documented, extensions=extensions)
        for section, items in found.items():
            for name, item in getattr(made, section).items():
                if items.setdefault(name, item) != item:
                    raise DuplicateComponentName(name, f"another provider's {section}", f"{provider.id}'s")
    widened = _carry(found, openapi)
    if inline:
        found = inlined(found)
    return (swagger_sections(found) if openapi == "2.0" else found), widened


def _carry(found: Sections, openapi: OpenAPIVersion) -> tuple[str, ...]:
    """
    Put all schemas into the dialect of a version; returns the pointers of what it cannot say.
    """
    outside = [*found["headers"].values(), *found["responses"].values()]
    entries = {reference.rpartition("/")[2] for item in outside for reference in references(item)}
    values = {f"{name} (header)": header["schema"] for name, header in found["headers"].items()}
    schemas = {name: with_enumerations(schema) for name, schema in {**found["schemas"], **values}.items()}
    converted = convert(schemas, openapi, {*entries, *values})
    found["schemas"] = {name: converted.schemas[name] for name in found["schemas"]}
    for name, header in found["headers"].items():
        header["schema"] = converted.schemas[f"{name} (header)"]
    return converted.widened
