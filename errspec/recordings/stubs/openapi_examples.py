"""
The examples of responses in an OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from errspec.pointers import parse_pointer, resolve
from errspec.recordings.stubs.bodies import body_of
from errspec.response import Response

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def entries(document: Any) -> list[Any] | None:
    """Return the examples with their operations, or None for another document."""
    if not isinstance(document, dict) or not {"openapi", "swagger"} & document.keys() or "paths" not in document:
        return None
    servers = [each.get("url") for each in document.get("servers") or () if isinstance(each, dict)]
    base = str(servers[0] if servers else f"https://{document.get('host', '')}{document.get('basePath', '')}")
    return list(_examples(document, base.rstrip("/")))


def _examples(document: Any, base: str) -> Iterator[tuple[int | None, str, Any, str | None, str]]:
    def at(value: Any) -> Any:
        seen: set[str] = set()
        while isinstance(value, dict):
            reference = str(value.get("$ref") or "")
            if not reference.startswith("#/"):
                return value
            value = None if reference in seen else resolve(document, parse_pointer(unquote(reference[1:])))
            seen.add(reference)
        return {}

    for path, item in at(document["paths"]).items():
        for method, operation in at(item).items():
            for status, answer in at(at(operation).get("responses")).items() if method in _METHODS else ():
                code = int(status) if str(status).isdecimal() and len(str(status)) == 3 else None
                url = f"{base}{path}" if "://" in base and "{" not in base and base != "https://" else None
                answered = at(answer)
                for media, value in at(answered.get("examples")).items() if "swagger" in document else ():
                    yield code, media, value, url, method.upper()
                for media, content in at(answered.get("content")).items():
                    values = [at(each).get("value") for each in at(at(content).get("examples")).values()]
                    for value in [*values, at(content).get("example")]:
                        if value is not None:
                            yield code, media, value, url, method.upper()


def response(entry: Any, _: str) -> Response:
    """Return an example as a response whose headers are unknown."""
    status, _, value, url, method = entry
    return Response(status, None, body_of(value), None, url, method)
