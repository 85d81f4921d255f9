"""
The progress of a long check, for a user at a terminal.
"""

from __future__ import annotations

import sys


class Progress:
    """
    The number of responses that were checked, shown on a terminal to which nothing else is printed.
    """

    def __init__(self) -> None:
        self._number = 0
        self._is_shown = False
        self._is_wanted = sys.stderr.isatty() and not sys.stdout.isatty()

    def advance(self) -> None:
        """Count a response, and show the number from time to time."""
        self._number += 1
        if self._is_wanted and self._number % 100 == 0:
            sys.stderr.write(f"\r{self._number}")
            sys.stderr.flush()
            self._is_shown = True

    def clear(self) -> None:
        """Erase the number before something else is printed."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            self._is_shown = False
