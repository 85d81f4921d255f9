"""
Ask a mock server for problem types through the SDK of Fatture in Cloud, and print what comes of each as JSON.
"""

import json
import sys

import fattureincloud_python_sdk as sdk

url, found = sys.argv[1], {}
for name in json.load(sys.stdin):
    configuration = sdk.Configuration(host=f"{url}/{name}", access_token="a-token")
    with sdk.ApiClient(configuration) as client:
        try:
            answer = sdk.UserApi(client).list_user_companies()
            found[name] = {"returned": type(answer).__name__}
        except Exception as error:
            headers = getattr(error, "headers", None)
            found[name] = {
                "raised": type(error).__name__,
                "status": getattr(error, "status", None),
                "reason": str(getattr(error, "reason", None)),
                "body": getattr(error, "body", None),
                "headers": {key.lower(): value for key, value in headers.items()} if headers is not None else None,
                "data": repr(getattr(error, "data", None)),
                "words": str(error)[:200],
            }
print(json.dumps(found))
