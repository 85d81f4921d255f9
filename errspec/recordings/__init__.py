"""
Responses from where people keep them: one kind of recording a module, told apart by content.
"""

from __future__ import annotations

from collections.abc import Iterator

from errspec.recordings import transcript
from errspec.recordings.exchange import Exchange, Unreadable
from errspec.response import Response

__all__ = ["Exchange", "Unreadable", "exchanges", "holds_response"]


def exchanges(content: bytes, file: str, status: int | None = None) -> Iterator[Exchange]:
    """
    Every response in the content of a file; raises Unreadable where there is none.

    A content that is no recording is a bare body, whose headers are unknown and whose status is the one given.
    """
    if not content.strip():
        raise Unreadable("input.empty")
    text = transcript.as_text(content)
    if text is not None:
        yield from transcript.exchanges(text, file)
    else:
        yield Exchange(file, None, Response(status, None, content))


def holds_response(content: bytes) -> bool:
    """
    Whether a file that nobody named looks like a response: HTTP text, or a JSON object or list.
    """
    begin = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin[:1] in (b"{", b"[") or transcript.as_text(content) is not None
