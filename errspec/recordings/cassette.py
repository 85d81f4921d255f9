"""
Cassettes of vcrpy and pytest-recording, in YAML and in JSON.
"""

from __future__ import annotations

import base64
import re
from typing import Any

from errspec.display import json_fault
from errspec.recordings import repetition
from errspec.recordings.exchange import Unreadable, header_pairs, status_code
from errspec.redaction import MASK
from errspec.response import Response

_YAML = re.compile(rb"^(?:http_)?interactions:", re.MULTILINE)
_VALUE = re.compile("'.*'", re.DOTALL)
_JSON = re.compile(rb'"(?:http_)?interactions"\s*:\s*\[')


def recognized(head: bytes) -> bool:
    """Return whether a file begins like a cassette."""
    if head.lstrip()[:1] == b"{":
        return _JSON.search(head) is not None
    return _YAML.search(head) is not None


def parsed(content: bytes) -> tuple[Any, bool]:
    """Return a document in JSON or in YAML, and whether a key of the JSON is repeated; raises Unreadable."""
    return _json(content) if content.lstrip()[:1] in (b"{", b"[") else (_yaml(content), False)


def entries(document: Any) -> list[Any] | None:
    """Return the interactions of a cassette, or None for another document; raises Unreadable if it has none."""
    if isinstance(document, list) and document:  # VCR 1.x of Ruby
        asked = [each.get("request") if isinstance(each, dict) and "response" in each else None for each in document]
        return document if all(isinstance(each, dict) and "uri" in each for each in asked) else None
    if not isinstance(document, dict) or not {"interactions", "http_interactions"} & document.keys():
        return None
    interactions = document.get("interactions", document.get("http_interactions"))
    if not isinstance(interactions, list):
        raise Unreadable("input.interactions")
    return interactions


def _json(content: bytes) -> tuple[Any, bool]:
    try:
        return repetition.parsed(content.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("input.cassette", reason=json_fault(error)) from error


def _yaml(content: bytes) -> Any:
    import yaml

    from errspec.documents.loading import safe_loader

    class Loader(safe_loader()):  # type: ignore[misc]
        """
        A safe loader without merge keys, which cassettes do not have, that says where a value is wrong.
        """

        def construct_object(self, node: Any, deep: bool = False) -> Any:
            """Return the value of a node; raise ConstructorError if it cannot be what its tag says."""
            try:
                return super().construct_object(node, deep)
            except (ValueError, LookupError, AttributeError, TypeError, OverflowError) as error:
                reason = "the value does not fit its tag"
                raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark) from error

        def flatten_mapping(self, node: Any) -> None:
            """Raise Unreadable for a mapping with a merge key, or with a key that is repeated."""
            names: set[tuple[str, str]] = set()
            for key, _ in node.value:
                name = key.tag, key.value if key.id == "scalar" else ""
                if name in names and name[1]:
                    raise Unreadable("input.repeated", key.start_mark.line + 1, found=name[1])
                names.add(name)
                if key.tag == "tag:yaml.org,2002:merge":
                    raise Unreadable("input.merge", key.start_mark.line + 1)

        def construct_unknown(self, node: Any) -> Any:
            """Return the members of a structure of Ruby; raise Unreadable for any other tag."""
            if node.tag.startswith("!ruby/struct:VCR::") and isinstance(node, yaml.MappingNode):
                return self.construct_mapping(node, deep=True)
            raise Unreadable("input.tag", node.start_mark.line + 1, found=node.tag)

    Loader.add_constructor(None, Loader.construct_unknown)
    try:
        return yaml.load(content, Loader)  # noqa: S506, derived from a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        # A value that does not fit its tag stands in quotation marks.
        reason = getattr(error, "problem", None) or _VALUE.sub(MASK, str(error))
        raise Unreadable("input.cassette", mark.line + 1 if mark else None, reason=reason) from error


def response(interaction: Any, _: str) -> Response:
    """Return the response of an interaction."""
    request, answer = interaction["request"], interaction["response"]
    status = answer.get("status")
    code, reason = (
        (status["code"], status.get("message")) if isinstance(status, dict) else (answer["status_code"], None)
    )
    body = answer.get("body", answer.get("content"))
    if isinstance(body, dict):
        is_packed = "string" not in body and "base64_string" in body
        body = _unpacked(body["base64_string"]) if is_packed else body.get("string")
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    headers = header_pairs(answer.get("headers") or {})
    return Response(status_code(code), headers, body or b"", reason or None, request.get("uri"), _method(request))


def _method(request: Any) -> str | None:
    """Return the method of a request, which VCR of Ruby writes in lower case, or as a symbol."""
    method = request.get("method")
    return method.lstrip(":").upper() if isinstance(method, str) else method


def _unpacked(text: str) -> bytes:
    """Return the bytes of base64 in lines; raise ValueError if it is not base64."""
    return base64.b64decode("".join(text.split()), validate=True)
