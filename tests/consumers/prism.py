"""
Prism: a mock server that answers with each example, and a proxy that holds the answers of a server to the document.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.consumers.consumer import LIMIT, Consumer, Verdicts, command, written
from tests.consumers.inputs import Body, Document


@contextmanager
def _prism(words: Sequence[str | Path], folder: Path) -> Iterator[int]:
    """
    The port on which Prism listens while it runs.
    """
    line = [command("node", "prism"), *words, "--host", "127.0.0.1", "--port", "0"]
    log = folder / "prism.log"
    with log.open("wb") as output:
        server = subprocess.Popen(line, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        yield _port(server, log)
    finally:
        server.terminate()
        server.wait(LIMIT)


def _port(server: subprocess.Popen[bytes], log: Path) -> int:
    """
    The port that Prism has written down, as soon as it has.
    """
    for _ in range(LIMIT * 10):
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))
        if found:
            return int(found[1])
        try:
            server.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(log.read_text("utf-8"))


@contextmanager
def _upstream(bodies: Sequence[Body]) -> Iterator[int]:
    """
    The port of a server that answers with the body whose number is in the query.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = bodies[int(self.path.partition("?body=")[2])]
            content = body.text.encode()
            self.send_response(body.status)
            for name, value in {**body.headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _get(port: int, path: str, prefer: str | None = None) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    connection.request("GET", path, headers={"Prefer": prefer} if prefer else {})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def _faults(body: Body, response: HTTPResponse, text: str) -> list[str]:
    """
    What is not as sent: the status, the body, or a violation that Prism reports.
    """
    value = json.loads(text) if body.schema and text else text
    if response.status == body.status and value == body.value and not response.getheader("sl-violations"):
        return []
    return [f"{response.status} {response.getheader('sl-violations')} {text}"]


def _read(_: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    path = written(document, folder)
    found: dict[str, list[str]] = {}
    with (
        _upstream(bodies) as upstream,
        _prism(("proxy", path, f"http://127.0.0.1:{upstream}", "--errors"), folder) as port,
    ):
        for number, body in enumerate(bodies):
            found[body.name] = _faults(body, *_get(port, f"{body.path}?body={number}"))
    with _prism(("mock", path), folder) as port:
        first: set[str] = set()
        for body in bodies:
            if body.example is None:
                continue
            asked = [f"code={body.status}, example={body.example}"]
            if body.component not in first:  # the most typical one comes by the status alone
                asked.append(f"code={body.status}")
                first.add(body.component)
            for prefer in asked:
                found[body.name] += _faults(body, *_get(port, body.path, prefer))
    return found


CONSUMERS = (
    Consumer(
        "Prism",
        "@stoplight/prism-cli",
        "node",
        ("3.0", "3.1", "3.2"),
        "the mock server and the proxy",
        _read,
        headers=True,
        takes=lambda body: not 300 <= body.status < 400,
        note="follows redirects, so the tests do not send it redirect examples",
    ),
)
