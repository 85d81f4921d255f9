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
        self._is_shown = False
        self._is_wanted = sys.stderr.isatty() and not sys.stdout.isatty()

    def show(self, number: int) -> None:
        """Show the number from time to time."""
        if self._is_wanted and number % 100 == 0:
            sys.stderr.write(f"\r{number}")
            sys.stderr.flush()
            self._is_shown = True

    def clear(self) -> None:
        """Erase the number before something else is printed."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            self._is_shown = False
