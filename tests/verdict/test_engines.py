"""
Several engines, one verdict.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from errspec import CATALOG
from scripts.artifacts import FOLDER
from tests.support.cases import ROOT, cases
from tests.support.tools import unavailable

NODE = ROOT / "tests" / "node"
CASES = list(cases("shapes"))


def generated() -> dict[str, Any]:
    """
    The schemas of schemas/generated/json-schema by name, the strict ones with their suffix.
    """
    folder = ROOT / FOLDER / "json-schema"
    return {
        path.relative_to(folder).as_posix().removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }


def questions() -> list[tuple[str, Any, bool]]:
    """
    A schema, a value and the verdict, for every case and both forms.
    """
    return [
        (f"{case.shape}{suffix}", case.data["data"], case.data["valid"][form])
        for case in CASES
        for form, suffix in (("tolerant", ""), ("strict", ".strict"))
    ]


def test_jsonschema():
    """
    jsonschema gives every body of the suite the verdict of its case, on the generated schemas.
    """
    validators = {name: Draft202012Validator(schema) for name, schema in generated().items()}
    assert [v for *_, v in questions()] == [validators[name].is_valid(value) for name, value, _ in questions()]


def test_jsonschema_rs():
    """
    jsonschema-rs gives every body of the suite the same verdict.
    """
    rs = pytest.importorskip("jsonschema_rs") if not _in_ci() else __import__("jsonschema_rs")
    validators = {name: rs.Draft202012Validator(schema) for name, schema in generated().items()}
    assert [v for *_, v in questions()] == [validators[name].is_valid(value) for name, value, _ in questions()]


def test_ajv():
    """
    Ajv in its strict mode loads every generated schema as it is, and gives every body the same verdict.
    """
    if not shutil.which("node") or not (NODE / "node_modules" / "ajv").is_dir():
        unavailable("Ajv (npm ci in tests/node)")
    question = {"schemas": generated(), "cases": [(name, value) for name, value, _ in questions()]}
    done = subprocess.run(
        ["node", "ajv.mjs"], input=json.dumps(question).encode(), cwd=NODE, capture_output=True, check=False
    )
    assert b"" == done.stderr
    assert [v for *_, v in questions()] == json.loads(done.stdout)


REPORTS = """
import json, sys
hidden = sys.argv[1:]
sys.modules.update(dict.fromkeys(hidden))
from errspec import check
from errspec.verdict import engine, inspection, reading
from tests.support.cases import cases
engine.FAST = inspection.FAST = reading.FastParser(patience=1)  # from the first body on
reports = []
for case in [*cases("responses"), *cases("findings")]:
    for lang in ("en", "it"):
        for provider in (case.provider, None):
            report = check(case.response, provider, lang=lang)
            findings = [[*map(str, f[:7]), f.key, f.message] for f in report.findings]
            reports.append([str(case), report.is_error, report.provider, str(report.problem_type), report.shape,
                            [str(c) for c in report.candidates], findings])
assert ("jsonschema_rs" in sys.modules and sys.modules["jsonschema_rs"] is not None) == ("jsonschema_rs" not in hidden)
print(json.dumps(reports))
"""


def test_the_extra_fast_changes_no_report():
    """
    With and without jsonschema-rs and orjson, every response of the suite gets the same report.
    """
    for module in ("orjson", "jsonschema_rs"):
        if not _importable(module):
            unavailable(f"the extra fast ({module})")

    def reports(*hidden: str) -> Any:
        done = subprocess.run([sys.executable, "-c", REPORTS, *hidden], cwd=ROOT, capture_output=True, check=False)
        assert 0 == done.returncode, done.stderr.decode()
        return json.loads(done.stdout)

    everything = reports()
    assert everything
    assert everything == reports("orjson", "jsonschema_rs")
    assert everything == reports("orjson")
    assert everything == reports("jsonschema_rs")


def test_every_shape_has_cases():
    """
    Every shape has its test file, and every test file its shape.
    """
    assert set(CATALOG.shapes) == {case.shape for case in CASES}


def test_every_problem_type_has_cases():
    """
    Every problem type has its test file with a case that conforms and one that does not, and the reverse.
    """
    from errspec import check

    found: dict[str, set[bool]] = {}
    for case in cases("responses"):
        found.setdefault(case.target, set()).add(check(case.response, case.provider).conforms)
    providers = [*CATALOG.providers.values(), CATALOG.common]
    assert {str(item) for provider in providers for item in provider.problem_types} == set(found)
    unanswerable = {str(item) for provider in providers for item in provider.problem_types if not item.status}
    assert unanswerable >= {name for name, verdicts in found.items() if verdicts != {True, False}}


def test_every_code_has_neighbors():
    """
    Every code of a finding has a response with it and a neighbor without it.
    """
    found: dict[str, set[bool]] = {}
    for case in cases("findings"):
        codes = {finding["code"] for finding in case.data["report"]["findings"]}
        found.setdefault(case.target, set()).add(case.target in codes)
    assert set(CATALOG.messages["codes"]) - {"too-large"} == set(found)
    assert not [code for code, verdicts in found.items() if verdicts != {True, False}]


def _in_ci() -> bool:
    import os

    return bool(os.environ.get("CI"))


def _importable(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None
