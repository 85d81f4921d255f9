"""
A small server on the loopback interface that answers with errors.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOT_FOUND = b'{"errors":[{"code":"bad_request","detail":"null value where string expected","title":"Invalid value"}]}'
INVALID = (
    b'{"errors":[{"code":"bad_request","detail":"Invalid integer. Got: string","title":"Invalid value",'
    b'"source":{"pointer":"/page_size"}}]}'
)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """
        Answer with the error that the path names.
        """
        status, body, headers = 404, NOT_FOUND, {}
        if self.path.endswith("gzip"):
            status, body, headers = 400, gzip.compress(INVALID), {"Content-Encoding": "gzip"}
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """
        Say nothing.
        """


@contextmanager
def serving() -> Iterator[str]:
    """
    The address of the server while it runs.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
