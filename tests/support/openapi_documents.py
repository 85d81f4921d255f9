"""
OpenAPI documents for tests: the real ones where they are, and made ones in every way of writing.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.support.cases import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "openapi"


def real() -> list[Path]:
    """
    The real documents that lie beside the repository, or none.
    """
    return sorted(path for path in FOLDER.rglob("*") if path.is_file())


_VERSIONS = ("2.0", "3.0.3", "3.1.0", "3.2.0")
_STATUSES = (
    "200",
    "201",
    "302",
    "400",
    "401",
    "403",
    "404",
    "418",
    "422",
    "429",
    "500",
    "503",
    "4XX",
    "5XX",
    "default",
)
_TEXTS = st.sampled_from(
    [
        "Bad",
        "It's bad: really # bad",
        'say "no"',
        "# errspec end",
        "x # errspec 00000000 was y",
        "perché è così",
        "\U0001f600",
        "one\ntwo\n",
        "- item",
        "",
        " led",
        "null",
        "a\tb",
        "line\u2028separator",
        "long " * 40,
    ]
)
_SCHEMAS = st.sampled_from([{}, {"type": "object"}, {"type": "object", "required": ["a"]}, {"type": "string"}])


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    """
    A valid OpenAPI document as a value, in which a response may be the same object in several places.
    """
    version = draw(st.sampled_from(_VERSIONS))
    old = version == "2.0"
    shared = _response(draw, old=old)
    paths = {}
    for number in range(draw(st.integers(0, 3))):
        item: dict[str, Any] = {}
        for method in draw(st.lists(st.sampled_from(["get", "post", "delete"]), unique=True)):
            statuses = draw(st.lists(st.sampled_from(_STATUSES), unique=True, min_size=1))
            if old:
                statuses = [status for status in statuses if "X" not in status] or ["200"]
            responses = {}
            for status in statuses:
                kind = draw(st.integers(0, 3))
                if kind == 0:
                    responses[status] = shared
                elif kind == 1:
                    responses[status] = {"$ref": "#/responses/Bad" if old else "#/components/responses/Bad"}
                else:
                    responses[status] = _response(draw, old=old)
            operation: dict[str, Any] = {"responses": responses}
            if draw(st.booleans()):
                operation = {"tags": [draw(st.sampled_from(["one", "two"]))], **operation, "summary": draw(_TEXTS)}
            item[method] = operation
        paths[f"/p{number}"] = item
    info = {"title": draw(_TEXTS), "version": "1"}
    sections: dict[str, Any] = {"responses": {"Bad": shared}}
    if draw(st.booleans()):
        sections["definitions" if old else "schemas"] = draw(st.sampled_from([{}, {"Own": {"type": "object"}}]))
    if old:
        found = {"swagger": "2.0", "info": info, "paths": paths, **sections}
    else:
        found = {"openapi": version, "info": info, "paths": paths, "components": sections}
    order = draw(st.permutations(list(found)))
    return {key: found[key] for key in order}


def _response(draw: st.DrawFn, *, old: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"description": draw(_TEXTS)}
    if draw(st.booleans()):
        schema = draw(_SCHEMAS)
        made |= {"schema": schema} if old else {"content": {"application/json": {"schema": schema}}}
    return made


@st.composite
def texts(draw: st.DrawFn) -> str:
    """
    The same written as JSON or YAML, with or without anchors, comments, a byte order mark and a last line end.
    """
    value = draw(values())
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    if draw(st.booleans()):
        indent = draw(st.sampled_from([None, None, 2, 4, "\t"]))
        separators = draw(st.sampled_from([None, (",", ":")])) if indent is None else None
        text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=draw(st.booleans()))
    else:
        text = _yaml(draw, value)
    text = text.rstrip("\n") + ("\n" if draw(st.booleans()) else "")
    return draw(st.sampled_from(["", "", "\ufeff"])) + text.replace("\n", newline)


def _yaml(draw: st.DrawFn, value: dict[str, Any]) -> str:
    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, indentless and dashes)

        def ignore_aliases(self, data: Any) -> bool:
            return not anchors or super().ignore_aliases(data)

    dashes, anchors = draw(st.booleans()), draw(st.booleans())
    stream = io.StringIO()
    yaml.dump(
        value,
        stream,
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=draw(st.booleans()),
        indent=draw(st.integers(2, 6)),
        width=draw(st.sampled_from([30, 10**6])),
        default_style=draw(st.sampled_from([None, None, "'", '"'])),
        default_flow_style=draw(st.sampled_from([False, False, None, True])),
        explicit_start=draw(st.booleans()),
    )
    lines = stream.getvalue().split("\n")
    if draw(st.booleans()):  # a comment above and beside lines that begin a member and end there
        own = re.compile(r" *['\"]?\$?[A-Za-z0-9/]+['\"]?:( ['\"]?[#A-Za-z0-9/.]+['\"]?)?")
        inside = re.compile(r".*: [|>]|.*[^ ]: ['\"][^'\"]*$")
        if not any(inside.fullmatch(line) for line in lines):
            lines = [line + " # beside" if own.fullmatch(line) else line for line in lines]
    return "\n".join(lines)
