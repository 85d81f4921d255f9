"""
A short run of the fuzzer, and the faults that it has to find.
"""

from __future__ import annotations

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("the fuzzer counts time and memory as Linux does", allow_module_level=True)

from tests.fuzz import running
from tests.fuzz.__main__ import main
from tests.fuzz.running import fuzz
from tests.fuzz.targets import TARGETS, Target


class Refused(Exception):
    """
    An exception that is documented.
    """


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_nothing_is_found(target: Target):
    """
    The seeds, and a few inputs that are made from them, raise only what is documented.
    """
    outcome = fuzz(target, 60, seed=0)
    assert outcome.inputs >= 60
    assert "" == "".join(fault.described() for fault in outcome.faults.values() if fault.kind == "exception")


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_seeds_are_read(target: Target):
    """
    No seed is refused, so that the inputs reach what comes after the first look.
    """
    for content in target.seeds:
        target.run(content)


def planted(run, allowed: tuple[type[Exception], ...] = ()) -> Target:
    """
    The entry point of JSON lines with something else behind it.
    """
    [lines] = [target for target in TARGETS if target.name == "lines"]
    return lines._replace(run=run, allowed=allowed)


def test_an_exception_is_found():
    """
    An exception that is not documented is counted, and the shortest input with it is kept.
    """

    def run(content: bytes) -> None:
        if b"null" in content:
            raise ValueError(content)
        if len(content) % 2:
            raise Refused

    outcome = fuzz(planted(run, (Refused,)), 400, seed=0)
    assert outcome.refused
    [fault] = outcome.faults.values()
    assert ("exception", b"null" in fault.content, outcome.number("exception")) == (fault.kind, True, fault.count)
    assert "ValueError" in fault.described()


def test_a_slow_input_is_found(monkeypatch):
    """
    An input that takes too long for its size is counted, and one that never ends is given up.
    """
    monkeypatch.setattr(running, "SECONDS", 0.02)
    monkeypatch.setattr(running, "ENOUGH", 0.2)

    def run(content: bytes) -> None:
        while len(content) > 1500:
            pass

    outcome = running.Outcome("lines")
    running._send(planted(run), b"x" * 100, outcome)
    running._send(planted(run), b"x" * 2000, outcome)
    assert (1, 0) == (outcome.number("slow"), outcome.number("exception"))


def test_an_input_that_needs_memory_is_found():
    """
    An input with which the process grows is counted.
    """
    outcome = running.Outcome("lines")
    running._send(planted(lambda content: b"x" * (512 * 1024 * 1024) and None), b"{}", outcome)
    running._send(planted(lambda content: None), b"{}", outcome)
    assert 1 == outcome.number("memory")


def test_the_same_seed_makes_the_same_inputs():
    """
    A run can be repeated.
    """
    runs: list[list[bytes]] = []
    for seed in (1, 1, 2):
        runs.append([])
        fuzz(planted(runs[-1].append), 20, seed)
    assert runs[0] == runs[1] != runs[2]


@pytest.mark.parametrize(("found", "code"), [(False, 0), (True, 1)])
def test_the_command(monkeypatch, capsys, tmp_path, found, code):
    """
    The command prints a row per entry point, and fails if anything was found.
    """

    def run(content: bytes) -> None:
        assert not found

    monkeypatch.setattr("tests.fuzz.__main__.TARGETS", (planted(run),))
    monkeypatch.setattr("tests.fuzz.__main__.limit_memory", lambda: None)
    assert code == main(["--inputs", "5", "--seed", "3", "--findings", str(tmp_path / "found.md")])
    out = capsys.readouterr().out.splitlines()
    assert out[1].split()[0] == "lines"
    assert found == ("AssertionError" in (tmp_path / "found.md").read_text("utf-8"))
