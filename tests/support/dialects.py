"""
The validators of the dialects of OpenAPI.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.protocols import Validator
from openapi_schema_validator import OAS30Validator

VALIDATORS: dict[str, type[Validator]] = {
    "2.0": Draft4Validator,
    "3.0": OAS30Validator,
    "3.1": Draft202012Validator,
    "3.2": Draft202012Validator,
}


def validator(schemas: dict[str, Any], name: str, openapi: str) -> Validator:
    """
    A validator of one of several schemas that refer to each other as in a document.
    """
    place = "definitions" if openapi == "2.0" else "components/schemas"
    document = {"definitions": schemas} if openapi == "2.0" else {"components": {"schemas": schemas}}
    return VALIDATORS[openapi]({**document, "allOf": [{"$ref": f"#/{place}/{name}"}]})
