"""
How far a long check is, for somebody who waits at a terminal.
"""

from __future__ import annotations

import sys


class Progress:
    """
    A count of what was checked, on a terminal and while nothing else is printed there.
    """

    def __init__(self) -> None:
        self._shown = False
        self._wanted = sys.stderr.isatty() and not sys.stdout.isatty()

    def show(self, number: int) -> None:
        """
        Show the number, now and then.
        """
        if self._wanted and number % 100 == 0:
            sys.stderr.write(f"\r{number}")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """
        Take the number away, before something else is printed.
        """
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
