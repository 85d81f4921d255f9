"""
What a check finds: a code, a place, and the facts that become a sentence when somebody asks for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from errspec.catalog.keywords import Schema
from errspec.catalog.wording import Fact, Message, Sentence, Wording
from errspec.display import printable, shortened, similar
from errspec.pointers import format_pointer
from errspec.redaction import MASK, excerpt, hides, redacted
from errspec.verdict.validation import SchemaError, Validator, admitted, json_type, target

if TYPE_CHECKING:
    from errspec.catalog.provider import Citation, Provider
    from errspec.verdict.reading import Fault

#: ``error`` contradicts the documentation; ``drift`` is not documented and contradicts nothing.
Severity = Literal["error", "drift"]

_LONGEST_POINTER = 2000
_LONGEST_PLACE = 200
_SURROGATE = "[\ud800-\udfff]"
_TYPE_ORDER = ("object", "array", "string", "integer", "number", "boolean", "null")


class Finding(NamedTuple):
    """
    One difference between a response and its documentation.

    ``instance_location`` and ``keyword_location`` are JSON Pointers into the body and into the schema, ``keyword`` is
    the JSON Schema keyword that failed, and ``header`` the header that the finding is about; each is None elsewhere.
    ``source`` cites the page that documents what would be right. ``key`` and ``facts`` are what ``message`` is made of.
    """

    code: str
    severity: Severity
    instance_location: str | None = None
    keyword_location: str | None = None
    keyword: str | None = None
    header: str | None = None
    source: Citation | None = None
    key: str = "default"
    facts: Mapping[str, Fact] = {}  # never changed
    wording: Wording | None = None

    @property
    def message(self) -> str:
        """The sentence for people, in the language of the check."""
        return self.code if self.wording is None else self.message_in(self.wording)

    def message_in(self, wording: Wording) -> str:
        """Return the sentence in another language."""
        return wording.finding(self.code, self.key, self.facts, self.source)

    def as_dict(self, wording: Wording | None = None) -> dict[str, Any]:
        """Return the finding as JSON, with its sentence in another language if one is given."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message if wording is None else self.message_in(wording),
            "instance_location": self.instance_location,
            "keyword_location": self.keyword_location,
            "keyword": self.keyword,
            "header": self.header,
            "source": self.source and self.source.as_dict(),
        }

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        place = self.header or self.instance_location
        return f"<Finding {self.severity} {self.code}{f' {place}' if place else ''}>"


def finding(
    wording: Wording,
    code: str,
    facts: Mapping[str, Fact],
    *,
    key: str = "default",
    location: str | None = None,
    header: str | None = None,
    citations: Iterable[Citation] = (),
) -> Finding:
    """Make a finding; the first citation becomes its source."""
    severity: Any = wording.severity(code)
    source = next(iter(citations), None)
    return Finding(code, severity, _location(location), None, None, header, source, key, facts, wording)


def fault_finding(wording: Wording, fault: Fault, expected: Iterable[str] = ()) -> Finding:
    """Make the finding of a fault of the body, with the titles of the shapes that are documented in its place."""
    known: Any = fault.facts
    facts: dict[str, Fact] = {**known, "expected": tuple(Sentence(title) for title in expected)}
    if fault.location is not None:
        facts["place"] = place(fault.location)
    if "found" in fault.facts:
        facts["found"] = value_fact(fault.facts["found"])
    if "token" in fault.facts:
        facts["token"] = printable(json.dumps(fault.facts["token"], ensure_ascii=False))
    return finding(wording, fault.code, facts, key=fault.variant, location=fault.location)


def schema_finding(
    wording: Wording, validator: Validator, error: SchemaError, provider: Provider, *, drift: bool, whole: str = "body"
) -> Finding:
    """Make the finding of a schema error: an error in the tolerant form, drift in the strict form."""
    root = validator.root
    code, key = "schema", error.keyword
    pointer = format_pointer(error.path)
    facts: dict[str, Fact] = {"place": place(pointer, whole)}
    if error.keyword == "additionalProperties":
        known: Any = error.schema.get("properties", {})
        meant = None if str(error.name) in validator.names else similar(str(error.name), known)
        if meant is not None:
            facts["near"] = meant
        if drift:
            code, key = "undocumented-member", "default" if meant is None else "near"
    elif error.keyword == "required":
        facts["name"] = printable(shortened(json.dumps(error.name, ensure_ascii=False)))
        meant = similar(str(error.name), _strangers(validator, error.instance))
        if meant is not None:
            facts["near"] = printable(shortened(json.dumps(meant, ensure_ascii=False)))
        if drift:
            code, key = "missing-member", "default"
        if meant is not None:
            key = "near"
    else:
        facts |= _value_facts(root, error)
        if error.keyword in ("minItems", "minLength") and facts["limit"] == 1:
            key = "empty"
        if drift:
            code, key = "undocumented-value", "default"
            meant = _meant(root, error)
            if meant is not None:
                key, facts["near"] = "near", printable(json.dumps(meant, ensure_ascii=False))
            facts["expected"] = facts["description"] if error.keyword == "pattern" else facts["expected"]
    severity: Any = wording.severity(code)
    source = next(iter(provider.cite(error.citations)), None)
    keyword_location = format_pointer(error.keyword_path)
    return Finding(
        code, severity, _location(pointer), keyword_location, error.keyword, None, source, key, facts, wording
    )


def place(location: str, whole: str = "body") -> Fact:
    """Return a JSON Pointer as it is printed, or the message for the whole body."""
    return printable(excerpt(location, _LONGEST_PLACE)) if location else Message(whole)


def value_fact(value: object, names: Sequence[str] = ()) -> Message:
    """Return the message about a value, shortened, without secrets, personal data and control characters."""
    kind = json_type(value)
    if value == "":
        return Message("value.empty-string")
    if isinstance(value, str):
        text = MASK if hides(names, value) else excerpt(value)
        return Message("value.string", {"text": printable(json.dumps(text, ensure_ascii=False))})
    if isinstance(value, bool):
        return Message(f"value.{str(value).lower()}")
    if kind in ("integer", "number"):
        text = str(value) if isinstance(value, int) else ""
        number: Any = MASK if hides(names, text) or redacted(text) != text else value
        return Message("value.number", {"text": number})
    return Message("value.empty-array" if value == [] else f"value.{kind}")


def _value_facts(root: Schema, error: SchemaError) -> dict[str, Fact]:
    limit: Any = error.schema.get(error.keyword)
    facts: dict[str, Fact] = {
        "found": value_fact(error.instance, tuple(map(str, error.path))),
        "expected": _expected(root, error.schema, error.instance),
    }
    if error.keyword == "pattern":
        facts["description"] = Sentence(str(error.schema.get("description", "")), uncapitalized=True)
    if error.keyword in ("minItems", "minLength", "minimum"):
        facts["limit"] = limit
    return facts


def _strangers(validator: Validator, instance: object) -> list[str]:
    """Return the members of an object that are documented nowhere in a shape; one of them may be misspelled."""
    return [name for name in instance if name not in validator.names] if isinstance(instance, dict) else []


def _meant(root: Schema, error: SchemaError) -> str | None:
    """Return the documented text that a text was probably meant to be, or None."""
    values = _documented_values(root, error.schema) if isinstance(error.instance, str) else ()
    texts = [json.loads(value) for value in values if isinstance(value, str)]
    return similar(str(error.instance), [text for text in texts if isinstance(text, str)])


def _expected(root: Schema, schema: Schema, instance: object) -> tuple[Fact, ...]:
    """Return what a schema documents: its values, or its types if the instance is of another type."""
    types = admitted(root, schema)
    values = _documented_values(root, schema) if json_type(instance) in types else ()
    if values:
        return values
    named = types - {"integer"} if "number" in types else types
    return tuple(Message(f"type.{name}") for name in sorted(named, key=_TYPE_ORDER.index))


def _documented_values(root: Schema, schema: Schema) -> tuple[Fact, ...]:
    schema = target(root, schema)
    if "const" in schema:
        return (json.dumps(schema["const"], ensure_ascii=False),)
    members: Any = schema.get("enum", ())
    values: list[Fact] = [json.dumps(member, ensure_ascii=False) for member in members]
    branches: Any = schema.get("anyOf", ())
    for branch in branches:
        if "x-undocumented" not in branch:
            values += _documented_values(root, branch) or (_expected(root, branch, None),)
    return tuple(values)


def _location(location: str | None) -> str | None:
    """Return a pointer that is exact, but neither endless nor unprintable."""
    if location is None:
        return None
    seen = excerpt(location, _LONGEST_POINTER)
    return seen if seen.isascii() else re.sub(_SURROGATE, "\ufffd", seen)
