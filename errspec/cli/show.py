"""
``errspec show``: print what is documented about a provider, a status or a problem type.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import Citation, Example, ProblemType, Provider
from errspec.catalog.wording import Wording, pauses
from errspec.cli.arguments import CommandParser
from errspec.cli.commands import OK
from errspec.display import json_text, printable
from errspec.exceptions import NoSuchProblemType
from errspec.reporters.described import described_problem_type, described_provider
from errspec.verdict.mapping import mapped, summary
from errspec.verdict.matching import covers

_RANGE = re.compile("[1-5][xX]{2}")


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.positional("provider", text="shown", metavar="PROVIDER[/ID]")
    parser.positional("problem", nargs="?", metavar="ID|STATUS")
    parser.option("--format", choices=("text", "json"), default="text")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Print an overview of the provider, or what is documented about its problem types."""
    name, _, identifier = options.provider.partition("/")  # reports name problem types in this way
    provider = catalog.provider(options.provider if options.problem else name)
    wanted = options.problem or identifier
    problem_types = find(provider, wanted) if wanted else []
    if options.format == "json":
        described = _described(catalog, provider, problem_types, wording)
        print(json_text(described))
    elif wanted:
        print("\n\n".join("\n".join(map(printable, explanation(catalog, each, wording))) for each in problem_types))
    else:
        print("\n".join(map(printable, overview(provider, wording))))
    return OK


def _described(
    catalog: Catalog, provider: Provider, problem_types: list[ProblemType], wording: Wording
) -> dict[str, list[dict[str, Any]]]:
    if problem_types:
        return {"problem_types": [described_problem_type(catalog, each, wording) for each in problem_types]}
    return {"providers": [described_provider(provider, wording)]}


def overview(provider: Provider, wording: Wording) -> Iterator[str]:
    """
    Yield the lines about a provider: its problem types by status, the contradictions of its sources, and the sources.
    """
    say, translate = wording.say, wording.translate
    edition = f", {say('show.edition', date=provider.edition)}" if provider.edition else ""
    yield f"{provider.name} ({provider.id}){edition}"
    yield translate(provider.description)
    if provider.url:
        yield provider.url
    yield ""
    rows = [(_status(each, wording), each.id, translate(each.title)) for each in provider.problem_types]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for status, identifier, title in rows:
        yield f"  {status.ljust(widths[0])}  {identifier.ljust(widths[1])}  {title}"
    for key, rules in (("docs.limits", provider.limits), ("docs.never", provider.never)):
        yield from _listed(say(key), (translate(rule.says) for rule in rules))
    if provider.contradictions:
        yield from ("", f"{say('show.contradictions')}:")
    for contradiction in provider.contradictions:
        yield f"  {translate(contradiction['question'])}"
        for claim in contradiction["claims"]:
            sources = "; ".join(str(citation) for citation in provider.cite(claim["x-source"]))
            yield f"    - {say('show.contradiction-says', source=sources, says=translate(claim['says']))}"
        yield f"    → {translate(contradiction['lenient'])}"
    yield from ("", f"{say('show.sources')}:")
    for source in provider.own_sources:
        yield f"  {source} — {source.url}" if source.url else f"  {source}"


def find(provider: Provider, wanted: str) -> list[ProblemType]:
    """Return the problem types of a status (403), of a range (4XX) or of an id; raises NoSuchProblemType."""
    problem_types = provider.problem_types
    if _RANGE.fullmatch(wanted):
        matches = [each for each in problem_types if any(status[0] == wanted[0] for status in each.status)]
        if matches:
            return matches
    if wanted.isascii() and wanted.isdecimal() and len(wanted) <= 4:
        matches = [each for each in problem_types if each.status and covers(each.status, int(wanted))]
        if not matches:
            raise NoSuchProblemType(wanted, sorted({status for each in problem_types for status in each.status}))
        return matches
    return [provider.problem_type(wanted)]


def explanation(catalog: Catalog, problem_type: ProblemType, wording: Wording) -> Iterator[str]:
    """Yield the lines about a problem type: meaning, causes, solutions, retry, examples and sources."""
    say, translate = wording.say, wording.translate
    yield f"{problem_type.name}: {translate(problem_type.title)}"
    yield translate(problem_type.description)
    if problem_type.undocumented:
        yield say("show.undocumented")
    yield ""
    yield f"{say('show.status')}: {_status(problem_type, wording)}"
    for header in problem_type.headers.values():
        required = f" ({say('show.required')})" if header.required else ""
        yield f"{say('show.header')}: {header.name}{required}: {translate(header.description)}"
    for media, shape in problem_type.content.items():
        body = say("show.not-json") if shape is None else f"{media}, {shape}"
        yield f"{say('show.body')}: {body}"
    for operation in problem_type.on:
        yield f"{say('show.on')}: {operation['method']} {operation['path']}"
    yield from _listed(say("show.causes"), map(translate, problem_type.causes))
    yield from _listed(say("show.solutions"), map(translate, problem_type.solutions))
    yield from _listed(say("show.retry"), _retry(catalog, problem_type, wording))
    yield from _listed(say("show.messages"), problem_type.messages)
    for example in problem_type.examples:
        yield from _example(catalog, problem_type, example, wording)
    yield from _listed(say("show.sources"), map(_cited, problem_type.citations))


def _status(problem_type: ProblemType, wording: Wording) -> str:
    if not problem_type.status:
        return wording.say("show.page" if problem_type.location == "page" else "show.no-answer")
    status = ", ".join(problem_type.status)
    redirected = problem_type.location == "redirect-query"
    return f"{status} ({wording.say('show.redirect-query')})" if redirected else status


def _retry(catalog: Catalog, problem_type: ProblemType, wording: Wording) -> Iterator[str]:
    entry = catalog.advice["retry"][problem_type.retry.kind]
    yield f"{wording.translate(entry['title'])}. {wording.translate(entry['description'])}"
    for key, facts in pauses(problem_type.retry):
        yield wording.say(key, **facts)
    for name in problem_type.advice:
        entry = catalog.advice["advice"][name]
        yield f"{wording.translate(entry['title'])}. {wording.translate(entry['description'])}"


def _example(catalog: Catalog, problem_type: ProblemType, example: Example, wording: Wording) -> Iterator[str]:
    if example.response.status_code:
        origin = "; ".join(map(_cited, example.citations)) or wording.say("show.ours")
        yield from ("", f"{wording.say('show.example')}: {wording.translate(example.title)} ({origin})")
        yield from (f"    {line}" for line in example.http_text.splitlines())
        said = mapped(example.response, problem_type.shape, problem_type, catalog)
        sentence = summary(said.details, problem_type, wording)
        if sentence:
            yield f"    {sentence}"


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    listed = [f"  - {line}" for line in lines]
    if listed:
        yield from ("", f"{heading}:", *listed)


def _cited(citation: Citation) -> str:
    return f"{citation} <{citation.source.url}>" if citation.source.url else str(citation)
