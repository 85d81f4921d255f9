"""
What openapi-core says of each response.
"""

import json
import sys

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

asked = json.load(sys.stdin)
kinds = {body["media"] for body in asked["bodies"] if (body["media"] or "").endswith("+json")}
config = Config(extra_media_type_deserializers=dict.fromkeys(kinds, json.loads))
document = OpenAPI.from_dict({**asked["document"], "servers": [{"url": "http://127.0.0.1"}]}, config=config)
found = {}
for body in asked["bodies"]:
    request = MockRequest("http://127.0.0.1", "get", body["path"])
    media = body["media"] or "text/plain"
    response = MockResponse(body["text"].encode(), body["status"], headers=body["headers"], content_type=media)
    try:
        document.validate_response(request, response)
        found[body["name"]] = []
    except OpenAPIError as error:
        found[body["name"]] = [repr(error), *map(repr, getattr(error.__cause__, "schema_errors", ()))]
json.dump(found, sys.stdout)
