"""
The documentation as it is built, once for all tests that ask for it.
"""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from errspec import CATALOG, Catalog
from errspec.docs.formats import pages
from tests.support.cases import ROOT
from tests.support.pages import Element, parse

ACME = ROOT / "tests" / "fixtures" / "acme"


@cache
def site() -> dict[str, str]:
    """
    Every file of the site.
    """
    return pages(CATALOG)


@cache
def html_pages() -> dict[str, str]:
    """
    The pages of the site.
    """
    return {path: text for path, text in site().items() if path.endswith(".html")}


@cache
def trees() -> dict[str, Element]:
    """
    The pages as trees of elements.
    """
    return {path: parse(text) for path, text in html_pages().items()}


@cache
def twins() -> dict[str, str]:
    """
    The pages in Markdown.
    """
    return pages(CATALOG, kind="md")


HOSTILE = (
    "<script src=//x.example/x.js></script><img src=x onerror=alert(1)> [x](javascript:x) ![x](http://x.org) `# *x* |\\"
)


def hostile(tmp_path: Path, payload: str) -> Catalog:
    """
    The provider of the fixtures, every string that may hold anything ending in a payload.
    """
    target = tmp_path / "acme"
    shutil.copytree(ACME, target)

    def spoilt(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {
                k: v if k in ("schema", "when", "content", "retry", "x-when", "x-mapping", "$schema") else spoilt(v, k)
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [spoilt(item, key) for item in value]
        spoken = (
            "title",
            "description",
            "causes",
            "solutions",
            "name",
            "question",
            "says",
            "lenient",
            "version",
            "messages",
            "text",
            "guide",
            "hosts",
            "reason",
        )
        return f"{value} {payload}" if isinstance(value, str) and key in spoken else value

    for path in target.glob("*.json"):
        data = spoilt(json.loads(path.read_text("utf-8")))
        if path.name == "provider.json":
            data["limits"] = [{"says": payload, "about": "acme/refused", "x-source": {"guide": payload}}]
            data["never"] = [{"says": f"# {payload}", "x-source": {"guide": payload}}]
            claims = [{"says": f"- {payload}", "value": payload, "x-source": {"guide": payload}}] * 2
            data["contradictions"] = [
                {"id": "x", "question": payload, "about": ["acme/refused"], "claims": claims, "lenient": payload}
            ]
        path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return Catalog(str(target), {"acme": str(target)})
