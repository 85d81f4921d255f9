"""
OpenAPI documents, and parts of them, as text.
"""

from __future__ import annotations

import json
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.openapi.building.assembly import Sections, components
from errspec.openapi.options import VERSIONS, Notation, OpenAPIVersion, check_option
from errspec.version import __version__


def fragment(sections: Sections, openapi: OpenAPIVersion) -> dict[str, Any]:
    """Return components in their place in a document."""
    return dict(sections) if openapi == "2.0" else {"components": sections}


def document(catalog: Catalog, provider: str, openapi: OpenAPIVersion, lang: str = "en") -> dict[str, Any]:
    """Return a document without paths, whose components other documents can refer to."""
    wording, about = Wording(catalog, lang), catalog.provider(provider)
    version = {"swagger" if openapi == "2.0" else "openapi": VERSIONS[openapi]}
    title = wording.say("openapi.title", names=about.name)
    info = {"title": title, "version": __version__, "description": wording.translate(about.description)}
    sections = components(about.id, openapi=openapi, lang=lang, catalog=catalog)
    return {**version, "info": info, "paths": {}, **fragment(sections, openapi)}


def text(value: Any, notation: Notation) -> str:
    """
    Return a document or a part of one as YAML or JSON, indented by two spaces; raise InvalidOption.

    If it has characters that control a terminal, it is written in ASCII.
    """
    check_option("notation", notation, Notation)
    written = json.dumps(value, ensure_ascii=False)
    is_ascii = printable(written) != written
    if notation == "json":
        return json.dumps(value, ensure_ascii=is_ascii, indent=2) + "\n"
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
            return True

    def string(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)

    Dumper.add_representer(str, string)
    return yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=not is_ascii, width=100)
