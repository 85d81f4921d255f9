"""
The test kit: checks of the responses that tests receive, and every documented error as a response.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in errspec, since pytest imports this package in every run
if TYPE_CHECKING:
    from errspec.testing.assertions import ApiErrors as ApiErrors
    from errspec.testing.breaking import BrokenResponse as BrokenResponse
    from errspec.testing.breaking import broken as broken
    from errspec.testing.choosing import server as server
    from errspec.testing.playing import ScenarioReport as ScenarioReport
    from errspec.testing.playing import play as play
    from errspec.testing.samples import ExampleResponse as ExampleResponse
    from errspec.testing.samples import response as response
    from errspec.testing.samples import responses as responses

__all__ = [
    "ApiErrors",
    "BrokenResponse",
    "ExampleResponse",
    "ScenarioReport",
    "broken",
    "play",
    "response",
    "responses",
    "server",
]

_HOMES = {
    "ApiErrors": "assertions",
    "BrokenResponse": "breaking",
    "ExampleResponse": "samples",
    "ScenarioReport": "playing",
    "broken": "breaking",
    "play": "playing",
    "response": "samples",
    "responses": "samples",
    "server": "choosing",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in _HOMES:
            import importlib

            return getattr(importlib.import_module(f"errspec.testing.{_HOMES[name]}"), name)
        raise AttributeError(f"module 'errspec.testing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
