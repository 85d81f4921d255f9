"""
A response as it came over the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Text = str | bytes
Headers = Mapping[Text, Text] | Iterable[tuple[Text, Text]] | None


class Response:
    """
    A status, a reason phrase, headers and a body.

    ``status_code`` is None where it is unknown and 0 where no answer came at all. ``headers`` is a mapping
    or pairs; None says that they are unknown, an empty list that there are none. ``content`` is the body
    after content decoding, in bytes; a text is encoded as UTF-8. ``url`` and ``method`` are those of the request.
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
        self.status_code = None if status_code is None else int(status_code)
        self.headers: tuple[tuple[str, str], ...] | None
        if headers is None:
            self.headers = None
        else:
            pairs = headers.items() if isinstance(headers, Mapping) else headers
            self.headers = tuple((_text(name), _text(value)) for name, value in pairs)
        if content is None:
            content = b""
        self.content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)
        self.reason = reason
        self.url = url
        self.method = method
        self._lower: dict[str, str] | None = None

    @property
    def lower(self) -> dict[str, str]:
        """
        The headers by lower-case name; different ones of one name are joined by a comma (RFC 9110, 5.3).
        """
        lower = self._lower
        if lower is None:
            lower = self._lower = {}
            for name, sent in self.headers or ():
                key, value = name.strip().lower(), sent.strip()
                lower[key] = f"{lower[key]}, {value}" if lower.get(key, value) != value else value
        return lower

    def header(self, name: str) -> str | None:
        """
        The value of a header, its name in any case, or None.
        """
        return self.lower.get(name.lower())

    @property
    def bodyless(self) -> bool:
        """
        Whether such a response has no body by the rules of HTTP (RFC 9110, 6.4.1).
        """
        status = self.status_code
        if status in (204, 304) or (status is not None and 100 <= status < 200):
            return True
        return self.method is not None and self.method.upper() == "HEAD"

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"


def _text(value: Text) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
