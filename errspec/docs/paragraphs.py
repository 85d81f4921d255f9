"""
What the Markdown twins have in common: links between them, rows, headers, sources and samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errspec.catalog.provider import Citation, Source
from errspec.docs.addresses import relative
from errspec.docs.edition import Edition
from errspec.docs.entries import Contradiction, HeaderEntry, ProblemEntry, ProviderEntry, Retry, Sample
from errspec.docs.fields import ANY, ITEM, Field, Variant
from errspec.docs.gfm import block, bullets, line, link, table, text
from errspec.docs.phrases import Phrase, code


class Paragraphs:
    """
    Makes the parts of a page, which stands at a path below the folder of its language.
    """

    def __init__(self, edition: Edition, at: str) -> None:
        self._edition = edition
        self._at = at

    def say(self, key: str, **facts: object) -> str:
        """
        A message of the program.
        """
        return text(self._edition.phrases.say(key, **facts))

    def to(self, path: str, label: Phrase | str) -> str:
        """
        A link to another page.
        """
        return link(text(label), relative(path, self._at))

    def problem(self, name: str) -> str:
        """
        A link to a problem type by its title.
        """
        return self.to(f"{name}.md", self._edition.problems[name].title)

    def shape(self, name: str) -> str:
        """
        A link to a shape by its name.
        """
        return self.to(f"shapes/{name}.md", code(name))

    def statuses(self, statuses: Iterable[str]) -> str:
        """
        Statuses, in words where no answer arrives.
        """
        return ", ".join(status or self.say("docs.no-status") for status in statuses or ("",))

    def rows(self, key: str, entries: Iterable[tuple[str, ProblemEntry]]) -> str:
        """
        A table of problem types; the key is that of the first column.
        """
        heading = [self.say(k) for k in (key, "format.problem-type", "docs.recognition", "show.retry")]
        found = [
            [first, self.problem(entry.name), text(entry.recognition.brief), text(entry.retry.title)]
            for first, entry in entries
        ]
        return table(heading, found) if found else ""

    def headers(self, headers: tuple[HeaderEntry, ...]) -> str:
        """
        A table of headers.
        """
        required = f" ({self.say('show.required')})"
        heading = [self.say(key) for key in ("show.header", "docs.meaning", "docs.value", "show.example")]
        rows = [
            [
                f"{text(code(h.name))}{required if h.required else ''}",
                f"{text(h.description)}{self.cited(h.citations)}",
                text(h.value),
                text(code(h.example)) if h.example is not None else "",
            ]
            for h in headers
        ]
        return table(heading, rows) if rows else ""

    def facts(self, problem: ProblemEntry, provider: ProviderEntry) -> Iterator[str]:
        """
        The provider, the id, the status and the body of a problem type.
        """
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
        """
        How a response is told to be of a problem type.
        """
        if problem.status:
            yield self.say("docs.status-is", status=", ".join(problem.status))
        yield line(problem.recognition.body)
        if problem.recognition.alternatives:
            told = self._edition.phrases.alternatives(map(self._edition.together, problem.recognition.alternatives))
            yield line(told)
        elif problem.neighbours:
            yield line(problem.recognition.brief)

    def retry(self, retry: Retry) -> str:
        """
        Whether and when the request may be repeated.
        """
        return " ".join([self.advice(retry.title, retry.description), *map(text, retry.pauses)])

    def advice(self, title: Phrase, description: Phrase) -> str:
        """
        A piece of advice.
        """
        return f"**{text(title)}.** {text(description)}"

    def sample(self, sample: Sample) -> Iterator[str]:
        """
        An example as HTTP text, with its origin.
        """
        origin = self.cited(sample.citations) or f" ({self.say('docs.ours')})"
        undocumented = f" ({self.say('docs.undocumented')})" if sample.undocumented else ""
        yield f"{line(sample.title)}{undocumented}{origin}:"
        yield block(sample.message, "http")

    def fields(self, root: Field, places: frozenset[tuple[str, ...]] | None = None) -> str:
        """
        A table of the members of a body.
        """
        heading = [self.say(key) for key in ("docs.member", "docs.type", "docs.presence", "docs.meaning")]
        found = [self._field(field) for field in root.walk(places) if field.path]
        return table(heading, found) if found else ""

    def wire(self, items: Iterable[tuple[Field, Variant]]) -> str:
        """
        What the wire also shows.
        """
        return bullets(
            f"{text(code(field.pointer or '/'))}, {self._variant(variant)}{self.cited(variant.citations)}"
            for field, variant in items
        )

    def contradiction(self, item: Contradiction) -> Iterator[str]:
        """
        A question on which the sources disagree.
        """
        yield f"### {text(item.question)}"
        yield bullets(f"{line(claim.says)}{self.cited(claim.citations)}" for claim in item.claims)
        yield f"{self.say('docs.lenient')} {text(item.lenient)}."

    def cited(self, citations: Iterable[Citation]) -> str:
        """
        Sources with their headings, in brackets.
        """
        found = "; ".join(text(str(citation)) for citation in citations)
        return f" ({found})" if found else ""

    def source(self, source: Source) -> str:
        """
        A source with its edition and its kind.
        """
        edition = ", ".join(text(part) for part in (source.version, source.date) if part)
        title = link(text(source.title), source.url) if source.url else line(source.title)
        return f"{title}{f', {edition}' if edition else ''} ({self.say(f'docs.kind.{source.kind}')})"

    def _field(self, field: Field) -> list[str]:
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
