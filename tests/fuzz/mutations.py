"""
Inputs that are almost right: seeds with pieces lost, doubled, repeated or put in, and with values of other types.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st

from tests.support.strategies import put, values

#: What the readers of JSON, YAML, HTTP and HTML have to decide about.
_WORDS = (Path(__file__).parent / "dictionary.txt").read_text("utf-8").split()
_MARKS = [
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\x0b",
    "\x85",
    "  ",
    "\0",
    "\x1b[31m",
    "\ufeff",
    "\u2028\u202e\u061c",
    "\U0001f600",
]
_MARKS += [": ", "- ", " #", ' !!int ""', " !!timestamp x"]
_PIECES = [*(piece.encode() for piece in (*_WORDS, *_MARKS)), b"\xff", b"\xed\xa0\x80", b"\xff\xfe"]
_SCALARS = st.sampled_from(
    [10**400, -(10**20), float("inf"), float("nan"), 1.5, "", "x" * 300, [], {}, None, True, 5, [5], {"a": 5}]
)
#: Whatever decides where a seed is changed: Hypothesis alone would try the same changes again and again.
_CHANCES = st.integers(0, 2**64 - 1).map(Random)


def mutated(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """
    A seed with one to four changes of its bytes, or, where it is JSON or YAML, with other values or with its own moved.
    """
    spliced = st.builds(_spliced, st.just(seeds), _CHANCES)
    documents = [document for document in map(_document, seeds) if document]
    if not documents:
        return spliced
    new = st.lists(_SCALARS | values, min_size=1, max_size=2)
    retyped = st.builds(_retyped, st.just(documents), _CHANCES, new)
    return spliced | retyped | st.builds(_rearranged, st.just(documents), _CHANCES)


def _spliced(seeds: Sequence[bytes], chance: Random) -> bytes:
    content = chance.choice(seeds)
    for _ in range(chance.randint(1, 4)):
        begin = chance.randint(0, len(content))
        end = min(len(content), begin + chance.randint(0, 40))
        piece, old, rest = chance.choice(_PIECES), content[begin:end], content[end:]
        new = chance.choice((b"", old * 2, piece + old, piece, piece, piece * chance.choice((2, 40, 400, 2000)), None))
        if new is None:
            other = chance.choice(seeds)
            at = chance.randint(0, len(other))
            new = other[at : at + chance.randint(0, 400)]
        content = content[:begin] + new + rest
    return content


def _retyped(documents: Sequence[_Document], chance: Random, new: list[Any]) -> bytes:
    document = chance.choice(documents)
    value = document.value
    for each in new:
        value = put(value, chance.choice(list(_places(value))), each)
    try:
        return document.write(value).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, TypeError):  # what no writer writes
        return b""


def _rearranged(documents: Sequence[_Document], chance: Random) -> bytes:
    """
    A document in which values stand where others of their name and type stood, so that it is most often still valid.
    """
    document = chance.choice(documents)
    value = document.value
    for _ in range(chance.randint(1, 3)):
        places = list(_places(value))
        path = chance.choice(places)
        old = _at(value, path)
        alike = [_at(value, other) for other in places if other[-1:] == path[-1:]]
        value = put(value, path, chance.choice([each for each in alike if type(each) is type(old)]))
    return document.write(value).encode("utf-8", "surrogatepass")


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for token in path:
        value = value[token]
    return value


class _Document(NamedTuple):
    """
    The value of a text, and how it is written again.
    """

    value: Any
    write: Callable[[Any], str]


def _document(content: bytes) -> _Document | None:
    """
    Return the document of a text, or None for another kind of text.
    """
    with suppress(ValueError):
        return _Document(json.loads(content), _json)
    with suppress(ValueError):
        status, _, body = content.partition(b"\n")
        line = f"{int(status)}\n"
        return _Document(json.loads(body), lambda value: line + _json(value))
    with suppress(ValueError):
        lines = [json.loads(line) for line in content.splitlines()]
        return _Document(lines, lambda value: "\n".join(map(_json, value if isinstance(value, list) else [value])))
    with suppress(yaml.YAMLError, ValueError):
        value = yaml.safe_load(content)
        return _Document(value, lambda value: yaml.dump(value, sort_keys=False)) if isinstance(value, dict) else None
    return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    yield path
    for key, member in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from _places(member, (*path, key))
