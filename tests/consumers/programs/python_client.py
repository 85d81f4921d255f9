"""
What the client of openapi-python-client makes of each response.
"""

import importlib
import json
import pkgutil
import sys

import httpx

asked = json.load(sys.stdin)
sys.path.insert(0, asked["folder"])
client = importlib.import_module("client_of_errors")
default = importlib.import_module("client_of_errors.api.default")
operations = {}
for item in pkgutil.iter_modules(default.__path__):
    module = importlib.import_module(f"{default.__name__}.{item.name}")
    operations[module._get_kwargs()["url"]] = module
known = client.Client(base_url="http://127.0.0.1", raise_on_unexpected_status=True)
found = {}
for body in asked["bodies"]:
    response = httpx.Response(body["status"], headers=body["headers"], content=body["text"].encode())
    try:
        parsed = operations[body["path"]]._parse_response(client=known, response=response)
        sent = parsed.to_dict() if hasattr(parsed, "to_dict") else parsed
        found[body["name"]] = [] if sent == body["value"] else [f"lost: {sent}"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found[body["name"]] = [repr(error)]
json.dump(found, sys.stdout)
