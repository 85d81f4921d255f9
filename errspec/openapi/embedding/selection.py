"""
The components that a document gets from an offer, under the names that the settings give them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.exceptions import DuplicateComponentName, NoSuchComponent
from errspec.openapi.building.assembly import Sections, assembled
from errspec.openapi.building.inlining import references
from errspec.openapi.building.names import checked
from errspec.openapi.building.statuses import DocumentedResponse, combined
from errspec.openapi.embedding.acceptance import accepts
from errspec.openapi.embedding.offers import Offer
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import OpenAPIVersion


class OfferedComponents:
    """
    The components of an offer; ``responses`` are those that the document gets, some of them for several statuses.

    Raises NoSuchComponent, InvalidComponentName and DuplicateComponentName for names that cannot be given.
    """

    def __init__(self, catalog: Catalog, offer: Offer, responses: Iterable[DocumentedResponse]) -> None:
        single = {response.name for response in offer.documented}
        keys = dict.fromkeys(response.status for response in responses if response.name not in single)
        self._sections = _sections(catalog, offer.settings, offer.openapi, tuple(keys))

    def accepts_empty(self, name: str) -> bool:
        """Return whether a response accepts an empty object."""
        return accepts(self._sections["responses"][name], self._referred_accepts)

    def needed(self, roots: Iterable[str]) -> Sections:
        """
        Return the components that references lead to, with all that these refer to, in the order of their sections.
        """
        reached: set[str] = set()
        waiting = list(roots)
        while waiting:
            reference = waiting.pop()
            if reference not in reached:
                reached.add(reference)
                waiting += references(self._component(reference))
        wanted = {tuple(reference.split("/")[-2:]) for reference in reached}
        return {
            section: {name: component for name, component in components.items() if (section, name) in wanted}
            for section, components in self._sections.items()
        }

    def _component(self, reference: str) -> Any:
        section, name = reference.split("/")[-2:]
        return self._sections[section][name]

    def _referred_accepts(self, reference: str) -> bool:
        return accepts(self._component(reference), self._referred_accepts)


@lru_cache(maxsize=16)
def _sections(catalog: Catalog, settings: Settings, openapi: OpenAPIVersion, keys: tuple[str, ...]) -> Sections:
    """Return all components of a provider, those for the keys of several statuses included; nothing changes them."""
    several = (combined(catalog.provider(settings.provider), key, settings.prefix) for key in keys)
    sections, _ = assembled(
        settings.provider,
        openapi=openapi,
        prefix=settings.prefix,
        lang=settings.lang,
        catalog=catalog,
        others=[response for response in several if response is not None],
    )
    new_names = dict(settings.rename)
    _check_names(new_names, {name for components in sections.values() for name in components})
    return _with_names(sections, new_names) if new_names else sections


def _check_names(new_names: Mapping[str, str], names: set[str]) -> None:
    """Check that components can have new names: each exists, and no two have the same name afterwards."""
    for old, new in new_names.items():
        checked(new)
        if old not in names:
            raise NoSuchComponent(old, sorted(names))
    for old, new in new_names.items():
        for name in sorted(names - {old}):
            if new_names.get(name, name) == new:
                raise DuplicateComponentName(new, old, name)


def _with_names(sections: Sections, new_names: Mapping[str, str]) -> Sections:
    """Return components under new names, which their references, titles and examples have too."""
    return {
        section: {new_names.get(name, name): _renamed(component, new_names) for name, component in components.items()}
        for section, components in sections.items()
    }


def _renamed(part: Any, new_names: Mapping[str, str]) -> Any:
    """Return a part of a component with new names in it."""
    if isinstance(part, list):
        return [_renamed(member, new_names) for member in part]
    if not isinstance(part, dict):
        return part
    copy = {key: value if key in ("value", "example") else _renamed(value, new_names) for key, value in part.items()}
    if isinstance(copy.get("examples"), dict):
        copy["examples"] = {new_names.get(name, name): example for name, example in copy["examples"].items()}
    if isinstance(copy.get("$ref"), str):
        section, _, name = copy["$ref"].rpartition("/")
        copy["$ref"] = f"{section}/{new_names.get(name, name)}"
    if isinstance(copy.get("title"), str):
        copy["title"] = new_names.get(copy["title"], copy["title"])
    return copy
