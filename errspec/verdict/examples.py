"""
Whether the data of a catalog agree with themselves: the examples are what they are examples of.
"""

from __future__ import annotations

from errspec.catalog.catalog import Catalog
from errspec.exceptions import CatalogError
from errspec.verdict.contract import check


def verify(catalog: Catalog) -> None:
    """
    Raise CatalogError where an example is not judged as its own problem type, or has findings.

    An example that shows something no page lists is marked ``x-undocumented`` and may have drift.
    """
    for provider in catalog.providers.values():
        for problem_type in provider.problem_types:
            for example in problem_type.examples:
                report = check(example.response, provider.id, catalog=catalog)
                at = f"the example {example.title!r} of {problem_type}"
                if report.problem_type is not problem_type:
                    found = report.problem_type or "no problem type"
                    raise CatalogError(
                        provider.id, f"{at} is judged as {found}; special types come before general ones"
                    )
                marked = example.undocumented or problem_type.undocumented
                findings = report.errors if marked else report.findings
                if findings:
                    raise CatalogError(provider.id, f"{at} does not conform: {findings[0].message}")
