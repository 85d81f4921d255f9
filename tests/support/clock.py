"""
A clock on which nobody waits: sleeping moves it, and the waits are recorded.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from typing import Any

import pytest


class Clock:
    """
    The waits of one test, in its own thread.
    """

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._thread = threading.get_ident()
        self._sleep, self._asleep = time.sleep, asyncio.sleep

    def sleep(self, seconds: float) -> None:
        """
        Record a wait instead of waiting; other threads do wait.
        """
        if threading.get_ident() == self._thread:
            self.waits.append(seconds)
        else:
            self._sleep(seconds)

    async def asleep(self, delay: float, result: Any = None) -> Any:
        """
        The same for asyncio; a turn without a wait is none.
        """
        if delay and threading.get_ident() == self._thread:
            self.waits.append(delay)
            delay = 0
        return await self._asleep(delay, result)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """
    The clock, in every module that has imported a function to wait.
    """
    clock = Clock()
    real = {id(time.sleep): clock.sleep, id(asyncio.sleep): clock.asleep}
    for module in list(sys.modules.values()):
        for name in ("sleep",):
            held = vars(module).get(name) if module is not None and hasattr(module, "__dict__") else None
            if id(held) in real and module is not sys.modules[__name__]:
                monkeypatch.setattr(module, name, real[id(held)])
    return clock
