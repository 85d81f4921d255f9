"""
Rounds of functions side by side, their ratios, and the tables of both.
"""

from __future__ import annotations

import os
import statistics
import sys
import timeit
from collections.abc import Callable
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent.parent
#: The environment of commands: as users have it, with compiled modules and buffered output.
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONUNBUFFERED": ""}
#: The number of rounds; a short trial has two.
ROUNDS = int(os.environ.get("ERRSPEC_BENCH_ROUNDS", "15"))


def rounds(functions: dict[str, Callable[[], object]], number: dict[str, int]) -> dict[str, list[float]]:
    """
    Seconds of one call of each function, for each round; all functions take their turn in a round.
    """
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(ROUNDS):
        for name, function in functions.items():
            times[name].append(timeit.timeit(function, number=number[name]) / number[name])
    return times


def ratio(times: dict[str, list[float]], name: str, floor: str) -> float:
    """
    How many times as long one takes as the other, as the median over the rounds.
    """
    return statistics.median(a / b for a, b in zip(times[name], times[floor], strict=True))


def table(heading: str, floor: str, times: dict[str, list[float]], unit: float, name: str) -> None:
    """
    Print a table of medians and ratios.
    """
    print(f"| {heading} | median, {name} | times {floor} |")
    print("| --- | ---: | ---: |")
    for key, found in times.items():
        print(f"| {key} | {statistics.median(found) * unit:.2f} | {ratio(times, key, floor):.2f} |")
    print()
