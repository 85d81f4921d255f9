"""
Measurements side by side: floors, peers and errspec in the same run, as medians and ratios.

Bodies are the example bodies of the sources as servers send them, in compact JSON. A ratio is the median of the
ratios of all rounds, so that what disturbs a round disturbs both sides.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from scripts.benchmarks import archives, commands, documentation, embedding, log, loops, mixed, responses
from scripts.benchmarks.rounds import ratio, table


def main() -> None:
    """
    Measure and print.
    """
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure errspec beside floors and peers.")
    parser.add_argument("--log", type=int, metavar="BYTES", help="measure a log of JSON lines of that size alone")
    parser.add_argument(
        "--openapi", type=Path, metavar="FILE", help="put errors into this document, not into a made one"
    )
    options = parser.parse_args()
    size = options.log
    if size is not None:
        with tempfile.TemporaryDirectory() as folder:
            log.log(Path(folder), size)
        return
    started = time.perf_counter()
    times = responses.measure()
    looped = loops.measure()
    with tempfile.TemporaryDirectory() as folder:
        starts = commands.measure(Path(folder))
        archives.archives(Path(folder))
        logged = mixed.measure(Path(folder))
        embedded = embedding.embedding(Path(folder), options.openapi)
        built = documentation.documentation(Path(folder))
        table("One page of documentation", "json-schema-for-humans", built, 1e3, "ms")
    known, unknown = "errspec.check, provider known", "errspec.check, provider unknown"
    print("| Promise | measured | at most |")
    print("| --- | ---: | ---: |")
    promises = [
        ("whole check, times orjson.loads", ratio(times, known, "orjson.loads"), 15),
        ("provider unknown, times provider known", ratio(times, unknown, known), 1.6),
        ("make and check, times orjson.loads", ratio(looped, "422, provider known", loops.FLOOR), 12),
        ("provider unknown, times provider known", ratio(looped, "422, provider unknown", "422, provider known"), 1.4),
        ("from an httpx response, times orjson.loads", ratio(looped, "422, from an httpx response", loops.FLOOR), 28),
        ("a success, times orjson.loads of it", ratio(looped, "success", "orjson.loads of the success"), 10),
        ("a schema error, times orjson.loads", ratio(looped, "422 with a schema error", loops.FLOOR), 120),
        ("drift, times orjson.loads", ratio(looped, "418, which is drift", loops.FLOOR), 45),
        ("a missing header, times orjson.loads", ratio(looped, "429 without its header", loops.FLOOR), 40),
        ("a log, times orjson.loads of its lines", ratio(logged, mixed.CHECKING, mixed.PARSING), 25),
        ("import errspec, times python -c pass", ratio(starts, "import errspec", "python -c pass"), 2),
        ("a page, times json-schema-for-humans", ratio(built, "errspec docs build", "json-schema-for-humans"), 1),
        ("errspec check, times check-jsonschema", ratio(starts, "errspec check", "check-jsonschema"), 1 / 3),
        ("errspec check of a small file, times python -c pass", ratio(starts, "errspec check", "python -c pass"), 5),
        *embedded,
    ]
    for name, measured, most in promises:
        print(f"| {name} | {measured:.2f} | {most:.2f} |")
    print(f"\nMeasured in {time.perf_counter() - started:.0f} seconds with Python {sys.version.split()[0]}.")


main()
