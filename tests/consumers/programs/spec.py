"""
What openapi-spec-validator says of a document whose only response has a body as its default.
"""

import json
import sys

from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

VALIDATORS = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}
asked = json.load(sys.stdin)
validator = VALIDATORS[asked["openapi"]]
document = asked["document"]
whole = [error.message for error in validator(document).iter_errors()]
swagger = asked["openapi"] == "2.0"
start = "#/definitions/" if swagger else "#/components/schemas/"
kept = {} if swagger else {"components": {"schemas": document["components"]["schemas"]}}
rest = {name: value for name, value in document.items() if name not in ("components", "responses")}
found = {}
for body in asked["bodies"]:
    schema = {"allOf": [{"$ref": start + body["schema"]}], "default": body["value"]}
    content = {"schema": schema} if swagger else {"content": {"application/json": {"schema": schema}}}
    paths = {"/": {"get": {"responses": {"default": {"description": "An error", **content}}}}}
    errors = validator({**rest, **kept, "paths": paths}).iter_errors()
    found[body["name"]] = [*whole, *(error.message for error in errors)]
json.dump(found, sys.stdout)
