"""
Components in the sections of Swagger 2.0, which has no media types in a response and no components but schemas.
"""

from __future__ import annotations

from typing import Any

from errspec.openapi.building.inlining import resolved
from errspec.openapi.dialects.swagger import DEFINITIONS

#: What a header may say in Swagger 2.0 (Swagger 2.0: Header Object).
_HEADER = ("type", "format", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength", "multipleOf")


def swagger_sections(sections: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """
    ``definitions`` and ``responses`` made of the sections of OpenAPI 3; without schemas ``responses`` alone.
    """
    responses = {name: _response(item, sections) for name, item in sections["responses"].items()}
    if "schemas" not in sections:
        return {"responses": responses}
    # those of headers stand in the headers themselves, which cannot refer to them
    definitions = {name: schema for name, schema in sections["schemas"].items() if name not in sections["headers"]}
    return {"definitions": definitions, "responses": responses}


def _response(item: dict[str, Any], sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    made = {"description": item["description"]}
    content = item.get("content", {})
    schemas = [_renamed(media["schema"]) for media in content.values()]
    if schemas:
        made["schema"] = schemas[0] if all(schema == schemas[0] for schema in schemas) else {}
    if "headers" in item:
        made["headers"] = {name: _header(header, sections) for name, header in item["headers"].items()}
    examples = {
        name: _target(next(iter(media["examples"].values())), sections)["value"]
        for name, media in content.items()
        if "examples" in media
    }
    if examples:
        made["examples"] = examples
    return {**made, **{key: value for key, value in item.items() if key.startswith("x-")}}


def _renamed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$ref": DEFINITIONS + schema["$ref"].rpartition("/")[2]} if "$ref" in schema else schema


def _header(item: dict[str, Any], sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    header = _target(item, sections)
    schema = _target(header["schema"], sections)
    said = {keyword: schema[keyword] for keyword in _HEADER if keyword in schema}
    return {"description": header["description"], "type": "string", **said, "x-example": header["example"]}


def _target(item: dict[str, Any], sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    found = resolved(item["$ref"], sections) if "$ref" in item else item
    assert isinstance(found, dict)
    return found
