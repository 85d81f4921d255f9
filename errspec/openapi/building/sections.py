"""
The sections of Swagger 2.0, whose responses have no media types and refer only to schemas.
"""

from __future__ import annotations

from typing import Any

from errspec.openapi.building.inlining import resolved
from errspec.openapi.dialects.swagger import DEFINITIONS

#: The keywords of a header in Swagger 2.0 (Swagger 2.0: Header Object).
_HEADER = ("type", "format", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength", "multipleOf")


def swagger_sections(sections: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Convert the sections of OpenAPI 3 to ``definitions`` and ``responses``; inlined ones only to ``responses``."""
    responses = {name: _response(response, sections) for name, response in sections["responses"].items()}
    if "schemas" not in sections:
        return {"responses": responses}
    # a header cannot refer to its schema, so its keywords stand in the header
    definitions = {name: schema for name, schema in sections["schemas"].items() if name not in sections["headers"]}
    return {"definitions": definitions, "responses": responses}


def _response(response: dict[str, Any], sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    swagger = {"description": response["description"]}
    content = response.get("content", {})
    schemas = [_renamed(media["schema"]) for media in content.values()]
    if schemas:
        swagger["schema"] = schemas[0] if all(schema == schemas[0] for schema in schemas) else {}
    if "headers" in response:
        swagger["headers"] = {name: _header(header, sections) for name, header in response["headers"].items()}
    examples = {
        name: _target(next(iter(media["examples"].values())), sections)["value"]
        for name, media in content.items()
        if "examples" in media
    }
    if examples:
        swagger["examples"] = examples
    return {**swagger, **{key: value for key, value in response.items() if key.startswith("x-")}}


def _renamed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$ref": DEFINITIONS + schema["$ref"].rpartition("/")[2]} if "$ref" in schema else schema


def _header(reference: dict[str, Any], sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    header = _target(reference, sections)
    schema = _target(header["schema"], sections)
    keywords = {keyword: schema[keyword] for keyword in _HEADER if keyword in schema}
    return {"description": header["description"], "type": "string", **keywords, "x-example": header["example"]}


def _target(part: dict[str, Any], sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    target: dict[str, Any] = resolved(part["$ref"], sections) if "$ref" in part else part
    return target
