"""
A long log of JSON lines: how long it takes, and the most memory.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import orjson

from errspec import CATALOG
from scripts.benchmarks.responses import conforming
from tests.support.memory import checked


def log(folder: Path, size: int) -> None:
    """
    A log of JSON lines of a size in bytes, one error to nine successes: how long it takes, and the most memory.
    """
    success = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"data": ["x" * 250]}}
    rows: list[dict[str, object]] = []
    last = list(CATALOG.providers)[-1]
    for item, sent in conforming():
        if item.provider == last:
            error = {"status": sent.status_code, "headers": dict(sent.headers or ()), "body": json.loads(sent.content)}
            rows += [error, *[success] * 9]
    block = b"".join(orjson.dumps(row) + b"\n" for row in rows)
    times = -(-size // len(block))
    path = folder / "log.ndjson"
    with path.open("wb") as file:
        for _ in range(times):
            file.write(block)
    started = time.perf_counter()
    _, peak = checked(path)
    seconds = time.perf_counter() - started
    print("| A log of JSON lines | bytes | seconds | most memory, MiB |")
    print("| --- | ---: | ---: | ---: |")
    print(f"| {times * len(rows):,} lines | {path.stat().st_size:,} | {seconds:.0f} | {peak / 1024:.0f} |")
