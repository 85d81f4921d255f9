"""
Whether a response may be of a problem type: the guards, headers and media types of the data, compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.catalog.forms import strict
from errspec.catalog.keywords import Schema
from errspec.response import path, reason_phrase
from errspec.verdict.decision import Alternative
from errspec.verdict.engine import header_value, predicate, quick_acceptor, values_at
from errspec.verdict.validation import Accept

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import Header, ProblemType, Provider
    from errspec.response import Response

#: The number of characters of a text that guards see.
TEXT = 2000


class Guard:
    """
    One alternative of a ``when``: everything that it names must hold.
    """

    __slots__ = ("body", "headers", "places", "text")

    def __init__(self, data: Mapping[str, Any]) -> None:
        #: The schemas that it wants at JSON Pointers into the body.
        self.places: Mapping[str, Schema] = data.get("body", {})
        self.body = values_at(data["body"]) if "body" in data else None
        self.headers = tuple((name, schema, predicate(schema)) for name, schema in data.get("headers", {}).items())
        self.text = predicate(data["text"]) if "text" in data else None

    def holds(self, value: object, response: Response, text: str) -> bool:
        """
        Return whether the guard holds for a body (MISSING if there is none), the headers and a body that is not JSON.

        The words of a text may also be the reason phrase, unless it is the usual one, which says nothing.
        """
        return (self.body is None or self.body(value)) and self.holds_beside_the_body(response, text)

    def holds_beside_the_body(self, response: Response, text: str) -> bool:
        """Return whether the guard holds for the headers, the reason phrase, and a body that is not JSON."""
        if self.headers and not self.accepts_headers(response):
            return False
        if self.text is None:
            return True
        reason = (response.reason or "").strip()
        return self.text("" if reason == reason_phrase(response.status_code) else reason) or self.text(text)

    def accepts_headers(self, response: Response) -> bool:
        """Return whether the headers that it names are present and accepted."""
        for name, schema, accept in self.headers:
            text = response.lower.get(name)
            if text is None or not accept(header_value(schema, text)):
                return False
        return True


class HeaderCheck:
    """
    A documented header with its tolerant and its strict test, which are compiled when they are first needed.
    """

    def __init__(self, header: Header) -> None:
        self.header = header

    @cached_property
    def tolerant(self) -> Accept:
        """The test of the documented constraints."""
        return predicate(self.header.schema)

    @cached_property
    def strict(self) -> Accept:
        """The test that accepts nothing undocumented."""
        return predicate(strict(self.header.schema))


class _Operation(NamedTuple):
    """
    A method, the longest part without parameters of a path, and a pattern of the path.
    """

    method: str
    part: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, method: str, path: str) -> _Operation:
        """Make it from a path with parameters in braces."""
        parts = re.split("{[^}]*}", path)
        return cls(method, max(parts, key=len), re.compile("[^/]+".join(map(re.escape, parts)) + "$"))


class Candidate:
    """
    A problem type with its guards, its headers and the acceptor of its shape.
    """

    __slots__ = (
        "_accept",
        "_assumed",
        "_catalog",
        "_checks",
        "_operations",
        "_signs",
        "_when",
        "guards",
        "headers",
        "is_certain",
        "media",
        "members",
        "problem_type",
        "recognizes",
        "required",
        "shape",
        "undocumented",
    )

    def __init__(self, catalog: Catalog, provider: Provider, problem_type: ProblemType) -> None:
        self.problem_type = problem_type
        self.guards = tuple(Guard(data) for data in problem_type.when)
        self._signs = tuple(Guard(data) for data in problem_type.inference)
        own = {name.lower() for name in problem_type.headers}
        shared = [header for name, header in provider.headers.items() if name.lower() not in own]
        headers = [*shared, *problem_type.headers.values()]
        #: The checks of its headers by lower-case name, and the names of the required ones.
        self.headers = {header.name.lower(): HeaderCheck(header) for header in headers}
        self.required = tuple(header.name.lower() for header in headers if header.required)
        checks: dict[str, HeaderCheck | None] = {**self.headers, "content-type": None}
        # by the names as they are most often written; the one of the media type has no check of its own
        spelled = {**{header.name: header.name.lower() for header in headers}, "Content-Type": "content-type"}
        self._checks = {
            each: (name, checks[name]) for each, name in [*spelled.items(), *((name, name) for name in checks)]
        }
        self.media = frozenset(problem_type.content)
        self._assumed = provider.assumes_media_types
        self.shape = problem_type.shape
        self.undocumented = problem_type.undocumented
        #: Whether it is documented and does not stand for others.
        self.is_certain = not (problem_type.undocumented or problem_type.candidates)
        self._when = catalog.shapes[self.shape].when if self.shape else None
        self.recognizes: Accept = values_at(self._when) if self._when is not None else _nothing
        #: The members that every documented example has, although the shape does not require them.
        self.members = provider.members.get(self.shape or "", {})
        self._operations = tuple(_Operation.of(on["method"], on["path"]) for on in problem_type.on)
        self._catalog = catalog
        self._accept: Accept | None = None

    def alternatives(self) -> Iterator[Alternative[Candidate | Guard]]:
        """Yield the ways to this problem type: its shape and each of its guards; a matching request needs no shape."""
        for guard in self.guards or (None,):
            if self.shape is None:
                yield Alternative(self, guard=guard, plain=True)
            else:
                yield Alternative(self, self._when, guard)
                if self._operations:
                    yield Alternative(self, guard=guard, request=self.is_answer_to)

    def accepts(self, value: object) -> bool:
        """Return whether the strict form of its shape accepts a value that orjson parsed."""
        accept = self._accept
        if accept is None:
            accept = self._accept = quick_acceptor(self._catalog, self.shape, "strict") if self.shape else _nothing
        return accept(value) and not (self.members and self.missing(value))

    def accepts_headers(self, headers: Iterable[tuple[str, str]]) -> bool:
        """Return whether it is certain that nothing is wrong with the headers; a repeated header is not certain."""
        met: list[str] = []
        for written, text in headers:
            known = self._checks.get(written) or self._checks.get(written.strip().lower())
            if known is None:
                continue
            name, check = known
            if name in met:
                return False
            met.append(name)
            if check is None:
                if text not in self.media and not self.covers(text.strip(" \t")):
                    return False
            elif not check.strict(header_value(check.header.schema, text.strip(" \t"))):
                return False
        for name in self.required:  # noqa: SIM110  # a loop is faster, and every response takes it
            if name not in met:
                return False
        return True

    def missing(self, value: object) -> list[str]:
        """Return the names of the members that every documented example has and a body lacks."""
        return [name for name in self.members if name not in value] if isinstance(value, dict) else []

    def is_answer_to(self, response: Response) -> bool:
        """Return whether the request is known to be one of the operations to which it is limited."""
        url = response.url
        if url is not None:
            for method, part, pattern in self._operations:
                if part in url and response.method == method and pattern.search(path(url)):
                    return True
        return False

    def holds(self, value: object, response: Response, text: str) -> bool:
        """Return whether one of its guards holds, or it has none."""
        return not self.guards or any(guard.holds(value, response, text) for guard in self.guards)

    def seems(self, value: object, response: Response, text: str) -> bool:
        """Return whether a sign of it is there that no source shows."""
        return any(guard.holds(value, response, text) for guard in self._signs)

    def may_hold(self, response: Response) -> bool:
        """Return whether one of its guards may hold as far as the headers tell, or it has none."""
        unknown = response.headers is None
        return not self.guards or any(unknown or guard.accepts_headers(response) for guard in self.guards)

    def is_told_by(self, response: Response) -> bool:
        """Return whether the headers alone tell that the response is of this type, whatever its body is."""
        alone = (guard for guard in self.guards if guard.headers and guard.body is None and guard.text is None)
        return response.headers is not None and any(guard.accepts_headers(response) for guard in alone)

    def covers(self, media_type: str) -> bool:
        """Return whether a Content-Type names one of its media types, or no source states any."""
        essence = media_type.partition(";")[0].strip().lower()
        if self.shape is None and essence.endswith(("/json", "+json")):
            return False
        if self.shape is not None and self._assumed:
            return True
        return any(_in_range(essence, media) for media in self.media)


def _in_range(essence: str, media: str) -> bool:
    if media == "*/*":
        return "/" in essence
    kind, _, name = media.partition("/")
    return essence == media or (name == "*" and essence.startswith(kind + "/"))


def _nothing(_: object) -> bool:
    return False
