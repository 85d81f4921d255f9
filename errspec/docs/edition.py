"""
The documentation in one language: all entries, made from the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import FORMS
from errspec.catalog.provider import Header, ProblemType, Provider, RetryRule, Rule
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
from errspec.docs.phrases import Phrases, code
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
    def everyone(self) -> tuple[ProviderEntry, ...]:
        """The providers, and after them what does not depend on the provider."""
        return (*self.providers, self._provider(self.catalog.common))

    @cached_property
    def problems(self) -> dict[str, ProblemEntry]:
        """The problem types by name."""
        return {problem.name: problem for provider in self.everyone for problem in provider.problems}

    @cached_property
    def shapes(self) -> dict[str, ShapeEntry]:
        """The shapes by name, of errors and of documented successes."""
        owners: dict[str, Provider] = {}
        for provider in (*self.catalog.providers.values(), self.catalog.common):
            for name in shapes(provider):
                owners.setdefault(name, provider)
        return {name: self._shape(name, owners[name]) for name in sorted(owners)}

    def entries(self, names: Iterable[str]) -> tuple[ProblemEntry, ...]:
        """Return the problem types of some names."""
        return tuple(self.problems[name] for name in names)

    def _provider(self, provider: Provider) -> ProviderEntry:
        contradictions = tuple(self._contradictions(provider))
        problems = tuple(self._problem(provider, each, contradictions) for each in provider.problem_types)
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
        self, provider: Provider, problem_type: ProblemType, contradictions: tuple[Contradiction, ...]
    ) -> ProblemEntry:
        prose = self.phrases.prose
        shape, name = problem_type.shape, problem_type.name
        fields = self._tree(shape, provider) if shape else None
        shown = frozenset(place for body in bodies(problem_type) for place in places(body))
        return ProblemEntry(
            id=problem_type.id,
            name=name,
            provider=problem_type.provider,
            title=prose(problem_type.title),
            description=prose(problem_type.description),
            undocumented=problem_type.undocumented,
            status=problem_type.status,
            location=problem_type.location,
            reason=problem_type.reason,
            recognition=self._recognizer.recognition(provider, problem_type),
            operations=problem_type.on,
            samples=tuple(self._samples(problem_type)),
            causes=tuple(map(prose, problem_type.causes)),
            solutions=tuple(map(prose, problem_type.solutions)),
            candidates=tuple(f"{provider.id}/{candidate}" for candidate in problem_type.candidates),
            decided_by=prose(problem_type.decided_by or ""),
            retry=self._retry(problem_type.retry),
            advice=tuple(map(self._advice, problem_type.advice)),
            headers=tuple(map(self._header, problem_type.headers.values())),
            content=tuple(problem_type.content.items()),
            fields=fields,
            shown=shown,
            wire=tuple(undocumented(fields, shown)) if fields else (),
            messages=problem_type.messages,
            citations=problem_type.citations,
            contradictions=tuple(each for each in contradictions if name in each.about),
            beside=tuple(each for each in contradictions if name not in each.about and each.touches(shape)),
            neighbors=tuple(
                other.name
                for other in provider.problem_types
                if other is not problem_type and shared(other, problem_type)
            ),
        )

    def _samples(self, problem_type: ProblemType) -> Iterator[Sample]:
        for example in problem_type.examples:
            if example.response.status_code:
                title = self.phrases.prose(example.title)
                yield Sample(title, example.http_text, example.undocumented, example.citations)

    def _advice(self, identifier: str) -> Advice:
        entry = self.catalog.advice["advice"][identifier]
        return Advice(identifier, self.phrases.prose(entry["title"]), self.phrases.prose(entry["description"]))

    def _retry(self, rule: RetryRule) -> RetryEntry:
        entry = self.catalog.advice["retry"][rule.kind]
        spoken = tuple(
            self.phrases.say(key, **{name: code(fact) if name == "header" else fact for name, fact in facts.items()})
            for key, facts in pauses(rule)
        )
        title, description = self.phrases.prose(entry["title"]), self.phrases.prose(entry["description"])
        return RetryEntry(rule.kind, title, description, spoken)

    def _shape(self, name: str, provider: Provider) -> ShapeEntry:
        schema = self.catalog.schema(name, "tolerant")
        fields = self._tree(name, provider)
        contradictions = (each for entry in self.providers for each in entry.contradictions if each.touches(name))
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
            users=tuple(each for each in self.problems.values() if any(shape == name for _, shape in each.content)),
            citations=provider.cite(citations),
            contradictions=tuple(contradictions),
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
        for data in provider.contradictions:
            claims = tuple(Claim(prose(claim["says"]), provider.cite(claim["x-source"])) for claim in data["claims"])
            about = tuple(data["about"])
            yield Contradiction(data["id"], prose(data["question"]), claims, prose(data["lenient"]), about)

    def _rules(self, rules: Iterable[Rule]) -> tuple[Claim, ...]:
        return tuple(Claim(self.phrases.prose(rule.says), rule.citations, rule.about) for rule in rules)

    def _header(self, header: Header) -> HeaderEntry:
        branches: Any = header.schema.get("anyOf", [header.schema])
        described = [each["description"] for each in branches if "x-undocumented" not in each and "description" in each]
        value = self.phrases.prose(str(header.schema.get("description") or next(iter(described), "")))
        examples: Any = header.schema.get("examples")
        example = str(examples[0]) if header.example is None and examples else header.example
        description = self.phrases.prose(header.description)
        return HeaderEntry(header.name, header.required, description, value, example, header.citations)
