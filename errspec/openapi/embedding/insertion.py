"""
The errors of a provider put into an OpenAPI document, and taken out again.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.documents.document import Document
from errspec.documents.limits import LARGEST
from errspec.documents.splicing import restored, spliced
from errspec.openapi.embedding.operations import ROLES, ROOT, Value
from errspec.openapi.embedding.planning import Plan
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import Attach, Existing


def embed(
    document: Mapping[str, Any],
    provider: str,
    *,
    attach: Attach = "declared",
    on: Sequence[str] = (),
    existing: Existing = "replace",
    attach_2xx: bool = False,
    prefix: str = "",
    rename: Mapping[str, str] | None = None,
    lang: str = "en",
    catalog: Catalog | None = None,
) -> dict[str, Any]:
    """
    A copy of an OpenAPI document, given as a value, in which the error responses are those of a provider.

    ``attach`` is ``declared``, for the error responses that are there, or ``all``, for the documented ones too; ``on``
    are tags and patterns of paths; ``existing`` says what becomes of responses that have a schema of their own:
    ``replace``, ``keep`` or ``fail``. ``attach_2xx`` puts an error that is documented under a success status beside the
    success, ``prefix`` stands before every name, ``rename`` maps names to others. Raises NoSuchProvider, NotOpenAPI,
    NoSuchVersion, ComponentClash, NoSuchOperation, NoSuchComponent, InvalidComponentName, TypedAlready.
    """
    found = (catalog or builtin()).provider(provider).id
    renamed = tuple((rename or {}).items())
    settings = Settings(found, attach, tuple(on), existing, attach_2xx, prefix, renamed, lang)
    plan = Plan(Value(document), [settings], catalog or builtin())
    made = copy.deepcopy(dict(document))
    for change in plan.changes:
        *way, last = change.path or (None,)
        place: Any = made
        for token in way:
            place = place[_key(place, token)]
        if not change.extend:
            place[_key(place, last)] = copy.deepcopy(change.value)
        elif last is None:
            made.update(copy.deepcopy(change.value))
        else:
            key = _key(place, last)
            place[key] = {**(place[key] or {}), **copy.deepcopy(change.value)}
    return made


class Embedding:
    """
    A document with the errors of providers: its text, the text without them, and the plan.
    """

    def __init__(self, document: Document, settings: Settings | None, catalog: Catalog) -> None:
        text, recorded = restored(document)
        #: The document as it was before anything was put into it.
        self.original = document if text == document.text else document.with_text(text)
        known = {one.provider: one for one in map(Settings.of_data, recorded)}
        if settings is not None:
            known[settings.provider] = settings
        #: What is put into it, by provider.
        self.settings = list(known.values())
        self.plan = Plan(self.original, self.settings, catalog)
        data = [one.as_data() for one in self.settings]
        #: The new text.
        self.text = spliced(self.original, self.plan.changes, data)


def read(content: bytes, *, largest: int = LARGEST) -> Document:
    """
    The bytes of a document, looked into where it leads to responses and components.

    Raises DocumentTooLarge, MalformedDocument, DuplicateKey, UnusableKey, NestedTooDeeply and EndlessAliases.
    """
    return Document.read(content, ROLES, ROOT, largest=largest)


def _key(place: Any, token: Any) -> Any:
    return token if token in place else int(token)
