"""
A response as it came over the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

TYPE_CHECKING = False  # importing typing would take longer than all the rest
if TYPE_CHECKING:
    from typing import Any

Text = str | bytes
#: The most bytes that a body is decompressed to.
_LARGEST = 64 * 1024 * 1024
Headers = Mapping[Text, Text] | Iterable[tuple[Text, Text]] | None


class Response:
    """
    A status, a reason phrase, headers and a body.

    ``status_code`` is None where it is unknown and 0 where no answer came at all. ``headers`` is a mapping
    or pairs; None says that they are unknown, an empty list that there are none. ``content`` is the body
    after content decoding, in bytes; a text is encoded as UTF-8, and None says that it is unknown. ``url`` and
    ``method`` are those of the request.
    """

    __slots__ = ("_lower", "content", "headers", "method", "reason", "status_code", "url")

    def __init__(
        self,
        status_code: int | None = None,
        headers: Headers = (),
        content: bytes | str | None = b"",
        reason: str | None = None,
        url: str | None = None,
        method: str | None = None,
    ) -> None:
        self.status_code = _number(status_code)
        self.headers = _pairs(headers)
        self.content: bytes | None
        if isinstance(content, str):
            self.content = content.encode("utf-8", "surrogatepass")
        elif content is None or isinstance(content, (bytes, bytearray, memoryview)):
            self.content = None if content is None else bytes(content)
        else:
            raise TypeError(f"a body is bytes or a text, not {type(content).__name__}; right would be json.dumps(…)")
        self.reason = None if reason is None else str(reason)
        self.url = None if url is None else str(url)
        self.method = None if method is None else str(method)
        self._lower: dict[str, str] | None = None

    @classmethod
    def from_client(cls, answer: object, *, content: bytes | str | None = None) -> Response:
        """
        Make a response from what an HTTP client or a test client returned, or from the exception that it raised.

        Attributes alone decide; those of requests, httpx, aiohttp, urllib3, niquests, urllib, werkzeug, Django and
        Starlette are known. An exception that carries a response stands for it; a failed request is no answer at
        all, with the status 0, unknown headers and an unknown body. ``content`` is the body in bytes, or in a text
        that is encoded as UTF-8, and comes before the one that the answer holds; a stream is never read.
        Raises UnreadBody where the answer does not hold its body, and NotAResponse for anything else.
        """
        from errspec.clients import adapted

        status, headers, held, reason, url, method = adapted(answer, content)
        response = cls(status, headers, held, reason, url, method)
        if response.content:
            response.content = decoded(response.content, response.header("content-encoding"))
        return response

    @property
    def lower(self) -> dict[str, str]:
        """
        The headers by lower-case name; different ones of one name are joined by a comma (RFC 9110, 5.3).
        """
        lower = self._lower
        if lower is None:
            values: dict[str, dict[str, None]] = {}
            for name, value in self.headers or ():
                values.setdefault(name.strip().lower(), {})[value.strip(" \t")] = None
            lower = self._lower = {name: ", ".join(found) for name, found in values.items()}
        return lower

    def header(self, name: str) -> str | None:
        """
        The value of a header, its name in any case, or None.
        """
        return self.lower.get(name.lower())

    @property
    def bodyless(self) -> bool:
        """
        Whether there is no body to look at: it is unknown, or the rules of HTTP allow none (RFC 9110, 6.4.1).
        """
        if self.content is None:
            return True
        status = self.status_code
        if status in (204, 304) or (status is not None and 100 <= status < 200):
            return True
        return self.method is not None and self.method.upper() == "HEAD"

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"


def _number(status: Any) -> int | None:
    if isinstance(status, str) and status.isascii() and status.isdecimal():
        return int(status)
    if status is None or (isinstance(status, int) and not isinstance(status, bool)):
        return None if status is None else int(status)
    raise TypeError(f"{status!r} is no status code; right would be a number such as 404, 0 without an answer, or None")


def _pairs(headers: Any) -> tuple[tuple[str, str], ...] | None:
    if headers is None:
        return None
    try:
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        return tuple((_text(name), _text(value)) for name, value in pairs)
    except (TypeError, ValueError):
        raise TypeError("headers are a mapping or pairs, from a name to a text, a number or bytes") from None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TypeError


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
