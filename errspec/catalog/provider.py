"""
A provider and what it documents, as immutable objects.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from errspec.catalog.datafiles import SHAPE
from errspec.catalog.keywords import Schema
from errspec.exceptions import CatalogError, NoSuchProblemType
from errspec.response import Response

Data = dict[str, Any]


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


class Example:
    """
    A whole response; without citations it is ours. ``undocumented`` says that it shows something no page lists.
    """

    def __init__(self, data: Data, citations: tuple[Citation, ...]) -> None:
        self.title: str = data["title"]
        self.undocumented = "x-undocumented" in data
        self.citations = citations
        self._data = data

    @cached_property
    def response(self) -> Response:
        """
        The response, its JSON body indented by two spaces.
        """
        data = self._data
        body = json.dumps(data["body"], ensure_ascii=False, indent=2) if "body" in data else ""
        return Response(data["status"], data.get("headers", ()), data.get("text", body), data.get("reason"))

    def __repr__(self) -> str:
        return f"<Example {self.title!r}>"


def http_text(example: Example) -> str:
    """
    An example as HTTP text; empty where no answer arrives.
    """
    response = example.response
    if not response.status_code:
        return ""
    lines = [f"HTTP/1.1 {response.status_code} {response.reason or ''}".rstrip()]
    lines += [f"{name}: {value}" for name, value in response.headers or ()]
    return "\n".join([*lines, "", (response.content or b"").decode()]).rstrip("\n") + "\n"


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


class Rule(NamedTuple):
    """
    What a provider says about its use: a limit, with the problem type that answers beyond it, or what never to do.
    """

    says: str
    about: str | None
    citations: tuple[Citation, ...]


class Shape(NamedTuple):
    """
    A schema of an error body, in the form of its catalog.
    """

    name: str
    schema: Schema
    when: Mapping[str, Schema]
    mapping: Data


class Shared(NamedTuple):
    """
    What all providers may refer to: common sources, and common schemas of header values.
    """

    sources: Mapping[str, Source]
    values: Mapping[str, Schema]


class Provider:
    """
    A provider: who answers, which sources say how, and its problem types.
    """

    def __init__(self, identifier: str, data: Data, contract: Data, shared: Shared) -> None:
        self.id = identifier
        self.name: str = data["name"]
        self.aliases: tuple[str, ...] = tuple(data.get("aliases", ()))
        self.description: str = data["description"]
        self.url: str | None = data["url"]
        self.hosts: tuple[str, ...] = tuple(data["hosts"])
        own = {key: Source(key, **value) for key, value in data["sources"].items()}
        #: The sources of its own, and with the common ones by id.
        self.own_sources = tuple(own.values())
        self.sources: Mapping[str, Source] = {**shared.sources, **own}
        self.contradictions: tuple[Data, ...] = tuple(data["contradictions"])
        #: How much a client may ask for, and what it must never do.
        self.limits = self._rules(data.get("limits", ()))
        self.never = self._rules(data.get("never", ()))
        self._values = shared.values
        self.headers = self._headers(contract["headers"])
        self.successes = tuple(self._success(item) for item in contract["successes"])
        self.problem_types = tuple(self._problem_type(item) for item in contract["problemTypes"])

    def cite(self, citations: Mapping[str, str] | None) -> tuple[Citation, ...]:
        """
        The value of ``x-source`` as citations.
        """
        found = citations or {}
        for key in found:
            if key not in self.sources:
                known = ", ".join(self.sources)
                raise CatalogError(self.id, f"the source {key} is cited and not listed; there are {known}")
        return tuple(Citation(self.sources[key], heading) for key, heading in found.items())

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

    def _rules(self, data: Iterable[Data]) -> tuple[Rule, ...]:
        return tuple(Rule(item["says"], item.get("about"), self.cite(item["x-source"])) for item in data)

    def _headers(self, data: Data) -> dict[str, Header]:
        headers = {}
        for name, item in data.items():
            schema = item["schema"]
            if "$ref" in schema:
                value = schema["$ref"].rpartition("/")[2]
                if value not in self._values:
                    known = ", ".join(self._values)
                    raise CatalogError(self.id, f"the header {name} refers to {value}; there are {known}")
                schema = {**self._values[value], **schema}
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
            examples=tuple(Example(example, self.cite(example.get("x-source"))) for example in item["examples"]),
            undocumented="x-undocumented" in item,
            citations=self.cite(item["x-source"]),
        )

    def __repr__(self) -> str:
        return f"<Provider {self.id}>"


def _when(item: Data) -> tuple[Data, ...]:
    when = item.get("when", ())
    return (when,) if isinstance(when, dict) else tuple(when)


def _shape_name(provider: str, file: str) -> str:
    path = posixpath.normpath(posixpath.join("providers", provider, file))
    return path.removeprefix("providers/").removesuffix(SHAPE)
