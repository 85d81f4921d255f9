"""
A test kit: responses checked while tests run, and every documented error at hand.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in errspec, since pytest imports this package in every run
if TYPE_CHECKING:
    from errspec.testing.assertions import ApiErrors as ApiErrors
    from errspec.testing.breaking import BrokenResponse as BrokenResponse
    from errspec.testing.breaking import broken as broken
    from errspec.testing.samples import ExampleResponse as ExampleResponse
    from errspec.testing.samples import response as response
    from errspec.testing.samples import responses as responses

__all__ = ["ApiErrors", "BrokenResponse", "ExampleResponse", "broken", "response", "responses"]

_HOMES = {
    "ApiErrors": "assertions",
    "BrokenResponse": "breaking",
    "ExampleResponse": "samples",
    "broken": "breaking",
    "response": "samples",
    "responses": "samples",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in _HOMES:
            import importlib

            return getattr(importlib.import_module(f"errspec.testing.{_HOMES[name]}"), name)
        raise AttributeError(f"module 'errspec.testing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
