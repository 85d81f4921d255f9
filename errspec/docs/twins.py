"""
The pages in Markdown, to be read in a repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from errspec.docs import indices
from errspec.docs.comparison import Comparison
from errspec.docs.edition import Edition
from errspec.docs.entries import ProblemEntry, ProviderEntry, ShapeEntry
from errspec.docs.gfm import bullets, document, headed, line, steps, table, text
from errspec.docs.paragraphs import Paragraphs
from errspec.docs.phrases import code


def twins(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield every Markdown page of a language with its path."""
    for path, blocks in _blocks(edition):
        yield f"{edition.lang}/{path}", document(blocks)


def _blocks(edition: Edition) -> Iterator[tuple[str, Iterator[str]]]:
    def make(path: str) -> Paragraphs:
        return Paragraphs(edition, path)

    yield "README.md", _start(edition, make("README.md"))
    for provider in edition.providers:
        path = f"{provider.id}/README.md"
        yield path, _provider(edition, provider, make(path))
        for problem in provider.problems:
            path = f"{problem.name}.md"
            yield path, _problem(edition, provider, problem, make(path))
    for name, shape in edition.shapes.items():
        path = f"shapes/{name}.md"
        yield path, _shape(shape, make(path))
    yield "status.md", _status(edition, make("status.md"))
    yield "codes.md", _codes(edition, make("codes.md"))
    yield "messages.md", _messages(edition, make("messages.md"))
    yield "compare.md", _compare(edition, make("compare.md"))


def _start(edition: Edition, make: Paragraphs) -> Iterator[str]:
    yield f"# {make.say('docs.hero')}"
    yield make.say("docs.hero-text")
    yield f"## {make.say('docs.start-providers')}"
    count = edition.phrases.count
    yield bullets(
        f"{make.to(f'{provider.id}/README.md', provider.name)}: "
        f"{text(count('show.problem-types', len(provider.problems)))}. {text(provider.description)}"
        for provider in edition.providers
    )
    yield f"## {make.say('docs.start-more')}"
    yield bullets(
        f"{make.to(f'{kind}.md', edition.phrases.say(f'docs.index-{kind}'))}: {make.say(f'docs.index-{kind}-way')}"
        for kind in indices.INDICES
    )
    yield f"## {make.say('docs.start-shapes')}"
    yield bullets(f"{make.shape(name)}: {text(shape.description)}" for name, shape in edition.shapes.items())


def _provider(edition: Edition, provider: ProviderEntry, make: Paragraphs) -> Iterator[str]:
    yield f"# {text(provider.name)}"
    yield line(provider.description)
    yield f"## {make.say('docs.by-status-heading')}"
    rows = ((make.statuses(statuses), entry) for statuses, entries in provider.groups for entry in entries)
    yield make.rows("show.status", rows)
    yield from headed(f"## {make.say('docs.apart')}", bullets(_apart(edition, provider, make)))
    never = (f"{line(rule.says)}{make.cited(rule.citations)}" for rule in provider.never)
    yield from headed(f"## {make.say('docs.never')}", bullets(never))
    limits = (f"{line(r.says)}: {make.problem(r.about or '')}{make.cited(r.citations)}" for r in provider.limits)
    yield from headed(f"## {make.say('docs.limits')}", bullets(limits))
    yield from headed(f"## {make.say('docs.headers-of-all')}", make.headers(provider.headers))
    blocks = [part for item in provider.contradictions for part in make.contradiction(item)]
    yield from headed(f"## {make.say('show.contradictions')}", *blocks)
    yield f"## {make.say('docs.sources')}"
    yield bullets(make.source(source) for source in provider.sources)


def _apart(edition: Edition, provider: ProviderEntry, make: Paragraphs) -> Iterator[str]:
    """Yield how to tell the bodies of a provider apart."""
    for name in provider.shapes:
        shape = edition.shapes[name]
        if shape.users:
            told = edition.phrases.say("docs.shape-when", shape=shape.title, condition=shape.recognition)
            yield f"{line(told)}: {make.shape(name)}"
    if provider.some_not_json:
        yield make.say("docs.some-not-json")
    for success in provider.successes:
        condition = f", {text(success.condition)}" if success.condition else ""
        yield f"{make.say('docs.no-error')} {text(success.title)}: {', '.join(success.status)}{condition}"


def _problem(edition: Edition, provider: ProviderEntry, problem: ProblemEntry, make: Paragraphs) -> Iterator[str]:
    yield f"# {text(problem.title)}"
    yield line(problem.description)
    if problem.undocumented:
        yield make.say("show.undocumented")
    yield bullets(make.facts(problem, provider))
    yield f"## {make.say('show.solutions')}"
    yield steps(map(line, problem.solutions))
    advice = (make.advice(item.title, item.description) for item in problem.advice)
    yield bullets([make.retry(problem.retry), *advice])
    yield f"## {make.say('show.causes')}"
    yield bullets(map(line, problem.causes))
    samples = [part for item in problem.samples for part in make.sample(item)]
    yield from headed(f"## {make.say('docs.whole-response')}", *samples)
    yield f"## {make.say('docs.recognition')}"
    yield bullets(make.recognition(problem))
    yield from headed(f"## {make.say('docs.headers')}", make.headers(problem.headers))
    fields = make.fields(problem.fields, problem.shown) if problem.fields else ""
    yield from headed(f"## {make.say('docs.fields')}", fields)
    yield from headed(f"## {make.say('docs.wire')}", make.wire(problem.wire))
    messages = bullets(text(code(message)) for message in problem.messages)
    yield from headed(f"## {make.say('show.messages')}", messages)
    blocks = [part for item in problem.contradictions for part in make.contradiction(item)]
    yield from headed(f"## {make.say('show.contradictions')}", *blocks)
    yield f"## {make.say('docs.sources')}"
    yield bullets(f"{make.source(citation.source)}: {text(citation.heading)}" for citation in problem.citations)
    others = edition.entries(problem.neighbors)
    neighbours = bullets(f"{make.problem(entry.name)}: {text(entry.recognition.brief)}" for entry in others)
    yield from headed(f"## {make.say('docs.neighbours')}", neighbours)


def _shape(shape: ShapeEntry, make: Paragraphs) -> Iterator[str]:
    yield f"# {text(shape.title)}"
    yield line(shape.description)
    yield f"## {make.say('docs.recognition')}"
    yield line(shape.recognition)
    yield from headed(f"## {make.say('docs.fields')}", make.fields(shape.fields))
    yield from headed(f"## {make.say('docs.wire')}", make.wire(shape.wire))
    users = make.rows("show.status", ((make.statuses(entry.status), entry) for entry in shape.users))
    yield from headed(f"## {make.say('docs.users')}", users)
    blocks = [part for item in shape.contradictions for part in make.contradiction(item)]
    yield from headed(f"## {make.say('show.contradictions')}", *blocks)
    yield f"## {make.say('docs.sources')}"
    yield bullets(f"{make.source(citation.source)}: {text(citation.heading)}" for citation in shape.citations)


def _status(edition: Edition, make: Paragraphs) -> Iterator[str]:
    names = {provider.id: text(provider.name) for provider in edition.providers}
    yield f"# {make.say('docs.status-title')}"
    yield make.say("docs.status-text")
    for status, problems in indices.by_status(edition):
        yield f"## {make.statuses((status,))} {indices.status_phrase(status)}".rstrip()
        yield make.rows("docs.box-provider", ((names[problem.provider], problem) for problem in problems))


def _codes(edition: Edition, make: Paragraphs) -> Iterator[str]:
    yield f"# {make.say('docs.codes-title')}"
    yield make.say("docs.codes-text")
    heading = [make.say(key) for key in ("docs.place.code", "docs.meaning", "docs.shape", "format.problem-type")]
    rows = (
        [text(code(c.value)), text(c.description), make.shape(c.shape), ", ".join(map(make.problem, c.problems))]
        for c in indices.codes(edition)
    )
    yield table(heading, rows)


def _messages(edition: Edition, make: Paragraphs) -> Iterator[str]:
    yield f"# {make.say('docs.messages-title')}"
    yield make.say("docs.messages-text")
    yield bullets(
        f"{text(code(message))}: {', '.join(map(make.problem, names))}" for message, names in indices.messages(edition)
    )


def _compare(edition: Edition, make: Paragraphs) -> Iterator[str]:
    comparison = Comparison(edition)
    names = [text(provider.name) for provider in edition.providers]

    def links(problems: tuple[ProblemEntry, ...]) -> str:
        return ", ".join(make.problem(problem.name) for problem in problems)

    yield f"# {make.say('docs.compare-title')}"
    yield make.say("docs.compare-text")
    yield f"## {make.say('docs.traits')}"
    traits = (
        [make.say(trait.key), *(", ".join(map(text, cell)) for cell in trait.cells)] for trait in comparison.traits
    )
    yield table(["", *names], traits)
    yield f"## {make.say('docs.compare-todo')}"
    yield table(["", *names], ([text(advice.title), *map(links, cells)] for advice, cells in comparison.advice))
    yield f"## {make.say('docs.compare-status')}"
    yield table(["", *names], ([make.statuses((status,)), *map(links, cells)] for status, cells in comparison.statuses))
