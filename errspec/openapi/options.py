"""
The options of components and of embedding: a type for each, which lists its values, and one check for all.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from errspec.exceptions import InvalidOption

#: A version of OpenAPI.
OpenAPIVersion = Literal["2.0", "3.0", "3.1", "3.2"]
#: A version of the Overlay Specification.
OverlayVersion = Literal["1.0", "1.1"]
#: Which responses get the errors of a provider: the error responses that are declared, or all documented ones.
Attach = Literal["declared", "all"]
#: What happens to error responses that have a schema of their own; ``fail`` raises TypedAlready.
Existing = Literal["replace", "keep", "fail"]
#: The language in which a document is written.
Notation = Literal["yaml", "json"]

#: The versions of OpenAPI, each with the number that its documents name.
VERSIONS: dict[OpenAPIVersion, str] = {"2.0": "2.0", "3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}
#: The version of OpenAPI for which components are built if none is named.
DEFAULT: OpenAPIVersion = "3.1"
#: The versions of the Overlay Specification, each with the number that its overlays name.
OVERLAYS: dict[OverlayVersion, str] = {"1.0": "1.0.0", "1.1": "1.1.0"}


def check_option(name: str, value: object, option: Any) -> None:
    """Check that an option accepts a value; raise InvalidOption."""
    if value not in get_args(option):
        raise InvalidOption(name, str(value), get_args(option))
