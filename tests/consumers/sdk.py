"""
What the SDK of Fatture in Cloud does with documented errors; ``python -m tests.consumers.sdk`` writes the page.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from typing import Any

from errspec import CATALOG
from errspec.response import Response
from errspec.testing import responses
from errspec.testing.choosing import Chooser
from errspec.testing.samples import ExampleResponse
from errspec.testing.serving import Call, MockServer
from tests.consumers.consumer import ENVIRONMENTS, HERE, REQUIREMENTS

PAGE = HERE / "SDK.md"
PYTHON = ENVIRONMENTS / "fattureincloud" / "bin" / "python"
LOCK = REQUIREMENTS / "fattureincloud.txt"
#: Errors of an OAuth callback reach a browser and not the SDK.
EXAMPLES = [each for each in responses("fattureincloud") if each.problem_type.location == "body"]
HEAD = """# What the SDK of Fatture in Cloud does with documented errors

`python -m tests.consumers.sdk` writes this page: it calls `UserApi.list_user_companies` of {version}
against the mock server of errspec, which answers with each documented error.

- One exception class can stand for several problem types; only the body tells them apart.
- The exception keeps the status, the headers, the body as text, and its JSON in `data`.
  The rejected fields and `extra.totals` are not attributes; `errspec.problem(error)` reads them.
- The text of the exception contains all headers and the whole body.
- After a 429, urllib3 repeats the request up to three times, and waits as long as `Retry-After` says before each time.
  The call blocks until then, and the exception is raised only after the last response.
  (In this test, the mock server sends `Retry-After: 1`.)

| problem type | exception | problem types with it | requests | body kept | `Retry-After` kept |
| --- | --- | --- | --- | --- | --- |
"""


def results() -> dict[str, dict[str, Any]]:
    """
    Return the result for each problem type, with the number of requests.
    """
    chooser, requests = Chooser(CATALOG), Counter[str]()

    def respond(call: Call) -> Response | None:
        requests["/".join(call.path.split("/")[1:3])] += 1
        answer = chooser.respond(call)
        if not isinstance(answer, ExampleResponse) or answer.header("Retry-After") is None:
            return answer
        return answer._replace(headers=(*answer.headers[:1], ("Retry-After", "1")))

    with MockServer(respond) as server:
        command = [PYTHON, HERE / "programs" / "sdk.py", server.url]
        names = json.dumps([each.problem_type.name for each in EXAMPLES])
        done = subprocess.run(list(map(str, command)), input=names, capture_output=True, encoding="utf-8", check=True)
    return {name: {**found, "requests": requests[name]} for name, found in json.loads(done.stdout).items()}


def page() -> str:
    """
    Return the page, from a run of the SDK.
    """
    found = results()
    shared = Counter(each["raised"] for each in found.values())
    lines = []
    for example in EXAMPLES:
        name = example.problem_type.name
        each = found[name]
        kept = "yes" if each["body"] == example.content.decode() else "no"
        wait = "" if example.header("Retry-After") is None else "yes" if "retry-after" in each["headers"] else "no"
        cells = [f"`{name}`", f"`{each['raised']}`", shared[each["raised"]], each["requests"], kept, wait]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return HEAD.format(version=LOCK.read_text("utf-8").split()[0]) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
