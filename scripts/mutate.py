"""
Run the tests of the verdict against a sample of mutants that cosmic-ray makes, in a copy of the repository.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "tests" / "verdict" / "survivors.md"
#: The suites that need no Node, in the order in which they run: those that find most for their time first.
SUITES = (
    "tests/verdict/test_suite.py",
    "tests/verdict",
    "tests/reporters tests/catalog",
    "tests/property/test_laws.py",
)
PYTEST = f"{ROOT / '.venv' / 'test' / 'bin' / 'python'} -m pytest -n 0 -x -q -p no:cacheprovider"
CONFIGURATION = """
[cosmic-ray]
module-path = "errspec/verdict"
timeout = {timeout}
excluded-modules = []
test-command = "sh -c '{command}'"

[cosmic-ray.distributor]
name = "local"
"""


def main() -> int:
    """
    Print the rate and the survivors, and return 1 if a survivor is not explained.
    """
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument("--sample", type=int, default=500, metavar="N", help="number of mutants (500)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the sample (0)")
    parser.add_argument("--suite", action="append", metavar="PATH", help=f"tests to run ({', '.join(SUITES)})")
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS", help="limit for one mutant (600)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="mutants at a time, each in a copy (1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"copy-{number}" for number in range(options.jobs)]
        _run("git", "-C", ROOT, "diff", "--binary", "HEAD", "--output", Path(folder) / "changes")
        for copy in copies:
            _run("git", "clone", "--quiet", ROOT, copy)
            if (Path(folder) / "changes").stat().st_size:
                _run("git", "-C", copy, "apply", Path(folder) / "changes")
        (configuration := Path(folder) / "cosmic-ray.toml").write_text(
            CONFIGURATION.format(
                timeout=options.timeout,
                command=" && ".join(f"{PYTEST} {suite}" for suite in options.suite or SUITES),
            ),
            "utf-8",
        )
        command = Path(sys.executable).parent / "cosmic-ray"
        sessions = [copy.with_suffix(".sqlite") for copy in copies]
        _run(command, "init", configuration, sessions[0], cwd=copies[0])
        with use_db(sessions[0], WorkDB.Mode.open) as work:
            places = _sample(list(work.work_items), copies[0], options.sample, options.seed)
        _run(command, "baseline", configuration, cwd=copies[0])
        for session in sessions[1:]:
            shutil.copyfile(sessions[0], session)
        shares = [{item.job_id for item in places[number :: options.jobs]} for number in range(options.jobs)]
        running = []
        for copy, session, own in zip(copies, sessions, shares, strict=True):
            with use_db(session, WorkDB.Mode.open) as work:
                others = [item.job_id for item in work.work_items if item.job_id not in own]
                work.set_multiple_results(others, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
            running.append(subprocess.Popen([command, "exec", configuration, session], cwd=copy))
        failed = [process.args for process in running if process.wait()]
        results: list[tuple[WorkItem, WorkResult]] = []
        for session, own in zip(sessions, shares, strict=True):
            with use_db(session, WorkDB.Mode.open) as work:
                results += [(item, result) for item, result in work.completed_work_items if item.job_id in own]
    if failed:
        sys.exit(f"{failed[0]} failed")
    return _reported(results)


def _sample(items: list[WorkItem], copy: Path, size: int, seed: int) -> list[WorkItem]:
    """
    Choose one mutant at each of so many places; what stands in annotations and signatures cannot change a verdict.
    """
    by_place: dict[tuple[str, str, tuple[int, int]], list[WorkItem]] = {}
    typed = {path: set(_typed(copy / path)) for path in {item.mutations[0].module_path for item in items}}
    for item in items:
        [mutation] = item.mutations
        family = mutation.operator_name.rpartition("_")[0] or mutation.operator_name
        if not (
            family.startswith("core/ReplaceBinaryOperator") and mutation.start_pos[0] in typed[mutation.module_path]
        ):
            by_place.setdefault((str(mutation.module_path), family, mutation.start_pos), []).append(item)
    chance = random.Random(seed)
    keys = chance.sample(sorted(by_place), min(size, len(by_place)))
    return [
        chance.choice(sorted(by_place[key], key=lambda item: item.mutations[0].operator_name)) for key in sorted(keys)
    ]


def _typed(path: Path) -> Iterator[int]:
    """
    Yield the lines of annotations and signatures.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield from range(node.lineno, node.body[0].lineno)
        elif isinstance(node, ast.AnnAssign):
            yield from range(node.annotation.lineno, (node.annotation.end_lineno or 0) + 1)


def _reported(results: list[tuple[WorkItem, WorkResult]]) -> int:
    survivors = [(item, result) for item, result in results if result.test_outcome == TestOutcome.SURVIVED]
    explained = SURVIVORS.read_text("utf-8") if SURVIVORS.exists() else ""
    missing = 0
    for item, result in survivors:
        [mutation] = item.mutations
        lines = [
            line for line in (result.diff or "").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        change = " → ".join(f"`{line[1:].strip()}`" for line in lines)
        known = change in explained
        missing += not known
        place = f"{mutation.module_path}, line {mutation.start_pos[0]}"
        print(f"{'explained' if known else 'not explained'}: {place}: {change}")
    killed = len(results) - len(survivors)
    rate = killed / max(len(results), 1)
    print(f"{killed} of {len(results)} mutants killed ({rate:.0%}); {missing} survivors not explained")
    return 1 if missing else 0


def _run(*words: str | Path, cwd: Path = ROOT) -> None:
    subprocess.run(list(map(str, words)), cwd=cwd, check=True)


if __name__ == "__main__":
    sys.exit(main())
