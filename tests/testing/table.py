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

Each client is written the way its users commonly write it:

- requests and httpx: one call, without retries
- urllib3: a `Retry` for all methods and for 409, 429 and 5xx
- tenacity and stamina: five attempts around `raise_for_status`

✓ means that the client did everything that the scenario expects; otherwise, the cell says what it did wrong.
`python -m tests.testing.table` runs every client in every scenario and writes this page.

"""


def page() -> str:
    """
    Return the page, from runs of every client in every scenario.
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
    Return the first expectation that was not met, without the seconds, which vary from run to run.
    """
    waits = [each for each in report.expectations if not each.met and "waited" in each.sentence]
    if waits:
        return "did not wait long enough"
    return next(each.sentence for each in report.expectations if not each.met).rstrip(".")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
