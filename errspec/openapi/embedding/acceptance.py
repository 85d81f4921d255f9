"""
Whether the schemas of a document say anything, and which of them accept an empty object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from errspec.documents.nodes import SCALAR
from errspec.openapi.embedding.operations import DeclaredResponse, OpenAPIDocument, follow

#: A function that answers a question for a reference.
Referred = Callable[[str], bool]
#: A function that answers a question for a response or a schema.
SchemaQuestion = Callable[[Any, Referred], bool]
#: The keywords that restrict a value.
_RESTRICTIONS = (
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
    The answers for the responses of a document; each component is read once.
    """

    def __init__(self, document: OpenAPIDocument) -> None:
        self._document = document
        self._answers: dict[tuple[SchemaQuestion, str], bool] = {}

    def accepts_empty(self, response: DeclaredResponse) -> bool:
        """Return whether a response has no schema, or one that accepts an empty object."""
        return self._answer(response, accepts)

    def is_blank(self, response: DeclaredResponse) -> bool:
        """Return whether a response has no schema, or one that says only that the body is an object."""
        return self._answer(response, blank)

    def _answer(self, response: DeclaredResponse, question: SchemaQuestion) -> bool:
        if response.place is not response.node:
            return self._referred(response.place.text, question)
        node = response.node.resolved()
        reference = node.get("$ref")
        if reference is not None:
            return self._referred(reference.resolved().text, question)
        if node.kind == SCALAR:
            return True
        value = self._document.value_of(node, response.location)
        return question(value, lambda target: self._referred(target, question))

    def _referred(self, reference: str, question: SchemaQuestion) -> bool:
        key = question, reference
        if key not in self._answers:
            self._answers[key] = False  # the answer for a schema that refers to itself or leads to another file
            target = follow(self._document, reference)
            if target is not None:
                value = self._document.value_of(*target)
                self._answers[key] = question(value, lambda inner: self._referred(inner, question))
        return self._answers[key]


def blank(part: Any, referred: Referred) -> bool:
    """Return whether a response or a schema says only that the value is an object."""
    if not isinstance(part, dict):
        return part is not False
    if isinstance(part.get("$ref"), str):
        return referred(part["$ref"])
    if "content" in part:
        return all(blank(schema, referred) for schema in _schemas(part["content"]))
    if "schema" in part:
        return blank(part["schema"], referred)
    restrictions = {keyword: value for keyword, value in part.items() if keyword in _RESTRICTIONS}
    is_object = restrictions.pop("type", "object") == "object"
    return is_object and restrictions.pop("additionalProperties", True) in (True, {}) and not restrictions


def accepts(part: Any, referred: Referred) -> bool:
    """Return whether a response or a schema accepts an empty object."""
    if not isinstance(part, dict):
        return part is not False
    if isinstance(part.get("$ref"), str):
        return referred(part["$ref"])
    if "content" in part:
        schemas = _schemas(part["content"])
        return not schemas or any(accepts(schema, referred) for schema in schemas)
    if "schema" in part:
        return accepts(part["schema"], referred)
    declared = part.get("type", "object")
    values = part.get("enum", [part["const"]] if "const" in part else [{}])
    return (
        (declared == "object" or "object" in _list(declared))
        and ({} in _list(values) or not isinstance(values, list))
        and not part.get("required")
        and not part.get("minProperties")
        and all(accepts(branch, referred) for branch in _list(part.get("allOf")))
        and all(
            any(accepts(branch, referred) for branch in part[keyword])
            for keyword in ("anyOf", "oneOf")
            if _list(part.get(keyword))
        )
    )


def _schemas(content: Any) -> list[Any]:
    """Return the schema of each media type; one without a schema accepts everything."""
    media_types = content.values() if isinstance(content, dict) else ()
    return [media.get("schema", {}) if isinstance(media, dict) else {} for media in media_types]


def _list(value: Any) -> list[Any]:
    """Return the value if it is a list, otherwise an empty list."""
    return value if isinstance(value, list) else []
