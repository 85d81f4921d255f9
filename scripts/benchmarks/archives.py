"""
A HAR file beside redocly drift: how long each takes, and which faults each finds.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from errspec import CATALOG, Response
from errspec.catalog.forms import documented, standard
from scripts.benchmarks.rounds import BIN, ROOT, rounds, table
from tests.support.recorded import Sent, har


def chosen() -> Any:
    """
    A provider with a host whose errors all have one JSON shape, so that an OpenAPI document can describe them.
    """
    for provider in CATALOG.providers.values():
        shapes = {shape for item in provider.problem_types for shape in item.content.values()}
        if provider.hosts and len(shapes - {None}) == 1:
            return provider
    raise LookupError("no provider has one shape and a host")


def faults(provider: Any) -> dict[str, tuple[int, str, str]]:
    """
    A response with one fault of each kind, made from an example of the provider.
    """
    json_type = "application/json"
    limited = next(item for item in provider.problem_types if any(header.required for header in item.headers.values()))
    plain = next(
        item
        for item in provider.problem_types
        if item.shape and not item.when and not item.headers and item.status[0].startswith("4")
    )
    body = json.loads(plain.examples[0].response.content)
    text, status = json.dumps(body), int(plain.status[0])
    known = {status for item in provider.problem_types for status in item.status}
    unknown = next(status for status in range(409, 500) if not {str(status), "4XX"} & known)
    return {
        "a status that is not documented": (unknown, json_type, text),
        "a required header that is missing": (int(limited.status[0]), json_type, text),
        "HTML in place of JSON": (502, "text/html", "<html><h1>Bad Gateway</h1></html>"),
        "JSON that is cut off": (500, json_type, text[:-8]),
        "a field given twice": (status, json_type, f"{text[:-1]}, {text[1:]}"),
        "an error under a success status": (200, json_type, text),
        "a field that is not documented": (status, json_type, f'{text[:-1]}, "more": 1}}'),
        "a wrong type": (status, json_type, json.dumps(dict.fromkeys(body, 5))),
    }


def archives(folder: Path) -> None:
    """
    A HAR file of 2,000 exchanges beside redocly drift: how long each takes, and which faults each finds.
    """
    redocly = ROOT / "tests" / "node" / "node_modules" / ".bin" / "redocly"
    if not redocly.exists():
        print("Skipped beside redocly drift: it is not installed (npm ci in tests/node).\n")
        return
    provider = chosen()
    url = f"https://{provider.hosts[0]}"
    [shape] = {item.shape for item in provider.problem_types if item.shape}
    good: list[Any] = [(200, "application/json", '{"data":[]}')]
    responses: dict[str, Any] = {}
    schema = standard(documented(CATALOG.schema(shape, "tolerant")))
    text = json.dumps(schema).replace("#/$defs/", "#/components/schemas/")
    schema = json.loads(text)
    definitions: Any = schema.pop("$defs")
    schemas = {**definitions, "document": {k: v for k, v in schema.items() if not k.startswith("$")}}
    for item in provider.problem_types:
        headers = {name: {"required": h.required, "schema": {"type": "integer"}} for name, h in item.headers.items()}
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/document"}}}
        responses[item.status[0]] = {"description": item.title, "headers": headers, "content": content}
        for example in item.examples:
            sent = example.response
            good.append((sent.status_code, "", sent.content, sent.headers))
    success = {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": {}}}}
    responses["200"] = {"description": "OK", "content": {"application/json": {"schema": success}}}
    api = {
        "openapi": "3.1.0",
        "info": {"title": "Errors", "version": "1"},
        "servers": [{"url": url}],
        "paths": {"/x": {"get": {"responses": responses}}},
        "components": {"schemas": schemas},
    }
    (folder / "api.json").write_text(json.dumps(api))

    def archive(name: str, sent: Iterable[Any]) -> Path:
        path = folder / f"{name}.har"
        exchanges = []
        for status, media, body, *rest in sent:
            headers = rest[0] if rest else [("Content-Type", media)]
            exchanges.append(Sent(f"{url}/x", "GET", Response(status, headers, body)))
        path.write_bytes(har(exchanges))
        return path

    def drift(path: Path) -> int:
        words = [redocly, "drift", path, "--api", folder / "api.json", "--format", "json"]
        done = subprocess.run(list(map(str, words)), capture_output=True, cwd=folder, check=False)
        return int(json.loads(done.stdout)["run"]["totalProblems"])

    def ours(path: Path) -> int:
        done = subprocess.run([BIN / "errspec", "check", "--format", "json", path], capture_output=True, check=False)
        return sum(len(response["findings"]) for response in json.loads(done.stdout)["responses"])

    many = archive("many", [good[n % len(good)] for n in range(2000)])
    assert (drift(many), ours(many)) == (0, 0)
    both = {"redocly drift": lambda: drift(many), "errspec check": lambda: ours(many)}
    times = rounds(both, dict.fromkeys(both, 1))
    table("A HAR file of 2,000 exchanges", "redocly drift", times, 1e3, "ms")
    print("| Fault in an exchange | redocly drift | errspec |")
    print("| --- | --- | --- |")
    for name, fault in faults(provider).items():
        path = archive("fault", [fault])
        print(f"| {name} | {'found' if drift(path) else 'missed'} | {'found' if ours(path) else 'missed'} |")
    print()
