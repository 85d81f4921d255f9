"""
The pages in Markdown, to be read in a repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from errspec.docs import indices
from errspec.docs.comparison import ByProvider, Comparison
from errspec.docs.edition import Edition
from errspec.docs.entries import ProblemEntry, ProviderEntry, ShapeEntry
from errspec.docs.gfm import bullets, document, line, steps, table, text
from errspec.docs.paragraphs import Paragraphs
from errspec.docs.phrases import code


def twins(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield every Markdown page of a language with its path."""
    for path, blocks in _blocks(edition):
        yield f"{edition.lang}/{path}", document(blocks)


def _blocks(edition: Edition) -> Iterator[tuple[str, Iterator[str]]]:
    def page(path: str) -> Paragraphs:
        return Paragraphs(edition, path)

    yield "README.md", _start(edition, page("README.md"))
    for provider in edition.everyone:
        path = f"{provider.id}/README.md"
        yield path, _provider(edition, provider, page(path))
        for problem in provider.problems:
            path = f"{problem.name}.md"
            yield path, _problem(edition, provider, problem, page(path))
    for name, shape in edition.shapes.items():
        path = f"shapes/{name}.md"
        yield path, _shape(shape, page(path))
    for kind, blocks in (("status", _status), ("codes", _codes), ("messages", _messages), ("compare", _compare)):
        path = f"{kind}.md"
        yield path, blocks(edition, page(path))


def _start(edition: Edition, page: Paragraphs) -> Iterator[str]:
    yield f"# {page.say('docs.hero')}"
    yield page.say("docs.hero-text")
    count = edition.phrases.count
    providers = (
        f"{page.to(f'{provider.id}/README.md', provider.name)}: "
        f"{text(count('show.problem-types', len(provider.problems)))}. {text(provider.description)}"
        for provider in edition.providers
    )
    yield from page.section("docs.start-providers", bullets(providers))
    ways = (
        f"{page.to(f'{kind}.md', edition.phrases.say(f'docs.index-{kind}'))}: {page.say(f'docs.index-{kind}-way')}"
        for kind in indices.INDICES
    )
    yield from page.section("docs.start-more", bullets(ways))
    shapes = (f"{page.shape(name)}: {text(shape.description)}" for name, shape in edition.shapes.items())
    yield from page.section("docs.start-shapes", bullets(shapes))


def _provider(edition: Edition, provider: ProviderEntry, page: Paragraphs) -> Iterator[str]:
    yield f"# {text(provider.name)}"
    yield line(provider.description)
    rows = ((page.statuses(statuses), entry) for statuses, entries in provider.groups for entry in entries)
    yield from page.section("docs.by-status-heading", page.rows("show.status", rows))
    yield from page.section("docs.apart", bullets(_apart(edition, provider, page)))
    never = (f"{line(rule.says)}{page.cited(rule.citations)}" for rule in provider.never)
    yield from page.section("docs.never", bullets(never))
    limits = (
        f"{line(rule.says)}: {page.problem(rule.about or '')}{page.cited(rule.citations)}" for rule in provider.limits
    )
    yield from page.section("docs.limits", bullets(limits))
    yield from page.section("docs.headers-of-all", page.headers(provider.headers))
    yield from page.contradictions(provider.contradictions)
    yield from page.section("docs.sources", bullets(map(page.source, provider.sources)))


def _apart(edition: Edition, provider: ProviderEntry, page: Paragraphs) -> Iterator[str]:
    """Yield how to tell the bodies of a provider apart."""
    for name in provider.shapes:
        shape = edition.shapes[name]
        if shape.users:
            rule = edition.phrases.say("docs.shape-when", shape=shape.title, condition=shape.recognition)
            yield f"{line(rule)}: {page.shape(name)}"
    if provider.some_not_json:
        yield page.say("docs.some-not-json")
    for success in provider.successes:
        condition = f", {text(success.condition)}" if success.condition else ""
        yield f"{page.say('docs.no-error')} {text(success.title)}: {', '.join(success.status)}{condition}"


def _problem(edition: Edition, provider: ProviderEntry, problem: ProblemEntry, page: Paragraphs) -> Iterator[str]:
    yield f"# {text(problem.title)}"
    yield line(problem.description)
    if problem.undocumented:
        yield page.say("show.undocumented")
    yield bullets(page.facts(problem, provider))
    advice = (page.advice(each.title, each.description) for each in problem.advice)
    solutions = steps(map(line, problem.solutions))
    yield from page.section("show.solutions", solutions, bullets([page.retry(problem.retry), *advice]))
    candidates = bullets(page.problem(name) for name in problem.candidates)
    lead = page.say("docs.answer-causes") if candidates else ""
    decides = line(edition.phrases.say("report.decides", text=problem.decided_by)) if candidates else ""
    yield from page.section("show.causes", bullets(map(line, problem.causes)), lead, candidates, decides)
    yield from _response(problem, page)
    yield from page.contradictions(problem.contradictions)
    yield from page.sources(problem.citations)
    neighbors = edition.entries(problem.neighbors)
    brief = (f"{page.problem(neighbor.name)}: {text(neighbor.recognition.brief)}" for neighbor in neighbors)
    yield from page.section("docs.neighbors", bullets(brief))


def _response(problem: ProblemEntry, page: Paragraphs) -> Iterator[str]:
    """Yield what a response of a problem type contains."""
    samples = (block for sample in problem.samples for block in page.sample(sample))
    yield from page.section("docs.whole-response", *samples)
    yield from page.section("docs.recognition", bullets(page.recognition(problem)))
    yield from page.section("docs.headers", page.headers(problem.headers))
    yield from page.section("docs.fields", page.fields(problem.fields, problem.shown) if problem.fields else "")
    yield from page.section("docs.wire", page.wire(problem.wire))
    messages = (text(code(message)) for message in problem.messages)
    yield from page.section("show.messages", bullets(messages))


def _shape(shape: ShapeEntry, page: Paragraphs) -> Iterator[str]:
    yield f"# {text(shape.title)}"
    yield line(shape.description)
    yield from page.section("docs.recognition", line(shape.recognition))
    yield from page.section("docs.fields", page.fields(shape.fields))
    yield from page.section("docs.wire", page.wire(shape.wire))
    users = ((page.statuses(user.status), user) for user in shape.users)
    yield from page.section("docs.users", page.rows("show.status", users))
    yield from page.contradictions(shape.contradictions)
    yield from page.sources(shape.citations)


def _status(edition: Edition, page: Paragraphs) -> Iterator[str]:
    names = {provider.id: text(provider.name) for provider in edition.providers}
    yield from page.top("status")
    for status, problems in indices.by_status(edition):
        yield f"## {page.statuses((status,))} {indices.status_phrase(status)}".rstrip()
        yield page.rows("docs.box-provider", ((names[problem.provider], problem) for problem in problems))


def _codes(edition: Edition, page: Paragraphs) -> Iterator[str]:
    yield from page.top("codes")
    heading = [page.say(key) for key in ("docs.place.code", "docs.meaning", "docs.shape", "format.problem-type")]
    rows = (
        [text(code(entry.value)), text(entry.description), page.shape(entry.shape), page.problems(entry.problems)]
        for entry in indices.codes(edition)
    )
    yield table(heading, rows)


def _messages(edition: Edition, page: Paragraphs) -> Iterator[str]:
    yield from page.top("messages")
    yield bullets(f"{text(code(message))}: {page.problems(names)}" for message, names in indices.messages(edition))


def _compare(edition: Edition, page: Paragraphs) -> Iterator[str]:
    comparison = Comparison(edition)
    heading = ["", *(text(provider.name) for provider in edition.providers)]

    def cells(by_provider: ByProvider) -> Iterator[str]:
        return (page.problems(problem.name for problem in problems) for problems in by_provider)

    yield from page.top("compare")
    traits = (
        [page.say(key), *(", ".join(map(text, answer)) for answer in answers)] for key, answers in comparison.traits
    )
    yield from page.section("docs.traits", table(heading, traits))
    advice = ([text(advice.title), *cells(problems)] for advice, problems in comparison.advice)
    yield from page.section("docs.compare-todo", table(heading, advice))
    statuses = ([page.statuses((status,)), *cells(problems)] for status, problems in comparison.statuses)
    yield from page.section("docs.compare-status", table(heading, statuses))
