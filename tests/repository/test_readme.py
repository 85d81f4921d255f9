"""
The README: what it shows is what happens.
"""

from __future__ import annotations

import re
import shlex

import pytest
from openapi_spec_validator import validate

from errspec.cli.main import main
from tests.support.cases import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n\$ (?:scripts/)?errspec ([^\n|]*)\n(.+?)```", README, re.DOTALL)
EMBED = ["--provider", "sibill", "--diff"]
LINKS = re.findall(r"\]\(([^)#:]+)\)", README + (ROOT / "CONTRIBUTING.md").read_text("utf-8"))


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_console(command, output, capsys, monkeypatch):
    """
    A command whose output is shown prints exactly that.
    """
    if output.startswith("$"):
        return  # several commands, shown without their output
    monkeypatch.chdir(ROOT)
    main(shlex.split(command))
    assert output == capsys.readouterr().out


def test_something_is_shown():
    """
    The main command is shown with its output.
    """
    assert "check tests/recordings" in [command for command, _ in CONSOLE]


def test_python():
    """
    The Python of the README runs, one block after the other.
    """
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 5
    names: dict[str, object] = {}
    for block in blocks:
        # what is said to raise does raise
        lines = [line for line in block.splitlines() if "# raises" not in line]
        exec("\n".join(lines), names)
        for line in set(block.splitlines()) - set(lines):
            code, _, name = line.partition("# raises ")
            with pytest.raises(eval(name, names)):
                exec(code, names)
    application = names["app"].openapi()  # type: ignore[attr-defined]
    validate(application)
    assert {"200", "422", "429"} == application["paths"]["/invoices"]["get"]["responses"].keys()


@pytest.mark.parametrize("link", sorted(set(LINKS)))
def test_link(link):
    """
    Every link into the repository leads somewhere.
    """
    assert (ROOT / link).exists()


def test_figures_are_those_of_the_benchmark():
    """
    The tables of figures have the rows that scripts/bench prints.
    """
    tables = (ROOT / "scripts" / "benchmarks" / "README.md").read_text("utf-8")
    source = "".join(path.read_text("utf-8") for path in (ROOT / "scripts" / "benchmarks").glob("*.py"))
    rows = re.findall(
        r"^\| (errspec[^|]*|jsonschema[^|]*|Schemathesis[^|]*|openapi-core[^|]*) \|", tables, re.MULTILINE
    )
    assert len(rows) >= 6
    for row in rows:
        assert row.split(", at most")[0] in source, row


def test_diff(capsys):
    """
    The difference that is shown is the beginning of the one that is printed.
    """
    [shown] = re.findall(r"```diff\n(.*?)```", README, re.DOTALL)
    main(["openapi", "embed", str(ROOT / "tests" / "fixtures" / "openapi" / "invoices.yaml"), *EMBED])
    printed = capsys.readouterr().out
    assert shown == printed.split("\n", 2)[2][: len(shown)]
