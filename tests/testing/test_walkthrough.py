"""
The walk-through of the README: a small client with three bugs, and the tests that find them.
"""

from __future__ import annotations

import pytest

from tests.support.cases import ROOT

INNER = ROOT / "tests" / "testing" / "inner"
FILES = {"invoices": "invoices.py", "test_invoices": "invoice_tests.py"}
BUGS = {
    "test_waits_as_long_as_the_header_says",
    "test_follows_no_redirect",
    "test_keeps_the_rejected_fields[fattureincloud/fields-invalid]",
}
REPAIRS = [
    ("time.sleep(1)", 'time.sleep(int(response.headers["Retry-After"]))'),
    ("json=data)", "json=data, allow_redirects=False)"),
    (
        'Refused(response.json()["error"]["message"])',
        "Refused(problem.message, [field.name for field in problem.fields])",
    ),
    ("    if response.status_code != 200:", "    problem = errspec.problem(response)\n    if problem is not None:"),
    ("import requests", "import requests\nimport errspec"),
]


@pytest.mark.parametrize("name", FILES.values())
def test_the_readme_shows_the_files(name):
    """
    The code in the README is the code that is run here.
    """
    assert (INNER / name).read_text("utf-8") in (ROOT / "README.md").read_text("utf-8")


def test_all_three_bugs_are_found(pytester):
    """
    Each bug fails its test, all tests pass once the bugs are repaired, and the plugin counts the errors that were met.
    """
    sources = {module: (INNER / name).read_text("utf-8") for module, name in FILES.items()}
    pytester.makepyfile(**sources)
    result = pytester.runpytest_inprocess("--errspec", "-p", "no:cacheprovider", "-p", "no:asyncio")
    failed = {line.split("::")[1].split(" - ")[0] for line in result.outlines if line.startswith("FAILED ")}
    assert failed == BUGS
    result.stdout.fnmatch_lines(["Your tests cover 6 of 28 documented errors of Fatture in Cloud. Missing:"])
    for wrong, right in REPAIRS:
        assert wrong in sources["invoices"]
        sources["invoices"] = sources["invoices"].replace(wrong, right)
    pytester.makepyfile(**sources)
    result = pytester.runpytest_inprocess("--errspec", "-p", "no:cacheprovider", "-p", "no:asyncio")
    assert result.ret == 0, result.stdout.str()
