"""
Findings in words: the sentences of the data, filled in and made safe to print.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from errspec.catalog.keywords import Schema
from errspec.catalog.wording import Wording
from errspec.display import printable, shortened, uncapitalized
from errspec.pointers import format_pointer
from errspec.redaction import SECRET_NAME, excerpt, redacted
from errspec.verdict.report import Finding
from errspec.verdict.validation import SchemaFault, admitted, json_type, target

if TYPE_CHECKING:
    from errspec.catalog.provider import Citation, Provider

_LONGEST_POINTER = 2000
_SURROGATE = re.compile("[\ud800-\udfff]")


class FindingWording(Wording):
    """
    Findings in one language.
    """

    def finding(
        self,
        code: str,
        facts: Mapping[str, object],
        *,
        variant: str = "default",
        location: str | None = None,
        keyword: str | None = None,
        header: str | None = None,
        citations: Iterable[Citation] = (),
    ) -> Finding:
        """
        A finding with its sentence; the first citation becomes its source.
        """
        entry = self._codes[code]
        sentence = self.translate(entry["sentences"][variant]).format(**facts)
        source = next(iter(citations), None)
        if source is not None:
            sentence = f"{sentence} ({source})"
        if location is not None:  # a pointer is exact, but neither endless nor unprintable
            location = _SURROGATE.sub("\ufffd", redacted(shortened(location, _LONGEST_POINTER)))
        return Finding(code, entry["severity"], sentence, location, keyword, header, source)

    def schema_finding(
        self, root: Schema, fault: SchemaFault, provider: Provider, *, drift: bool, whole: str = "body"
    ) -> Finding:
        """
        The finding of a fault of a schema: in the tolerant form an error, in the strict form drift.
        """
        code, variant = "schema", fault.keyword
        facts: dict[str, object] = {
            "place": self.place(format_pointer(fault.path), whole),
            "name": json.dumps(fault.name, ensure_ascii=False),
        }
        facts["name"] = printable(shortened(str(facts["name"])))
        if fault.keyword == "additionalProperties":
            near = _near(str(fault.name), fault.schema.get("properties", {}))
            facts["near"] = near
            if drift:
                code, variant = "undocumented-member", "near" if near else "default"
        elif fault.keyword == "required":
            if drift:
                code, variant = "missing-member", "default"
        else:
            facts["found"] = self.found(fault.instance, str(fault.path[-1]) if fault.path else "")
            facts["limit"] = fault.schema.get(fault.keyword)
            if fault.keyword == "minItems" and facts["limit"] == 1:
                facts["limit"] = self.say("one-item")
            facts["description"] = uncapitalized(self.translate(str(fault.schema.get("description", ""))))
            facts["expected"] = self.expected(root, fault.schema, fault.instance)
            if fault.keyword == "pattern" and drift:
                facts["expected"] = facts["description"]
            if drift:
                code, variant = "undocumented-value", "default"
        return self.finding(
            code,
            facts,
            variant=variant,
            location=format_pointer(fault.path),
            keyword=format_pointer(fault.keyword_path),
            citations=provider.cite(fault.citations),
        )

    def place(self, location: str, whole: str = "body") -> str:
        """
        A JSON Pointer as it is printed, in words for the whole.
        """
        return printable(redacted(shortened(location, 200))) if location else self.say(whole)

    def found(self, value: object, name: str = "") -> str:
        """
        A value in words, shortened, without credentials and control characters.
        """
        kind = json_type(value)
        if isinstance(value, str):
            if not value:
                return self.say("value.empty-string")
            text = "…" if SECRET_NAME.search(name) else excerpt(value)
            return self.say("value.string", text=printable(json.dumps(text, ensure_ascii=False)))
        if isinstance(value, bool):
            return self.say(f"value.{str(value).lower()}")
        if kind in ("integer", "number"):
            return self.say("value.number", text=shortened(str(value)))
        if value == []:
            return self.say("value.empty-array")
        return self.say(f"value.{kind}")

    def expected(self, root: Schema, schema: Schema, instance: object) -> str:
        """
        What a schema documents, in words: its values, or its types where the instance is of another type.
        """
        types = admitted(root, schema)
        values = self._values(root, schema) if json_type(instance) in types else []
        if not values:
            if {"integer", "number"} <= types:
                types -= {"integer"}
            values = [self.say(f"type.{name}") for name in sorted(types, key=_type_order)]
        return self.alternatives(values)

    def _values(self, root: Schema, schema: Schema) -> list[str]:
        schema = target(root, schema)
        if "const" in schema:
            return [json.dumps(schema["const"], ensure_ascii=False)]
        members: Any = schema.get("enum", ())
        found = [json.dumps(member, ensure_ascii=False) for member in members]
        branches: Any = schema.get("anyOf", ())
        for branch in branches:
            if "x-undocumented" not in branch:
                inner = self._values(root, branch)
                found += inner or [self.expected(root, branch, None)]
        return found


def _near(name: str, known: Any) -> str | None:
    import difflib

    return next(iter(difflib.get_close_matches(name[:100], list(known), n=1)), None)


def _type_order(name: str) -> int:
    return ("object", "array", "string", "integer", "number", "boolean", "null").index(name)
