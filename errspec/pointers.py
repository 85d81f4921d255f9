"""
JSON Pointers (RFC 6901): parse, format, resolve; and copies of JSON values with another value in a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

#: The way to a value: names of members and indices of items.
Path = tuple[str | int, ...]

#: An index of a list (RFC 6901, 4), up to the largest possible length of a list.
_INDEX = re.compile("0|[1-9][0-9]{0,17}")
#: What ``resolve`` returns if a pointer leads nowhere.
MISSING = object()


def format_pointer(path: Path) -> str:
    """Return a path as a JSON Pointer."""
    joined = "/".join(map(str, path))
    if path and "~" not in joined and joined.count("/") < len(path):  # most often no token has to be escaped
        return f"/{joined}"
    return "".join([f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in path])


@lru_cache(maxsize=1024)
def parse_pointer(pointer: str) -> tuple[str, ...]:
    """Return the reference tokens of a JSON Pointer."""
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])


def select(value: object, tokens: tuple[str, ...]) -> Iterator[object]:
    """Yield the values that reference tokens lead to, where a ``*`` stands for every item of a list."""
    if "*" not in tokens:
        found = resolve(value, tokens)
        yield from () if found is MISSING else (found,)
        return
    at = tokens.index("*")
    items = resolve(value, tokens[:at])
    for item in items if isinstance(items, list) else ():
        yield from select(item, tokens[at + 1 :])


def resolve(value: object, tokens: Iterable[str]) -> object:
    """Return the value that reference tokens lead to, or MISSING."""
    for token in tokens:
        if type(value) is dict:
            value = value.get(token, MISSING)
        elif type(value) is list and _INDEX.fullmatch(token) and int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return value


def paths(value: object, path: Path = (), *, leaves: bool = False) -> Iterator[Path]:
    """Yield the path of a value and of every value in it, or only of those that hold no others."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if not leaves or children is None:
        yield path
    for name, child in children or ():
        yield from paths(child, (*path, name), leaves=leaves)


def replaced(value: Any, path: Path, instead: object) -> Any:
    """Return a copy of a value with another value in one place, or without the place if that is MISSING."""
    if not path:
        return instead
    copy = value.copy()
    if len(path) == 1 and instead is MISSING:
        del copy[path[0]]
    else:
        copy[path[0]] = replaced(value[path[0]], path[1:], instead)
    return copy


def merged(value: object, patch: object) -> object:
    """Return a value with a merge patch applied to it (RFC 7396, 2)."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(value) if isinstance(value, Mapping) else {}
    for name, change in patch.items():
        if change is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), change)
    return result
