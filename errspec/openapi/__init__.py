"""
OpenAPI: the documented errors as components of a document.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from errspec.openapi.assembly import components as components
    from errspec.openapi.assembly import widenings as widenings
    from errspec.openapi.dialects import Converted as Converted
    from errspec.openapi.dialects import convert as convert
    from errspec.openapi.embedding import embed as embed
    from errspec.openapi.statuses import DocumentedResponse as DocumentedResponse
    from errspec.openapi.statuses import documented_responses as documented_responses
    from errspec.openapi.versions import VERSIONS as VERSIONS

_HOMES = {
    "Converted": "dialects",
    "DocumentedResponse": "statuses",
    "VERSIONS": "versions",
    "components": "assembly",
    "convert": "dialects",
    "documented_responses": "statuses",
    "embed": "embedding",
    "widenings": "assembly",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(importlib.import_module(f"errspec.openapi.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'errspec.openapi' has no attribute {name!r}")
