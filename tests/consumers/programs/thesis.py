"""
What Schemathesis says of each response.
"""

import json
import sys

import requests
import schemathesis
from schemathesis import Response
from schemathesis.core.failures import Failure, FailureGroup

asked = json.load(sys.stdin)
document = schemathesis.openapi.from_dict(asked["document"])
request = requests.Request("GET", "http://127.0.0.1/").prepare()
found = {}
for body in asked["bodies"]:
    headers = {name.lower(): [value] for name, value in body["headers"].items()}
    response = Response(body["status"], headers, body["text"].encode(), request, 0.0, False)
    try:
        document[body["path"]]["GET"].validate_response(response)
        found[body["name"]] = []
    except FailureGroup as failures:
        found[body["name"]] = [str(failure) for failure in failures.exceptions]
    except Failure as failure:
        found[body["name"]] = [str(failure)]
json.dump(found, sys.stdout)
