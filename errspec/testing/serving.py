"""
A local server that returns given responses and can break connections.
"""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple

from errspec.exceptions import MissingPackage
from errspec.response import Response
from errspec.testing.converting import reason

#: With this option, closing a socket sends a reset (SO_LINGER: on, 0 seconds).
_RESET = struct.pack("ii", 1, 0)


class Call(NamedTuple):
    """
    A request that the server received; ``path`` includes the query.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    content: bytes


class MockServer:
    """
    A server that answers each request with what ``respond`` returns, and resets the connection if that is None.

    If the port is 0, the system chooses one. Use it in a ``with`` statement, or call ``start`` and ``stop``. Raises
    MissingPackage, and OSError if the port is taken.
    """

    def __init__(
        self,
        respond: Callable[[Call], Response | None],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        try:
            from pytest_httpserver.httpserver import HTTPServerBase
            from werkzeug import Response as Answer
        except ImportError as error:
            raise MissingPackage("pytest-httpserver", "pip install 'errspec[mock]'") from error

        class Server(HTTPServerBase):
            def thread_target(self) -> None:
                assert self.server is not None
                self.server.serve_forever(poll_interval=0.01)  # so that it stops at once

            def application(self, request: Any) -> Answer:
                try:
                    request.get_data()
                except OSError:  # malformed chunks
                    return Answer(status=400)
                return super().application(request)

            def dispatch(self, request: Any) -> Answer:
                pairs = tuple((str(name), str(value)) for name, value in request.headers.items())
                response = respond(Call(request.method, request.full_path.rstrip("?"), pairs, request.get_data()))
                if response is None:
                    broken: socket.socket = request.environ["werkzeug.socket"]
                    broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    broken._real_close()  # type: ignore[attr-defined]
                    return Answer()
                made = Answer(response.content or b"", f"{response.status_code} {reason(response)}")
                made.headers.clear()
                made.headers.extend(list(response.headers or ()))
                return made

        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)  # it reports every request and broken connection
        self._server = Server(host, port, threaded=True)

    @property
    def url(self) -> str:
        """The address of the server, without a trailing slash."""
        return str(self._server.url_for("")).rstrip("/")

    def start(self) -> None:
        """Start listening; the port is known from then on."""
        with socket.socket() as probe:  # werkzeug ends the process if the port is taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((self._server.host, self._server.port))
        self._server.start()

    def stop(self) -> None:
        """Close the server."""
        self._server.stop()

    def __enter__(self) -> MockServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
