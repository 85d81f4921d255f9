"""
Whether the schemas of a document say anything: which of them accept an empty object.
"""

from __future__ import annotations

from typing import Any

from errspec.documents.nodes import Node
from errspec.keywords import Path
from errspec.openapi.operations import Source, followed


class Acceptance:
    """
    What responses of a document accept, each component looked at once.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, bool] = {}

    def response(self, node: Node, location: Path) -> bool:
        """
        Whether a response has no schema, or one that accepts an empty object.
        """
        value = node.resolved()
        reference = value.get("$ref")
        if reference is not None:
            return self._referred(reference.resolved().text)
        return value.kind == "scalar" or accepts(self._source.value_of(value, location), self._referred)

    def _referred(self, reference: str) -> bool:
        if reference not in self._known:
            self._known[reference] = False  # what refers to itself says something, and so may what is elsewhere
            target = followed(self._source, reference)
            if target is not None:
                self._known[reference] = accepts(self._source.value_of(*target), self._referred)
        return self._known[reference]


def accepts(part: Any, referred: Any) -> bool:
    """
    Whether a response or a schema accepts an empty object; ``referred`` tells it of a reference.
    """
    if not isinstance(part, dict):
        return part is not False
    if isinstance(part.get("$ref"), str):
        return bool(referred(part["$ref"]))
    if "content" in part:
        media = part["content"] if isinstance(part["content"], dict) else {}
        schemas = [item.get("schema", {}) if isinstance(item, dict) else {} for item in media.values()]
        return not schemas or any(accepts(schema, referred) for schema in schemas)
    if "schema" in part:
        return accepts(part["schema"], referred)
    named = part.get("type", "object")
    values = part.get("enum", [part["const"]] if "const" in part else [{}])
    return (
        (named == "object" or "object" in _listed(named))
        and ({} in _listed(values) or not isinstance(values, list))
        and not part.get("required")
        and not part.get("minProperties")
        and all(accepts(branch, referred) for branch in _listed(part.get("allOf")))
        and all(
            any(accepts(branch, referred) for branch in part[word])
            for word in ("anyOf", "oneOf")
            if _listed(part.get(word))
        )
    )


def _listed(value: Any) -> list[Any]:
    """
    A list, or an empty one where a document has something else in its place.
    """
    return value if isinstance(value, list) else []
