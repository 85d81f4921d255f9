"""
A mixed log of JSON lines: successes, documented errors, drift and faults.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import orjson

from scripts.benchmarks.loops import HEADERS, REFUSED, SUCCESS, URL
from scripts.benchmarks.rounds import BIN, ENVIRONMENT, rounds, table

PARSING = "orjson.loads of every line"
CHECKING = "errspec check"
LINES = 100_000
REFUSAL = orjson.loads(REFUSED)["error"]
#: How many of a hundred lines have which status and body: 60 successes, 23 documented errors, 15 times drift, 2 faults.
MIX: list[tuple[int, int, object]] = [
    (60, 200, orjson.loads(SUCCESS)),
    (12, 422, {"error": REFUSAL}),
    (6, 404, {"error": {"message": "Not found."}}),
    (5, 401, {"error": "invalid_token", "error_description": "The access token is invalid."}),
    (15, 422, {"error": {**REFUSAL, "trace": "4f2a"}}),
    (1, 422, {"error": {**REFUSAL, "message": 5}}),
    (1, 404, {"errors": []}),
]


def write(path: Path) -> None:
    """
    Write the log, its lines in an order in which all kinds alternate.
    """
    hundred = [(status, body) for number, status, body in MIX for _ in range(number)]
    shared = {"method": "GET", "url": URL, "headers": {**HEADERS, "Server": "nginx"}}
    with path.open("wb") as file:
        for number in range(LINES):
            status, body = hundred[number * 37 % 100]
            file.write(
                orjson.dumps({"time": f"2026-11-27T10:00:{number:06}", **shared, "status": status, "body": body})
            )
            file.write(b"\n")


def measure(folder: Path) -> dict[str, list[float]]:
    """
    Seconds for the whole log, for parsing alone and for the command without its start.
    """
    log, short = folder / "mixed.ndjson", folder / "short.ndjson"
    write(log)
    short.write_bytes(log.read_bytes().split(b"\n", 1)[0])

    def parsing() -> None:
        with log.open("rb") as lines:
            for line in lines:
                orjson.loads(line)

    def checking(path: Path) -> Callable[[], None]:
        command = [str(BIN / "errspec"), "check", str(path)]

        def run() -> None:
            assert subprocess.run(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT, check=False).returncode in (0, 1)

        return run

    functions = {PARSING: parsing, "errspec check of one line": checking(short), CHECKING: checking(log)}
    # the floor takes about as long as the check, so that a machine that is slow for a while slows both
    times = rounds(functions, {PARSING: 20, "errspec check of one line": 1, CHECKING: 1})
    table(f"A mixed log of {LINES:,} lines", PARSING, times, 1e3, "ms")
    return times
