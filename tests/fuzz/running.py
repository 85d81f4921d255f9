"""
Running an entry point on many inputs: its exceptions, its CPU time and its memory.
"""

from __future__ import annotations

import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from tests.fuzz.mutations import mutated
from tests.fuzz.targets import Target

#: Seconds of CPU that an input may take: so many, and so many more for each byte.
SECONDS, SECONDS_PER_BYTE = 0.5, 50e-6
#: MiB by which an input may raise the memory of the process, and seconds after which it is given up.
MEMORY, ENOUGH = 64, 10.0
#: MiB that the process may have.
ALL_MEMORY = 4096


class Hang(BaseException):
    """
    An input has taken so long that it is given up.
    """


class Fault:
    """
    One kind of fault, with the shortest input that shows it.
    """

    def __init__(self, target: str, kind: str, what: str) -> None:
        self.target, self.kind, self.what = target, kind, what
        self.count, self.content, self.trace = 0, b"", ""

    def add(self, content: bytes, trace: str) -> None:
        """
        Count an input.
        """
        if not self.count or len(content) < len(self.content):
            self.content, self.trace = content, trace
        self.count += 1

    def described(self) -> str:
        """
        The fault in Markdown.
        """
        shown = f"{self.content[:3000]!r}{' …' if len(self.content) > 3000 else ''}"
        size = len(self.content)
        return (
            f"## {self.target}: {self.kind}: {self.what}\n\n{self.count} inputs; the shortest has {size} bytes:\n\n"
            f"```python\n{shown}\n```\n\n```text\n{self.trace}```\n\n"
        )


class Outcome:
    """
    What came of the inputs of an entry point.
    """

    def __init__(self, target: str) -> None:
        self.target, self.inputs, self.refused, self.slowest, self.seconds = target, 0, 0, 0.0, 0.0
        self.faults: dict[tuple[str, str], Fault] = {}

    def number(self, kind: str) -> int:
        """
        The number of inputs with a kind of fault.
        """
        return sum(fault.count for fault in self.faults.values() if fault.kind == kind)

    def found(self, kind: str, what: str, content: bytes, trace: str = "") -> None:
        """
        Count a fault.
        """
        self.faults.setdefault((kind, what), Fault(self.target, kind, what)).add(content, trace)


class _Call(NamedTuple):
    seconds: float
    grown: float
    error: BaseException | None


def fuzz(target: Target, inputs: int, seed: int) -> Outcome:
    """
    Run an entry point on its seeds, and on so many inputs that are made from them.
    """
    outcome, begin, seeds = Outcome(target.name), time.monotonic(), target.seeds

    @seeded(seed)
    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated(seeds))
    def send(content: bytes) -> None:
        if outcome.inputs < inputs + len(seeds):
            _send(target, content, outcome)

    for content in seeds:
        _send(target, content, outcome)
    while outcome.inputs < inputs:
        before = outcome.inputs
        send()
        seed += 1
        send = seeded(seed)(send)
        if outcome.inputs == before:
            break
    outcome.seconds = time.monotonic() - begin
    return outcome


def _send(target: Target, content: bytes, outcome: Outcome) -> None:
    call = _called(target, content)
    limit = SECONDS + len(content) * SECONDS_PER_BYTE
    seconds = call.seconds
    if seconds > limit and not isinstance(call.error, Hang):  # what happens once is noise
        seconds = min(seconds, _called(target, content).seconds)
    outcome.inputs += 1
    outcome.slowest = max(outcome.slowest, seconds)
    if seconds > limit:
        trace = "".join(traceback.format_exception(call.error)) if call.error else ""
        outcome.found("slow", _place(call.error) if call.error else "", content, f"{trace}{seconds:.1f} s of CPU\n")
    if call.grown > MEMORY:
        outcome.found("memory", "", content, f"{call.grown:.0f} MiB more\n")
    if isinstance(call.error, target.allowed):
        outcome.refused += 1
    elif call.error is not None and not isinstance(call.error, Hang):
        outcome.found("exception", _place(call.error), content, "".join(traceback.format_exception(call.error)[-12:]))


def _called(target: Target, content: bytes) -> _Call:
    before, begin, error = _peak(), time.process_time(), None
    try:
        with _given_up():
            target.run(content)
    except (Exception, Hang) as caught:
        error = caught
    return _Call(time.process_time() - begin, _peak() - before, error)


def _place(error: BaseException) -> str:
    """
    The type of an exception, and the last line of errspec that it went through.
    """
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/errspec/" in frame.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.filename.rpartition('/errspec/')[2]}, line {last.lineno}"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _given_up() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENOUGH)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def limit_memory() -> None:
    """
    Let an input that needs too much memory fail, and not the machine.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ALL_MEMORY * 1024 * 1024, hard))
