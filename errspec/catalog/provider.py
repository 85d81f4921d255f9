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
from errspec.catalog.immutable import FrozenDict, Immutable
from errspec.catalog.keywords import Schema
from errspec.exceptions import CatalogError, NoSuchProblemType
from errspec.response import Response

Data = dict[str, Any]


class Source(NamedTuple):
    """
    A page, a specification or an observation that the data rest on.
    """

    id: str
    kind: str
    title: str
    language: str
    version: str | None
    date: str | None
    url: str | None

    @property
    def edition(self) -> str:
        """The version and the date, as far as they are known."""
        return ", ".join(part for part in (self.version, self.date) if part)

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})" if self.edition else self.title


class Citation(NamedTuple):
    """
    A heading in a source.
    """

    source: Source
    heading: str

    def as_dict(self) -> dict[str, str | None]:
        """Return the source and the heading as JSON."""
        return {"id": self.source.id, "title": self.source.title, "heading": self.heading, "url": self.source.url}

    def __str__(self) -> str:
        return f"{self.source}: {self.heading}"


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


class RetryRule(NamedTuple):
    """
    Whether and when the same request may be repeated.

    ``kind`` names an entry of ``catalog.advice["retry"]``; ``header`` is the response header with the time to wait.
    ``seconds`` is the pause, and ``increase`` what each later pause adds to it, in seconds.
    """

    kind: str
    header: str | None = None
    seconds: int | None = None
    increase: int | None = None
    attempts: int | None = None


class Example(Immutable):
    """
    A complete response; an example without citations is our own.
    """

    def __init__(self, data: Data, citations: tuple[Citation, ...]) -> None:
        #: One line that says what the example shows.
        self.title: str = data["title"]
        #: Whether it shows something that no page lists.
        self.undocumented = "x-undocumented" in data
        self.citations = citations
        self._data = data
        self._seal()

    @cached_property
    def response(self) -> Response:
        """The response; a JSON body is indented by two spaces."""
        data = self._data
        body = json.dumps(data["body"], ensure_ascii=False, indent=2) if "body" in data else ""
        return Response(data["status"], data.get("headers", ()), data.get("text", body), data.get("reason"))

    @property
    def http_text(self) -> str:
        """The response as HTTP text; empty if no response arrives."""
        response = self.response
        if not response.status_code:
            return ""
        lines = [f"HTTP/1.1 {response.status_code} {response.reason or ''}".rstrip()]
        lines += [f"{name}: {value}" for name, value in response.headers or ()]
        return "\n".join([*lines, "", (response.content or b"").decode()]).rstrip("\n") + "\n"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Example) and (self._data, self.citations) == (other._data, other.citations)

    def __hash__(self) -> int:
        return hash((self.title, self.citations))

    def __repr__(self) -> str:
        return f"<Example {self.title!r}>"


class ProblemType(NamedTuple):
    """
    One documented error response (RFC 9457: problem type).

    ``content`` maps a media type to the name of a shape, or to None for a body that is not JSON.
    ``when`` holds the alternatives of its guard; one of them must hold, and an empty guard always holds.
    ``kind`` says what the error is about, in the words that all providers share.
    ``mapping`` replaces members of the mapping of its shape.
    ``candidates`` are the ids of the causes between which a response of a general type does not decide,
    ``decided_by`` says what would decide, and ``inference`` holds signs of this type that no source shows.
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
    retry: RetryRule
    on: tuple[Data, ...]
    messages: tuple[str, ...]
    examples: tuple[Example, ...]
    mapping: Data
    candidates: tuple[str, ...]
    decided_by: str | None
    inference: tuple[Data, ...]
    undocumented: bool
    citations: tuple[Citation, ...]
    kind: str = "unknown"

    @property
    def name(self) -> str:
        """The id together with the provider's: ``provider/id``."""
        return f"{self.provider}/{self.id}"

    @property
    def shape(self) -> str | None:
        """The name of the shape of its body, or None if the body is not JSON."""
        return next(iter(self.content.values()), None)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<ProblemType {self.name} {', '.join(self.status)}>"


def problem_path(name: str) -> str:
    """Return the path of the page of a problem type, ``provider/id``, in each language; it never changes."""
    return f"{name}.html"


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
    A rule of use: a limit, with the problem type that answers beyond it, or something that a client must never do.
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
    The sources and the schemas of header values that all providers may refer to.
    """

    sources: Mapping[str, Source]
    values: Mapping[str, Schema]


class Provider(Immutable):
    """
    An API provider: its hosts, its sources and its problem types.
    """

    def __init__(self, identifier: str, data: Data, contract: Data, shared: Shared) -> None:
        self.id = identifier
        self.name: str = data["name"]
        #: The date of the last change of its data, or None.
        self.edition: str | None = data.get("edition")
        self.aliases: tuple[str, ...] = tuple(data.get("aliases", ()))
        self.description: str = data["description"]
        self.url: str | None = data["url"]
        self.hosts: tuple[str, ...] = tuple(data["hosts"])
        #: Patterns of the URLs of its API, if every customer has a host of their own.
        self.urls: tuple[str, ...] = tuple(data.get("urls", ()))
        #: The URL of a request, for examples.
        self.example_url: str | None = data.get("exampleUrl") or (f"https://{self.hosts[0]}/" if self.hosts else None)
        own = {key: Source(key, **value) for key, value in data["sources"].items()}
        #: The sources that only this provider has.
        self.own_sources = tuple(own.values())
        #: All sources by id, the common ones included.
        self.sources: Mapping[str, Source] = FrozenDict({**shared.sources, **own})
        self.contradictions: tuple[Data, ...] = tuple(data["contradictions"])
        #: How much a client may ask for.
        self.limits = self._rules(data.get("limits", ()))
        #: What a client must never do.
        self.never = self._rules(data.get("never", ()))
        self._values = shared.values
        #: The headers that all its responses may carry, by name.
        self.headers = self._headers(contract["headers"])
        #: The members of shared shapes that every documented example of the provider has, with their sources.
        self.members: Mapping[str, Mapping[str, tuple[Citation, ...]]] = FrozenDict(
            {
                _shape_name(self.id, file): FrozenDict({name: self.cite(sources) for name, sources in members.items()})
                for file, members in contract.get("members", {}).items()
            }
        )
        #: Whether no source states the media type of a body in JSON, so that any is accepted.
        self.assumes_media_types = "x-assumed-media-types" in contract
        self.successes = tuple(self._success(entry) for entry in contract["successes"])
        self.problem_types = tuple(self._problem_type(entry) for entry in contract["problemTypes"])
        self._seal()

    def cite(self, citations: Mapping[str, str] | None) -> tuple[Citation, ...]:
        """Return the value of an ``x-source`` as citations; raises CatalogError for an unknown source."""
        for key in citations or ():
            if key not in self.sources:
                raise CatalogError(self.id, f"it cites the source {key}, but lists only {', '.join(self.sources)}")
        return tuple(Citation(self.sources[key], heading) for key, heading in (citations or {}).items())

    def problem_type(self, identifier: str) -> ProblemType:
        """Return the problem type of an id; raises NoSuchProblemType."""
        for problem_type in self.problem_types:
            if identifier in (problem_type.id, problem_type.name):
                return problem_type
        raise NoSuchProblemType(identifier, [problem_type.id for problem_type in self.problem_types])

    @property
    def shapes(self) -> tuple[str, ...]:
        """The names of the shapes that its problem types use."""
        names = (shape for item in self.problem_types for shape in item.content.values() if shape)
        return tuple(dict.fromkeys(names))

    def _rules(self, entries: Iterable[Data]) -> tuple[Rule, ...]:
        return tuple(Rule(entry["says"], entry.get("about"), self.cite(entry["x-source"])) for entry in entries)

    def _headers(self, entries: Data) -> Mapping[str, Header]:
        return FrozenDict({name: self._header(name, entry) for name, entry in entries.items()})

    def _header(self, name: str, entry: Data) -> Header:
        schema = entry["schema"]
        if "$ref" in schema:
            value = schema["$ref"].rpartition("/")[2]
            if value not in self._values:
                reason = f"the header {name} refers to {value}, but there are only {', '.join(self._values)}"
                raise CatalogError(self.id, reason)
            own = {keyword: part for keyword, part in schema.items() if keyword != "$ref"}
            schema = FrozenDict({**self._values[value], **own})
        citations = self.cite(entry["x-source"])
        return Header(name, entry["required"], entry["description"], schema, entry.get("example"), citations)

    def _content(self, entries: Data) -> Mapping[str, str | None]:
        return FrozenDict({media: file and _shape_name(self.id, file) for media, file in entries.items()})

    def _success(self, entry: Data) -> Success:
        content = self._content(entry.get("content", {}))
        return Success(
            entry["title"],
            tuple(entry["status"]),
            _alternatives(entry.get("when", ())),
            content,
            self.cite(entry["x-source"]),
        )

    def _problem_type(self, entry: Data) -> ProblemType:
        return ProblemType(
            provider=self.id,
            id=entry["id"],
            title=entry["title"],
            description=entry["description"],
            causes=tuple(entry["causes"]),
            solutions=tuple(entry["solutions"]),
            status=tuple(entry["status"]),
            location=entry["in"],
            when=_alternatives(entry.get("when", ())),
            content=self._content(entry.get("content", {})),
            headers=self._headers(entry.get("headers", {})),
            reason=entry.get("reason"),
            advice=tuple(entry["advice"]),
            retry=RetryRule(**entry["retry"]),
            on=tuple(entry.get("on", ())),
            messages=tuple(entry.get("messages", ())),
            examples=tuple(Example(example, self.cite(example.get("x-source"))) for example in entry["examples"]),
            mapping=entry.get("x-mapping", FrozenDict()),
            candidates=tuple(entry.get("candidates", ())),
            decided_by=entry.get("decidedBy"),
            inference=_alternatives(entry.get("x-inference", ())),
            undocumented="x-undocumented" in entry,
            citations=self.cite(entry["x-source"]),
            kind=entry.get("kind", "unknown"),
        )

    def __repr__(self) -> str:
        return f"<Provider {self.id}, {len(self.problem_types)} problem types>"


def _alternatives(when: Any) -> tuple[Data, ...]:
    return (when,) if isinstance(when, dict) else tuple(when)


def _shape_name(provider: str, file: str) -> str:
    path = posixpath.normpath(posixpath.join("providers", provider, file))
    return path.removeprefix("providers/").removesuffix(SHAPE)
