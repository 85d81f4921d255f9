"""
What is documented, as text: a provider, a status, or one problem type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import Citation, Example, ProblemType, Provider
from errspec.catalog.wording import Wording, pauses
from errspec.exceptions import NoSuchProblemType
from errspec.verdict.matching import covers

_RANGE = re.compile("[1-5][xX]{2}")


def overview(provider: Provider, wording: Wording) -> Iterator[str]:
    """
    A provider: its problem types by status, where its sources disagree, and the sources.
    """
    say, translate = wording.say, wording.translate
    yield f"{provider.name} ({provider.id})"
    yield translate(provider.description)
    if provider.url:
        yield provider.url
    yield ""
    rows = [(_status(item, wording), item.id, translate(item.title)) for item in provider.problem_types]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for status, identifier, title in rows:
        yield f"  {status.ljust(widths[0])}  {identifier.ljust(widths[1])}  {title}"
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
        edition = ", ".join(part for part in (source.version, source.date) if part)
        place = f" — {source.url}" if source.url else ""
        yield f"  {source.title}{f' ({edition})' if edition else ''}{place}"


def find(provider: Provider, wanted: str) -> list[ProblemType]:
    """
    The problem types of a status such as 403 or of a range such as 4XX, or the one of an id; raises NoSuchProblemType.
    """
    if _RANGE.fullmatch(wanted):
        found = [item for item in provider.problem_types if any(s[0] == wanted[0] for s in item.status)]
        if found:
            return found
    if wanted.isascii() and wanted.isdecimal() and len(wanted) <= 4:
        found = [item for item in provider.problem_types if item.status and covers(item.status, int(wanted))]
        if not found:
            statuses = sorted({status for item in provider.problem_types for status in item.status})
            raise NoSuchProblemType(wanted, statuses)
        return found
    return [provider.problem_type(wanted)]


def explanation(catalog: Catalog, problem_type: ProblemType, wording: Wording) -> Iterator[str]:
    """
    A problem type: meaning, example, causes, solutions, retry and source.
    """
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
        yield from _example(example, wording)
    yield from _listed(say("show.sources"), map(_cited, problem_type.citations))


def _status(problem_type: ProblemType, wording: Wording) -> str:
    if not problem_type.status:
        return wording.say("show.no-answer")
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


def _example(example: Example, wording: Wording) -> Iterator[str]:
    if example.response.status_code:
        origin = "; ".join(map(_cited, example.citations)) or wording.say("show.ours")
        yield from ("", f"{wording.say('show.example')}: {wording.translate(example.title)} ({origin})")
        yield from (f"    {line}" for line in example.http_text.splitlines())


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    items = list(lines)
    if items:
        yield from ("", f"{heading}:")
        yield from (f"  - {item}" for item in items)


def _cited(citation: Citation) -> str:
    return f"{citation} <{citation.source.url}>" if citation.source.url else str(citation)
