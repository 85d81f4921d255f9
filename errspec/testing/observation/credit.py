"""
The test to which a response belongs, regardless of the thread that receives it.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from errspec.testing.observation.observer import Received
    from errspec.testing.observation.patches import Patches


class Attempt:
    """
    One run of a test, from its setup to its teardown.
    """

    def __init__(self, name: str) -> None:
        #: The name of the test, as pytest prints it.
        self.name = name
        #: The phase that runs: ``setup``, ``call`` or ``teardown``; None after the last one.
        self.phase: str | None = "setup"
        #: The responses that arrived and were not yet taken.
        self.received: list[Received] = []

    def take(self) -> list[Received]:
        """Return the responses that arrived since the last time."""
        taken, self.received = self.received, []
        return taken


class Credit:
    """
    The attempt for which each thread works.

    Work that is handed to a thread belongs to the attempt that handed it over. A thread started while a test is called
    belongs to that test; one started during a setup, such as a server, works for whichever test runs.
    """

    def __init__(self) -> None:
        #: The attempt that runs, or None between tests.
        self.current: Attempt | None = None
        self._local = threading.local()
        self._threads: WeakKeyDictionary[threading.Thread, Attempt] = WeakKeyDictionary()

    def attempt(self) -> Attempt | None:
        """Return the attempt for which the running thread works; it may have ended."""
        handed: Attempt | None = getattr(self._local, "attempt", None)
        return handed or self._threads.get(threading.current_thread()) or self.current

    def install(self, patches: Patches) -> None:
        """Patch thread starts and executors to record the attempt they work for."""
        patches.before(threading.Thread, "start", self._starting)
        patches.replace(ThreadPoolExecutor, "submit", self._submitting)

    def _starting(self, thread: threading.Thread) -> None:
        attempt = self.attempt()
        if attempt is not None and attempt.phase == "call":
            self._threads[thread] = attempt

    def _submitting(self, original: Any) -> Any:
        def submit(executor: Any, function: Any, /, *args: Any, **options: Any) -> Any:
            attempt = self.attempt()
            if attempt is None or attempt.phase is None:
                return original(executor, function, *args, **options)

            def work(*args: Any, **options: Any) -> Any:
                before = getattr(self._local, "attempt", None)
                self._local.attempt = attempt
                try:
                    return function(*args, **options)
                finally:
                    self._local.attempt = before

            return original(executor, work, *args, **options)

        return submit
