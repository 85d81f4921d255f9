"""
The catalogue: the folders of data, read once into immutable objects.
"""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.exceptions import (
    CatalogError,
    NoSuchForm,
    NoSuchLanguage,
    NoSuchProblemType,
    NoSuchProvider,
    NoSuchShape,
)
from errspec.forms import FORMS, named
from errspec.keywords import Schema
from errspec.response import Response

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

    CATALOG: Catalog
    REGISTRY: Registry[Any]

Data = dict[str, Any]
_SHAPE = ".schema.json"


class Source(NamedTuple):
    """
    A page, a specification or an observation on which data rest.
    """

    id: str
    kind: str
    title: str
    language: str
    version: str | None
    date: str | None
    url: str | None


class Citation(NamedTuple):
    """
    A heading in a source.
    """

    source: Source
    heading: str

    def __str__(self) -> str:
        edition = ", ".join(part for part in (self.source.version, self.source.date) if part)
        return f"{self.source.title}{f' ({edition})' if edition else ''}: {self.heading}"


class Header(NamedTuple):
    """
    A documented response header.
    """

    name: str
    required: bool
    description: str
    schema: Schema
    example: str | None
    citations: tuple[Citation, ...]


class Retry(NamedTuple):
    """
    Whether and when the same request may be repeated; times in seconds.
    """

    kind: str
    header: str | None = None
    seconds: int | None = None
    increase: int | None = None
    attempts: int | None = None


class Example(NamedTuple):
    """
    A whole response; without citations it is ours.
    """

    title: str
    response: Response
    undocumented: bool
    citations: tuple[Citation, ...]


class ProblemType(NamedTuple):
    """
    One documented error response.

    ``content`` maps a media type to the name of a shape, or to None for a body that is not JSON.
    ``when`` holds alternatives of which one must hold, or nothing.
    """

    provider: str
    id: str
    title: str
    description: str
    causes: tuple[str, ...]
    solutions: tuple[str, ...]
    status: tuple[str, ...]
    location: str
    when: tuple[Data, ...]
    content: Mapping[str, str | None]
    headers: Mapping[str, Header]
    reason: str | None
    advice: tuple[str, ...]
    retry: Retry
    on: tuple[Data, ...]
    messages: tuple[str, ...]
    examples: tuple[Example, ...]
    undocumented: bool
    citations: tuple[Citation, ...]

    @property
    def name(self) -> str:
        """
        The id with the provider's, as ``provider/id``.
        """
        return f"{self.provider}/{self.id}"

    @property
    def shape(self) -> str | None:
        """
        The name of the shape of its body, or None where the body is not JSON.
        """
        return next(iter(self.content.values()), None)

    def __str__(self) -> str:
        return self.name


class Success(NamedTuple):
    """
    A documented success under a status that errors share.
    """

    title: str
    status: tuple[str, ...]
    when: tuple[Data, ...]
    content: Mapping[str, str | None]
    citations: tuple[Citation, ...]


class Shape(NamedTuple):
    """
    A schema of an error body, in the form of its catalogue.
    """

    name: str
    schema: Schema
    when: Mapping[str, Schema]
    mapping: Data


class Provider:
    """
    A provider: who answers, which sources say how, and its problem types.
    """

    def __init__(self, identifier: str, data: Data, contract: Data, shared: _Shared) -> None:
        self.id = identifier
        self.name: str = data["name"]
        self.aliases: tuple[str, ...] = tuple(data.get("aliases", ()))
        self.description: str = data["description"]
        self.url: str | None = data["url"]
        self.hosts: tuple[str, ...] = tuple(data["hosts"])
        own = {key: Source(key, **value) for key, value in data["sources"].items()}
        self.sources: Mapping[str, Source] = {**shared.sources, **own}
        self.contradictions: tuple[Data, ...] = tuple(data["contradictions"])
        self._values = shared.values
        self.headers = self._headers(contract["headers"])
        self.successes = tuple(self._success(item) for item in contract["successes"])
        self.problem_types = tuple(self._problem_type(item) for item in contract["problemTypes"])

    def cite(self, citations: Mapping[str, str] | None) -> tuple[Citation, ...]:
        """
        The value of ``x-source`` as citations.
        """
        return tuple(Citation(self.sources[key], heading) for key, heading in (citations or {}).items())

    def problem_type(self, identifier: str) -> ProblemType:
        """
        The problem type of an id; raises NoSuchProblemType.
        """
        for problem_type in self.problem_types:
            if identifier in (problem_type.id, problem_type.name):
                return problem_type
        raise NoSuchProblemType(identifier, [problem_type.id for problem_type in self.problem_types])

    @property
    def shapes(self) -> tuple[str, ...]:
        """
        The names of the shapes that its problem types use.
        """
        names = (shape for item in self.problem_types for shape in item.content.values() if shape)
        return tuple(dict.fromkeys(names))

    def _headers(self, data: Data) -> dict[str, Header]:
        headers = {}
        for name, item in data.items():
            schema = item["schema"]
            if "$ref" in schema:
                schema = {**self._values[schema["$ref"].rpartition("/")[2]], **schema}
                del schema["$ref"]
            headers[name] = Header(
                name, item["required"], item["description"], schema, item.get("example"), self.cite(item["x-source"])
            )
        return headers

    def _content(self, data: Data) -> dict[str, str | None]:
        return {media: None if file is None else _shape_name(self.id, file) for media, file in data.items()}

    def _success(self, item: Data) -> Success:
        content = self._content(item.get("content", {}))
        return Success(item["title"], tuple(item["status"]), _when(item), content, self.cite(item["x-source"]))

    def _example(self, item: Data) -> Example:
        body = json.dumps(item["body"], ensure_ascii=False, indent=2) if "body" in item else ""
        response = Response(item["status"], item.get("headers", ()), item.get("text", body), item.get("reason"))
        return Example(item["title"], response, "x-undocumented" in item, self.cite(item.get("x-source")))

    def _problem_type(self, item: Data) -> ProblemType:
        return ProblemType(
            provider=self.id,
            id=item["id"],
            title=item["title"],
            description=item["description"],
            causes=tuple(item["causes"]),
            solutions=tuple(item["solutions"]),
            status=tuple(item["status"]),
            location=item["in"],
            when=_when(item),
            content=self._content(item.get("content", {})),
            headers=self._headers(item.get("headers", {})),
            reason=item.get("reason"),
            advice=tuple(item["advice"]),
            retry=Retry(**item["retry"]),
            on=tuple(item.get("on", ())),
            messages=tuple(item.get("messages", ())),
            examples=tuple(self._example(example) for example in item["examples"]),
            undocumented="x-undocumented" in item,
            citations=self.cite(item["x-source"]),
        )

    def __repr__(self) -> str:
        return f"<Provider {self.id}>"


class _Shared(NamedTuple):
    sources: Mapping[str, Source]
    values: Mapping[str, Schema]


class _Providers(Mapping[str, Provider]):
    def __init__(self, folders: Mapping[str, str], shared: _Shared) -> None:
        self._folders = folders
        self._shared = shared
        self._loaded: dict[str, Provider] = {}

    def __getitem__(self, identifier: str) -> Provider:
        if identifier not in self._loaded:
            folder = self._folders[identifier]
            data, contract = (_load(os.path.join(folder, name)) for name in ("provider.json", "problem-types.json"))
            try:
                self._loaded[identifier] = Provider(identifier, data, contract, self._shared)
            except (KeyError, TypeError, AttributeError) as error:
                raise CatalogError(folder, f"{type(error).__name__} {error}") from error
        return self._loaded[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)


class Catalog:
    """
    All providers of a folder of data, with their shapes, sources and sentences.
    """

    def __init__(self, root: str, folders: Mapping[str, str], form: str = "tolerant") -> None:
        self._root = root
        self._folders = dict(sorted(folders.items()))
        common = os.path.join(root, "common")
        self._common = common if os.path.isdir(common) else os.path.join(_packaged(), "common")
        #: Which form of the shapes is the measure: tolerant, documented or strict.
        self.form = form
        self._schemas: dict[tuple[str, str], dict[str, object]] = {}
        #: What other modules derive from this catalogue and keep with it.
        self.derived: dict[object, Any] = {}

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Catalog:
        """
        Load a folder of data: one provider's, or one that holds a folder for each provider.

        Every file is held against its description in ``schemas/meta``; raises CatalogError.
        """
        root = os.path.abspath(os.fspath(path))
        folders = _folders(root)
        if not folders:
            raise CatalogError(str(path), "no provider.json is in it, nor in a folder below")
        catalog = cls(root, folders)
        catalog._verify()
        return catalog

    def strict(self) -> Catalog:
        """
        The same catalogue, in which whatever is not documented is an error.
        """
        return Catalog(self._root, self._folders, "strict")

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """
        The providers by id.
        """
        sources = _load(os.path.join(self._common, "sources.json"))["sources"]
        values = _load(os.path.join(self._common, "headers.json"))["values"]
        return _Providers(self._folders, _Shared({key: Source(key, **item) for key, item in sources.items()}, values))

    def provider(self, name: str) -> Provider:
        """
        The provider of an id, a name or an alias, in any case; raises NoSuchProvider.
        """
        if name in self._folders:
            return self.providers[name]
        wanted = name.casefold()
        for provider in self.providers.values():
            if wanted in (provider.id, provider.name.casefold(), *(alias.casefold() for alias in provider.aliases)):
                return provider
        raise NoSuchProvider(name, list(self.providers))

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """
        The shapes by name, as ``provider/shape`` or ``common/shape``.
        """
        return {name: self._shape(name, path) for name, path in self._shape_files.items()}

    def schema(self, name: str, form: str | None = None) -> dict[str, object]:
        """
        The schema of a shape as a new dict, in a form: tolerant, documented or strict; raises NoSuchShape.
        """
        form = form or self.form
        if name not in self._shape_files:
            raise NoSuchShape(name, list(self._shape_files))
        if form not in FORMS:
            raise NoSuchForm(form, list(FORMS))
        schema = FORMS[form](_load(self._shape_files[name]))
        return schema if form == "tolerant" else named(schema, form)

    def validator(self, name: str, form: str | None = None) -> Validator:
        """
        A jsonschema validator of a shape; raises NoSuchShape.
        """
        from jsonschema import Draft202012Validator

        key = ("validator", name, form or self.form)
        if key not in self.derived:
            self.derived[key] = Draft202012Validator(self.schema(name, form), registry=self.registry)
        return self.derived[key]  # type: ignore[no-any-return]

    @cached_property
    def registry(self) -> Registry[Any]:
        """
        All shapes in a registry that fetches nothing.
        """
        from referencing import Registry, Resource

        resources = [Resource.from_contents(self.schema(name)) for name in self._shape_files]
        return (resources @ Registry()).crawl()

    @cached_property
    def advice(self) -> Data:
        """
        The advice and the kinds of retry, each with title and description.
        """
        return _load(os.path.join(self._common, "advice.json"))

    @cached_property
    def messages(self) -> Data:
        """
        The codes of findings and the sentences that the program says.
        """
        return _load(os.path.join(self._common, "messages.json"))

    @property
    def languages(self) -> tuple[str, ...]:
        """
        The languages of its sentences, English first.
        """
        names = (entry[:2] for entry in os.listdir(self._common) if len(entry) == 7 and entry.endswith(".json"))
        return ("en", *sorted(names))

    def translate(self, sentence: str, lang: str) -> str:
        """
        A sentence of the data in a language; the English where it has no translation.
        """
        return sentence if lang == "en" else self.translations(lang).get(sentence, sentence)

    def translations(self, lang: str) -> Mapping[str, str]:
        """
        All sentences in a language by the English one; raises NoSuchLanguage.
        """
        key = ("translations", lang)
        if key not in self.derived:
            if lang not in self.languages:
                raise NoSuchLanguage(lang, self.languages)
            sentences: dict[str, str] = {}
            for folder in (self._common, *self._folders.values()):
                path = os.path.join(folder, f"{lang}.json")
                if os.path.exists(path):
                    sentences.update(_load(path)["sentences"])
            self.derived[key] = sentences
        return self.derived[key]  # type: ignore[no-any-return]

    @cached_property
    def _shape_files(self) -> dict[str, str]:
        files = {}
        for prefix, folder in (("common", self._common), *self._folders.items()):
            for entry in sorted(os.listdir(folder)):
                if entry.endswith(_SHAPE):
                    files[f"{prefix}/{entry.removesuffix(_SHAPE)}"] = os.path.join(folder, entry)
        return files

    def _shape(self, name: str, path: str) -> Shape:
        data = _load(path)
        return Shape(name, FORMS[self.form](data), data["x-when"], data.get("x-mapping", {}))

    def _verify(self) -> None:
        from jsonschema import Draft202012Validator

        registry = meta_registry()
        kinds = {"provider.json": "provider", "problem-types.json": "problem-types"}
        for folder in self._folders.values():
            for entry in sorted(os.listdir(folder)):
                kind = "shape.schema.json#/$defs/document" if entry.endswith(_SHAPE) else None
                if entry in kinds:
                    kind = f"{kinds[entry]}.schema.json"
                if kind is None:
                    continue
                path = os.path.join(folder, entry)
                schema = {"$ref": f"https://errspec.example/v1/meta/{kind}"}
                error = next(iter(Draft202012Validator(schema, registry=registry).iter_errors(_load(path))), None)
                if error is not None:
                    raise CatalogError(path, f"at {error.json_path}: {error.message[:200]}")
        for provider in self.providers.values():
            for shape in provider.shapes:
                if shape not in self._shape_files:
                    raise CatalogError(self._folders[provider.id], str(NoSuchShape(shape, list(self._shape_files))))
            for problem_type in provider.problem_types:
                for advice in problem_type.advice:
                    if advice not in self.advice["advice"]:
                        reason = f"{problem_type} names the advice {advice}, which common/advice.json lacks"
                        raise CatalogError(self._folders[provider.id], reason)


def meta_registry() -> Registry[Any]:
    """
    The descriptions of all kinds of data files, in a registry that fetches nothing.
    """
    from referencing import Registry, Resource

    folder = os.path.join(_packaged(), "meta")
    resources = [Resource.from_contents(_load(os.path.join(folder, entry))) for entry in sorted(os.listdir(folder))]
    return (resources @ Registry()).crawl()


def schema(name: str, form: str = "tolerant") -> dict[str, object]:
    """
    The schema of a shape of the catalogue that comes with errspec; raises NoSuchShape.
    """
    return builtin().schema(name, form)


@cache
def builtin() -> Catalog:
    """
    The catalogue that comes with errspec.
    """
    root = _packaged()
    return Catalog(root, _folders(root))


def __getattr__(name: str) -> object:
    if name == "CATALOG":
        return builtin()
    if name == "REGISTRY":
        return builtin().registry
    raise AttributeError(f"module 'errspec.catalog' has no attribute {name!r}")


def _packaged() -> str:
    here = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(here, "schemas")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(here), "schemas")


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


def _load(path: str) -> Data:
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except OSError as error:
        raise CatalogError(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise CatalogError(path, f"it is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise CatalogError(path, "it is not a JSON object")
    return data


def _when(item: Data) -> tuple[Data, ...]:
    when = item.get("when", ())
    return (when,) if isinstance(when, dict) else tuple(when)


def _shape_name(provider: str, file: str) -> str:
    path = posixpath.normpath(posixpath.join("providers", provider, file))
    return path.removeprefix("providers/").removesuffix(_SHAPE)
