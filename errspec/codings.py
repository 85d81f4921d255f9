"""
Content codings of bodies (RFC 9110, 8.4): gzip and deflate, and br and zstd with the extra ``codings``.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

#: The largest size of a decoded body, in bytes.
LARGEST = 64 * 1024 * 1024
#: The largest number of codings that are undone.
_MOST = 10
_CHUNK = 16384
#: The ``wbits`` of zlib for raw deflate, zlib and gzip.
_RAW, _ZLIB, _GZIP = -15, 15, 31
_SIGNATURE = b"\x1f\x8b"
#: What programs and terminals add after the end of a member.
_PADDING = re.compile(rb"[\0\s]*")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")

#: A function that encodes a body.
_Packer = Callable[[bytes], bytes]


class DamagedBody(Exception):
    """
    A body cannot be decoded as its header Content-Encoding says.
    """


def decoded(body: bytes, encoding: str | None, largest: int = LARGEST) -> bytes | None:
    """
    Undo the codings in the header Content-Encoding, up to a number of bytes.

    A coding that cannot be undone is skipped, more than ten are left alone, and a truncated body is decoded as far as
    it goes. None means that the library for a coding is not installed.
    """
    plain = body
    try:
        for plain, _ in _layers(body, encoding, largest):  # noqa: B007, the last one counts
            pass
    except ImportError:
        return None
    return plain


def recoded(body: bytes, encoding: str | None, change: Callable[[bytes], bytes]) -> bytes | None:
    """
    Change a body under its codings, and encode it again; a body that ``change`` leaves alone stays byte for byte.

    None means that the library for a coding is not installed. Raises OverflowError if the body unpacks to more than
    LARGEST bytes, and DamagedBody if it cannot be decoded.
    """
    plain, packers = body, []
    try:
        for plain, pack in _layers(body, encoding, LARGEST + 1):
            if len(plain) > LARGEST:
                raise OverflowError
            packers.append(pack)
    except ImportError:
        return None
    if None in packers and not _is_text(plain):
        raise DamagedBody
    changed = change(plain)
    if changed == plain:
        return body
    for pack in filter(None, reversed(packers)):
        changed = pack(changed)
    return changed


def _layers(body: bytes, encoding: str | None, largest: int) -> Iterator[tuple[bytes, _Packer | None]]:
    """
    Yield the body after each coding that is undone, with the function that encodes it again.

    A body from which a coding cannot be undone is yielded unchanged, with None.
    """
    names = [name.strip() for name in (encoding or "").lower().split(",")]
    if len(names) > _MOST:
        yield body, None
        return
    for name in reversed(names):
        if _is_text(body):
            return
        try:
            found = _DECODERS[name](body, largest) if name in _DECODERS else None
        except (DamagedBody, zlib.error):
            yield body, None
        else:
            if found is not None:
                body = found[0]
                yield found


def _gzip(body: bytes, largest: int) -> tuple[bytes, _Packer] | None:
    return (_inflated(body, largest, _GZIP), _gzip_packed) if body.startswith(_SIGNATURE) else None


def _deflate(body: bytes, largest: int) -> tuple[bytes, _Packer] | None:
    if body.startswith(_SIGNATURE):
        return _gzip(body, largest)
    try:
        return _inflated(body, largest, _ZLIB), zlib.compress
    except zlib.error:  # some servers leave out the frame, and clients accept that
        return _inflated(body, largest, _RAW), _raw_packed


def _inflated(body: bytes, largest: int, form: int) -> bytes:
    """Return what all members of a body unpack to; raise zlib.error for anything else in it."""
    plain, at, member = bytearray(), 0, zlib.decompressobj(form)
    while at < len(body) and len(plain) < largest:
        if member.eof:
            member = zlib.decompressobj(form)
        part = body[at : at + _CHUNK]
        plain += member.decompress(part, largest - len(plain))
        at += len(part) - len(member.unused_data) - len(member.unconsumed_tail)
        if member.eof:
            at = _PADDING.match(body, at).end()  # type: ignore[union-attr]
    return bytes(plain)


def _gzip_packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _raw_packed(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=_RAW)
    return packer.compress(body) + packer.flush()


def _zstd(body: bytes, largest: int) -> tuple[bytes, _Packer] | None:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return None
    zstandard: Any = import_module("zstandard")
    try:
        frames = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body), read_across_frames=True)
        plain = bytes(frames.read(largest))
    except zstandard.ZstdError as error:
        raise DamagedBody from error
    return (plain, zstandard.ZstdCompressor().compress) if plain else None


def _br(body: bytes, largest: int) -> tuple[bytes, _Packer] | None:
    brotli: Any = import_module("brotli")
    decompressor, plain = brotli.Decompressor(), bytearray()
    try:
        for start in range(0, len(body), _CHUNK):
            plain += decompressor.process(body[start : start + _CHUNK])
            if len(plain) >= largest:
                break
    except brotli.error as error:
        raise DamagedBody from error
    return bytes(plain[:largest]), brotli.compress


def _is_text(body: bytes) -> bool:
    """Return whether a body is UTF-8 without control characters, so that it is not encoded."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(body) is None


_DECODERS: Mapping[str, Callable[[bytes, int], tuple[bytes, _Packer] | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
