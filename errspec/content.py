"""
Content codings (RFC 9110, 8.4).
"""

from __future__ import annotations

#: Bytes to which a body is decompressed at most.
_LARGEST = 64 * 1024 * 1024


def decoded(body: bytes, encoding: str | None) -> bytes:
    """
    A body after its content coding gzip or deflate; as it is where it was decoded before, or cannot be.
    """
    name = (encoding or "").strip().lower()
    if name not in ("gzip", "x-gzip", "deflate") or (name != "deflate" and not body.startswith(b"\x1f\x8b")):
        return body
    import zlib

    try:
        return zlib.decompressobj(47).decompress(body, _LARGEST)  # 47: gzip or zlib
    except zlib.error:
        return body
