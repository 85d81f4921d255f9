"""
What SECURITY.md promises.
"""

from __future__ import annotations

import ast
import json
import re
import socket
from io import BytesIO
from urllib.request import urlopen

import pytest

from errspec import Catalog, Response, check
from errspec.cli.main import main
from errspec.recordings import Exchange, ReadingOptions, exchanges
from tests.support.cases import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
PROMISES = re.findall(r"^- (.*)$", TEXT.partition("## What errspec promises")[2].partition("\n## ")[0], re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_names_its_tests(promise):
    """
    Every promise names tests, and each of them exists.
    """
    named = NAMED.findall(promise)
    assert named
    assert [] == [f"{path}::{name}" for path, name in named if name not in functions(path)]


def test_promises_are_found():
    """
    The promises are read from the page, and no test is named beside them.
    """
    assert len(PROMISES) > 10
    assert len(NAMED.findall(TEXT)) == sum(len(NAMED.findall(promise)) for promise in PROMISES) == TEXT.count("::test_")


def test_nothing_is_fetched(monkeypatch, tmp_path, capfd):
    """
    No address that a response, a recording, a document or a schema names is looked up or connected to.
    """
    tried: list[object] = []

    def refuse(*words: object, **_: object) -> None:
        tried.append(words)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    address = "http://192.0.2.1/schema.json"
    with pytest.raises(OSError, match="no network"):
        urlopen(address)
    assert tried
    tried.clear()
    body = json.dumps({"$ref": address, "$schema": address, "error": {"message": address}})
    response = Response(404, (("Location", address), ("Link", f"<{address}>; rel=describedby")), body, url=address)
    check(response)
    check(response, "sibill")
    document = tmp_path / "openapi.yaml"
    wanted = f"responses: {{'404': {{description: x}}, '500': {{$ref: '{address}'}}}}"
    document.write_text(f"openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths: {{/x: {{get: {{{wanted}}}}}}}\n")
    assert 0 == main(["openapi", "embed", str(document), "--provider", "sibill"])
    assert address in capfd.readouterr().err
    acme = ROOT / "tests" / "fixtures" / "acme"
    for path in acme.iterdir():
        text = path.read_text("utf-8")
        (tmp_path / path.name).write_text(
            text.replace("https://json-schema.org/draft/2020-12/schema", address), "utf-8"
        )
    with pytest.raises(ValueError, match="schema"):
        Catalog.load(tmp_path)
    assert [] == tried


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!!python/module:os", "!x"]
)
def test_tags_of_yaml_make_no_objects(tag, tmp_path, capfd):
    """
    A tag that would make an object makes none, in cassettes and in documents.
    """
    made = tmp_path / "made"
    content = f"interactions: [{tag} ['touch {made}']]\n".encode()
    assert not [item for item in exchanges(BytesIO(content), "x", ReadingOptions()) if isinstance(item, Exchange)]
    document = tmp_path / "openapi.yaml"
    document.write_text(f"openapi: 3.1.0\npaths: {{/x: {{get: {{responses: {tag} ['touch {made}']}}}}}}\n")
    main(["openapi", "embed", str(document), "--provider", "sibill"])
    capfd.readouterr()
    assert not made.exists()
