"""
Cassettes of vcrpy and pytest-recording, in YAML and in JSON.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from errspec.recordings.exchange import Exchange, Unreadable, header_pairs, numbered, received
from errspec.response import Response

_YAML = re.compile(rb"^(?:http_)?interactions:", re.MULTILINE)
_JSON = re.compile(rb'"(?:http_)?interactions"\s*:\s*\[')


def recognized(head: bytes) -> bool:
    """Return whether a file begins like a cassette."""
    if head.lstrip()[:1] == b"{":
        return _JSON.search(head) is not None
    return _YAML.search(head) is not None


def exchanges(content: bytes, file: str) -> Iterator[Exchange | Unreadable]:
    """Yield every interaction of a cassette; raises Unreadable for another file."""
    document = _json(content) if content.lstrip()[:1] == b"{" else _yaml(content)
    interactions = None
    if isinstance(document, dict):
        interactions = document.get("interactions", document.get("http_interactions"))
    if not isinstance(interactions, list):
        raise Unreadable("input.interactions")
    yield from numbered(file, interactions, _response)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("input.cassette", reason=str(error)) from error


def _yaml(content: bytes) -> Any:
    import yaml

    parent: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(parent):  # type: ignore[misc]
        """
        A safe loader without merge keys, which cassettes do not have and which can grow without bound.
        """

        def flatten_mapping(self, node: Any) -> None:
            """Raise Unreadable for a mapping with a merge key."""
            for key, _ in node.value:
                if key.tag == "tag:yaml.org,2002:merge":
                    raise Unreadable("input.merge", key.start_mark.line + 1)

    try:
        return yaml.load(content, Loader)  # noqa: S506, derived from a safe loader
    except yaml.constructor.ConstructorError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Unreadable("input.tag", line, found=str(error.problem)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise Unreadable("input.cassette", mark.line + 1 if mark else None, reason=reason) from error


def _response(interaction: Any) -> Response:
    request, answer = interaction["request"], interaction["response"]
    status = answer.get("status")
    code, reason = (
        (status["code"], status.get("message")) if isinstance(status, dict) else (answer["status_code"], None)
    )
    body = answer.get("body", answer.get("content"))
    if isinstance(body, dict):
        text = body.get("string")
        body = base64.b64decode(body["base64_string"]) if text is None and "base64_string" in body else text
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    headers = header_pairs(answer.get("headers") or {})
    return received(code, headers, body or b"", reason or None, request.get("uri"), request.get("method"))
