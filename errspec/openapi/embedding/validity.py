"""
The problems of a document before and after a change, as openapi-spec-validator reports them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from errspec.display import printable
from errspec.exceptions import ValidatorStopped
from errspec.pointers import MISSING, format_pointer, parse_pointer, resolve

_LONGEST = 300
#: The list or mapping that a message begins with.
_VALUE = re.compile(r"\A[{\[].*[}\]](?= (?:is|are|does|do|has|have|should) )", re.DOTALL)
#: The path to the schema of a success, within the new schema that has an error as an alternative.
_SUCCESS = "/anyOf/0"


class ValidityReport(NamedTuple):
    """
    The numbers of problems before and after, the new problems, and the references that were not followed.
    """

    before: int
    after: int
    new: tuple[str, ...]
    unfollowed: tuple[str, ...]


def compare(before: Any, after: Any) -> ValidityReport:
    """
    Compare the problems of a document before and after; references to other files or to nothing are left out.

    A validator that does not finish raises ``ValidatorStopped``.
    """
    unfollowed: dict[str, None] = {}
    old = _problems(_without_lost_references(before, before, unfollowed))
    new = _problems(_without_lost_references(after, after, unfollowed))
    sentences = tuple(f"{pointer or '/'}: {message}" for pointer, message in new - old)
    return ValidityReport(old.total(), new.total(), sentences, tuple(unfollowed))


def _problems(document: Any) -> Counter[tuple[str, str]]:
    """Return the problems of a document, each as a pointer and a message."""
    problems: Counter[tuple[str, str]] = Counter()
    if isinstance(document.get("openapi", document.get("swagger")), float):
        raise ValidatorStopped("the version of OpenAPI is a number; write it in quotes")
    try:
        from openapi_spec_validator.shortcuts import get_validator_cls

        for error in get_validator_cls(document)(document).iter_errors():
            pointer = format_pointer(tuple(getattr(error, "absolute_path", ())))
            problems[pointer.removeprefix(_SUCCESS), _without_value(str(error.message))] += 1
    except Exception as error:  # a document can make the validator fail in any way
        raise ValidatorStopped(f"{type(error).__name__}: {printable(_without_value(str(error)))}") from error
    return problems


def _without_value(message: str) -> str:
    """
    Return the first line of a message, without the list or mapping that it begins with, which the change may touch.
    """
    return _VALUE.sub("…", message.partition("\n\n")[0])[:_LONGEST]


def _without_lost_references(part: Any, document: Any, unfollowed: dict[str, None]) -> Any:
    """Return a copy of a part of a document without the references to other files or to nothing."""
    if isinstance(part, list):
        return [
            _without_lost_references(element, document, unfollowed)
            for element in part
            if not _is_lost(element, document, unfollowed)
        ]
    if not isinstance(part, dict):
        return part
    return {
        key: {"description": ""}
        if _is_lost(value, document, unfollowed)
        else _without_lost_references(value, document, unfollowed)
        for key, value in part.items()
    }


def _is_lost(part: Any, document: Any, unfollowed: dict[str, None]) -> bool:
    reference = part.get("$ref") if isinstance(part, dict) else None
    if not isinstance(reference, str) or _leads(reference, document):
        return False
    unfollowed[reference] = None
    return True


def _leads(reference: str, document: Any) -> bool:
    """Return whether a reference leads to a value in the document, directly or through other references."""
    from urllib.parse import unquote

    seen: set[str] = set()
    while reference.startswith("#") and reference not in seen:
        seen.add(reference)
        target = resolve(document, parse_pointer(unquote(reference[1:])))
        if target is MISSING:
            return False
        if not isinstance(target, dict) or not isinstance(target.get("$ref"), str):
            return True
        reference = target["$ref"]
    return False
