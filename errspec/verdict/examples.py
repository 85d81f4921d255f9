"""
The check that the data of a catalog agree: each example is judged as its own problem type.
"""

from __future__ import annotations

from errspec.catalog.catalog import Catalog
from errspec.exceptions import CatalogError
from errspec.verdict.contract import check


def verify(catalog: Catalog) -> None:
    """
    Raise CatalogError if an example is not checked as its own problem type, or has findings.

    An example that shows something no page lists is marked ``x-undocumented`` and may have drift.
    """
    for provider in (*catalog.providers.values(), catalog.common):
        for problem_type in provider.problem_types:
            for example in problem_type.examples if problem_type.location != "page" else ():
                report = check(example.response, provider.id, catalog=catalog)
                place = f"the example {example.title!r} of {problem_type}"
                if report.problem_type != problem_type:
                    judged = report.problem_type or "no problem type"
                    reason = f"{place} is judged as {judged}; special types come before general ones"
                    raise CatalogError(provider.id, reason)
                marked = example.undocumented or problem_type.undocumented
                findings = report.errors if marked else report.findings
                if findings:
                    raise CatalogError(provider.id, f"{place} does not conform: {findings[0].message}")
