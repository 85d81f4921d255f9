"""
Content codings of bodies (RFC 9110, 8.4): gzip and deflate, and br and zstd with the extra ``codings``.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

#: The largest size of a decoded body, in bytes.
LARGEST = 64 * 1024 * 1024
_CHUNK = 16384


def decoded(body: bytes, encoding: str | None, largest: int = LARGEST) -> bytes | None:
    """
    Undo the codings that the header Content-Encoding names, as far as a number of bytes.

    A body that is not encoded any more, or that is damaged, is returned unchanged; None means that the library for its
    coding is not installed.
    """
    for name in reversed((encoding or "").lower().split(",")):
        decode = _DECODERS.get(name.strip())
        if decode is None or not body:
            continue
        try:
            body = decode(body, largest)
        except ImportError:
            return None
    return body


def recoded(body: bytes, encoding: str | None, change: Callable[[bytes], bytes]) -> bytes | None:
    """
    Change a body under its codings, and encode it again; a body that ``change`` leaves alone stays byte for byte.

    None means that the library for a coding is not installed. Raises OverflowError if the body unpacks to more than
    LARGEST bytes.
    """
    plain, undone = body, []
    for name in reversed((encoding or "").lower().split(",")):
        before = plain
        unpacked = decoded(before, name, LARGEST + 1)
        if unpacked is None:
            return None
        if len(unpacked) > LARGEST:
            raise OverflowError
        if unpacked != before:
            plain = unpacked
            undone.append(name.strip())
    changed = change(plain)
    if changed == plain:
        return body
    for name in reversed(undone):
        changed = _ENCODERS[name](changed)
    return changed


def _zstd_packed(body: bytes) -> bytes:
    zstandard: Any = import_module("zstandard")
    return bytes(zstandard.ZstdCompressor().compress(body))


def _br_packed(body: bytes) -> bytes:
    brotli: Any = import_module("brotli")
    return bytes(brotli.compress(body))


def _gzip_packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _gzip(body: bytes, largest: int) -> bytes:
    return _deflate(body, largest) if body.startswith(b"\x1f\x8b") else body


def _deflate(body: bytes, largest: int) -> bytes:
    try:
        return zlib.decompressobj(47).decompress(body, largest)  # 47: gzip or zlib
    except zlib.error:
        return body


def _zstd(body: bytes, largest: int) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    zstandard: Any = import_module("zstandard")
    try:
        frames = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body), read_across_frames=True)
        return bytes(frames.read(largest)) or body
    except zstandard.ZstdError:
        return body


def _br(body: bytes, largest: int) -> bytes:
    if _is_text(body):  # brotli has no signature
        return body
    brotli: Any = import_module("brotli")
    decompressor, decoded = brotli.Decompressor(), bytearray()
    try:
        for start in range(0, len(body), _CHUNK):
            decoded += decompressor.process(body[start : start + _CHUNK])
            if len(decoded) >= largest:
                break
    except brotli.error:
        return body
    return bytes(decoded[:largest])


def _is_text(body: bytes) -> bool:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\n\r" for character in text)


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
_ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip_packed,
    "x-gzip": _gzip_packed,
    "deflate": zlib.compress,
    "br": _br_packed,
    "zstd": _zstd_packed,
}
