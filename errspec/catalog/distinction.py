"""
What tells a problem type from the others of its provider, in a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from errspec.display import readable, uncapitalized

if TYPE_CHECKING:
    from errspec.catalog.provider import ProblemType
    from errspec.catalog.wording import Wording


def distinction(problem_type: ProblemType, wording: Wording) -> str:
    """Return what a response of a problem type has: its status, and its guards or what decides between its causes."""
    say = wording.say
    guards = [_joined("docs.and", _conditions(guard, wording), wording) for guard in problem_type.when]
    status = ", ".join(problem_type.status)
    parts = [say("explain.with-status", status=status)] if status else []
    if problem_type.decided_by:
        parts.append(uncapitalized(wording.translate(problem_type.decided_by)))
    elif guards:
        parts.append(_joined("docs.or", iter(guards), wording))
    return "; ".join(parts)


def _conditions(guard: Mapping[str, Any], wording: Wording) -> Iterator[str]:
    for place, schema in guard.get("body", {}).items():
        yield _condition(place or wording.say("body"), schema, wording)
    for header, schema in guard.get("headers", {}).items():
        yield _condition(wording.say("docs.the-header", header=header.title()), schema, wording)
    if "text" in guard:
        yield _condition(wording.say("docs.the-text"), guard["text"], wording)


def _condition(place: str, schema: Mapping[str, Any], wording: Wording) -> str:
    values = schema.get("enum", [schema["const"]] if "const" in schema else ())
    if values:
        return wording.say("docs.is", place=place, value=wording.alternatives(map(json.dumps, values)))
    if "pattern" in schema:
        return wording.say(
            "docs.contains", place=place, text=wording.alternatives(map(json.dumps, readable(schema["pattern"])))
        )
    return wording.say("docs.is-present", place=place)


def _joined(key: str, texts: Iterator[str], wording: Wording) -> str:
    return reduce(lambda one, other: wording.say(key, one=one, other=other), texts, next(texts, ""))
