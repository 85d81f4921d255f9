"""
JSON Schema 2020-12 converted to the dialect of another version of OpenAPI.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from errspec.catalog.keywords import ASSERTIONS, EXTENSION, LISTS, SINGLE, Schema, subschemas
from errspec.exceptions import NoSuchVersion, UnsupportedKeyword
from errspec.openapi.dialects.nullable import openapi_30
from errspec.openapi.dialects.swagger import swagger
from errspec.openapi.options import VERSIONS, OpenAPIVersion
from errspec.pointers import format_pointer

#: The beginning of references to schemas, except in Swagger 2.0.
COMPONENTS = "#/components/schemas/"
_CONVERTED = ("$ref", "$comment", "title", "description", "default", "examples", "properties")
_SAME = ("format", "maxLength", "maximum", "multipleOf", "maxItems", "uniqueItems", "minProperties", "maxProperties")
_KNOWN = frozenset((*_CONVERTED, *ASSERTIONS, *LISTS, *SINGLE, *_SAME))


class Converted(NamedTuple):
    """
    The converted schemas by name, and the pointers of the keywords in whose place the dialect accepts more.
    """

    schemas: dict[str, dict[str, Any]]
    widened: tuple[str, ...] = ()


def convert(schemas: Mapping[str, Schema], openapi: OpenAPIVersion, entries: Collection[str] = ()) -> Converted:
    """
    Convert schemas, which refer to each other by ``#/components/schemas/NAME``, to the dialect of a version.

    3.1 and 3.2 have the dialect 2020-12, so nothing changes. A schema for 3.0 gives the same verdict, and one for 2.0
    accepts at least what the original accepts. ``entries`` are the names that other parts of a document refer to.
    Raises NoSuchVersion and UnsupportedKeyword (OpenAPI 3.0.3 and Swagger 2.0: Schema Object).
    """
    if openapi not in VERSIONS:
        raise NoSuchVersion(openapi, list(VERSIONS))
    if openapi in ("3.1", "3.2"):
        return Converted({name: dict(schema) for name, schema in schemas.items()})
    for name, schema in schemas.items():
        for path, subschema in subschemas(schema, (name,)):
            for keyword in subschema:
                if keyword not in _KNOWN and not keyword.startswith(EXTENSION):
                    raise UnsupportedKeyword(format_pointer((*path, keyword)), keyword, openapi)
    return Converted(*swagger(schemas)) if openapi == "2.0" else Converted(openapi_30(schemas, entries))
