"""
The parts that Markdown pages have in common: sections, links, rows, headers, sources and samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errspec.catalog.provider import Citation, Source
from errspec.docs.addresses import relative
from errspec.docs.edition import Edition
from errspec.docs.entries import Contradiction, HeaderEntry, ProblemEntry, ProviderEntry, RetryEntry, Sample
from errspec.docs.fields import ANY, ITEM, FieldEntry, Variant
from errspec.docs.gfm import block, bullets, line, link, table, text
from errspec.docs.phrases import Phrase, code


class Paragraphs:
    """
    The parts of one page, at a path below the folder of its language.
    """

    def __init__(self, edition: Edition, at: str) -> None:
        self._edition = edition
        self._at = at

    def say(self, key: str, **facts: object) -> str:
        """Return a message, filled with facts."""
        return text(self._edition.phrases.say(key, **facts))

    def top(self, kind: str) -> Iterator[str]:
        """Yield the heading and the text at the top of an index."""
        yield f"# {self.say(f'docs.{kind}-title')}"
        yield self.say(f"docs.{kind}-text")

    def section(self, key: str, *blocks: str) -> Iterator[str]:
        """Yield blocks under a heading, or nothing if all are empty; ``key`` is the message key of the heading."""
        if any(blocks):
            yield f"## {self.say(key)}"
            yield from blocks

    def to(self, path: str, label: Phrase | str) -> str:
        """Return a link to another page."""
        return link(text(label), relative(path, self._at))

    def problem(self, name: str) -> str:
        """Return a link to a problem type by its title."""
        return self.to(f"{name}.md", self._edition.problems[name].title)

    def problems(self, names: Iterable[str]) -> str:
        """Return links to problem types."""
        return ", ".join(map(self.problem, names))

    def shape(self, name: str) -> str:
        """Return a link to a shape by its name."""
        return self.to(f"shapes/{name}.md", code(name))

    def statuses(self, statuses: Iterable[str]) -> str:
        """Return statuses, in words if no response arrives."""
        return ", ".join(status or self.say("docs.no-status") for status in statuses or ("",))

    def rows(self, key: str, entries: Iterable[tuple[str, ProblemEntry]]) -> str:
        """Return a table of problem types; ``key`` is the message key of the first column."""
        heading = [self.say(key) for key in (key, "format.problem-type", "docs.recognition", "show.retry")]
        rows = [
            [first, self.problem(entry.name), text(entry.recognition.brief), text(entry.retry.title)]
            for first, entry in entries
        ]
        return table(heading, rows) if rows else ""

    def headers(self, headers: tuple[HeaderEntry, ...]) -> str:
        """Return a table of headers."""
        required = f" ({self.say('show.required')})"
        heading = [self.say(key) for key in ("show.header", "docs.meaning", "docs.value", "show.example")]
        rows = [
            [
                f"{text(code(header.name))}{required if header.required else ''}",
                f"{text(header.description)}{self.cited(header.citations)}",
                text(header.value),
                text(code(header.example)) if header.example is not None else "",
            ]
            for header in headers
        ]
        return table(heading, rows) if rows else ""

    def facts(self, problem: ProblemEntry, provider: ProviderEntry) -> Iterator[str]:
        """Yield the provider, the id, the status and the body of a problem type."""
        yield f"{self.say('docs.box-provider')}: {self.to(f'{provider.id}/README.md', provider.name)}"
        yield f"{self.say('docs.id')}: {text(code(problem.name))}"
        reason = f" {text(problem.reason)}" if problem.reason else ""
        where = f" ({self.say('show.redirect-query')})" if problem.location == "redirect-query" else ""
        yield f"{self.say('show.status')}: {self.statuses(problem.status)}{reason}{where}"
        for media, shape in problem.content:
            body = self.say("show.not-json") if shape is None else f"{text(code(media))}, {self.shape(shape)}"
            yield f"{self.say('show.body')}: {body}"
        for operation in problem.operations:
            path = text(code(f"{operation['method']} {operation['path']}"))
            yield f"{self.say('show.on')}: {path}"

    def recognition(self, problem: ProblemEntry) -> Iterator[str]:
        """Yield how a response of a problem type is recognized."""
        if problem.status:
            yield self.say("docs.status-is", status=", ".join(problem.status))
        yield line(problem.recognition.body)
        if problem.recognition.alternatives:
            phrases = self._edition.phrases
            yield line(phrases.alternatives(map(phrases.together, problem.recognition.alternatives)))
        elif problem.recognition.rest:
            yield line(problem.recognition.rest)

    def retry(self, retry: RetryEntry) -> str:
        """Return when the request may be repeated."""
        return " ".join([self.advice(retry.title, retry.description), *map(text, retry.pauses)])

    def advice(self, title: Phrase, description: Phrase) -> str:
        """Return a piece of advice."""
        return f"**{text(title)}.** {text(description)}"

    def sample(self, sample: Sample) -> Iterator[str]:
        """Yield an example as HTTP text, with its origin."""
        origin = self.cited(sample.citations) or f" ({self.say('docs.ours')})"
        undocumented = f" ({self.say('docs.undocumented')})" if sample.undocumented else ""
        yield f"{line(sample.title)}{undocumented}{origin}:"
        yield block(sample.message, "http")

    def fields(self, root: FieldEntry, places: frozenset[tuple[str, ...]] | None = None) -> str:
        """Return a table of the fields of a body."""
        heading = [self.say(key) for key in ("docs.member", "docs.type", "docs.presence", "docs.meaning")]
        rows = [self._field(field) for field in root.walk(places) if field.path]
        return table(heading, rows) if rows else ""

    def wire(self, observed: Iterable[tuple[FieldEntry, Variant]]) -> str:
        """Return what is also seen in practice."""
        return bullets(
            f"{text(code(field.pointer or '/'))}, {self._variant(variant)}{self.cited(variant.citations)}"
            for field, variant in observed
        )

    def contradictions(self, contradictions: Iterable[Contradiction]) -> Iterator[str]:
        """Yield the section with the questions on which the sources disagree."""
        blocks = (block for contradiction in contradictions for block in self._contradiction(contradiction))
        return self.section("show.contradictions", *blocks)

    def cited(self, citations: Iterable[Citation]) -> str:
        """Return sources with their headings, in parentheses."""
        sources = "; ".join(text(str(citation)) for citation in citations)
        return f" ({sources})" if sources else ""

    def sources(self, citations: Iterable[Citation]) -> Iterator[str]:
        """Yield the section with the sources of some citations."""
        sources = (f"{self.source(citation.source)}: {text(citation.heading)}" for citation in citations)
        return self.section("docs.sources", bullets(sources))

    def source(self, source: Source) -> str:
        """Return a source with its edition and its kind."""
        title = link(text(source.title), source.url) if source.url else line(source.title)
        return (
            f"{title}{f', {text(source.edition)}' if source.edition else ''} ({self.say(f'docs.kind.{source.kind}')})"
        )

    def _contradiction(self, contradiction: Contradiction) -> Iterator[str]:
        yield f"### {text(contradiction.question)}"
        yield bullets(f"{line(claim.says)}{self.cited(claim.citations)}" for claim in contradiction.claims)
        yield f"{self.say('docs.lenient')} {text(contradiction.lenient)}."

    def _field(self, field: FieldEntry) -> list[str]:
        presence = {"required": "show.required", "usual": "docs.usual", "optional": "docs.optional"}.get(field.presence)
        name = {ANY: self.say("docs.any-member"), ITEM: self.say("docs.any-item")}.get(field.name, "")
        meaning = [text(field.description), *map(text, field.limits)]
        if len(field.documented) > 1:
            meaning.append("; ".join(map(self._variant, field.documented)))
        place = f"{text(code(field.pointer))}{f' ({name})' if name else ''}"
        return [place, text(field.types), self.say(presence) if presence else "", ". ".join(filter(None, meaning))]

    def _variant(self, variant: Variant) -> str:
        value = text(variant.types) if variant.value is None else text(code(variant.value))
        return f"{value}: {text(variant.description)}" if variant.description else value
