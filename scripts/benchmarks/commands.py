"""
Whole commands on one small file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from errspec import CATALOG
from errspec.catalog.forms import standard
from scripts.benchmarks.responses import conforming
from scripts.benchmarks.rounds import BIN, ENVIRONMENT, rounds, table


def commands(folder: Path) -> dict[str, Callable[[], object]]:
    """
    Whole commands on one small file.
    """
    body = folder / "body.json"
    item, response = conforming()[0]
    body.write_bytes(response.content)
    one = folder / "test_one.py"
    one.write_text("def test_one(): pass\n")
    schema = folder / "schema.json"
    schema.write_text(json.dumps(standard(CATALOG.schema(item.shape, "strict"))))

    def run(*words: object) -> Callable[[], object]:
        def call() -> None:
            done = subprocess.run(list(map(str, words)), env=ENVIRONMENT, capture_output=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr

        return call

    test = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", folder / "none.ini", one]
    (folder / "none.ini").touch()
    return {
        "python -c pass": run(sys.executable, "-c", "pass"),
        "import errspec": run(sys.executable, "-c", "import errspec"),
        "errspec check": run(BIN / "errspec", "check", "--provider", item.provider, body),
        "jsonschema": run(sys.executable, "-W", "ignore", "-m", "jsonschema", "-i", body, schema),
        "check-jsonschema": run(BIN / "check-jsonschema", "--schemafile", schema, body),
        "pytest of one test, without the plugin": run(*test, "-p", "no:errspec"),
        "pytest of one test": run(*test),
        "pytest of one test, --errspec": run(*test, "--errspec"),
    }


def measure(folder: Path) -> dict[str, list[float]]:
    """
    Seconds for one command, for each command and round.
    """
    functions = commands(folder)
    for function in functions.values():
        function()
    times = rounds(functions, {**dict.fromkeys(functions, 1), "python -c pass": 5})
    table("One command", "python -c pass", times, 1e3, "ms")
    return times
