"""
What the Python client of openapi-generator makes of each response.
"""

import inspect
import io
import json
import sys
from unittest import mock

import urllib3

asked = json.load(sys.stdin)
sys.path.insert(0, asked["folder"])
import openapi_client  # noqa: E402
from openapi_client.rest import RESTClientObject, RESTResponse  # noqa: E402


def without_null(value):
    """
    A value without the members that are null, which the models add where they are missing.
    """
    if isinstance(value, dict):
        return {name: without_null(member) for name, member in value.items() if member is not None}
    return [without_null(item) for item in value] if isinstance(value, list) else value


api = openapi_client.DefaultApi(openapi_client.ApiClient(openapi_client.Configuration(host="http://127.0.0.1")))
operations = {
    f"/{inspect.getdoc(operation).splitlines()[0]}": operation
    for name, operation in inspect.getmembers(api, inspect.ismethod)
    if name.startswith("get_") and not name.endswith(("_with_http_info", "_without_preload_content"))
}
found = {}
for body in asked["bodies"]:
    content = io.BytesIO(body["text"].encode())
    raw = urllib3.HTTPResponse(content, headers=body["headers"], status=body["status"], reason="")
    with mock.patch.object(RESTClientObject, "request", return_value=RESTResponse(raw)):
        try:
            parsed = operations[body["path"]]()
        except openapi_client.ApiException as error:
            parsed = error.data
        except ValueError as error:
            found[body["name"]] = [str(error)]
            continue
    sent = parsed.to_dict() if hasattr(parsed, "to_dict") else parsed
    kept = without_null(json.loads(json.dumps(sent))) == without_null(body["value"])
    found[body["name"]] = [] if kept else [f"lost: {sent}"]
json.dump(found, sys.stdout)
