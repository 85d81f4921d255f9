"""
Sentences in parts, so that every format shows code as code and never translates names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from string import Formatter
from typing import NamedTuple

from errspec.catalog.catalog import Catalog
from errspec.catalog.keywords import MAPS, subschemas
from errspec.catalog.wording import Wording
from errspec.docs.contents import header_names


class Part(NamedTuple):
    """
    A part of a sentence: text in the language of the page, code, or a name.
    """

    kind: str
    text: str


class Phrase(tuple[Part, ...]):
    """
    A sentence or a phrase in parts; ``str`` returns plain text.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(part.text for part in self)


def code(text: object) -> Phrase:
    """Return a text as code."""
    return Phrase((Part("code", str(text)),))


def name(text: object) -> Phrase:
    """Return a text as a name, which is never translated."""
    return Phrase((Part("name", str(text)),))


def capitalized(phrase: Phrase) -> Phrase:
    """Return a phrase whose first letter is a capital, unless it begins with code or a name."""
    if not phrase or phrase[0].kind != "text":
        return phrase
    text = phrase[0].text
    return Phrase((Part("text", text[:1].upper() + text[1:]), *phrase[1:]))


class Phrases:
    """
    The sentences of a catalog in one language, in parts.
    """

    def __init__(self, catalog: Catalog, wording: Wording) -> None:
        self._wording = wording
        self._identifiers = _identifiers(catalog)

    def say(self, key: str, **facts: object) -> Phrase:
        """Return a message filled with facts; a fact may be a phrase."""
        return self._filled(self._wording.sentence(key), facts)

    def count(self, key: str, number: int) -> Phrase:
        """Return a message about a number of things."""
        return self.say(f"{key}.{'one' if number == 1 else 'many'}", count=number)

    def prose(self, sentence: str) -> Phrase:
        """Return a sentence of the data in the language; the names of fields, codes and headers in it are code."""
        return Phrase(self._marked(self._wording.translate(sentence)))

    def alternatives(self, phrases: Iterable[Phrase]) -> Phrase:
        """Join phrases as alternatives."""
        return self._joined("docs.or", dict.fromkeys(phrases))

    def together(self, conditions: Iterable[Phrase]) -> Phrase:
        """Join conditions that must all hold."""
        return self._joined("docs.and", conditions)

    def _joined(self, key: str, phrases: Iterable[Phrase]) -> Phrase:
        first, *others = [*phrases] or [Phrase()]
        return reduce(lambda one, other: self.say(key, one=one, other=other), others, first)

    def _filled(self, template: str, facts: dict[str, object]) -> Phrase:
        parts: list[Part] = []
        for literal, field, _, _ in Formatter().parse(template):
            if literal:
                parts.append(Part("text", literal))
            if field is not None:
                fact = facts[field]
                parts += fact if isinstance(fact, Phrase) else [Part("text", str(fact))]
        return Phrase(parts)

    def _marked(self, sentence: str) -> Iterator[Part]:
        end = 0
        for match in self._identifiers.finditer(sentence):
            if match.start() > end:
                yield Part("text", sentence[end : match.start()])
            yield Part("code", match[0])
            end = match.end()
        if end < len(sentence):
            yield Part("text", sentence[end:])


def _identifiers(catalog: Catalog) -> re.Pattern[str]:
    """
    Return the pattern of what is code within prose: documented headers, dotted paths, words with underscores, pointers.
    """
    fields = {
        str(field)
        for shape in catalog.shapes.values()
        for _, schema in subschemas(shape.schema)
        for field in schema.get(MAPS[0], ())  # type: ignore[attr-defined]
    }
    header = _any_of(header_names(catalog))
    field = _any_of(fields)
    dotted = rf"(?:{field})(?:\.(?:{field}))+"
    underscored = r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?:\.[A-Za-z0-9_]+)*"
    alternatives = "|".join(filter(None, [header, dotted if fields else "", underscored, r"(?<!\S)/[a-z_]+"]))
    return re.compile(rf"(?<![\w/.-])(?:{alternatives})(?![\w-])")


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
