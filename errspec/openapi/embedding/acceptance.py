"""
Whether the schemas of a document say anything: which of them accept an empty object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from errspec.documents.nodes import SCALAR, Node
from errspec.openapi.embedding.operations import Source, followed
from errspec.pointers import Path

#: What judges a response or a schema, given what tells it of a reference.
Judge = Callable[[Any, Callable[[str], bool]], bool]
#: The keywords that say something about a value.
_SAID = (
    "type",
    "additionalProperties",
    "properties",
    "patternProperties",
    "required",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "items",
    "enum",
    "const",
    "format",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "discriminator",
)


class Acceptance:
    """
    What responses of a document accept, each component looked at once.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[tuple[Judge, str], bool] = {}

    def response(self, node: Node, location: Path) -> bool:
        """
        Whether a response has no schema, or one that accepts an empty object.
        """
        return self._says(node, location, accepts)

    def is_blank(self, node: Node, location: Path) -> bool:
        """
        Whether a response has no schema, or one that says nothing but that there is an object.
        """
        return self._says(node, location, blank)

    def _says(self, node: Node, location: Path, judge: Judge) -> bool:
        value = node.resolved()
        reference = value.get("$ref")
        if reference is not None:
            return self._referred(reference.resolved().text, judge)
        if value.kind == SCALAR:
            return True
        return judge(self._source.value_of(value, location), lambda name: self._referred(name, judge))

    def _referred(self, reference: str, judge: Judge) -> bool:
        key = judge, reference
        if key not in self._known:
            self._known[key] = False  # what refers to itself says something, and so may what is elsewhere
            target = followed(self._source, reference)
            if target is not None:
                self._known[key] = judge(self._source.value_of(*target), lambda name: self._referred(name, judge))
        return self._known[key]


def blank(part: Any, referred: Callable[[str], bool]) -> bool:
    """
    Whether a response or a schema says nothing but that there is an object; ``referred`` tells it of a reference.
    """
    if not isinstance(part, dict):
        return part is not False
    if isinstance(part.get("$ref"), str):
        return referred(part["$ref"])
    if "content" in part:
        media = [item for item in dict(part["content"] or {}).values() if isinstance(item, dict)]
        return all(blank(item.get("schema", {}), referred) for item in media)
    if "schema" in part:
        return blank(part["schema"], referred)
    said = {keyword: value for keyword, value in part.items() if keyword in _SAID}
    return said.pop("type", "object") == "object" and said.pop("additionalProperties", True) in (True, {}) and not said


def accepts(part: Any, referred: Callable[[str], bool]) -> bool:
    """
    Whether a response or a schema accepts an empty object; ``referred`` tells it of a reference.
    """
    if not isinstance(part, dict):
        return part is not False
    if isinstance(part.get("$ref"), str):
        return referred(part["$ref"])
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
