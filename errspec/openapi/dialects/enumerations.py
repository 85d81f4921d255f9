"""
Lists of values as the readers of OpenAPI take them: with their type, and the documented ones of an open list together.
"""

from __future__ import annotations

from typing import Any

from errspec.catalog.keywords import Schema, rewrite
from errspec.openapi.dialects.spelling import described, enumerated, kind, ordered


def with_enumerations(schema: Schema) -> dict[str, Any]:
    """
    A schema with the same verdicts, in which constants and lists of values name their type.

    Constants among alternatives become one list of values: of an alternative for each, clients accept the first alone.
    """
    return rewrite(schema, lambda copy: _together(_typed(copy)))


def _typed(copy: dict[str, Any]) -> dict[str, Any]:
    values = [copy["const"]] if "const" in copy else copy.get("enum", [])
    kinds = list(dict.fromkeys(kind(value) for value in values))
    names = [name for name in kinds if name != "null"] or kinds
    if len(names) != 1 or "type" in copy:
        return copy
    return ordered({**copy, "type": names[0] if kinds == names else [*names, "null"]})


def _together(copy: dict[str, Any]) -> dict[str, Any]:
    if not any("const" in branch for branch in copy.get("anyOf", ())):
        return copy
    rest = {keyword: value for keyword, value in copy.items() if keyword != "anyOf"}
    branches, lines = enumerated([_listed(branch) for branch in copy["anyOf"]])
    return described({**rest, "anyOf": branches}, lines)


def _listed(branch: dict[str, Any]) -> dict[str, Any]:
    rest = {keyword: value for keyword, value in branch.items() if keyword != "const"}
    return ordered({**rest, "enum": [branch["const"]]}) if "const" in branch else branch
