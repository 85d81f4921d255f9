"""
Embedding: a document with the errors of providers, as a value or as a text.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.documents.document import Document
from errspec.documents.limits import LARGEST
from errspec.documents.splicing import spliced
from errspec.openapi.embedding.operations import ROLES, ROOT
from errspec.openapi.embedding.planning import Plan
from errspec.openapi.embedding.removal import check_references, removed, verify
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.embedding.values import ValueDocument, key_of
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
    Return a copy of an OpenAPI document whose error responses are those of a provider.

    ``attach`` says whether only the error responses that are declared get errors, or all documented ones are added;
    ``on`` limits both to operations by tags and patterns of paths. ``existing`` says what happens to responses that
    have a schema of their own. ``attach_2xx`` makes each error that is documented for a success status an alternative
    to the schema of the success. ``prefix`` begins every component name, and ``rename`` gives components other names.
    Raises InvalidOption, NoSuchProvider, NoSuchVersion, NoSuchLanguage, NoSuchOperation, NoSuchComponent,
    ComponentError and DocumentError.
    """
    catalog = catalog or builtin()
    renamed = tuple((rename or {}).items())
    identifier = catalog.provider(provider).id
    settings = Settings(identifier, attach, tuple(on), existing, attach_2xx, prefix, renamed, lang)
    plan = Plan(ValueDocument(document), [settings], catalog)
    result = copy.deepcopy(dict(document))
    for change in plan.changes:
        value = copy.deepcopy(change.value)
        if not change.path:
            result.update(value)
            continue
        *parents, last = change.path
        parent: Any = result
        for token in parents:
            parent = parent[key_of(parent, token)]
        key = key_of(parent, last)
        parent[key] = {**(parent[key] or {}), **value} if change.extend else value
    return result


class Embedding:
    """
    A document with the errors of providers: the text before, the text after, and the plan between them.

    The settings that are recorded in the document stay, except those of the same provider.
    """

    def __init__(self, document: Document, settings: Settings | None, catalog: Catalog) -> None:
        self._document = document
        #: The document without any errors that were put into it.
        self.original, recorded = removed(document)
        by_provider = {chosen.provider: chosen for chosen in map(Settings.of_data, recorded)}
        if settings is not None:
            by_provider[settings.provider] = settings
        #: The settings of each provider.
        self.settings = list(by_provider.values())
        self.plan = Plan(self.original, self.settings, catalog)
        #: The new text.
        self.text = spliced(self.original, self.plan.changes, [chosen.as_data() for chosen in self.settings])

    def verify(self) -> None:
        """Check that the text can be restored and keeps what it refers to; raise NotRestorable and StillReferenced."""
        text = self.original.text
        check_references(self._document, self.original if self.text == text else verify(self.text, text))


def read(content: bytes, *, largest: int = LARGEST) -> Document:
    """
    Return the document in bytes, of which the parts that lead to responses and components are parsed.

    Raises DocumentTooLarge, MalformedDocument, DuplicateKey, UnusableKey, NestedTooDeeply and EndlessAliases.
    """
    return Document.read(content, ROLES, ROOT, largest=largest)
