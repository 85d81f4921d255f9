"""
What is put into a document, and where.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from errspec.exceptions import UnknownSettings
from errspec.openapi.embedding.operations import Operation
from errspec.openapi.options import Attach, Existing, check_option


@dataclass(frozen=True)
class Settings:
    """
    The errors of a provider for the operations of a document.

    ``on`` holds tags and patterns of paths; an operation gets errors if one of them fits, or if there are none.
    ``rename`` pairs the name of a component with the one it gets.
    """

    provider: str
    attach: Attach = "declared"
    on: tuple[str, ...] = ()
    existing: Existing = "replace"
    attach_2xx: bool = False
    prefix: str = ""
    rename: tuple[tuple[str, str], ...] = ()
    lang: str = "en"

    def __post_init__(self) -> None:
        check_option("attach", self.attach, Attach)
        check_option("existing", self.existing, Existing)

    def selects(self, operation: Operation) -> bool:
        """Return whether an operation gets the errors."""
        return not self.on or any(operation.matches(selector) for selector in self.on)

    def as_data(self) -> dict[str, Any]:
        """Return the settings as JSON, without those that have their default."""
        defaults = asdict(type(self)(self.provider))
        changed = {name: value for name, value in asdict(self).items() if value != defaults[name]}
        return {"provider": self.provider, **changed}

    @classmethod
    def of_data(cls, data: Any) -> Settings:
        """Return the settings that were recorded as JSON; raise UnknownSettings."""
        try:
            on, rename = data.get("on", []), data.get("rename", [])
            settings = cls(**{**data, "on": tuple(on), "rename": tuple((old, new) for old, new in rename)})
        except (AttributeError, TypeError, ValueError) as error:  # InvalidOption is a ValueError
            raise UnknownSettings from error
        texts = (settings.provider, settings.prefix, settings.lang, *settings.on, *sum(settings.rename, ()))
        lists = (on, rename, *rename)
        if not (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(value, list) for value in lists)
            and isinstance(settings.attach_2xx, bool)
        ):
            raise UnknownSettings
        return settings
