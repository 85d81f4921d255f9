"""
The problems of a document before and after a change, as openapi-spec-validator finds them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from errspec.pointers import format_pointer, parse_pointer

_LONGEST = 300
#: The value that a message begins with, if it is no scalar.
_VALUE = re.compile(r"\A[{\[].*[}\]](?= (?:is|are|does|do|has|have|should) )", re.DOTALL)
#: Where the schema of a success stands, within its schema, once it has an error beside it.
_BESIDE = "/anyOf/0"


class Comparison(NamedTuple):
    """
    How many problems there were and are, the new ones, and the references that could not be followed.

    ``stopped`` says why the validator did not come to its end on the document as it was.
    """

    before: int
    after: int
    new: tuple[str, ...]
    unfollowed: tuple[str, ...]
    stopped: str | None


def compare(before: Any, after: Any) -> Comparison:
    """
    Compare two values of one document; what a reference cannot be followed to is left out of both.
    """
    unfollowed: dict[str, None] = {}
    found = [_problems(_followable(value, value, unfollowed)) for value in (before, after)]
    (old, old_stop), (made, new_stop) = found
    new = Counter(made)
    new.subtract(old)
    named = [problem for problem, count in new.items() if count > 0]
    if new_stop and not old_stop:
        named.append(("", new_stop))
    words = tuple(f"{place or '/'}: {message}" for place, message in named)
    return Comparison(old.total(), made.total(), words, tuple(unfollowed), old_stop)


def _problems(value: Any) -> tuple[Counter[tuple[str, str]], str | None]:
    """
    The problems of a document, each with its place, and why the validator stopped, if it did.
    """
    from openapi_spec_validator.shortcuts import get_validator_cls

    found: Counter[tuple[str, str]] = Counter()
    try:
        for error in get_validator_cls(value)(value).iter_errors():
            found[_problem(error)] += 1
    except Exception as error:  # whatever a document does to the validator was there before, or is named as new
        return found, f"{type(error).__name__}: {str(error)[:_LONGEST]}"
    return found, None


def _problem(error: Any) -> tuple[str, str]:
    """
    Where a problem is, and what it is, without the values, which may hold what was changed.
    """
    place = format_pointer(tuple(getattr(error, "absolute_path", ())))
    return place.removeprefix(_BESIDE), _without_value(str(error.message))


def _without_value(message: str) -> str:
    """
    The first line of a message, and of the value that it begins with, if it does, no more than three dots.
    """
    return _VALUE.sub("…", message.partition("\n\n")[0])[:_LONGEST]


def _followable(part: Any, whole: Any, unfollowed: dict[str, None]) -> Any:
    """
    A copy of a part of a document without the references that lead out of it or nowhere.
    """
    if isinstance(part, list):
        return [_followable(item, whole, unfollowed) for item in part if not _is_lost(item, whole, unfollowed)]
    if not isinstance(part, dict):
        return part
    return {
        key: {"description": ""} if _is_lost(value, whole, unfollowed) else _followable(value, whole, unfollowed)
        for key, value in part.items()
    }


def _is_lost(part: Any, whole: Any, unfollowed: dict[str, None]) -> bool:
    reference = part.get("$ref") if isinstance(part, dict) else None
    if not isinstance(reference, str) or (reference.startswith("#") and _leads(reference, whole)):
        return False
    unfollowed[reference] = None
    return True


def _leads(reference: str, whole: Any) -> bool:
    """
    Whether a local reference leads to something, straight or by other references.
    """
    from urllib.parse import unquote

    seen: set[str] = set()
    while isinstance(reference, str) and reference.startswith("#") and reference not in seen:
        seen.add(reference)
        found = whole
        for token in parse_pointer(unquote(reference[1:])):
            if isinstance(found, list) and token.isdecimal() and int(token) < len(found):
                found = found[int(token)]
            elif isinstance(found, dict) and token in found:
                found = found[token]
            else:
                return False
        if not isinstance(found, dict) or not isinstance(found.get("$ref"), str):
            return True
        reference = found["$ref"]
    return False
