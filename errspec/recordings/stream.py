"""
A stream whose beginning can be looked at, in whatever pieces it arrives.
"""

from __future__ import annotations

from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

#: The number of bytes that are read at once.
_CHUNK = 65536


class Stream(BufferedReader):
    """
    A binary stream that is read on until enough is known of its beginning; what was looked at is not lost.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._resumed = _Resumed(source)
        super().__init__(self._resumed, _CHUNK)

    @classmethod
    def of(cls, source: BinaryIO) -> Stream:
        """Return a stream as it is, or the stream of another file."""
        return source if isinstance(source, Stream) else cls(source)

    def beginning(self, size: int) -> bytes:
        """Return the given number of bytes from the beginning, or everything if there are fewer."""
        resumed = self._resumed
        while len(resumed.held) < size and resumed.hold():
            pass
        return bytes(resumed.held[:size])

    def first_line(self, longest: int) -> bytes:
        """Return the first line that is not blank, as far as it lies in so many bytes of the beginning."""
        resumed, start, searched = self._resumed, 0, 0
        while True:
            end = resumed.held.find(b"\n", searched, longest)
            if end >= 0:
                line = bytes(resumed.held[start:end])
                if line.strip():
                    return line
                start = searched = end + 1
            else:
                searched = len(resumed.held)
                if searched >= longest or not resumed.hold():
                    return bytes(resumed.held[start:longest])


class _Resumed(RawIOBase):
    """
    A file that gives the bytes that it holds before it reads on.
    """

    def __init__(self, source: BinaryIO) -> None:
        # A buffered file would wait until its buffer is full.
        self._source: Any = getattr(source, "raw", source)
        self.held = bytearray()

    def hold(self) -> bool:
        """Read on, and return whether there was anything."""
        while (chunk := self._source.read(_CHUNK)) is None:
            self._wait()
        self.held += chunk
        return bool(chunk)

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer from what is held, or else from the file."""
        if self.held:
            size = min(len(buffer), len(self.held))
            buffer[:size] = self.held[:size]
            del self.held[:size]
            return size
        while (size := self._source.readinto(buffer)) is None:
            self._wait()
        return int(size)

    def _wait(self) -> None:
        """Wait until a file that does not block has more, or ends."""
        from select import select

        select([self._source], [], [])
