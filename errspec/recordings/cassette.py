"""
Cassettes of vcrpy, in YAML and in JSON, as pytest-recording keeps them too.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from errspec.recordings.exchange import Exchange, Unreadable, numbered
from errspec.response import Response, decoded

_YAML = re.compile(rb"^(?:http_)?interactions:", re.MULTILINE)
_JSON = re.compile(rb'"(?:http_)?interactions"\s*:\s*\[')


def recognized(head: bytes) -> bool:
    """
    Whether a file begins as a cassette does.
    """
    if head.lstrip()[:1] == b"{":
        return _JSON.search(head) is not None
    return _YAML.search(head) is not None


def exchanges(content: bytes, file: str) -> Iterator[Exchange | Unreadable]:
    """
    Every interaction of a cassette; raises Unreadable where the file is none.
    """
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
        A safe loader without merge keys, which no cassette has and which can grow without bound.
        """

        def flatten_mapping(self, node: Any) -> None:
            """
            Refuse a mapping that would be merged with others.
            """
            for key, _ in node.value:
                if key.tag == "tag:yaml.org,2002:merge":
                    raise Unreadable("input.merge", key.start_mark.line + 1)

    try:
        return yaml.load(content, Loader)  # noqa: S506, it is a safe loader
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
    pairs = []
    for name, sent in (answer.get("headers") or {}).items():
        pairs += [(name, value) for value in (sent if isinstance(sent, list) else [sent])]
    response = Response(code, pairs, b"", reason or None, request.get("uri"), request.get("method"))
    body = answer.get("body", answer.get("content"))
    if isinstance(body, dict):
        text = body.get("string")
        body = base64.b64decode(body["base64_string"]) if text is None and "base64_string" in body else text
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    return response._replace(content=decoded(body or b"", response.header("content-encoding")))
