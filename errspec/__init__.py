"""
The documented errors of web APIs, as data that runs.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would take as long as all the rest
if TYPE_CHECKING:
    from errspec.catalog import CATALOG, REGISTRY, Catalog, schema
    from errspec.contract import check, identify, is_valid, iter_errors, validate
    from errspec.exceptions import ErrspecError, NoSuchProvider
    from errspec.openapi import components
    from errspec.problems import Problem, problem
    from errspec.provider import Example, ProblemType, Provider
    from errspec.reading import Limits
    from errspec.report import Finding, Report, ValidationError
    from errspec.response import Response

_HOMES = {
    "CATALOG": "catalog",
    "Catalog": "catalog",
    "ErrspecError": "exceptions",
    "Example": "provider",
    "Finding": "report",
    "Limits": "reading",
    "NoSuchProvider": "exceptions",
    "Problem": "problems",
    "ProblemType": "provider",
    "Provider": "provider",
    "REGISTRY": "catalog",
    "Report": "report",
    "Response": "response",
    "ValidationError": "report",
    "check": "contract",
    "components": "openapi",
    "identify": "contract",
    "is_valid": "contract",
    "iter_errors": "contract",
    "problem": "problems",
    "schema": "catalog",
    "validate": "contract",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(f"errspec.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'errspec' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
