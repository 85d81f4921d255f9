"""
Bodies as they were sent, from what was recorded of them.
"""

from __future__ import annotations

import zlib

_LARGEST = 64 * 1024 * 1024


def decoded(body: bytes, encoding: str | None) -> bytes:
    """
    A body after its content coding; as it is where it was decoded before, or cannot be (RFC 9110, 8.4).
    """
    name = (encoding or "").lower()
    packed = body.startswith(b"\x1f\x8b") if "gzip" in name else "deflate" in name
    if not packed:
        return body
    try:
        return zlib.decompressobj(47).decompress(body, _LARGEST)
    except zlib.error:
        return body
