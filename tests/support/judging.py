"""
The cases of the suite about values and responses, and what they verify.
"""

from __future__ import annotations

from typing import Any

from errspec import CATALOG, check
from errspec.pointers import format_pointer
from errspec.verdict.validation import iter_errors
from tests.support.cases import Case, cases

SHAPES = list(cases("shapes"))
EXCHANGES = [*cases("responses"), *cases("findings")]
FORMS = ("tolerant", "strict")


def verify_shape(case: Case, form: str) -> None:
    """
    A form of a shape accepts what the case says, and refuses it for the one fault that the case names.
    """
    valid = case.data["valid"]
    errors = list(iter_errors(CATALOG.schema(case.shape, form), case.data["data"]))
    assert valid[form] == (not errors)
    if errors and (form == "tolerant" or valid["tolerant"]):
        found = [{"instance_location": format_pointer(error.path), "keyword": error.keyword} for error in errors]
        assert [case.data["error"]] == found


def verify_exchange(case: Case) -> None:
    """
    A response gets the report that the case wants.
    """
    wanted = case.data["report"]
    report = check(case.response, case.provider)
    found: dict[str, Any] = {
        "is_error": report.is_error,
        "problem_type": report.problem_type and report.problem_type.name,
        "candidates": [candidate.name for candidate in report.candidates],
        "findings": [],
    }
    if "provider" in wanted:
        found["provider"] = report.provider
    for finding in report.findings:
        entry = {"code": finding.code, "instance_location": finding.instance_location, "header": finding.header}
        found["findings"].append({key: value for key, value in entry.items() if value is not None})
    expected = {"candidates": [], **wanted}
    assert _sorted(expected) == _sorted(found)


def _sorted(report: dict[str, Any]) -> dict[str, Any]:
    findings = sorted(report["findings"], key=lambda finding: sorted(finding.items()))
    return {**report, "findings": findings}
