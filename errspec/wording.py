"""
Findings in words: the sentences of the data, filled in and made safe to print.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from errspec.faults import SchemaFault, admitted, json_type, target
from errspec.keywords import Schema, pointer
from errspec.report import Finding

if TYPE_CHECKING:
    from errspec.catalog import Catalog
    from errspec.provider import Citation, Provider

_LONGEST = 60
_LONGEST_POINTER = 2000
_LOOKED_AT = 1000
_LISTED = 6
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SECRET_NAME = re.compile(r"token|secret|password|authorization|cookie|api[-_]?key|x-key", re.IGNORECASE)
_BEARER = re.compile(r"\b(bearer|basic)\s+\S+", re.IGNORECASE)
_PAIR = re.compile(r"((?:token|secret|password|passwd|api[-_]?key|x-key)[\"']?\s*[=:]\s*)[^\s,;}]+", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?=[\w+=-]*[0-9])(?=[\w+=-]*[a-z])(?=[\w+=-]*[A-Z])[A-Za-z0-9_+=-]{20,}|(?=[\w+=-]*[0-9])[A-Za-z0-9+=-]{32,}"
)


def printable(text: str) -> str:
    """
    A text in which characters that would steer a terminal are escaped.
    """
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def redacted(text: str) -> str:
    """
    A text in which whatever looks like a credential is left out; the time grows with the square of its length.
    """
    return _TOKEN.sub("…", _PAIR.sub(r"\1…", _BEARER.sub(r"\1 …", text)))


def shortened(text: str, longest: int = _LONGEST) -> str:
    """
    A text cut to a number of characters.
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def excerpt(text: str, longest: int = _LONGEST) -> str:
    """
    The beginning of a text of any length, without credentials, cut to a number of characters.
    """
    return shortened(redacted(text[:_LOOKED_AT]), longest)


def uncapitalised(text: str) -> str:
    """
    A phrase as it stands within a sentence; an abbreviation keeps its capitals.
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


class Wording:
    """
    The sentences of a catalogue in one language.
    """

    def __init__(self, catalog: Catalog, lang: str) -> None:
        self._catalog = catalog
        self._messages: Mapping[str, str] = catalog.messages["messages"]
        self._codes: Mapping[str, Any] = catalog.messages["codes"]
        self._translations = {} if lang == "en" else catalog.translations(lang)
        self.lang = lang

    def translate(self, sentence: str) -> str:
        """
        A sentence of the data in the language.
        """
        return self._translations.get(sentence, sentence)

    def say(self, key: str, **facts: object) -> str:
        """
        A message of the program.
        """
        return self.sentence(key).format(**facts)

    def sentence(self, key: str) -> str:
        """
        A message of the program, with names in braces for what varies.
        """
        return self.translate(self._messages[key])

    def count(self, key: str, number: int) -> str:
        """
        A message about a number of things.
        """
        return self.say(f"{key}.{'one' if number == 1 else 'many'}", count=number)

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
            "place": self.place(pointer(fault.path), whole),
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
            facts["description"] = uncapitalised(self.translate(str(fault.schema.get("description", ""))))
            facts["expected"] = self.expected(root, fault.schema, fault.instance)
            if fault.keyword == "pattern" and drift:
                facts["expected"] = facts["description"]
            if drift:
                code, variant = "undocumented-value", "default"
        return self.finding(
            code,
            facts,
            variant=variant,
            location=pointer(fault.path),
            keyword=pointer(fault.keyword_path),
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
            text = "…" if _SECRET_NAME.search(name) else excerpt(value)
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

    def alternatives(self, words: Iterable[str]) -> str:
        """
        Words joined as alternatives, the first few of them.
        """
        listed = list(dict.fromkeys(words))
        if len(listed) > _LISTED:
            more = self.say("more", count=len(listed) - _LISTED)
            return f"{', '.join(listed[:_LISTED])} {more}"
        if len(listed) < 2:
            return "".join(listed)
        return f"{', '.join(listed[:-1])} {self.say('or')} {listed[-1]}"

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
