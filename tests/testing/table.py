"""
What clients without errspec do in each scenario, as a table; ``python -m tests.testing.table`` writes SCENARIOS.md.
"""

from __future__ import annotations

import stamina

from errspec import CATALOG
from errspec.testing import play
from tests.support.cases import ROOT
from tests.testing.clients import PLAIN

PAGE = ROOT / "tests" / "testing" / "SCENARIOS.md"
HEAD = """# What clients do in the scenarios

Each client is the usual one: `requests.request`, `httpx.request`, a `Retry` of urllib3 for every method and for 409,
429 and 5xx, and tenacity and stamina with five attempts around `raise_for_status`.
✓ means that the client did everything that the scenario expects; otherwise, the cell says what it did wrong.
`python -m tests.testing.table` writes this page from real runs.

"""


def page() -> str:
    """
    The page, from runs of every client in every scenario.
    """
    stamina.set_active(True)
    lines = [f"| scenario | {' | '.join(PLAIN)} |", f"| --- |{' --- |' * len(PLAIN)}"]
    for provider in CATALOG.providers:
        for scenario in CATALOG.scenarios(provider):
            reports = [play(scenario.name, make(scenario)) for make in PLAIN.values()]
            cells = ["✓" if report.passed else wrong(report) for report in reports]
            lines.append(f"| {scenario.name} | {' | '.join(cells)} |")
    return HEAD + "\n".join(lines) + "\n"


def wrong(report) -> str:
    """
    The first expectation that was not met, without the seconds that chance decides.
    """
    waits = [each for each in report.expectations if not each.met and "waited" in each.sentence]
    if waits:
        return "waited too short"
    return next(each.sentence for each in report.expectations if not each.met).rstrip(".")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
