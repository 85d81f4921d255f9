"""
The dialect of Swagger 2.0, which has neither alternatives nor null: what cannot be said is left open, and listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from errspec.catalog.keywords import Schema, rewrite_at
from errspec.openapi.dialects.spelling import asserting, described, enumerated, kind, ordered, plain, reference, types
from errspec.pointers import Path, format_pointer

#: What references begin with.
DEFINITIONS = "#/definitions/"
_ALL = {"object", "array", "string", "number", "boolean", "null"}


def swagger(schemas: Mapping[str, Schema]) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    """
    The schemas, and the pointers of the keywords in whose place more is accepted.
    """
    widened: list[str] = []

    def change(copy: dict[str, Any], path: Path) -> dict[str, Any]:
        if "$ref" in copy:
            return reference(copy, DEFINITIONS + copy["$ref"].rpartition("/")[2])

        def widen(keyword: str) -> None:
            widened.append(format_pointer((*path, keyword)))

        made = _with_type(plain(copy, path, "2.0"), widen)
        return _without_alternatives(made, widen, lambda branch: _type_of(branch, schemas))

    return {name: rewrite_at(schema, change, (name,)) for name, schema in schemas.items()}, tuple(widened)


def _with_type(made: dict[str, Any], widen: Callable[[str], None]) -> dict[str, Any]:
    """
    A schema with one type or none.
    """
    names, values = types(made), made.get("enum")
    made.pop("type", None)
    if values is not None:
        kinds = sorted({kind(value) for value in values})
        names = names if len(names) == 1 else kinds
        return ordered({**made, "type": names[0]}) if len(names) == 1 and names != ["null"] else made
    if names == ["null"]:
        return {**made, "enum": [None]}
    if len(names) == 1:
        return ordered({**made, "type": names[0]})
    if names and not set(names) >= _ALL:
        widen("type")
    return made


def _without_alternatives(
    made: dict[str, Any], widen: Callable[[str], None], type_of: Callable[[Schema], str | None]
) -> dict[str, Any]:
    """
    One schema for alternatives: exact where one can be, else what they share.
    """
    if "anyOf" not in made:
        return made
    branches, lines = enumerated(made.pop("anyOf"))
    made = described(made, lines)
    said = [asserting(branch) for branch in branches]
    if not all(said):
        return made
    if len(said) == 1 and not said[0].keys() & made.keys():
        return ordered({**made, **said[0]})
    if all(one.keys() <= {"type", "enum"} and "enum" in one for one in said) and "enum" not in made:
        return ordered({**made, "enum": [value for one in said for value in one["enum"]]})
    shared = {type_of(branch) for branch in branches}
    shared = {"number"} if shared == {"integer", "number"} else shared
    found = shared.pop() if len(shared) == 1 else None
    if found is None:
        widen("anyOf")
        return made
    if {"type": found} not in said or made.get("type", found) != found:
        widen("anyOf")
    return ordered({"type": found, **made})


def _type_of(branch: Schema, schemas: Mapping[str, Schema]) -> str | None:
    """
    The one type of the values that a branch accepts, as far as it is written there or behind its references.
    """
    seen: set[str] = set()
    target = _target(branch)
    while target is not None and target not in seen:
        seen.add(target)
        branch = schemas.get(target, {})
        target = _target(branch)
    found = branch.get("type")
    return found if isinstance(found, str) else None


def _target(branch: Schema) -> str | None:
    inner: Any = branch.get("allOf", [branch])
    found = inner[0].get("$ref") if len(inner) == 1 else None
    return None if found is None else str(found).rpartition("/")[2]
