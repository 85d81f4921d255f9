"""
Measurements side by side: floors, peers and errspec in the same run, as medians and ratios.

Bodies are the example bodies of the sources as servers send them, in compact JSON. A ratio is the median of the
ratios of all rounds, so that what disturbs a round disturbs both sides.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import fastjsonschema
import jsonschema_rs
import orjson
import requests
import schemathesis
import yaml
from jsonschema import Draft202012Validator
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from ruamel.yaml import YAML
from urllib3 import HTTPResponse

from errspec import CATALOG, Response, check
from errspec.catalog.forms import documented, standard
from errspec.catalog.wording import Wording
from errspec.docs.folder import write
from errspec.docs.formats import pages
from errspec.documents.document import Document
from errspec.openapi.embedding.insertion import Embedding
from errspec.openapi.embedding.operations import ROLES
from errspec.openapi.embedding.operations import ROOT as ROOT_ROLE
from errspec.openapi.embedding.settings import Settings
from errspec.verdict.engine import body_acceptor

ROUNDS = 15
BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.memory import checked  # noqa: E402
from tests.support.recorded import Sent, har  # noqa: E402


def conforming() -> list[tuple[Any, Response]]:
    """
    The example bodies of the sources in which nothing is found, as servers send them, each with its problem type.
    """
    found = []
    for provider in CATALOG.providers.values():
        for item in provider.problem_types:
            for example in item.examples:
                response = example.response
                plain = item.location == "body" and item.shape and example.citations
                if plain and not check(response, provider.id).findings:
                    compact = orjson.dumps(json.loads(response.content))
                    headers = [*(response.headers or ())]
                    if not response.header("Content-Type"):
                        headers.append(("Content-Type", "application/json"))
                    found.append((item, Response(response.status_code, headers, compact, response.reason)))
    return found


def rounds(functions: dict[str, Callable[[], object]], number: dict[str, int]) -> dict[str, list[float]]:
    """
    Seconds of one call of each function, for each round; all functions take their turn in a round.
    """
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(ROUNDS):
        for name, function in functions.items():
            times[name].append(timeit.timeit(function, number=number[name]) / number[name])
    return times


def ratio(times: dict[str, list[float]], name: str, floor: str) -> float:
    """
    How many times as long one takes as the other, as the median over the rounds.
    """
    return statistics.median(a / b for a, b in zip(times[name], times[floor], strict=True))


def openapi(items: Iterable[tuple[Any, Response]]) -> dict[str, Any]:
    """
    An OpenAPI document with hand-written error components, one path for each problem type.
    """
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for item, response in items:
        name = item.shape.replace("/", "-")
        text = json.dumps(standard(documented(CATALOG.schema(item.shape, "tolerant"))))
        schema = json.loads(text.replace("#/$defs/", f"#/components/schemas/{name}-"))
        for key, definition in schema.pop("$defs", {}).items():
            schemas[f"{name}-{key}"] = definition
        for key in ("$schema", "$id"):
            schema.pop(key)
        schemas[name] = schema
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        answer = {"description": item.title, "content": content}
        paths[f"/{item.name}"] = {"get": {"responses": {str(response.status_code): answer}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Errors", "version": "1"},
        "servers": [{"url": "http://localhost"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def bodies(items: list[tuple[Any, Response]]) -> dict[str, Callable[[], object]]:
    """
    What decides about a body whose shape is known, floors and peers included.
    """
    document = openapi(items)
    core = OpenAPI.from_dict(document)
    thesis = schemathesis.openapi.from_dict(document)
    plain = {shape: standard(CATALOG.schema(shape, "strict")) for shape in {item.shape for item, _ in items}}
    slow = {shape: Draft202012Validator(schema) for shape, schema in plain.items()}
    rust = {shape: jsonschema_rs.Draft202012Validator(schema) for shape, schema in plain.items()}
    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    compiled = {shape: fastjsonschema.compile({**schema, **draft}) for shape, schema in plain.items()}
    ours = {shape: body_acceptor(CATALOG, shape) for shape in plain}
    contents = [response.content for _, response in items]
    shaped = [(response.content, item.shape) for item, response in items]
    mine = [(response.content, ours[item.shape]) for item, response in items]
    pretty = [
        (json.dumps(json.loads(response.content), indent=2, ensure_ascii=False).encode(), ours[item.shape])
        for item, response in items
    ]
    cores = [
        (MockRequest("http://localhost", "get", f"/{item.name}"), MockResponse(r.content, status_code=r.status_code))
        for item, r in items
    ]
    sent = [(thesis[f"/{item.name}"]["GET"], _requested(r)) for item, r in items]

    def each(function: Callable[..., object], rows: list[Any]) -> Callable[[], object]:
        def run() -> None:
            for row in rows:
                function(*row)

        return run

    def run_floor() -> None:
        for content in contents:
            orjson.loads(content)

    def run_ours() -> None:
        for content, accepts in mine:
            accepts(content)

    def run_pretty() -> None:
        for content, accepts in pretty:
            accepts(content)

    assert all(accepts(content) for content, accepts in [*mine, *pretty])
    return {
        "orjson.loads": run_floor,
        "json.loads": each(json.loads, [(content,) for content in contents]),
        "errspec, body verdict": run_ours,
        "errspec, body verdict, indented JSON": run_pretty,
        "jsonschema-rs": each(lambda c, s: rust[s].is_valid(orjson.loads(c)), shaped),
        "fastjsonschema": each(lambda c, s: compiled[s](orjson.loads(c)), shaped),
        "jsonschema": each(lambda c, s: slow[s].is_valid(orjson.loads(c)), shaped),
        "Schemathesis, validate_response": each(lambda operation, r: operation.validate_response(r), sent),
        "openapi-core, validate_response": each(core.validate_response, cores),
    }


def _requested(response: Response) -> requests.Response:
    """
    The same response as requests has it.
    """
    made = requests.Response()
    made.status_code = response.status_code or 0
    made._content = response.content
    headers = dict(response.headers or ())
    made.headers.update(headers)
    made.raw = HTTPResponse(BytesIO(response.content), headers=headers, status=made.status_code, preload_content=False)
    made.request = requests.Request("GET", "http://localhost/").prepare()
    return made


def checks(items: list[tuple[Any, Response]]) -> dict[str, Callable[[], object]]:
    """
    The whole check, of the provider that is named and of the one that is told by the response.
    """
    rows = [(response, item.provider) for item, response in items]

    def known() -> None:
        for response, provider in rows:
            check(response, provider)

    def unknown() -> None:
        for response, _ in rows:
            check(response)

    return {"errspec.check, provider known": known, "errspec.check, provider unknown": unknown}


def commands(folder: Path) -> dict[str, Callable[[], object]]:
    """
    Whole commands on one small file.
    """
    body = folder / "body.json"
    body.write_text('{"error":{"message":"License expired.","code":"LICENSE_EXPIRED"}}')
    schema = folder / "schema.json"
    schema.write_text(json.dumps(standard(CATALOG.schema("fattureincloud/api-error", "strict"))))
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}

    def run(*words: object) -> Callable[[], object]:
        def call() -> None:
            done = subprocess.run(list(map(str, words)), env=environment, capture_output=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr

        return call

    return {
        "python -c pass": run(sys.executable, "-c", "pass"),
        "import errspec": run(sys.executable, "-c", "import errspec"),
        "errspec check": run(BIN / "errspec", "check", body),
        "jsonschema": run(sys.executable, "-W", "ignore", "-m", "jsonschema", "-i", body, schema),
        "check-jsonschema": run(BIN / "check-jsonschema", "--schemafile", schema, body),
    }


ERROR = '{"errors":[{"code":"bad_request","detail":"d","title":"t"}]}'
FAULTS = {
    "a status that is not documented": (409, "application/json", ERROR),
    "429 without retry-after": (429, "application/json", ERROR),
    "HTML in place of JSON": (502, "text/html", "<html><h1>Bad Gateway</h1></html>"),
    "JSON that is cut off": (500, "application/json", ERROR[:-8]),
    "a member given twice": (404, "application/json", ERROR.replace("}]", ',"title":"u"}]')),
    "an error under a success status": (200, "application/json", ERROR),
    "a member that is not documented": (404, "application/json", ERROR.replace("}]", ',"more":1}]')),
    "a wrong type": (404, "application/json", ERROR.replace('"bad_request"', "5")),
}


def archives(folder: Path) -> None:
    """
    A HAR file of 2,000 exchanges beside redocly drift: how long each takes, and which faults each finds.
    """
    redocly = ROOT / "tests" / "node" / "node_modules" / ".bin" / "redocly"
    if not redocly.exists():
        print("Skipped beside redocly drift: it is not installed (npm ci in tests/node).\n")
        return
    provider = CATALOG.providers["sibill"]
    good: list[Any] = [(200, "application/json", '{"data":[]}')]
    responses: dict[str, Any] = {}
    schema = standard(documented(CATALOG.schema("sibill/error-document", "tolerant")))
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
        "servers": [{"url": "https://integration.sibill.com"}],
        "paths": {"/x": {"get": {"responses": responses}}},
        "components": {"schemas": schemas},
    }
    (folder / "api.json").write_text(json.dumps(api))

    def archive(name: str, sent: Iterable[Any]) -> Path:
        path = folder / f"{name}.har"
        exchanges = []
        for status, media, body, *rest in sent:
            headers = rest[0] if rest else [("Content-Type", media)]
            exchanges.append(Sent("https://integration.sibill.com/x", "GET", Response(status, headers, body)))
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
    for name, fault in FAULTS.items():
        path = archive("fault", [fault])
        print(f"| {name} | {'found' if drift(path) else 'missed'} | {'found' if ours(path) else 'missed'} |")
    print()


def documentation(folder: Path) -> dict[str, list[float]]:
    """
    Seconds for one page, written to disk, beside json-schema-for-humans on the same shapes.
    """
    from json_schema_for_humans.generate import generate_from_filename
    from json_schema_for_humans.generation_configuration import GenerationConfiguration

    schemas = folder / "schemas"
    schemas.mkdir()
    for index, name in enumerate(CATALOG.shapes):
        (schemas / f"{index}.json").write_text(json.dumps(standard(CATALOG.schema(name))))
    peer = folder / "peer"
    peer.mkdir()
    paths = sorted(schemas.iterdir())
    configuration = GenerationConfiguration(template_name="js_offline", copy_css=True, copy_js=True)

    def theirs() -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # it reports its progress
            for path in paths:
                generate_from_filename(str(path), str(peer / f"{path.stem}.html"), config=configuration)

    def ours() -> None:
        write(folder / "site", pages(CATALOG), Wording(CATALOG, "en"))

    ours()
    count = sum(1 for _ in (folder / "site").rglob("*.html"))
    times = rounds(
        {"json-schema-for-humans": theirs, "errspec docs build": ours},
        dict.fromkeys(("json-schema-for-humans", "errspec docs build"), 1),
    )
    numbers = {"json-schema-for-humans": len(paths), "errspec docs build": count}
    return {name: [seconds / numbers[name] for seconds in found] for name, found in times.items()}


def log(folder: Path, size: int) -> None:
    """
    A log of JSON lines of a size in bytes, one error to nine successes: how long it takes, and the most memory.
    """
    success = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"data": ["x" * 250]}}
    rows: list[dict[str, object]] = []
    for item, sent in conforming():
        if item.provider == "sibill":
            error = {"status": sent.status_code, "headers": dict(sent.headers or ()), "body": json.loads(sent.content)}
            rows += [error, *[success] * 9]
    block = b"".join(orjson.dumps(row) + b"\n" for row in rows)
    times = -(-size // len(block))
    path = folder / "log.ndjson"
    with path.open("wb") as file:
        for _ in range(times):
            file.write(block)
    started = time.perf_counter()
    _, peak = checked(path)
    seconds = time.perf_counter() - started
    print("| A log of JSON lines | bytes | seconds | most memory, MiB |")
    print("| --- | ---: | ---: | ---: |")
    print(f"| {times * len(rows):,} lines | {path.stat().st_size:,} | {seconds:.0f} | {peak / 1024:.0f} |")


def embedding(folder: Path, document: Path | None) -> list[tuple[str, float, float]]:
    """
    Errors put into a document of about two megabytes: the promises, measured.
    """
    if document is None:
        document = folder / "openapi.yaml"
        document.write_text(_document(), "utf-8")
    text, settings = document.read_text("utf-8"), Settings(next(iter(CATALOG.providers)))

    def parse() -> None:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass

    def plan_and_splice() -> None:
        Embedding(Document(text, ROLES, ROOT_ROLE), settings, CATALOG)

    def round_trip() -> None:
        ruamel = YAML()
        ruamel.preserve_quotes = True
        ruamel.dump(ruamel.load(text), BytesIO())

    functions: dict[str, Callable[[], object]] = {
        "one pass of PyYAML's C events": parse,
        "errspec, plan and splice": plan_and_splice,
    }
    for function in functions.values():
        function()
    times = rounds(functions, dict.fromkeys(functions, 1))
    times["ruamel.yaml, round trip"] = [timeit.timeit(round_trip, number=1)] * ROUNDS
    table(f"A YAML document of {len(text):,} characters", "one pass of PyYAML's C events", times, 1e3, "ms")
    words = [
        "openapi",
        "embed",
        str(document),
        "--provider",
        settings.provider,
        "--no-validate",
        "-o",
        str(folder / "out"),
    ]
    whole = [_processor([BIN / "errspec", *words]) - _processor([sys.executable, "-c", "pass"]) for _ in range(ROUNDS)]
    return [
        (
            "plan and splice, times one pass of events",
            ratio(times, "errspec, plan and splice", "one pass of PyYAML's C events"),
            1.5,
        ),
        ("embed without validation, seconds of CPU beyond python -c pass", statistics.median(whole), 0.3),
    ]


def _processor(words: list[Any]) -> float:
    """
    The seconds of CPU that a command takes.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _document() -> str:
    """
    A document whose operations all declare the same empty error, and whose successes are large.
    """
    statuses = ("400", "401", "403", "404", "405", "409", "422", "429", "500")
    error = {"$ref": "#/components/responses/Error"}
    paths, responses = {}, {"Error": {"description": "Error"}}
    fields = {
        f"field_{n}": {"type": "string", "description": "What it is for, in a line", "example": "x" * 20}
        for n in range(120)
    }
    for number in range(123):
        success = {"$ref": f"#/components/responses/Success{number}"}
        paths[f"/things/{number}"] = {"get": {"responses": {"200": success, **dict.fromkeys(statuses, error)}}}
        schema = {"type": "object", "properties": fields}
        responses[f"Success{number}"] = {"description": "Done", "content": {"application/json": {"schema": schema}}}
    whole = {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"responses": responses},
    }
    dumper = yaml.CSafeDumper
    dumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]
    return str(yaml.dump(whole, Dumper=dumper, sort_keys=False))


def table(heading: str, floor: str, times: dict[str, list[float]], unit: float, name: str) -> None:
    """
    Print a table of medians and ratios.
    """
    print(f"| {heading} | median, {name} | times {floor} |")
    print("| --- | ---: | ---: |")
    for key, found in times.items():
        print(f"| {key} | {statistics.median(found) * unit:.2f} | {ratio(times, key, floor):.2f} |")
    print()


def main() -> None:
    """
    Measure and print.
    """
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure errspec beside floors and peers.")
    parser.add_argument("--log", type=int, metavar="BYTES", help="measure a log of JSON lines of that size alone")
    parser.add_argument(
        "--openapi", type=Path, metavar="FILE", help="put errors into this document, not into a made one"
    )
    options = parser.parse_args()
    size = options.log
    if size is not None:
        with tempfile.TemporaryDirectory() as folder:
            log(Path(folder), size)
        return
    started = time.perf_counter()
    items = conforming()
    functions = {**bodies(items), **checks(items)}
    number = {}
    for name, function in functions.items():
        function()
        once = min(timeit.repeat(function, number=1, repeat=3))
        number[name] = max(1, int(0.03 / once))
    times = {name: [t / len(items) for t in found] for name, found in rounds(functions, number).items()}
    table(f"{len(items)} conforming responses, each", "orjson.loads", times, 1e6, "µs")
    unknown = ratio(times, "errspec.check, provider unknown", "errspec.check, provider known")
    with tempfile.TemporaryDirectory() as folder:
        started_up = commands(Path(folder))
        for function in started_up.values():
            function()
        starts = rounds(started_up, dict.fromkeys(started_up, 1))
        table("One command", "python -c pass", starts, 1e3, "ms")
        archives(Path(folder))
        embedded = embedding(Path(folder), options.openapi)
        built = documentation(Path(folder))
        table("One page of documentation", "json-schema-for-humans", built, 1e3, "ms")
    print("| Promise | measured | at most |")
    print("| --- | ---: | ---: |")
    promises = [
        ("body verdict, times orjson.loads", ratio(times, "errspec, body verdict", "orjson.loads"), 2.6),
        ("whole check, times orjson.loads", ratio(times, "errspec.check, provider known", "orjson.loads"), 15),
        ("provider unknown, times provider known", unknown, 1.6),
        ("import errspec, times python -c pass", ratio(starts, "import errspec", "python -c pass"), 2),
        ("a page, times json-schema-for-humans", ratio(built, "errspec docs build", "json-schema-for-humans"), 1),
        ("errspec check, times check-jsonschema", ratio(starts, "errspec check", "check-jsonschema"), 1 / 3),
        *embedded,
    ]
    for name, measured, most in promises:
        print(f"| {name} | {measured:.2f} | {most:.2f} |")
    print(f"\nMeasured in {time.perf_counter() - started:.0f} seconds with Python {sys.version.split()[0]}.")


if __name__ == "__main__":
    main()
