"""
JSON Pointers (RFC 6901): parse, format, resolve.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

#: The way to a value: names of members and indices of items.
Path = tuple[str | int, ...]

#: What ``resolve`` returns if a pointer leads nowhere.
MISSING = object()


def format_pointer(path: Path) -> str:
    """Return a path as a JSON Pointer."""
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
        elif type(value) is list and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return value
