"""
The documented errors in OpenAPI, as components or embedded in existing documents.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would take as long as everything else
if TYPE_CHECKING:
    from errspec.openapi.building.assembly import components as components
    from errspec.openapi.building.assembly import widenings as widenings
    from errspec.openapi.building.frameworks import responses as responses
    from errspec.openapi.building.frameworks import schemas_of as schemas_of
    from errspec.openapi.building.statuses import DocumentedResponse as DocumentedResponse
    from errspec.openapi.building.statuses import documented_responses as documented_responses
    from errspec.openapi.dialects.conversion import Converted as Converted
    from errspec.openapi.dialects.conversion import convert as convert
    from errspec.openapi.embedding.insertion import embed as embed
    from errspec.openapi.options import VERSIONS as VERSIONS

__all__ = [
    "VERSIONS",
    "Converted",
    "DocumentedResponse",
    "components",
    "convert",
    "documented_responses",
    "embed",
    "responses",
    "schemas_of",
    "widenings",
]

_HOMES = {
    "VERSIONS": "options",
    "Converted": "dialects.conversion",
    "DocumentedResponse": "building.statuses",
    "components": "building.assembly",
    "convert": "dialects.conversion",
    "documented_responses": "building.statuses",
    "embed": "embedding.insertion",
    "responses": "building.frameworks",
    "schemas_of": "building.frameworks",
    "widenings": "building.assembly",
}


if not TYPE_CHECKING:  # otherwise type checkers would accept any name as an attribute of this module

    def __getattr__(name: str) -> object:
        if name in _HOMES:
            import importlib

            return getattr(importlib.import_module(f"errspec.openapi.{_HOMES[name]}"), name)
        raise AttributeError(f"module 'errspec.openapi' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
