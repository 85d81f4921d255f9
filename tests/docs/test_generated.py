"""
What is generated is fresh.
"""

from __future__ import annotations

from errspec import CATALOG
from errspec.cli.main import main
from scripts.artifacts import FOLDER, artifacts, write
from tests.support.cases import ROOT


def test_the_generated_files_are_fresh():
    """
    schemas/generated is what the data make of it, no file more and none less.
    """
    folder = ROOT / FOLDER
    on_disk = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}
    assert artifacts(CATALOG) == on_disk, "Run: scripts/generate"


def test_writing_removes_strangers(tmp_path):
    """
    Writing twice changes nothing the second time; a stranger is removed and a changed file restored.
    """
    assert len(artifacts(CATALOG)) == len(write(CATALOG, tmp_path))
    assert [] == write(CATALOG, tmp_path)
    (tmp_path / FOLDER / "stranger.txt").write_text("x")
    victim = next((tmp_path / FOLDER).rglob("*.http"))
    victim.write_text("x")
    assert 2 == len(write(CATALOG, tmp_path))
    assert [] == write(CATALOG, tmp_path)


def test_examples_conform(capsys):
    """
    errspec check finds no error in the generated examples.
    """
    assert 0 == main(["check", str(ROOT / FOLDER / "examples")])
    assert " with errors" not in capsys.readouterr().out
