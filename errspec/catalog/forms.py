"""
The forms of a shape: tolerant (as stored), strict, documented; and standard, without our own keywords.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from errspec.catalog.keywords import EXTENSION, Schema, rewrite

#: What every ``$id`` begins with; a reserved name that cannot be registered (RFC 6761).
BASE_URI = "https://errspec.example/v1/"


def tolerant(schema: Schema) -> dict[str, object]:
    """Return the stored form: documented constraints hold, anything undocumented passes."""
    return rewrite(schema, lambda copy: copy)


def strict(schema: Schema) -> dict[str, object]:
    """
    Derive the form that accepts nothing undocumented.

    An object that lists its properties accepts no others; a map stays a map. Branches marked
    ``x-undocumented`` are dropped, and the names of ``x-required`` are required.
    """

    def close(copy: dict[str, object]) -> dict[str, object]:
        if "properties" in copy:
            copy.setdefault("additionalProperties", False)
        if "x-required" in copy:
            copy["required"] = [*_names(copy, "required"), *_names(copy, "x-required")]
        return _without_branches(copy, lambda branch: bool(branch.get("x-undocumented")))

    return rewrite(schema, close)


def documented(schema: Schema) -> dict[str, object]:
    """
    Derive the form that describes what is documented and stays open.

    Branches marked ``x-undocumented`` are dropped; objects and open lists of values stay open.
    """

    def open_end(copy: dict[str, object]) -> dict[str, object]:
        branches = copy.get("anyOf")
        if isinstance(branches, list) and any("const" in b and "x-undocumented" not in b for b in branches):
            return _without_branches(copy, lambda branch: "x-undocumented" in branch and "const" in branch)
        return _without_branches(copy, lambda branch: "x-undocumented" in branch)

    return rewrite(schema, open_end)


def standard(schema: Schema) -> dict[str, object]:
    """Return the schema without our own keywords, so that validators in strict mode load it."""
    return rewrite(schema, lambda copy: {k: v for k, v in copy.items() if not k.startswith(EXTENSION)})


def rebased(schema: Schema, base_uri: str) -> dict[str, object]:
    """Return the schema with its ``$id`` under another base URI."""
    identifier = str(schema["$id"])
    return {**schema, "$id": base_uri.rstrip("/") + "/" + identifier.removeprefix(BASE_URI)}


def named(schema: Schema, form: str) -> dict[str, object]:
    """Return the schema with the form in its ``$id``, so that no two forms share one."""
    suffix = ".schema.json"
    return {**schema, "$id": f"{str(schema['$id']).removesuffix(suffix)}.{form}{suffix}"}


#: The name of a form.
Form = Literal["tolerant", "documented", "strict"]
#: The forms by name.
FORMS: Mapping[Form, Callable[[Schema], dict[str, object]]] = {
    "tolerant": tolerant,
    "documented": documented,
    "strict": strict,
}


def _names(schema: Schema, keyword: str) -> list[str]:
    names = schema.get(keyword, [])
    return [str(name) for name in names] if isinstance(names, list) else []


def _without_branches(copy: dict[str, object], dropped: Callable[[Schema], bool]) -> dict[str, object]:
    branches = copy.get("anyOf")
    if isinstance(branches, list):
        copy["anyOf"] = [branch for branch in branches if not dropped(branch)]
    return copy
