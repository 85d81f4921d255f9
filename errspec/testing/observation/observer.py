"""
The responses that arrive, each counted once through all layers of a client, with the body that the test reads.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from errspec.codings import decoded
from errspec.exceptions import NotAResponse, UnreadBody
from errspec.response import Response
from errspec.verdict.reading import LIMITS


class Received:
    """
    A response that arrived, and what was read of its body.

    It holds no response of a client, since that would keep connections open.
    """

    def __init__(self, response: Response, layer: int) -> None:
        self._response = response
        self._read: bytearray | None = bytearray()
        self._whole = False
        self._holder: weakref.ref[Any] | None = None
        #: The layer of the client that showed the response last; the outermost has the highest number.
        self.layer = layer

    @property
    def status_code(self) -> int | None:
        """The status."""
        return self._response.status_code

    @property
    def url(self) -> str | None:
        """The URL of the request."""
        return self._response.url

    def held_by(self, holder: object) -> None:
        """Take the body from another object: that of the layer that the test works with."""
        if not self.holds(holder):
            self._holder = weakref.ref(holder)
            self._read, self._whole = bytearray(), False
            held = (getattr(holder, name, None) for name in ("_content", "_body"))
            loaded = next((each for each in held if type(each) is bytes), None)
            if loaded is not None:
                self.feed(loaded)
                self.finish()

    def holds(self, holder: object) -> bool:
        """Return whether the body is taken from an object."""
        return self._holder is not None and self._holder() is holder

    def feed(self, part: object) -> None:
        """Take a part of the body that the test has read; a body that is too large to be checked is not kept."""
        if self._read is not None and not self._whole:
            if isinstance(part, bytes) and len(self._read) + len(part) <= LIMITS.body:
                self._read += part
            else:
                self._read = None

    def finish(self) -> None:
        """Note that the test has read the whole body."""
        self._whole = True

    def response(self) -> Response:
        """Return the response, with its body if the test has read it; otherwise the body is unknown."""
        holder = self._holder() if self._holder is not None else None
        if self._whole and self._read is not None:
            content, encoding = bytes(self._read), self._response.header("content-encoding")
            return self._response._replace(content=decoded(content, encoding) if encoding and content else content)
        try:
            content_held = None if holder is None else Response.from_client(holder).content
            return self._response._replace(content=content_held)
        except (NotAResponse, UnreadBody):
            return self._response


class Observer:
    """
    What the hooks of the clients report to.

    ``wanted`` decides by the URL of the request whether a response is observed, and ``arrived`` takes it.
    """

    def __init__(self, wanted: Callable[[str | None], bool], arrived: Callable[[Received], None]) -> None:
        self._wanted, self._arrived = wanted, arrived
        self._known: dict[int, Received] = {}
        self._inner: weakref.WeakKeyDictionary[Any, Received] = weakref.WeakKeyDictionary()
        self._lock = threading.RLock()
        #: The names of the exceptions that kept a response from being observed.
        self.failures: list[str] = []
        #: The number of nested calls, per thread, whose responses an outer layer will record.
        self.silent = threading.local()

    def see(
        self,
        answer: object,
        layer: int,
        *,
        within: Iterable[object] = (),
        request: object = None,
        url: str | None = None,
        method: str | None = None,
    ) -> None:
        """
        Record a response that a layer of a client returns.

        ``within`` holds the objects of inner layers for the same response, and ``request`` is the object that stands
        for the request in several layers. Layer 0 means that any layer may already have recorded the response.
        """
        try:
            with self._lock:
                known = self._known_as(answer, layer, within, request)
                if known is None:
                    response = Response.from_client(answer, content=b"")._replace(content=None)
                    response = response._replace(url=url or response.url, method=method or response.method)
                    if not self._wanted(response.url):
                        return
                    known = Received(response, layer)
                    self._arrived(known)
                if request is not None and layer == 1:
                    self._inner[request] = known
                if known.layer <= layer:
                    known.layer = layer
                    self._hold(answer, known)
        except Exception as error:  # the program under test goes on as if it were alone
            self.failures.append(type(error).__name__)

    def feed(self, holder: object, part: object) -> None:
        """Take a part of the body that the test has read."""
        received = self._known.get(id(holder))
        if received is not None and received.holds(holder):
            received.feed(part)

    def finish(self, holder: object, whole: object = b"") -> None:
        """Note that the test has read the whole body, or take it."""
        received = self._known.get(id(holder))
        if received is not None and received.holds(holder):
            received.feed(whole)
            received.finish()

    def fed(self, holder: object, parts: Iterable[Any]) -> Iterator[Any]:
        """Yield the parts of a body, and take note of them."""
        for part in parts:
            self.feed(holder, part)
            yield part
        self.finish(holder)

    async def fed_async(self, holder: object, parts: Any) -> Any:
        """Yield the parts of a body of an asynchronous client, and take note of them."""
        async for part in parts:
            self.feed(holder, part)
            yield part
        self.finish(holder)

    def _known_as(self, answer: Any, layer: int, within: Iterable[object], request: object) -> Received | None:
        """Return the response if an inner layer has shown it, or any layer for layer 0."""
        known = next((self._known[id(each)] for each in (answer, *within) if id(each) in self._known), None)
        inner = None if request is None else self._inner.pop(request, None)
        if known is None and inner is not None and inner.status_code == getattr(answer, "status_code", None):
            known = inner  # a transport that repeats requests may make a new object of the last response
        return known if known is not None and (layer == 0 or known.layer < layer) else None

    def _hold(self, answer: object, received: Received) -> None:
        key = id(answer)
        if key not in self._known:
            weakref.finalize(answer, self._known.pop, key, None).atexit = False
        self._known[key] = received
        received.held_by(answer)
