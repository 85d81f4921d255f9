"""
``scripts/fuzz``: send almost right inputs to every entry point, and count what goes wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.running import Fault, Outcome, fuzz, limit_memory
from tests.fuzz.targets import TARGETS

_HEAD = "entry point    inputs  refused  exceptions  slow  memory   slowest   per s"


def main(words: list[str] | None = None) -> int:
    """
    Print a table, and return 1 if anything was found.
    """
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Send almost right inputs to every entry point.")
    parser.add_argument("--inputs", type=int, default=1000, metavar="N", help="number of inputs per entry point (1000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the inputs (0)")
    parser.add_argument("--only", action="append", choices=[each.name for each in TARGETS], help="entry point to test")
    parser.add_argument("--findings", type=Path, metavar="FILE", help="write the inputs and tracebacks into a file")
    options = parser.parse_args(words)
    limit_memory()
    faults: list[Fault] = []
    print(_HEAD)
    for target in TARGETS:
        if not options.only or target.name in options.only:
            outcome = fuzz(target, options.inputs, options.seed)
            print(_row(outcome), flush=True)
            faults += outcome.faults.values()
            if options.findings:
                options.findings.write_text("".join(fault.described() for fault in faults), "utf-8")
    for fault in faults:
        print(f"{fault.target}: {fault.kind}: {fault.what} ({fault.count} times), for example {fault.content[:200]!r}")
    return 1 if faults else 0


def _row(outcome: Outcome) -> str:
    counts = [outcome.number(kind) for kind in ("exception", "slow", "memory")]
    rate = outcome.inputs / max(outcome.seconds, 0.001)
    return (
        f"{outcome.target:<12}{outcome.inputs:>9}{outcome.refused:>9}{counts[0]:>12}{counts[1]:>6}{counts[2]:>8}"
        f"{outcome.slowest:>8.2f} s{rate:>8.0f}"
    )


if __name__ == "__main__":
    sys.exit(main())
