"""
The catalog: the data folders, read once into immutable objects.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from errspec.catalog.datafiles import SHAPE, load, packaged, verify
from errspec.catalog.forms import FORMS, Form, named
from errspec.catalog.immutable import FrozenDict, Immutable
from errspec.catalog.keywords import Schema, subschemas
from errspec.catalog.provider import Data, Provider, Shape, Shared, Source
from errspec.catalog.wording import Wording
from errspec.exceptions import CatalogError, NoSuchForm, NoSuchLanguage, NoSuchProvider, NoSuchShape

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

    from errspec.catalog.scenario import Scenario

    CATALOG: Catalog
    REGISTRY: Registry[Any]


class _Providers(Mapping[str, Provider]):
    def __init__(self, folders: Mapping[str, str], shared: Shared) -> None:
        self._folders = folders
        self._shared = shared
        self._loaded: dict[str, Provider] = {}

    def __getitem__(self, identifier: str) -> Provider:
        if identifier not in self._loaded:
            folder = self._folders[identifier]
            data, contract = (load(os.path.join(folder, name)) for name in ("provider.json", "problem-types.json"))
            self._loaded[identifier] = Provider(identifier, data, contract, self._shared)
        return self._loaded[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)


class Catalog(Immutable):
    """
    All providers of a folder of data, with their shapes, sources and sentences.
    """

    def __init__(self, root: str, folders: Mapping[str, str], form: Form = "tolerant") -> None:
        self._root = root
        self._folders = dict(sorted(folders.items()))
        common = os.path.join(root, "common")
        self._common = common if os.path.isdir(common) else os.path.join(packaged(), "common")
        #: The form of the shapes that bodies are checked against: tolerant, documented or strict.
        self.form: Form = form
        self._files: dict[str, Data] = {}
        self._schemas: dict[tuple[str, str], Schema] = {}
        self._validators: dict[tuple[str, str], Validator] = {}
        self._wordings: dict[str, Wording] = {}
        self._seal()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Catalog:
        """
        Load a folder of data: that of one provider, or one with a folder for each provider.

        Every file is checked against its schema in ``schemas/meta``; raises CatalogError.
        """
        root = os.path.abspath(os.fspath(path))
        folders = _folders(root)
        if not folders:
            raise CatalogError(str(path), "neither it nor a folder in it has a file provider.json")
        catalog = cls(root, folders)
        catalog._verify()
        return catalog

    def including(self, *others: Catalog) -> Catalog:
        """Return the same catalog with the providers of others; one with the same id replaces its own."""
        folders = {name: path for each in (self, *others) for name, path in each._folders.items()}
        return Catalog(self._root, folders, self.form)

    def strict(self) -> Catalog:
        """Return the same catalog in its strict form: whatever is not documented is an error."""
        return self._strict

    @cached_property
    def _strict(self) -> Catalog:
        return Catalog(self._root, self._folders, "strict")

    def only(self, names: Iterable[str]) -> Catalog:
        """Return the same catalog with only some of its providers, in its own order; raises NoSuchProvider."""
        wanted = {self.provider(name).id for name in names}
        return Catalog(self._root, {name: path for name, path in self._folders.items() if name in wanted}, self.form)

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """The providers by id."""
        return _Providers(self._folders, self._shared)

    @cached_property
    def _shared(self) -> Shared:
        sources = load(os.path.join(self._common, "sources.json"))["sources"]
        values = load(os.path.join(self._common, "headers.json"))["values"]
        return Shared({key: Source(key, **item) for key, item in sources.items()}, values)

    @cached_property
    def common(self) -> Provider:
        """The problem types that do not depend on the provider, in the form of a provider with the id ``common``."""
        data, contract = (load(os.path.join(self._common, name)) for name in ("provider.json", "problem-types.json"))
        return Provider("common", data, contract, self._shared)

    def provider(self, name: str) -> Provider:
        """Return the provider of an id, a name or an alias, in any case; raises NoSuchProvider."""
        if name in self._folders:
            return self.providers[name]
        if name == "common":
            return self.common
        wanted = str(name).casefold()
        for provider in self.providers.values():
            if wanted in (provider.id, provider.name.casefold(), *(alias.casefold() for alias in provider.aliases)):
                return provider
        raise NoSuchProvider(name, list(self.providers))

    def scenarios(self, name: str) -> tuple[Scenario, ...]:
        """Return the scenarios of a provider, in the order of its file; raises NoSuchProvider."""
        from errspec.catalog.scenario import scenarios_of

        provider = self.provider(name)
        path = os.path.join(self._folders.get(provider.id, self._common), "scenarios.json")
        return scenarios_of(provider, self._file(path)) if os.path.exists(path) else ()

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """The shapes by name: ``provider/shape`` or ``common/shape``."""
        return FrozenDict({name: self._shape(name) for name in self._shape_files})

    def schema(self, name: str, form: Form | None = None) -> dict[str, object]:
        """
        Return the schema of a shape as a new dict, in the form of the catalog or in another.

        Raises NoSuchShape, and NoSuchForm for another form than tolerant, documented and strict.
        """
        form = form or self.form
        if name not in self._shape_files:
            raise NoSuchShape(name, list(self._shape_files))
        if form not in FORMS:
            raise NoSuchForm(form, list(FORMS))
        schema = FORMS[form](self._shape_data(name))
        return schema if form == "tolerant" else named(schema, form)

    def form_of(self, name: str, form: Form) -> Schema:
        """Return the same schema as ``schema``, cached; do not mutate."""
        cached = self._schemas.get((name, form))
        if cached is None:
            cached = self._schemas[name, form] = self.schema(name, form)
        return cached

    def validator(self, name: str, form: Form | None = None) -> Validator:
        """Return a jsonschema validator of a shape, cached; raises NoSuchShape and NoSuchForm."""
        from jsonschema import Draft202012Validator

        key = (name, form or self.form)
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(self.schema(name, form), registry=self.registry)
        return self._validators[key]

    @cached_property
    def registry(self) -> Registry[Any]:
        """All shapes in a registry that fetches nothing."""
        from referencing import Registry, Resource

        resources = [Resource.from_contents(self.schema(name)) for name in self._shape_files]
        return (resources @ Registry()).crawl()

    @cached_property
    def advice(self) -> Data:
        """The advice and the kinds of retry, each with title and description."""
        return load(os.path.join(self._common, "advice.json"))

    @cached_property
    def messages(self) -> Data:
        """The codes of findings and the messages of the program."""
        return load(os.path.join(self._common, "messages.json"))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its sentences, English first."""
        names = (entry[:2] for entry in os.listdir(self._common) if len(entry) == 7 and entry.endswith(".json"))
        return ("en", *sorted(names))

    def wording(self, lang: str) -> Wording:
        """Return the sentences in a language; raises NoSuchLanguage."""
        if lang not in self._wordings:
            self._wordings[lang] = Wording(self, lang)
        return self._wordings[lang]

    def translate(self, sentence: str, lang: str) -> str:
        """Return a sentence of the data in a language, in English if it has no translation."""
        return self.wording(lang).translate(sentence)

    def translations(self, lang: str) -> Mapping[str, str]:
        """Return all sentences in a language by the English one; raises NoSuchLanguage."""
        if lang not in self.languages:
            raise NoSuchLanguage(lang, self.languages)
        sentences: dict[str, str] = {}
        for folder in (self._common, *self._folders.values()):
            path = os.path.join(folder, f"{lang}.json")
            if lang != "en" and os.path.exists(path):
                sentences.update(self._file(path)["sentences"])
        return sentences

    @cached_property
    def _shape_files(self) -> dict[str, str]:
        files = {}
        for prefix, folder in (("common", self._common), *self._folders.items()):
            for entry in sorted(os.listdir(folder)):
                if entry.endswith(SHAPE):
                    files[f"{prefix}/{entry.removesuffix(SHAPE)}"] = os.path.join(folder, entry)
        return files

    def _shape_data(self, name: str) -> Data:
        return self._file(self._shape_files[name])

    def _file(self, path: str) -> Data:
        if path not in self._files:
            self._files[path] = load(path)
        return self._files[path]

    def _shape(self, name: str) -> Shape:
        data = self._shape_data(name)
        return Shape(name, FORMS[self.form](data), data["x-when"], data.get("x-mapping", FrozenDict()))

    def __repr__(self) -> str:
        problem_types = sum(len(provider.problem_types) for provider in self.providers.values())
        return f"<Catalog {len(self.providers)} providers, {problem_types} problem types>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (self._root, self._folders, self.form)

    def _verify(self) -> None:
        for folder in self._folders.values():
            verify(folder)
        for provider in self.providers.values():
            self._verify_provider(provider)

    def _verify_provider(self, provider: Provider) -> None:
        folder = self._folders[provider.id]
        for name in provider.shapes:
            if name not in self._shape_files:
                raise CatalogError(folder, str(NoSuchShape(name, list(self._shape_files))))
            schema = self.schema(name, "tolerant")
            for _, subschema in subschemas(schema):
                if name.startswith(f"{provider.id}/"):
                    provider.cite(subschema.get("x-source"))  # type: ignore[arg-type]
        ids = [problem_type.id for problem_type in provider.problem_types]
        for problem_type in provider.problem_types:
            if ids.count(problem_type.id) > 1:
                raise CatalogError(folder, f"two problem types have the id {problem_type.id}")
            for advice in problem_type.advice:
                if advice not in self.advice["advice"]:
                    known_advice = ", ".join(self.advice["advice"])
                    reason = f"{problem_type} names the advice {advice}; there are {known_advice}"
                    raise CatalogError(folder, reason)
            for candidate in problem_type.candidates:
                if candidate not in ids:
                    reason = f"{problem_type} names the candidate {candidate}; there are {', '.join(ids)}"
                    raise CatalogError(folder, reason)
            header = problem_type.retry.header
            documented = {name.lower() for name in (*problem_type.headers, *provider.headers)}
            if header is not None and header.lower() not in documented:
                raise CatalogError(
                    folder, f"{problem_type} is retried after {header}, which is not a documented header"
                )
        self.scenarios(provider.id)


def schema(name: str, form: Form = "tolerant") -> dict[str, object]:
    """Return the schema of a shape of the catalog that comes with errspec; raises NoSuchShape and NoSuchForm."""
    return builtin().schema(name, form)


@cache
def builtin() -> Catalog:
    """Return the catalog that comes with errspec."""
    root = packaged()
    return Catalog(root, _folders(root))


def _reopened(root: str, folders: Mapping[str, str], form: Form) -> Catalog:
    """Return the catalog that was pickled."""
    own = builtin()
    if (root, folders) == (own._root, own._folders):
        return own.strict() if form == "strict" else own
    return Catalog(root, folders, form)


def __getattr__(name: str) -> object:
    if name == "CATALOG":
        return builtin()
    if name == "REGISTRY":
        return builtin().registry
    raise AttributeError(f"module 'errspec.catalog' has no attribute {name!r}")


def _folders(root: str) -> dict[str, str]:
    if os.path.isfile(os.path.join(root, "provider.json")):
        return {os.path.basename(root): root}
    parent = os.path.join(root, "providers")
    if not os.path.isdir(parent):
        parent = root
    if not os.path.isdir(parent):
        return {}
    entries = ((entry, os.path.join(parent, entry)) for entry in os.listdir(parent))
    return {entry: path for entry, path in entries if os.path.isfile(os.path.join(path, "provider.json"))}
