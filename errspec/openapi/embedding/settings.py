"""
What is put into a document, and how.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from errspec.exceptions import UnknownSettings
from errspec.openapi.embedding.choices import ATTACH, EXISTING
from errspec.openapi.embedding.operations import Operation


class Settings(NamedTuple):
    """
    The errors of a provider for the operations of a document.

    ``attach`` is ``declared``, for the error responses that are there, or ``all``, for the documented ones too.
    ``on`` are tags and patterns of paths, of which an operation has one; ``existing`` says what becomes of responses
    that have a schema of their own: ``replace``, ``keep`` or ``fail``. ``rename`` gives components other names.
    """

    provider: str
    attach: str = "declared"
    on: tuple[str, ...] = ()
    existing: str = "replace"
    attach_2xx: bool = False
    prefix: str = ""
    rename: tuple[tuple[str, str], ...] = ()
    lang: str = "en"

    def select(self, operation: Operation) -> bool:
        """
        Whether an operation is meant.
        """
        return not self.on or any(fits(name, operation) for name in self.on)

    def as_data(self) -> dict[str, Any]:
        """
        The settings as JSON has them, those that are as they are without a word left out.
        """
        usual = type(self)(self.provider)._asdict()
        return {
            "provider": self.provider,
            **{name: value for name, value in self._asdict().items() if value != usual[name]},
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Settings:
        """
        Settings that were written as JSON; raises UnknownSettings.
        """
        try:
            rename = tuple((old, new) for old, new in data.get("rename", ()))
            found = cls(**{**data, "on": tuple(data.get("on", ())), "rename": rename})
        except (AttributeError, TypeError, ValueError) as error:
            raise UnknownSettings from error
        texts = (found.provider, found.attach, found.existing, found.prefix, found.lang, *found.on, *sum(rename, ()))
        if not all(isinstance(text, str) for text in texts):
            raise UnknownSettings
        if found.attach not in ATTACH or found.existing not in EXISTING:
            raise UnknownSettings
        return found


def fits(name: str, operation: Operation) -> bool:
    """
    Whether a tag or a pattern of a path is that of an operation.
    """
    return name in operation.tags or fnmatchcase(operation.path, name)
