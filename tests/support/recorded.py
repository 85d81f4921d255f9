"""
The same exchanges in every kind of recording.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import yaml

from errspec import Response
from tests.support.cases import cases


class Sent(NamedTuple):
    """
    A request and its answer.
    """

    url: str
    method: str
    response: Response


def har(sent: Iterable[Sent], *, encode: bool = False) -> bytes:
    """
    An HTTP Archive; as a proxy writes it, with every body in base64, or as a browser does.
    """
    entries = []
    for url, method, response in sent:
        body = response.content or b""
        try:
            text: dict[str, Any] = {"text": body.decode()}
        except UnicodeDecodeError:
            text = {"text": base64.b64encode(body).decode(), "encoding": "base64"}
        if encode:
            text = {"text": base64.b64encode(body).decode(), "encoding": "base64"}
        entries.append(
            {
                "startedDateTime": "2026-03-20T09:12:44.000Z",
                "time": 12,
                "request": {"method": method, "url": url, "httpVersion": "HTTP/2", "headers": [], "cookies": []},
                "response": {
                    "status": response.status_code,
                    "statusText": response.reason or "",
                    "httpVersion": "HTTP/2",
                    "headers": [
                        {"name": ":status", "value": str(response.status_code)},
                        *({"name": name, "value": value} for name, value in response.headers or ()),
                    ],
                    "content": {"size": len(body), "mimeType": response.header("content-type") or "", **text},
                    "bodySize": -1,
                },
                "cache": {},
                "timings": {"send": 0, "wait": 12, "receive": 0},
            }
        )
    log = {"version": "1.2", "creator": {"name": "a browser", "version": "1"}, "entries": entries}
    return json.dumps({"log": log}, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")


def _interactions(sent: Iterable[Sent], body: Callable[[bytes], Any]) -> dict[str, Any]:
    interactions = []
    for url, method, response in sent:
        headers: dict[str, list[str]] = {}
        for name, value in response.headers or ():
            headers.setdefault(name, []).append(value)
        interactions.append(
            {
                "request": {"body": None, "headers": {}, "method": method, "uri": url},
                "response": {
                    "body": body(response.content or b""),
                    "headers": headers,
                    "status": {"code": response.status_code, "message": response.reason},
                },
            }
        )
    return {"interactions": interactions, "version": 1}


def cassette(sent: Iterable[Sent], *, packed: bool = False) -> bytes:
    """
    A cassette of vcrpy in YAML; bodies that are not text are bytes, and may still be packed.
    """

    def body(content: bytes) -> Any:
        if packed:
            return {"string": gzip.compress(content)}
        try:
            return {"string": content.decode()}
        except UnicodeDecodeError:
            return {"string": content}

    document = _interactions(sent, body)
    if packed:
        for interaction in document["interactions"]:
            interaction["response"]["headers"]["Content-Encoding"] = ["gzip"]
    return yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "surrogatepass")


def cassette_json(sent: Iterable[Sent]) -> bytes:
    """
    A cassette of vcrpy in JSON.
    """

    def body(content: bytes) -> Any:
        try:
            return {"string": content.decode()}
        except UnicodeDecodeError:
            return {"base64_string": base64.b64encode(content).decode()}

    return json.dumps(_interactions(sent, body)).encode()


def lines(sent: Iterable[Sent]) -> bytes:
    """
    A line of JSON for each exchange; only for bodies that are text.
    """
    rows = []
    for url, method, response in sent:
        row = {
            "status": response.status_code,
            "reason": response.reason,
            "headers": list(map(list, response.headers or ())),
            "body": (response.content or b"").decode(),
            "url": url,
            "method": method,
        }
        rows.append(json.dumps(row))
    return "\n".join(rows).encode() + b"\n"


def transcript(sent: Iterable[Sent]) -> bytes:
    """
    What curl -i prints, with the lines of the request before each answer.
    """
    text = b""
    for url, method, response in sent:
        host, _, path = url.partition("//")[2].partition("/")
        text += f"{method} /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        text += f"HTTP/1.1 {response.status_code} {response.reason or ''}".rstrip().encode() + b"\r\n"
        text += b"".join(f"{name}: {value}\r\n".encode() for name, value in response.headers or ())
        text += b"\r\n" + (response.content or b"") + b"\n"
    return text


KINDS: dict[str, Callable[[Iterable[Sent]], bytes]] = {
    "har of a browser": har,
    "har of a proxy": lambda sent: har(sent, encode=True),
    "cassette": cassette,
    "cassette with packed bodies": lambda sent: cassette(sent, packed=True),
    "cassette in JSON": cassette_json,
    "lines": lines,
    "transcript": transcript,
}
HOSTS = {"fattureincloud": "api-v2.fattureincloud.it", "sibill": "integration.sibill.com", "open2b": "shop.example.com"}


def sent(provider: str, response: Response) -> Sent:
    return Sent(f"https://{HOSTS[provider]}/api/v1/x?page=1", response.method or "GET", response)


def recordable() -> list[tuple[str, Sent]]:
    """
    The responses of the suite that every kind of recording can hold.
    """
    found = []
    for case in cases("responses"):
        response = case.response
        text = (response.content or b"").decode("utf-8", "replace")
        plain = all(name.strip() and "\n" not in value and name.isascii() for name, value in response.headers or ())
        single = not any(line.startswith(("HTTP/", "$ ")) or "\r" in line for line in text.split("\n"))
        known = case.provider and (response.status_code or 0) >= 200 and response.headers is not None
        if known and plain and single and "\ufffd" not in text and not response.header("content-encoding"):
            found.append((case.provider, sent(case.provider, response)))
    return found


RECORDABLE = recordable()
