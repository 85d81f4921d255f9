"""
The data files: where they are, how they are read, and whether they conform to their schemas.
"""

from __future__ import annotations

import json
import os
import re
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from errspec.catalog.immutable import FrozenDict
from errspec.display import json_fault
from errspec.exceptions import CatalogError
from errspec.pointers import Path, format_pointer

if TYPE_CHECKING:
    from referencing import Registry

#: What the name of a file with a shape ends with.
SHAPE = ".schema.json"
_META = "https://errspec.example/v1/meta/"
_KINDS = {f"{name}.json": f"{name}.schema.json" for name in ("provider", "problem-types", "scenarios")}
_LANGUAGE = re.compile(r"[a-z]{2}\.json")
#: An escaped surrogate pair, an unpaired surrogate, or any other escape.
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F])|\\.")
#: The size of a file that is read, in bytes, and how deep its values may be nested.
_LARGEST = 16 * 1024 * 1024
_DEEPEST = 100
_TOO_DEEP = f"its values are nested more than {_DEEPEST} deep"


def packaged() -> str:
    """Return the folder of the data that come with errspec."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(here, "schemas")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(here), "schemas")


def load(path: str) -> dict[str, Any]:
    """Read a file as a JSON object; raises CatalogError."""
    try:
        status = os.stat(path)
        if not S_ISREG(status.st_mode):
            raise CatalogError(path, "it is not a regular file")
        if status.st_size > _LARGEST:
            raise CatalogError(path, f"it is larger than {_LARGEST // 1024 // 1024} MiB")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        data = json.loads(text, object_pairs_hook=FrozenDict)
        escapes = _ESCAPE.finditer(text) if "\\ud" in text.lower() else ()
        half = next((escape for escape in escapes if escape[1]), None)
        if half is not None:
            error = json.JSONDecodeError("Unpaired surrogate, which is not a character", text, half.start())
            raise CatalogError(path, json_fault(error))
    except CatalogError:
        raise
    except OSError as error:
        raise CatalogError(path, error.strerror or str(error)) from error
    except RecursionError as error:
        raise CatalogError(path, _TOO_DEEP) from error
    except ValueError as error:
        raise CatalogError(path, f"it is not JSON: {json_fault(error)}") from error
    if not isinstance(data, dict):
        raise CatalogError(path, "it is not a JSON object")
    return data


def _is_deeper(value: Any, depth: int) -> bool:
    """Return whether values are nested deeper than a number of levels."""
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth < 0 or any(_is_deeper(each, depth - 1) for each in values)


def meta_registry() -> Registry[Any]:
    """Return the schemas of all kinds of data files, in a registry that fetches nothing."""
    from referencing import Registry, Resource

    folder = os.path.join(packaged(), "meta")
    resources = [Resource.from_contents(load(os.path.join(folder, entry))) for entry in sorted(os.listdir(folder))]
    return (resources @ Registry()).crawl()


def verify(folder: str) -> None:
    """Check every file of a provider against its schema; raises CatalogError."""
    from jsonschema import Draft202012Validator

    from errspec.catalog.complexity import lost, multiplying

    registry = meta_registry()
    for entry in sorted(os.listdir(folder)):
        kind = "shape.schema.json#/$defs/document" if entry.endswith(SHAPE) else _KINDS.get(entry)
        if _LANGUAGE.fullmatch(entry):
            kind = "translations.schema.json"
        if kind is None:
            continue
        path = os.path.join(folder, entry)
        data = load(path)
        if _is_deeper(data, _DEEPEST):
            raise CatalogError(path, _TOO_DEEP)
        error = next(iter(Draft202012Validator({"$ref": _META + kind}, registry=registry).iter_errors(data)), None)
        if error is not None:
            right = error.schema.get("description") if isinstance(error.schema, dict) else None
            right = f"; expected: {right}" if right else ""
            raise CatalogError(path, f"at {error.json_path}: {_shortened(error.message)}{right}")
        _verify_patterns(path, data)
        if entry.endswith(SHAPE):
            reason = lost(data) or multiplying(data)
            if reason is not None:
                raise CatalogError(path, reason)


def _verify_patterns(path: str, data: Any, place: Path = ()) -> None:
    from errspec.catalog.backtracking import refusal

    if isinstance(data, str) and (place[-1:] == ("pattern",) or place[:-1] == ("urls",)):
        reason = refusal(data)
        if reason is not None:
            raise CatalogError(
                path, f"at #{format_pointer(place)}: the pattern {_shortened(data)} is refused: it {reason}"
            )
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in members:
        _verify_patterns(path, value, (*place, name))


def _shortened(message: str) -> str:
    """Shorten a message of jsonschema that quotes a large value."""
    return message if len(message) <= 200 else f"{message[:120]} … {message[-60:]}"
