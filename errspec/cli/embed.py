"""
``errspec openapi embed``: put the errors of a provider into OpenAPI documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.rewriting import describe_documents, describe_settings, rewrite_all, settings, tell
from errspec.display import printable, shortened
from errspec.documents.document import Document
from errspec.exceptions import DocumentTooLarge, InputError
from errspec.openapi.embedding.insertion import Embedding
from errspec.openapi.embedding.validity import ValidityReport, compare

#: The number of problems or places that are listed.
_LISTED = 10


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    describe_documents(parser)
    describe_settings(parser)
    parser.option("--no-validate", dest="validate", action="store_false")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Rewrite the documents, except those that would get new problems."""
    chosen = settings(options, catalog) if options.provider else None

    def rewrite(name: str, document: Document) -> str | None:
        embedding = Embedding(document, chosen, catalog)
        if not embedding.settings:
            raise InputError(name, wording.say("openapi.no-provider"))
        embedding.verify()
        if len(embedding.text.encode()) > options.max_size:
            raise DocumentTooLarge(options.max_size)
        original, comparison = embedding.original, None
        if options.validate and embedding.text != original.text:
            with _progress(wording.say("openapi.validating", name=name)):
                comparison = compare(original.value, document.value_of_text(embedding.text))
        for line in _account(name, embedding, comparison, wording):
            tell(line)
        return None if comparison is not None and comparison.new else embedding.text

    return rewrite_all(options, wording, rewrite)


def _account(name: str, embedding: Embedding, comparison: ValidityReport | None, wording: Wording) -> Iterator[str]:
    """Yield the lines that say what was done, in numbers."""
    say, plan = wording.say, embedding.plan
    before, after = plan.accepting()
    yield say(
        "openapi.account",
        name=printable(name),
        openapi=plan.version,
        operations=len(plan.operations),
        typed=len(plan.typed),
        responses=len(plan.decisions),
        added=plan.added,
    )
    yield say("openapi.accepting", before=before, after=after)
    if plan.undocumented:
        listed = ", ".join(f"{printable(status)} ({count})" for status, count in sorted(plan.undocumented.items()))
        yield say("openapi.undocumented", statuses=listed)
    for key, places in (("openapi.shared", plan.shared), ("openapi.outside", plan.outside)):
        if places:
            yield say(key, count=len(places), places=_first(places))
    if plan.version == "2.0" and any(each.attach_2xx for each in embedding.settings):
        yield say("openapi.no-alternatives")
    if comparison is not None:
        yield say("openapi.problems", before=comparison.before, after=comparison.after, new=len(comparison.new))
        for problem in comparison.new[:_LISTED]:
            yield f"    {printable(problem)}"
        if comparison.unfollowed:
            yield say("openapi.unfollowed", count=len(comparison.unfollowed), places=_first(comparison.unfollowed))


def _first(places: Iterable[object]) -> str:
    listed = [shortened(printable(str(place)), 100) for place in places]
    return ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")


@contextmanager
def _progress(line: str) -> Iterator[None]:
    """Show a line on a terminal while something takes a while."""
    shown = sys.stderr.isatty()
    if shown:
        sys.stderr.write(printable(line))
        sys.stderr.flush()
    yield
    if shown:
        sys.stderr.write("\r\x1b[K")
