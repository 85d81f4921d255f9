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
    from errspec.problems.problem import problem_from_url as problem_from_url
    from errspec.problems.raising import AuthenticationFailed as AuthenticationFailed
    from errspec.problems.raising import Conflict as Conflict
    from errspec.problems.raising import InvalidRequest as InvalidRequest
    from errspec.problems.raising import MethodNotAllowed as MethodNotAllowed
    from errspec.problems.raising import NoAnswer as NoAnswer
    from errspec.problems.raising import NotFound as NotFound
    from errspec.problems.raising import PermissionDenied as PermissionDenied
    from errspec.problems.raising import ProblemError as ProblemError
    from errspec.problems.raising import QuotaExceeded as QuotaExceeded
    from errspec.problems.raising import RateLimited as RateLimited
    from errspec.problems.raising import Redirected as Redirected
    from errspec.problems.raising import TemporarilyRefused as TemporarilyRefused
    from errspec.problems.raising import Unavailable as Unavailable
    from errspec.problems.raising import araise_for_problem as araise_for_problem
    from errspec.problems.raising import raise_for_problem as raise_for_problem
    from errspec.problems.retry import Retry as Retry
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
    "AuthenticationFailed",
    "Catalog",
    "Conflict",
    "ErrspecError",
    "Example",
    "Explanation",
    "Finding",
    "InvalidRequest",
    "Limits",
    "MethodNotAllowed",
    "NoAnswer",
    "NoSuchProvider",
    "NotFound",
    "PermissionDenied",
    "Problem",
    "ProblemError",
    "ProblemType",
    "Provider",
    "QuotaExceeded",
    "RateLimited",
    "Redirected",
    "Report",
    "Response",
    "Retry",
    "TemporarilyRefused",
    "Unavailable",
    "ValidationError",
    "araise_for_problem",
    "check",
    "components",
    "exceptions",
    "explain",
    "identify",
    "is_valid",
    "iter_errors",
    "openapi",
    "problem",
    "problem_from_url",
    "raise_for_problem",
    "schema",
    "validate",
]

#: The module of each name; a name without an entry is a module itself.
_HOMES = {
    "CATALOG": "catalog.catalog",
    "REGISTRY": "catalog.catalog",
    "AuthenticationFailed": "problems.raising",
    "Catalog": "catalog.catalog",
    "Conflict": "problems.raising",
    "ErrspecError": "exceptions",
    "Example": "catalog.provider",
    "Explanation": "problems.explanation",
    "Finding": "verdict.findings",
    "InvalidRequest": "problems.raising",
    "Limits": "verdict.reading",
    "MethodNotAllowed": "problems.raising",
    "NoAnswer": "problems.raising",
    "NoSuchProvider": "exceptions",
    "NotFound": "problems.raising",
    "PermissionDenied": "problems.raising",
    "Problem": "problems.problem",
    "ProblemError": "problems.raising",
    "ProblemType": "catalog.provider",
    "Provider": "catalog.provider",
    "QuotaExceeded": "problems.raising",
    "RateLimited": "problems.raising",
    "Redirected": "problems.raising",
    "Report": "verdict.report",
    "Response": "response",
    "Retry": "problems.retry",
    "TemporarilyRefused": "problems.raising",
    "Unavailable": "problems.raising",
    "ValidationError": "verdict.report",
    "__version__": "version",
    "araise_for_problem": "problems.raising",
    "check": "verdict.contract",
    "components": "openapi.building.assembly",
    "explain": "problems.explanation",
    "identify": "verdict.contract",
    "is_valid": "verdict.contract",
    "iter_errors": "verdict.contract",
    "problem": "problems.problem",
    "problem_from_url": "problems.problem",
    "raise_for_problem": "problems.raising",
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
