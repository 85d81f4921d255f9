"""
Types for TypeScript, to which tsc assigns every body: openapi-typescript and json-schema-to-typescript.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.consumers.consumer import JSON_SCHEMA, NODE, Consumer, Verdicts, command, run, written
from tests.consumers.files import schemas
from tests.consumers.inputs import Body, Document


def assigned(bodies: Sequence[Body], types: Mapping[str, str], imports: Sequence[str], folder: Path) -> Verdicts:
    """
    What tsc says where each body is assigned to a constant of its type; a body has a line of its own.
    """
    lines = list(imports)
    at = {}
    for number, body in enumerate(bodies):
        lines.append(f"export const body{number}: {types[body.name]} = {json.dumps(body.value)};")
        at[len(lines)] = body.name
    (folder / "bodies.ts").write_text("\n".join(lines) + "\n", "utf-8")
    words = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "bodies.ts")
    printed = run(command("node", "tsc"), *words, cwd=folder, codes=(0, 1, 2))
    found: dict[str, list[str]] = {body.name: [] for body in bodies}
    for file, line, message in re.findall(r"^(\S+?)\((\d+),\d+\): (.+)$", printed, re.MULTILINE):
        for name in [at[int(line)]] if file == "bodies.ts" else found:
            found[name].append(message)
    return found


def _openapi_typescript(_: str, document: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    run(command("node", "openapi-typescript"), written(document, folder), "-o", folder / "types.ts", cwd=folder)
    types = {}
    for body in bodies:
        steps = (body.path, "get", "responses", body.answer, "content", body.media)
        types[body.name] = "paths" + "".join(f"[{json.dumps(step)}]" for step in steps)
    return assigned(bodies, types, ['import type { paths } from "./types.js";'], folder)


def _json_schema_to_typescript(_: str, __: Document, bodies: Sequence[Body], folder: Path) -> Verdicts:
    question = json.dumps({"schemas": {name: json.loads(text) for name, text in schemas().items()}})
    made = json.loads(run("node", NODE / "typescript.mjs", cwd=folder, text=question))
    types, imports = {}, []
    for number, (name, (interface, source)) in enumerate(made.items()):
        (folder / f"shape{number}.ts").write_text(source, "utf-8")
        imports.append(f'import type {{ {interface} as Shape{number} }} from "./shape{number}.js";')
        types[name] = f"Shape{number}"
    return assigned(bodies, {body.name: types[str(body.shape)] for body in bodies}, imports, folder)


CONSUMERS = (
    Consumer(
        "openapi-typescript",
        "openapi-typescript",
        "node",
        ("3.0", "3.1", "3.2"),
        "assigned to its type with tsc",
        _openapi_typescript,
        takes=lambda body: body.media is not None and bool(body.text),
    ),
    Consumer(
        "json-schema-to-typescript",
        "json-schema-to-typescript",
        "node",
        (JSON_SCHEMA,),
        "assigned to its type with tsc",
        _json_schema_to_typescript,
        takes=lambda body: body.shape is not None,
    ),
)
