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
import time
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "tests" / "verdict" / "survivors.md"
#: The suites that need no Node and run after ``tests.verdict``: those that find most for their time first.
SUITES = (
    "tests/verdict/test_api.py tests/verdict/test_boundaries.py tests/verdict/test_values.py",
    "tests/catalog",
    'tests/property/test_laws.py -k "taken or quick_way"',
    "tests/verdict/test_engines.py",
    'tests/reporters -k "not memory and not always and not one_line and not every_text and not well_formed"',
    "tests/verdict/test_hostile.py",
    'tests/problems -k "not grows and not beginning and not no_text"',
    'tests/cli -k "not leaks"',
    "tests/property/test_laws.py",
)
#: The limit ends mutants that would not end. Only pytest's own plugins are loaded: the others take half of the time.
PYTHON = f"timeout 180 {ROOT / '.venv' / 'test' / 'bin' / 'python'} -m"
PYTEST = (
    f"PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 {PYTHON} pytest -o addopts= -W ignore::pytest.PytestConfigWarning"
    " -p pytester -x -q -p no:cacheprovider"
)
CONFIGURATION = '''
[cosmic-ray]
module-path = "errspec/verdict"
timeout = {timeout}
excluded-modules = []
test-command = """sh -c 'ulimit -v 8000000; {command}'"""

[cosmic-ray.distributor]
name = "local"
'''


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
        commands = (f"{PYTHON} tests.verdict", *(f"{PYTEST} {suite}" for suite in options.suite or SUITES))
        text = CONFIGURATION.format(timeout=options.timeout, command=" && ".join(commands))
        (configuration := Path(folder) / "cosmic-ray.toml").write_text(text, "utf-8")
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
        while any(process.poll() is None for process in running):
            _progress(sessions, len(places))
            time.sleep(5)
        _progress(sessions, len(places))
        failed = [process.args for process in running if process.returncode]
        results: list[tuple[WorkItem, WorkResult]] = []
        for session, own in zip(sessions, shares, strict=True):
            with use_db(session, WorkDB.Mode.open) as work:
                results += [(item, result) for item, result in work.completed_work_items if item.job_id in own]
    if failed:
        sys.exit(f"{failed[0]} failed")
    return _reported(results)


def _sample(items: list[WorkItem], copy: Path, size: int, seed: int) -> list[WorkItem]:
    """
    Choose one mutant at each of so many places; annotations, the imports for them, and signatures decide nothing.
    """
    by_place: dict[tuple[str, str, tuple[int, int]], list[WorkItem]] = {}
    typed = {path: set(_typed(copy / path)) for path in {item.mutations[0].module_path for item in items}}
    for item in items:
        [mutation] = item.mutations
        family = mutation.operator_name.rpartition("_")[0] or mutation.operator_name
        if not (
            family.startswith(("core/ReplaceBinaryOperator", "core/AddNot"))
            and mutation.start_pos[0] in typed[mutation.module_path]
        ):
            by_place.setdefault((str(mutation.module_path), family, mutation.start_pos), []).append(item)
    chance = random.Random(seed)
    keys = chance.sample(sorted(by_place), min(size, len(by_place)))
    return [
        chance.choice(sorted(by_place[key], key=lambda item: item.mutations[0].operator_name)) for key in sorted(keys)
    ]


def _typed(path: Path) -> Iterator[int]:
    """
    Yield the lines of annotations, of the imports for them, and of signatures.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield from range(node.lineno, node.body[0].lineno)
        elif isinstance(node, ast.AnnAssign):
            yield from range(node.annotation.lineno, (node.annotation.end_lineno or 0) + 1)
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield node.lineno


def _progress(sessions: list[Path], total: int) -> None:
    """
    Show on a terminal how many mutants are done.
    """
    if sys.stderr.isatty():
        done = 0
        for session in sessions:
            with use_db(session, WorkDB.Mode.open) as work:
                done += sum(result.worker_outcome != WorkerOutcome.SKIPPED for _, result in work.completed_work_items)
        print(f"\r{done} of {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _reported(results: list[tuple[WorkItem, WorkResult]]) -> int:
    survivors = [(item, result) for item, result in results if result.test_outcome == TestOutcome.SURVIVED]
    explained = SURVIVORS.read_text("utf-8") if SURVIVORS.exists() else ""
    missing = 0
    for item, result in survivors:
        [mutation] = item.mutations
        lines = [
            line
            for line in (result.diff or "").splitlines()
            if line[:1] in ("+", "-") and line[:3] not in ("+++", "---") and line[1:].strip()
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
