"""
What a provider documents, as the components that a document can be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.exceptions import DuplicateComponentName, NoSuchComponent
from errspec.openapi.building.assembly import Sections, assembled
from errspec.openapi.building.inlining import references
from errspec.openapi.building.names import checked, stem
from errspec.openapi.building.schemas import shape_name
from errspec.openapi.building.statuses import COMBINED, DocumentedResponse, combined, documented_responses
from errspec.openapi.embedding.acceptance import accepts
from errspec.openapi.embedding.operations import Operation
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import OpenAPIVersion


class Offer:
    """
    The components of one provider under the names that the settings give them.
    """

    def __init__(self, catalog: Catalog, settings: Settings, openapi: OpenAPIVersion) -> None:
        self.settings = settings
        self.openapi = openapi
        self.provider = catalog.provider(settings.provider)
        self._catalog = catalog
        self._documented = documented_responses(self.provider.id, prefix=settings.prefix, catalog=catalog)
        self._known = {item.name for item in self._documented}
        self._answers: dict[str | tuple[str, ...], str | None] = {}
        self._others: dict[str, DocumentedResponse | None] = {}
        self._renamed = dict(settings.rename)

    def limited(self, operation: Operation) -> tuple[DocumentedResponse, ...]:
        """
        The responses that are limited to operations of which this is one.
        """
        return tuple(item for item in self._documented if item.on and _is_for(item, operation))

    def response(self, status: str, limited: tuple[DocumentedResponse, ...]) -> str | None:
        """
        The name of the response for a status or a range, or None where none is documented.

        ``limited`` are the responses that the operation has for itself.
        """
        asked = (status, *(item.name for item in limited)) if limited else status
        if asked not in self._answers:
            key = status if status == "default" else status.upper()
            self._answers[asked] = self._name(self._combined(key) if key in COMBINED else self._single(key, limited))
        return self._answers[asked]

    def named(self, reference: str) -> str | None:
        """
        The name of the response that a reference leads to, or None where it leads to none of the provider.
        """
        return self._references.get(reference)

    def missing(self, operation: Operation, declared: Iterable[str]) -> dict[str, str]:
        """
        The names of the documented responses of an operation by the statuses that it does not declare.
        """
        present = {status.upper() for status in declared}
        found: dict[str, str] = {}
        for item in sorted(self._documented, key=lambda item: not item.on):
            if (item.on and not _is_for(item, operation)) or item.status[0] == "2" or not _has_body(item):
                continue
            if all(problem_type.undocumented for problem_type in item.problem_types):
                continue
            for status in self._statuses(item):
                if status not in present:
                    found.setdefault(status, str(self._name(item)))
        return dict(sorted(found.items()))

    def success_errors(self, status: str) -> dict[str, list[str]]:
        """
        The names of the schemas of errors that a success status is documented to have, by media type.
        """
        start = stem(self.provider, self.settings.prefix)
        found: dict[str, list[str]] = {}
        for item in self._documented:
            for problem_type in item.problem_types if item.status == status else ():
                for media, shape in problem_type.content.items():
                    if shape is not None:
                        name = shape_name(self._catalog, start, shape)
                        found.setdefault(media, []).append(self._renamed.get(name, name))
        return {media: list(dict.fromkeys(names)) for media, names in found.items()}

    def reference(self, name: str, section: str = "responses") -> str:
        """
        The reference to a component of this version.
        """
        if self.openapi == "2.0":
            return f"#/{'definitions' if section == 'schemas' else section}/{name}"
        return f"#/components/{section}/{name}"

    def accepts(self, name: str) -> bool:
        """
        Whether a response of the provider accepts an empty object.
        """
        return accepts(self.sections["responses"][name], self._referred)

    def needed(self, names: Iterable[str]) -> Sections:
        """
        The components that are referred to, in the order of their sections, with all that they refer to.
        """
        wanted: set[str] = set()
        waiting = list(names)
        while waiting:
            reference = waiting.pop()
            if reference not in wanted:
                wanted.add(reference)
                waiting += references(self._component(reference))
        return {
            section: {
                name: item
                for name, item in items.items()
                if self.reference(name, _PLAIN.get(section, section)) in wanted
            }
            for section, items in self.sections.items()
        }

    @cached_property
    def _references(self) -> dict[str, str]:
        names = (str(self._name(item)) for item in self._documented)
        return {self.reference(name): name for name in names}

    @cached_property
    def sections(self) -> Sections:
        """
        All components of the provider, with the responses for several statuses that were asked for.
        """
        settings = self.settings
        found, _ = assembled(
            settings.provider,
            openapi=self.openapi,
            prefix=settings.prefix,
            lang=settings.lang,
            catalog=self._catalog,
            others=[item for item in self._others.values() if item is not None and item.name not in self._known],
        )
        return self._with_names(found)

    def _single(self, key: str, limited: Iterable[DocumentedResponse]) -> DocumentedResponse | None:
        """
        The response of a status, or of the range that it is in.
        """
        general = [item for item in self._documented if not item.on and _has_body(item)]
        found = (item for wanted in (key, _range(key)) for item in (*limited, *general) if item.status == wanted)
        return next(found, None)

    def _combined(self, key: str) -> DocumentedResponse | None:
        if key not in self._others:
            self._others[key] = combined(self.provider, key, self.settings.prefix)
            self.__dict__.pop("sections", None)
        return self._others[key]

    def _name(self, item: DocumentedResponse | None) -> str | None:
        return None if item is None else self._renamed.get(item.name, item.name)

    def _statuses(self, item: DocumentedResponse) -> list[str]:
        """
        The status of a response, or in Swagger 2.0, which has no ranges, the statuses that its examples have.
        """
        if item.status.isdecimal() or self.openapi != "2.0":
            return [item.status]
        codes = {example.response.status_code for _, _, example in item.examples}
        return sorted(str(code) for code in codes if code and _range(str(code)) == item.status)

    def _with_names(self, sections: Sections) -> Sections:
        """
        The components under their new names; raises NoSuchComponent, InvalidComponentName and DuplicateComponentName.
        """
        names = {name for items in sections.values() for name in items}
        for old, new in self._renamed.items():
            checked(new)
            if old not in names:
                raise NoSuchComponent(old, sorted(names))
        if not self._renamed:
            return sections
        for old, new in self._renamed.items():
            other = next((name for name in sorted(names) if name != old and self._renamed.get(name, name) == new), None)
            if other is not None:
                raise DuplicateComponentName(new, old, other)

        def renamed(part: Any) -> Any:
            if isinstance(part, list):
                return [renamed(item) for item in part]
            if not isinstance(part, dict):
                return part
            made = {key: value if key in ("value", "example") else renamed(value) for key, value in part.items()}
            if isinstance(made.get("examples"), dict):
                made["examples"] = {self._renamed.get(name, name): item for name, item in made["examples"].items()}
            if isinstance(made.get("$ref"), str):
                begin, _, name = made["$ref"].rpartition("/")
                made["$ref"] = f"{begin}/{self._renamed.get(name, name)}"
            if isinstance(made.get("title"), str):
                made["title"] = self._renamed.get(made["title"], made["title"])
            return made

        return {
            section: {self._renamed.get(name, name): renamed(item) for name, item in items.items()}
            for section, items in sections.items()
        }

    def _component(self, reference: str) -> Any:
        section, name = reference.split("/")[-2:]
        return self.sections[section][name]

    def _referred(self, reference: str) -> bool:
        return accepts(self._component(reference), self._referred)


#: The sections of Swagger 2.0 by the names that references are asked for with.
_PLAIN = {"definitions": "schemas"}


def _range(status: str) -> str:
    return f"{status[:1]}XX"


def _has_body(item: DocumentedResponse) -> bool:
    return any(problem_type.location == "body" for problem_type in item.problem_types)


def _is_for(item: DocumentedResponse, operation: Operation) -> bool:
    """
    Whether a response is limited to operations of which this is one.
    """
    for limit in item.on:
        named = limit.get("operationId")
        if named is not None and named == operation.id:
            return True
        same_method = limit["method"].lower() == operation.method.lower()
        if same_method and _nameless(limit["path"]) == _nameless(operation.path):
            return True
    return False


def _nameless(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
