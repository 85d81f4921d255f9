"""
The responses that a provider documents, offered to the operations of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from errspec.catalog.catalog import Catalog
from errspec.openapi.building.names import stem
from errspec.openapi.building.schemas import shape_name
from errspec.openapi.building.statuses import COMBINED, DocumentedResponse, combined, documented_responses
from errspec.openapi.embedding.operations import Operation
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import OpenAPIVersion


class Offer:
    """
    The documented responses of one provider, under the names that the settings give their components.
    """

    def __init__(self, catalog: Catalog, settings: Settings, openapi: OpenAPIVersion) -> None:
        self.settings = settings
        self.openapi: OpenAPIVersion = openapi
        self.provider = catalog.provider(settings.provider)
        #: The new names of components by their usual ones.
        self.names = dict(settings.rename)
        self.documented = documented_responses(self.provider.id, prefix=settings.prefix, catalog=catalog)
        self._catalog = catalog
        self._by_status: dict[tuple[str, ...], DocumentedResponse | None] = {}

    def limited_to(self, operation: Operation) -> tuple[DocumentedResponse, ...]:
        """Return the responses that are documented for this operation alone, or for a few of which it is one."""
        return tuple(response for response in self.documented if response.on and _is_for(response, operation))

    def response(self, status: str, limited: tuple[DocumentedResponse, ...]) -> DocumentedResponse | None:
        """
        Return the response for a status, a range or ``default``; None if it is not documented.

        ``limited`` are the responses that are limited to the operation; they come before the general ones.
        """
        key = (status, *(response.name for response in limited)) if limited else (status,)
        if key not in self._by_status:
            wanted = status if status == "default" else status.upper()
            if wanted in COMBINED:
                self._by_status[key] = combined(self.provider, wanted, self.settings.prefix)
            else:
                self._by_status[key] = self._single(wanted, limited)
        return self._by_status[key]

    def referred(self, reference: str) -> DocumentedResponse | None:
        """Return the response of the provider that a reference leads to, or None."""
        return self._by_reference.get(reference)

    def missing(self, operation: Operation, declared: Iterable[str]) -> dict[str, DocumentedResponse]:
        """Return the documented error responses of an operation that it does not declare, by status."""
        present = {status.upper() for status in declared}
        missing: dict[str, DocumentedResponse] = {}
        for response in sorted(self.documented, key=lambda response: not response.on):
            if (response.on and not _is_for(response, operation)) or not _is_addable(response):
                continue
            for status in self._statuses(response):
                if status not in present:
                    missing.setdefault(status, response)
        return dict(sorted(missing.items()))

    def success_errors(self, status: str, media: str) -> list[str]:
        """Return the names of the schemas of the errors that are documented for a success status and a media type."""
        problem_types = [
            problem_type
            for response in self.documented
            if response.status == status
            for problem_type in response.problem_types
        ]
        shapes = [problem_type.content.get(media) for problem_type in problem_types]
        begin = stem(self.provider, self.settings.prefix)
        names = [shape_name(self._catalog, begin, shape) for shape in shapes if shape is not None]
        return [self.names.get(name, name) for name in dict.fromkeys(names)]

    def name_of(self, response: DocumentedResponse) -> str:
        """Return the name of the component of a response."""
        return self.names.get(response.name, response.name)

    def reference(self, name: str, section: str = "responses") -> str:
        """Return the reference to a component in the version of the document."""
        if self.openapi == "2.0":
            return f"#/{'definitions' if section == 'schemas' else section}/{name}"
        return f"#/components/{section}/{name}"

    @cached_property
    def _by_reference(self) -> dict[str, DocumentedResponse]:
        return {self.reference(self.name_of(response)): response for response in self.documented}

    def _single(self, status: str, limited: Iterable[DocumentedResponse]) -> DocumentedResponse | None:
        """Return the response of a status, or of the range that contains it."""
        general = [response for response in self.documented if not response.on and _has_body(response)]
        candidates = [*limited, *general]
        matches = (
            response for wanted in (status, _range(status)) for response in candidates if response.status == wanted
        )
        return next(matches, None)

    def _statuses(self, response: DocumentedResponse) -> list[str]:
        """Return the status of a response; for a range in Swagger 2.0, which has none, the statuses of its examples."""
        if response.status.isdecimal() or self.openapi != "2.0":
            return [response.status]
        codes = {example.response.status_code for _, _, example in response.examples}
        return sorted(str(code) for code in codes if code and _range(str(code)) == response.status)


def _range(status: str) -> str:
    return f"{status[:1]}XX"


def _has_body(response: DocumentedResponse) -> bool:
    return any(problem_type.location == "body" for problem_type in response.problem_types)


def _is_addable(response: DocumentedResponse) -> bool:
    """Return whether operations that do not declare a response can get it: a documented error with a body."""
    is_documented = not all(problem_type.undocumented for problem_type in response.problem_types)
    return is_documented and _has_body(response) and not response.status.startswith("2")


def _is_for(response: DocumentedResponse, operation: Operation) -> bool:
    """Return whether a response is limited to operations of which this is one."""
    for limit in response.on:
        identifier = limit.get("operationId")
        if identifier is not None and identifier == operation.id:
            return True
        has_method = limit["method"].lower() == operation.method.lower()
        if has_method and _without_names(limit["path"]) == _without_names(operation.path):
            return True
    return False


def _without_names(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)
