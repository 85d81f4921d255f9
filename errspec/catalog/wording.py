"""
The sentences of the data in one language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import Retry

_LISTED = 6


class Wording:
    """
    The sentences of a catalog in one language.
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


def pauses(retry: Retry) -> Iterator[tuple[str, dict[str, object]]]:
    """
    The messages about the pauses of a retry, each as its key and its facts.
    """
    if retry.header:
        yield "show.retry-header", {"header": retry.header}
    if retry.seconds is not None:
        yield "show.retry-seconds", {"seconds": retry.seconds}
    if retry.increase is not None:
        yield "show.retry-increase", {"increase": retry.increase}
    if retry.attempts is not None:
        yield "show.retry-attempts", {"attempts": retry.attempts}
