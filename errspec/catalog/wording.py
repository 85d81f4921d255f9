"""
The sentences of the data in one language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union

from errspec.display import shortened, uncapitalized

if TYPE_CHECKING:
    from errspec.catalog.provider import Citation, RetryRule

#: The number of alternatives that are listed.
_LISTED = 6


class Message(NamedTuple):
    """
    A message of the data by its key, with the facts that fill it.
    """

    key: str
    facts: Mapping[str, Fact] = {}  # never changed


class Sentence(NamedTuple):
    """
    A sentence of the data; ``uncapitalized`` where it stands within another.
    """

    text: str
    uncapitalized: bool = False


#: What fills a message, in no language yet; a tuple holds alternatives.
Fact = Union[str, int, float, Decimal, Message, Sentence, "tuple[Fact, ...]"]


class Messages(Protocol):
    """
    The messages of a catalog and their translations.
    """

    @property
    def messages(self) -> Mapping[str, Any]:
        """The codes of findings and the messages of the program."""

    def translations(self, lang: str) -> Mapping[str, str]:
        """Return all sentences in a language by the English one."""


#: The units of time with their lengths in seconds, the largest first.
_UNITS = (("time.days", 86400), ("time.hours", 3600), ("time.minutes", 60), ("time.seconds", 1))


class Wording:
    """
    The sentences of a catalog in one language.
    """

    def __init__(self, catalog: Messages, lang: str) -> None:
        self._catalog = catalog
        self._messages: Mapping[str, str] = catalog.messages["messages"]
        self._codes: Mapping[str, Any] = catalog.messages["codes"]
        self._translations = {} if lang == "en" else catalog.translations(lang)
        #: The language, such as ``en``.
        self.lang = lang

    def translate(self, sentence: str) -> str:
        """Return a sentence of the data in the language."""
        return self._translations.get(sentence, sentence)

    def say(self, key: str, **facts: object) -> str:
        """Return a message, filled with facts."""
        return self._filled(self._messages[key], facts)

    def sentence(self, key: str) -> str:
        """Return a message that is not filled yet."""
        return self.translate(self._messages[key])

    def duration(self, seconds: float) -> str:
        """Return a time as people read it, rounded up to whole seconds, in its two largest units."""
        rest = int(-(-seconds // 1))
        parts: list[str] = []
        for unit, length in _UNITS:
            number, rest = divmod(rest, length)
            if number or (unit == "time.seconds" and not parts):
                parts.append(self.count(unit, number))
        return " ".join(parts[:2])

    def count(self, key: str, number: int, **facts: object) -> str:
        """Return a message about a number of things, filled with that number and with facts."""
        return self.say(f"{key}.{'one' if number == 1 else 'many'}", count=number, **facts)

    def severity(self, code: str) -> str:
        """Return the severity of the findings of a code."""
        return str(self._codes[code]["severity"])

    def finding(self, code: str, key: str, facts: Mapping[str, Fact], source: Citation | None) -> str:
        """Return the sentence of a finding, with its source in parentheses."""
        sentence = self._filled(self._codes[code]["sentences"][key], facts)
        return sentence if source is None else f"{sentence} ({source})"

    def alternatives(self, words: Iterable[str]) -> str:
        """Join the first of several alternatives, and say how many more there are."""
        listed = list(dict.fromkeys(words))
        if len(listed) > _LISTED:
            more = self.say("more", count=len(listed) - _LISTED)
            return f"{', '.join(listed[:_LISTED])} {more}"
        if len(listed) < 2:
            return "".join(listed)
        return f"{', '.join(listed[:-1])} {self.say('or')} {listed[-1]}"

    def _filled(self, template: str, facts: Mapping[str, object]) -> str:
        for fact in facts.values():
            if type(fact) is not str:
                facts = {name: self._rendered(fact) for name, fact in facts.items()}
                break
        return self._translations.get(template, template).format_map(facts)

    def _rendered(self, fact: object) -> str:
        if isinstance(fact, str):
            return fact
        if isinstance(fact, Message):
            return self.say(fact.key, **fact.facts)
        if isinstance(fact, Sentence):
            text = self.translate(fact.text)
            return uncapitalized(text) if fact.uncapitalized else text
        if isinstance(fact, tuple):
            return self.alternatives(map(self._rendered, fact))
        return shortened(str(fact))

    def __reduce__(self) -> tuple[Any, ...]:
        return methodcaller("wording", self.lang), (self._catalog,)


def pauses(retry: RetryRule) -> Iterator[Message]:
    """Yield the messages about the pauses of a retry."""
    if retry.header:
        yield Message("show.retry-header", {"header": retry.header})
    if retry.seconds is not None:
        yield Message("show.retry-seconds", {"seconds": retry.seconds})
    if retry.increase is not None:
        yield Message("show.retry-increase", {"increase": retry.increase})
    if retry.attempts is not None:
        yield Message("show.retry-attempts", {"attempts": retry.attempts})
