"""
What a text holds of a response: statuses, URLs, hosts, documented headers, and values in JSON or Python.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator

from errspec.response import reason_phrase

#: The number of values that are looked for in a text.
_VALUES = 50
#: The number of characters of a Python value.
_LITERAL = 20_000
#: The number of characters around a body in which its status is looked for.
_NEAR = 400
#: The number of levels at which a body may stand within a value.
_DEPTH = 8

_BEGIN = re.compile(r"\{\s*[\"']|\[\s*\{\s*[\"']")
_STRING = re.compile(r"'[^'\\\n]*(?:\\.[^'\\\n]*)*'|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|[{\[(]|[}\])]")
_URL = re.compile(r"https?://[^\s\"'<>\\^`{|}]{1,2000}", re.IGNORECASE)
_TOKENS = re.compile(r"[^\s\"'<>\\^`{|}()]{1,4000}")
_HOST = re.compile(r"(?<![\w.@-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?![\w-])", re.IGNORECASE)
_ALONE = re.compile(r"\W*([1-5][0-9]{2})\W*")
_STATUS = re.compile(
    r"(?:HTTP(?:/[0-9.]{1,3})?|status|status[ _-]?(?:code|http)|code|error|errore|stato|returned|response)[\"']?"
    r"[ \t]{0,3}[:=>]{0,2}[ \t]{0,3}[\"'(\[]?([1-5][0-9]{2})(?![\w.,:/-]\w|\w)"
    r"|(?<![^\s\"'(\[:])[(\[\"']?([1-5][0-9]{2})(?:[)\]\"']{1,2}(?!\w)|,? [A-Z][a-z])"
    r"|(?<!\S)([1-5][0-9]{2})[ \t]{1,3}(?=[{\[])",
    re.IGNORECASE,
)
#: The number of characters of a text in which a number may be a status because a word about requests is there too.
_SHORT = 300
_NUMBER = re.compile(r"(?<![\w.,:/-])[45][0-9]{2}(?![\w-]|[.,:/]\w)")
_ABOUT = re.compile(
    r"\b(?:HTTPS?|API|GET|POST|PUT|PATCH|DELETE|error[ei]?|request|response|richiest[ae]|rispost[ae]|server)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r",? [A-Z][a-z]")


def statuses(text: str) -> list[int]:
    """Return the statuses that a text names, each once, in their order."""
    alone = _ALONE.fullmatch(text)
    return [int(alone[1])] if alone else list(dict.fromkeys(_statuses(text)))


def nearest(text: str, begin: int, end: int, since: int) -> list[int]:
    """Return the statuses nearest to a value: within it, on its line, or around it, but not before a position."""
    before, after = text[max(begin - _NEAR, since) : begin + 1], text[end : end + _NEAR]
    return (
        statuses(text[begin:end])
        or [*_statuses(before.rpartition("\n")[2])][-1:]
        or statuses(after.partition("\n")[0])
        or [*_statuses(before)][-1:]
        or statuses(after)
    )


def _statuses(text: str) -> Iterator[int]:
    return (int(match[1] or match[2] or match[3]) for match in _STATUS.finditer(text) if _is_written(match))


def suggested(text: str) -> list[int]:
    """Return the statuses that a short text may mean: whose phrase it is, or whose number is in it."""
    phrase = text.strip().casefold()
    if not phrase or len(text) > _SHORT:
        return []
    found = [number for number in range(400, 600) if reason_phrase(number).casefold() == phrase]
    return [*found, *map(int, _NUMBER.findall(text) if _ABOUT.search(text) else ())]


def _is_written(match: re.Match[str]) -> bool:
    """Return whether a number is in brackets, follows a word for it, or precedes a phrase with a capital."""
    return (
        not match[2] or not match[0][-1].isalpha() or bool(_CAPITAL.fullmatch(match[0][match[0].index(match[2]) + 3 :]))
    )


def addresses(text: str) -> list[str]:
    """Return the URLs of a text, then its other hosts as URLs, each once."""
    urls = [match[0].rstrip(".,;:!?)]") for match in _URL.finditer(text)]
    hosts = (f"https://{match[0]}/" for match in _HOST.finditer(text))
    return list(dict.fromkeys((*urls, *hosts)))


def callbacks(text: str) -> Iterator[str]:
    """Yield the URLs and paths of a text with an error in the query; one in the fragment becomes the query."""
    for token in _TOKENS.findall(text) if "error=" in text else ():
        for part in re.split("[?#]", token)[1:]:
            if part.startswith("error=") or "&error=" in part:
                yield f"{token.partition('?')[0].partition('#')[0]}?{part}"
                break


def headers(text: str, names: Iterable[str]) -> dict[str, str]:
    """Return the headers of some names that stand in a text, however they are written."""
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![\w-])({listed})[\"']?[ \t]{{0,3}}[:=,][ \t]{{0,3}}[\[(]?[\"']?([^\s\"',;}})\]]{{1,200}})"
    return {match[1].lower(): match[2] for match in re.finditer(pattern, text, re.IGNORECASE)} if listed else {}


def unescaped(text: str) -> str:
    """Return a text in which JSON that stands in a string can be read."""
    return text.replace("\\\\", "\\").replace('\\"', '"') if '{\\"' in text or '{\\\\"' in text else text


def values(text: str) -> Iterator[tuple[object, int, int]]:
    """Yield the objects and lists in a text, in JSON or as Python prints them, at most 50, with their places."""
    decoder, position = json.JSONDecoder(), 0
    for _ in range(_VALUES):
        begin = _BEGIN.search(text, position)
        if begin is None:
            return
        try:
            value, position = decoder.raw_decode(text, begin.start())
        except (ValueError, RecursionError):
            value, position = _literal(text, begin.start())
        if value is not None:
            yield value, begin.start(), position


def _literal(text: str, begin: int) -> tuple[object, int]:
    """Return a Python value that begins at a position, or None, and where the search goes on."""
    depth = 0
    for match in _STRING.finditer(text, begin, begin + _LITERAL):
        sign = match[0]
        depth += (sign in "{[(") - (sign in "}])")
        if depth == 0:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    return ast.literal_eval(text[begin : match.end()]), match.end()
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                break
    return None, begin + 1


def nested(value: object, depth: int = _DEPTH) -> Iterator[object]:
    """Yield a value and the values within it, also those that stand in its strings as JSON, the outermost first."""
    if isinstance(value, (str, bytes)):
        text = value if isinstance(value, str) else value.decode("utf-8", "replace")
        if text.lstrip()[:1] in ("{", "[") and depth:
            try:
                yield from nested(json.loads(text), depth - 1)
            except (ValueError, RecursionError):
                return
    elif isinstance(value, (dict, list, tuple)):
        yield value
        for member in (value.values() if isinstance(value, dict) else value) if depth else ():
            yield from nested(member, depth - 1)
