"""
The documented errors of web APIs, as data that runs.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would take as long as everything else
if TYPE_CHECKING:
    from errspec import exceptions as exceptions
    from errspec import openapi as openapi
    from errspec.catalog.catalog import CATALOG as CATALOG
    from errspec.catalog.catalog import REGISTRY as REGISTRY
    from errspec.catalog.catalog import Catalog as Catalog
    from errspec.catalog.catalog import schema as schema
    from errspec.catalog.provider import Example as Example
    from errspec.catalog.provider import ProblemType as ProblemType
    from errspec.catalog.provider import Provider as Provider
    from errspec.exceptions import ErrspecError as ErrspecError
    from errspec.exceptions import NoSuchProvider as NoSuchProvider
    from errspec.openapi.building.assembly import components as components
    from errspec.problems.explanation import Explanation as Explanation
    from errspec.problems.explanation import explain as explain
    from errspec.problems.problem import Problem as Problem
    from errspec.problems.problem import problem as problem
    from errspec.response import Response as Response
    from errspec.verdict.contract import check as check
    from errspec.verdict.contract import identify as identify
    from errspec.verdict.contract import is_valid as is_valid
    from errspec.verdict.contract import iter_errors as iter_errors
    from errspec.verdict.contract import validate as validate
    from errspec.verdict.findings import Finding as Finding
    from errspec.verdict.reading import Limits as Limits
    from errspec.verdict.report import Report as Report
    from errspec.verdict.report import ValidationError as ValidationError
    from errspec.version import __version__ as __version__

__all__ = [
    "CATALOG",
    "REGISTRY",
    "Catalog",
    "ErrspecError",
    "Example",
    "Explanation",
    "Finding",
    "Limits",
    "NoSuchProvider",
    "Problem",
    "ProblemType",
    "Provider",
    "Report",
    "Response",
    "ValidationError",
    "check",
    "components",
    "exceptions",
    "explain",
    "identify",
    "is_valid",
    "iter_errors",
    "openapi",
    "problem",
    "schema",
    "validate",
]

#: The module of each name; a name without an entry is a module itself.
_HOMES = {
    "CATALOG": "catalog.catalog",
    "REGISTRY": "catalog.catalog",
    "Catalog": "catalog.catalog",
    "ErrspecError": "exceptions",
    "Example": "catalog.provider",
    "Explanation": "problems.explanation",
    "Finding": "verdict.findings",
    "Limits": "verdict.reading",
    "NoSuchProvider": "exceptions",
    "Problem": "problems.problem",
    "ProblemType": "catalog.provider",
    "Provider": "catalog.provider",
    "Report": "verdict.report",
    "Response": "response",
    "ValidationError": "verdict.report",
    "__version__": "version",
    "check": "verdict.contract",
    "components": "openapi.building.assembly",
    "explain": "problems.explanation",
    "identify": "verdict.contract",
    "is_valid": "verdict.contract",
    "iter_errors": "verdict.contract",
    "problem": "problems.problem",
    "schema": "catalog.catalog",
    "validate": "verdict.contract",
}


if not TYPE_CHECKING:  # otherwise type checkers would accept any name as an attribute of this module

    def __getattr__(name: str) -> object:
        if name in _HOMES or name in __all__:
            import importlib

            module = importlib.import_module(f"errspec.{_HOMES.get(name, name)}")
            return getattr(module, name) if name in _HOMES else module
        raise AttributeError(f"module 'errspec' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
