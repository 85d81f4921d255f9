"""
Each keyword earns its place: without it, some case of the suite would pass that is refused.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from errspec import CATALOG
from errspec.catalog.keywords import ASSERTIONS, subschemas
from errspec.pointers import Path, format_pointer
from tests.support.cases import cases

REFUSED = {
    (shape, form): [c.data["data"] for c in cases("shapes") if c.shape == shape and not c.data["valid"][form]]
    for shape in CATALOG.shapes
    for form in ("tolerant", "strict")
}


class Site(NamedTuple):
    """
    An assertion keyword at a place of a shape; a member of ``required`` or of a list of types by its index.
    """

    shape: str
    path: Path
    part: int | None

    def __str__(self) -> str:
        part = "" if self.part is None else f"[{self.part}]"
        return f"{self.shape}{format_pointer(self.path)}{part}"


def sites() -> list[Site]:
    found = {}
    for shape in CATALOG.shapes:
        for form in ("tolerant", "strict"):
            for path, schema in subschemas(CATALOG.schema(shape, form)):
                for keyword in ASSERTIONS:
                    value = schema.get(keyword)
                    if keyword not in schema or value is True or isinstance(value, dict):
                        continue
                    parts = range(len(value)) if keyword == "required" else [None]  # type: ignore[arg-type]
                    for part in parts:
                        found[Site(shape, (*path, keyword), part)] = None
    return list(found)


def without(schema: Any, site: Site) -> Any:
    weaker = copy.deepcopy(schema)
    at = weaker
    for token in site.path[:-1]:
        at = at[token]
    keyword = site.path[-1]
    if site.part is None:
        at.pop(keyword, None)
    elif keyword in at and site.part < len(at[keyword]):
        del at[keyword][site.part]
    return weaker


@pytest.mark.parametrize("site", sites(), ids=str)
def test_some_case_needs_this_keyword(site: Site):
    """
    Some case is refused because of this keyword alone, in the tolerant or in the strict form.
    """
    for form in ("tolerant", "strict"):
        schema = CATALOG.schema(site.shape, form)
        try:
            weaker = without(schema, site)
        except (KeyError, IndexError):
            continue
        if weaker != schema and any(map(Draft202012Validator(weaker).is_valid, REFUSED[site.shape, form])):
            return
    pytest.fail("no case needs it")
