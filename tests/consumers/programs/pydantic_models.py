"""
What the pydantic models of datamodel-code-generator say of each body.
"""

import importlib
import json
import sys

from pydantic import ValidationError

asked = json.load(sys.stdin)
sys.path.insert(0, asked["folder"])
models = importlib.import_module("models")
found = {}
for body in asked["bodies"]:
    try:
        model = getattr(models, body["schema"]).model_validate_json(body["text"])
        sent = json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))
        found[body["name"]] = [] if sent == body["value"] else [f"lost: {sent}"]
    except ValidationError as error:
        found[body["name"]] = [str(error)]
json.dump(found, sys.stdout)
