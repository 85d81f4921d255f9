"""
A fake clock that advances when a program sleeps, so that waits take no time.
"""

from __future__ import annotations

import asyncio
import math
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any


class Clock:
    """
    A fake clock for one thread: it records each wait and moves the time forward by it.

    Inside its ``with`` block, ``time.sleep``, ``asyncio.sleep`` and ``trio.sleep`` return at once in this thread,
    whichever module imported them, and ``time.time``, ``time.monotonic`` and ``time.perf_counter`` are ahead by the sum
    of the waits. Other threads wait as usual, and endless waits stay endless. A timeout around a single wait does not
    fire.
    """

    def __init__(self) -> None:
        #: The waits in seconds.
        self.waits: list[float] = []
        self._ahead = 0.0
        self._thread = threading.get_ident()
        self._replaced: list[tuple[dict[str, Any], str, Any]] = []

    @property
    def ahead(self) -> float:
        """The sum of the waits so far, in seconds."""
        return self._ahead

    def __enter__(self) -> Clock:
        self._thread = threading.get_ident()
        stand_ins: dict[int, Any] = {
            id(time.sleep): self._sleeping(time.sleep),
            id(asyncio.sleep): self._awaiting(asyncio.sleep),
            **{id(each): self._running(each) for each in (time.time, time.monotonic, time.perf_counter)},
        }
        trio = sys.modules.get("trio")
        if trio is not None:
            stand_ins[id(trio.sleep)] = self._awaiting(trio.sleep)
        for module in list(sys.modules.values()):
            names = getattr(module, "__dict__", None)
            if names is None or names is globals():
                continue
            for name, value in list(names.items()):
                if callable(value) and id(value) in stand_ins:
                    self._replaced.append((names, name, value))
                    names[name] = stand_ins[id(value)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for names, name, value in self._replaced:
            names[name] = value
        self._replaced.clear()

    def _wait(self, seconds: float) -> bool:
        """Record a finite wait of this thread and return True; return False for any other wait."""
        if threading.get_ident() != self._thread or not math.isfinite(seconds):
            return False
        if seconds > 0:
            self.waits.append(seconds)
            self._ahead += seconds
        return True

    def _sleeping(self, original: Callable[[float], None]) -> Callable[[float], None]:
        def sleep(seconds: float, /) -> None:
            if not self._wait(seconds):
                original(seconds)

        return sleep

    def _awaiting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        async def sleep(delay: float, *args: Any, **options: Any) -> Any:
            return await original(0 if self._wait(delay) else delay, *args, **options)

        return sleep

    def _running(self, original: Callable[[], float]) -> Callable[[], float]:
        return lambda: original() + (self._ahead if threading.get_ident() == self._thread else 0.0)
