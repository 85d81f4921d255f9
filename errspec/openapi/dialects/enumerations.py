"""
Lists of values as tools for OpenAPI expect them: with their type, and the constants of an ``anyOf`` in one list.
"""

from __future__ import annotations

from typing import Any

from errspec.catalog.keywords import Schema, rewrite
from errspec.openapi.dialects.spelling import described, enumerated, ordered, value_types


def with_enumerations(schema: Schema) -> dict[str, Any]:
    """
    Return a schema with the same verdicts whose constants and lists of values declare their type.

    The constants of an ``anyOf`` become one list, since some generated clients accept only the first alternative.
    """
    return rewrite(schema, lambda copy: _merged(_typed(copy)))


def _typed(schema: dict[str, Any]) -> dict[str, Any]:
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    types = value_types(values)
    names = [name for name in types if name != "null"] or types
    if len(names) != 1 or "type" in schema:
        return schema
    return ordered({**schema, "type": names[0] if types == names else [*names, "null"]})


def _merged(schema: dict[str, Any]) -> dict[str, Any]:
    if not any("const" in branch for branch in schema.get("anyOf", ())):
        return schema
    rest = {keyword: value for keyword, value in schema.items() if keyword != "anyOf"}
    branches, lines = enumerated([_listed(branch) for branch in schema["anyOf"]])
    return described({**rest, "anyOf": branches}, lines)


def _listed(branch: dict[str, Any]) -> dict[str, Any]:
    """Return an alternative with its constant as a list of values."""
    rest = {keyword: value for keyword, value in branch.items() if keyword != "const"}
    return ordered({**rest, "enum": [branch["const"]]}) if "const" in branch else branch
