"""
The documentation in one language: all entries, made from the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import FORMS
from errspec.catalog.provider import Header, ProblemType, Provider
from errspec.catalog.wording import Wording, pauses
from errspec.docs.contents import bodies, cited, form_text, shapes
from errspec.docs.entries import (
    Advice,
    Claim,
    Contradiction,
    HeaderEntry,
    ProblemEntry,
    ProviderEntry,
    RetryEntry,
    Sample,
    ShapeEntry,
    SuccessEntry,
    grouped,
)
from errspec.docs.fields import FieldEntry, Tree, places, undocumented
from errspec.docs.phrases import Phrase, Phrases, code
from errspec.docs.recognition import Recognizer, shared


class Edition:
    """
    The entries of a catalog in one language.
    """

    def __init__(self, catalog: Catalog, lang: str) -> None:
        self.catalog = catalog
        self.lang = lang
        self.wording = Wording(catalog, lang)
        self.phrases = Phrases(catalog, self.wording)
        self._recognizer = Recognizer(catalog, self.phrases)
        self._trees: dict[tuple[str, str], FieldEntry] = {}

    @cached_property
    def providers(self) -> tuple[ProviderEntry, ...]:
        """The providers."""
        return tuple(map(self._provider, self.catalog.providers.values()))

    @cached_property
    def problems(self) -> dict[str, ProblemEntry]:
        """The problem types by name."""
        return {problem.name: problem for provider in self.providers for problem in provider.problems}

    @cached_property
    def shapes(self) -> dict[str, ShapeEntry]:
        """The shapes by name, of errors and of documented successes."""
        owners: dict[str, Provider] = {}
        for provider in self.catalog.providers.values():
            for name in shapes(provider):
                owners.setdefault(name, provider)
        return {name: self._shape(name, owners[name]) for name in sorted(owners)}

    def entries(self, names: Iterable[str]) -> tuple[ProblemEntry, ...]:
        """Return the problem types of some names."""
        return tuple(self.problems[name] for name in names)

    def _provider(self, provider: Provider) -> ProviderEntry:
        contradictions = tuple(self._contradictions(provider))
        problems = tuple(self._problem(provider, item, contradictions) for item in provider.problem_types)
        return ProviderEntry(
            id=provider.id,
            name=provider.name,
            data=provider,
            description=self.phrases.prose(provider.description),
            problems=problems,
            groups=grouped(problems),
            shapes=shapes(provider),
            successes=tuple(self._successes(provider)),
            headers=tuple(map(self._header, provider.headers.values())),
            limits=self._rules(provider.limits),
            never=self._rules(provider.never),
            sources=cited(self.catalog, provider),
            contradictions=contradictions,
        )

    def _problem(
        self, provider: Provider, item: ProblemType, contradictions: tuple[Contradiction, ...]
    ) -> ProblemEntry:
        prose = self.phrases.prose
        fields = self._tree(item.shape, provider) if item.shape else None
        shown = frozenset(place for body in bodies(item) for place in places(body))
        advice = self.catalog.advice
        retry = advice["retry"][item.retry.kind]
        listed = [(name, advice["advice"][name]) for name in item.advice]
        return ProblemEntry(
            id=item.id,
            name=item.name,
            provider=item.provider,
            title=prose(item.title),
            description=prose(item.description),
            undocumented=item.undocumented,
            status=item.status,
            location=item.location,
            reason=item.reason,
            recognition=self._recognizer.recognition(provider, item),
            operations=item.on,
            samples=tuple(
                Sample(prose(example.title), example.http_text, example.undocumented, example.citations)
                for example in item.examples
                if example.response.status_code
            ),
            causes=tuple(map(prose, item.causes)),
            solutions=tuple(map(prose, item.solutions)),
            retry=RetryEntry(
                item.retry.kind, prose(retry["title"]), prose(retry["description"]), tuple(self._pauses(item))
            ),
            advice=tuple(Advice(name, prose(entry["title"]), prose(entry["description"])) for name, entry in listed),
            headers=tuple(map(self._header, item.headers.values())),
            content=tuple(item.content.items()),
            fields=fields,
            shown=shown,
            wire=tuple(undocumented(fields, shown)) if fields else (),
            messages=item.messages,
            citations=item.citations,
            contradictions=tuple(c for c in contradictions if item.name in c.about),
            beside=tuple(c for c in contradictions if item.name not in c.about and _about_shape(c, item.shape)),
            neighbors=tuple(
                other.name for other in provider.problem_types if other is not item and shared(other, item)
            ),
        )

    def _shape(self, name: str, provider: Provider) -> ShapeEntry:
        schema = self.catalog.schema(name, "tolerant")
        fields = self._tree(name, provider)
        about = [c for entry in self.providers for c in entry.contradictions if _about_shape(c, name)]
        citations: Any = schema.get("x-source")
        return ShapeEntry(
            name=name,
            owner=provider.id,
            title=self.phrases.prose(str(schema["title"])),
            description=self.phrases.prose(str(schema["description"])),
            recognition=self._recognizer.shape(name),
            fields=fields,
            wire=tuple(undocumented(fields)),
            forms=tuple((form, form_text(self.catalog, name, form)) for form in FORMS),
            users=tuple(p for p in self.problems.values() if any(shape == name for _, shape in p.content)),
            citations=provider.cite(citations),
            contradictions=tuple(about),
            mapping=self.catalog.shapes[name].mapping,
        )

    def _tree(self, name: str, provider: Provider) -> FieldEntry:
        key = (name, provider.id)
        if key not in self._trees:
            self._trees[key] = Tree(self.catalog.schema(name, "tolerant"), provider, self.phrases).root
        return self._trees[key]

    def _successes(self, provider: Provider) -> Iterator[SuccessEntry]:
        for success in provider.successes:
            conditions = [self.phrases.together(self._recognizer.conditions(guard)) for guard in success.when]
            condition = self.phrases.alternatives(conditions) if conditions else None
            yield SuccessEntry(self.phrases.prose(success.title), success.status, condition, success.citations)

    def _contradictions(self, provider: Provider) -> Iterator[Contradiction]:
        prose = self.phrases.prose
        for item in provider.contradictions:
            claims = tuple(Claim(prose(claim["says"]), provider.cite(claim["x-source"])) for claim in item["claims"])
            about = tuple(item["about"])
            yield Contradiction(item["id"], prose(item["question"]), claims, prose(item["lenient"]), about)

    def _rules(self, rules: Iterable[Any]) -> tuple[Claim, ...]:
        return tuple(Claim(self.phrases.prose(rule.says), rule.citations, rule.about) for rule in rules)

    def _header(self, header: Header) -> HeaderEntry:
        branches: Any = header.schema.get("anyOf", [header.schema])
        described = [str(b["description"]) for b in branches if "x-undocumented" not in b and "description" in b]
        own = header.schema.get("description")
        value = self.phrases.prose(str(own or next(iter(described), "")))
        example = header.example
        if example is None and header.schema.get("examples"):
            examples: Any = header.schema["examples"]
            example = str(examples[0])
        return HeaderEntry(
            header.name, header.required, self.phrases.prose(header.description), value, example, header.citations
        )

    def _pauses(self, item: ProblemType) -> Iterator[Phrase]:
        for key, facts in pauses(item.retry):
            shown = {name: code(fact) if name == "header" else fact for name, fact in facts.items()}
            yield self.phrases.say(key, **shown)


def _about_shape(contradiction: Contradiction, shape: str | None) -> bool:
    return shape is not None and any(about.partition("#")[0] == shape for about in contradiction.about)
