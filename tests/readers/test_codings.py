"""
Content codings.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import sys
import zlib

import pytest

from errspec import Response, check
from errspec.codings import DamagedBody, decoded, recoded
from errspec.recordings import Exchange, ReadingOptions, Unreadable, exchange, exchanges
from tests.support.tools import unavailable

BODY = b'{"errors": [{"code": "not_found", "detail": "Not here."}]}' * 3


def encoded(coding: str, body: bytes) -> bytes:
    if coding == "gzip":
        return gzip.compress(body)
    if coding == "deflate":
        return zlib.compress(body)
    try:
        import brotli
        import zstandard
    except ImportError:
        unavailable("the extra codings")
    return brotli.compress(body) if coding == "br" else zstandard.ZstdCompressor().compress(body)


def archive(*sent: tuple[str, bytes]) -> bytes:
    """
    An archive of responses whose bodies are still encoded, as some proxies write them.
    """
    entries = [
        {
            "request": {"method": "GET", "url": "https://integration.sibill.com/x"},
            "response": {
                "status": 404,
                "headers": [{"name": "Content-Encoding", "value": coding}],
                "content": {"text": base64.b64encode(body).decode(), "encoding": "base64"},
            },
        }
        for coding, body in sent
    ]
    return json.dumps({"log": {"entries": entries}}).encode()


def read(content: bytes) -> list[Exchange | Unreadable]:
    return list(exchanges(io.BytesIO(content), "f", ReadingOptions()))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "GZIP", "br, gzip"])
def test_codings_are_undone(coding):
    """
    Whatever Content-Encoding names is undone, in a recording and in the response of a client.
    """
    body = BODY
    for name in coding.lower().split(", "):
        body = encoded(name, body)
    [item] = read(archive((coding, body)))
    assert item.response.content == BODY


def raw(body: bytes) -> bytes:
    """
    A body in deflate without the frame of zlib, as some servers send it.
    """
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(BODY) + gzip.compress(BODY)),
        ("gzip", gzip.compress(BODY) + b"\0" * 9 + gzip.compress(BODY) + b"\r\n\0"),
        ("deflate", raw(BODY + BODY)),
        ("deflate", gzip.compress(BODY + BODY)),
    ],
    ids=["two members", "padding", "no frame", "gzip as deflate"],
)
def test_all_members_are_read(coding, body):
    """
    Every member counts, with zeros after it, and deflate needs no frame (RFC 1952, 2.2).
    """
    assert BODY + BODY == decoded(body, coding)
    assert BODY == decoded(recoded(body, coding, lambda plain: plain[: len(BODY)]), coding)


def test_deflate_stays_as_it_was():
    """
    A body in deflate is encoded again with or without its frame, as it came.
    """
    for pack in (raw, zlib.compress):
        assert pack(BODY[1:]) == recoded(pack(BODY), "deflate", lambda plain: plain[1:])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_follows_the_last_member_is_damage(coding):
    """
    A body with other bytes at its end is not decoded in part, and is refused where it would be changed.
    """
    body = encoded(coding, BODY) + b"\xff\xfe junk"
    assert body == decoded(body, coding)
    with pytest.raises(DamagedBody):
        recoded(body, coding, bytes.upper)


def test_the_number_of_codings_is_limited():
    """
    A body with more than ten codings is not decoded, and a text is not looked at for each of them.
    """
    body = BODY
    for _ in range(10):
        body = gzip.compress(body)
    assert BODY == decoded(body, ", ".join(["gzip"] * 10))
    assert body == decoded(body, ", ".join(["gzip"] * 11))
    with pytest.raises(DamagedBody):
        recoded(body, ", ".join(["gzip"] * 11), bytes.upper)
    assert BODY == decoded(BODY, ",".join(["br"] * 800))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity", "unheard-of"])
def test_a_body_that_is_decoded_already_stays(coding):
    """
    Browsers keep the header and record the decoded body; a damaged body also stays as it is.
    """
    assert decoded(BODY, coding) == BODY
    damaged = encoded(coding, BODY)[:-9] if coding in ("br", "zstd") else b"\x1f\x8b\x08 damaged"
    assert decoded(damaged, coding)


@pytest.mark.parametrize(("coding", "module"), [("br", "brotli"), ("zstd", "zstandard")])
def test_without_the_library(coding, module, monkeypatch):
    """
    A body that cannot be decoded is named, and is never called broken JSON.
    """
    body = encoded(coding, BODY)
    monkeypatch.setitem(sys.modules, module, None)
    first, second = read(archive((coding, body), ("gzip", gzip.compress(BODY))))
    assert ("input.coding", 1, coding) == (first.key, first.entry, first.facts["coding"])
    assert second.response.content == BODY

    class Answer:
        status_code, headers, _content = 404, {"Content-Encoding": coding}, body

    received = Response.from_client(Answer())
    assert received.content is None
    assert () == check(received, "sibill").findings


def test_what_a_file_unpacks_to_is_limited(monkeypatch):
    """
    The bodies of one file have a limit together, after which they are not read.
    """
    monkeypatch.setattr(exchange, "UNPACKED", 3_000_000)
    bomb = gzip.compress(bytes(2_000_000))
    found = read(archive(*[("gzip", bomb)] * 4, ("gzip", BODY)))
    sizes = [len(item.response.content) if isinstance(item, Exchange) else item.key for item in found]
    assert [2_000_000, 1_000_000, "input.unpacked", "input.unpacked", "input.unpacked"] == sizes
