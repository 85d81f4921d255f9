"""
``errspec check``: check the responses of files, folders and standard input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError, number
from errspec.cli.commands import FAILED, OK, WRONG
from errspec.cli.inputs import files, opened, reason, unreadable
from errspec.cli.progress import Progress
from errspec.display import printable
from errspec.exceptions import InputError
from errspec.pointers import parse_pointer
from errspec.recordings import Exchange, ReadingOptions, Unreadable, begins_as_json, exchanges, holds_response, place
from errspec.recordings.lines import FIELDS
from errspec.redaction import excerpt, personal_data_shown
from errspec.reporters import REPORTERS, Failure, Result, Summary, reporter
from errspec.response import Response, host
from errspec.verdict.contract import check
from errspec.verdict.hosts import Hosts
from errspec.verdict.reading import LIMITS, Limits

if TYPE_CHECKING:
    from errspec.verdict.baseline import KnownFinding
    from errspec.verdict.findings import Finding
    from errspec.verdict.report import Report

#: The size of headers that is allowed beside a body in one line or file, in bytes.
_HEADERS = 1024 * 1024
#: The number of unreadable parts of one file that are reported one by one.
_LISTED = 10
#: The outcomes that make the command fail, by the value of ``--fail-on``.
_FAILING = {"error": ("errors",), "drift": ("errors", "drifting", "unrecognized"), "never": ()}


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    wording = parser.wording
    parser.language_option()
    parser.positional("inputs", text="input", nargs="+", metavar="FILE|DIR|-")
    parser.option("--provider", action="append", default=[], metavar="NAME[=HOST]")
    parser.option("--status", type=number(wording, "usage.status", 100, 599), metavar="N")
    parser.option("--url-filter", action="append", metavar="GLOB")
    parser.option("--map", action="append", default=[], type=partial(_field, wording), metavar="NAME=PATH")
    failing = parser.options.add_mutually_exclusive_group()
    parser.option("--fail-on", group=failing, choices=tuple(_FAILING), default="error")
    parser.option("--strict", group=failing, action="store_true")
    parser.option("--docs-base-url", type=partial(_url, wording), metavar="URL")
    parser.option("--baseline", metavar="FILE")
    parser.option("--write-baseline", metavar="FILE")
    parser.option("--show-values", action="store_true")
    parser.option("--format", choices=tuple(REPORTERS), default="text")
    for name, limit in zip(("body", "depth", "findings"), LIMITS, strict=True):
        parser.limit_option(f"--max-{name}", limit)
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Check all inputs and print the results in the chosen format."""
    if options.write_baseline:
        _check_target(options.inputs, options.write_baseline, wording)
    checking = _Checking(options, catalog, wording)
    with personal_data_shown() if options.show_values else nullcontext():
        checking.run()
    summary = checking.summary
    if summary.failed or not summary.responses:
        return WRONG
    failing = _FAILING["drift" if options.strict else options.fail_on]
    return FAILED if any(summary.outcomes[outcome] for outcome in failing) else OK


def _check_target(inputs: Iterable[str], path: str, wording: Wording) -> None:
    """Check that the baseline does not replace an input, unless that is an earlier baseline; raise UsageError."""
    from errspec.cli.rewriting import is_same
    from errspec.verdict import baseline

    if os.path.isfile(path) and any(is_same(name, path) for name, _ in files(inputs, lambda _: None)):
        try:
            baseline.load(path)
        except InputError as error:
            raise UsageError(wording.say("usage.same-recording", path=path)) from error


def _url(wording: Wording, text: str) -> str:
    """Check the address of the pages, which is absolute."""
    if not host(text):
        raise argparse.ArgumentTypeError(wording.say("usage.url", found=repr(excerpt(text))))
    return text


def _field(wording: Wording, text: str) -> tuple[str, tuple[str, ...]]:
    """
    Parse where a line of JSON has a field: ``status=.response.code``, or ``status=/response/code`` as a JSON Pointer.
    """
    name, _, path = text.partition("=")
    if name not in FIELDS or path[:1] not in (".", "/") or len(path) < 2:
        raise argparse.ArgumentTypeError(wording.say("usage.map", found=repr(text), names=", ".join(FIELDS)))
    return name, parse_pointer(path) if path.startswith("/") else tuple(path[1:].split("."))


def _spots(exchange: Exchange, findings: Iterable[Finding]) -> tuple[tuple[int, int] | None, ...]:
    from errspec.recordings.spots import spots

    return tuple(spots(exchange, findings))


class _Checking:
    """
    One run of the command over all its inputs.
    """

    def __init__(self, options: argparse.Namespace, catalog: Catalog, wording: Wording) -> None:
        self._options = options
        self._catalog = catalog
        self._wording = wording
        self._hosts = Hosts(catalog, options.provider)
        self._limits = Limits(options.max_body, options.max_depth, options.max_findings)
        self._reading = ReadingOptions(options.status, dict(options.map), longest=options.max_body + _HEADERS)
        self._known: frozenset[KnownFinding] = frozenset()
        if options.baseline:
            from errspec.verdict import baseline

            self._known = baseline.load(options.baseline)
        self._reporter = reporter(options.format, sys.stdout, wording)
        self._progress = Progress()
        self._found: set[KnownFinding] = set()
        #: The numbers so far.
        self.summary = Summary()

    def run(self) -> None:
        """Check everything, print the report, and write the baseline."""
        for name, named in files(self._options.inputs, self._fail_at):
            failures, exchange = 0, None
            for exchange in self._exchanges(name, named):
                if isinstance(exchange, Unreadable):
                    failures += 1
                    if failures <= _LISTED:
                        self._fail(name, exchange)
                elif exchange.line is None and self._is_unknown_text(exchange.response):
                    self._fail(name, Unreadable("input.nothing"))
                elif not self._options.url_filter or self._is_wanted(exchange.response):
                    self._check(exchange)
            if exchange is None and named:
                self._tell(name, self._wording.say("input.none"))
            elif exchange is None:
                self.summary.skipped += 1
            if failures > _LISTED:
                self._fail(name, Unreadable("input.more", count=failures - _LISTED))
        self._progress.clear()
        self._reporter.finish(self.summary)
        if self._options.write_baseline:
            from errspec.verdict import baseline

            baseline.save(self._options.write_baseline, self._found)

    def _exchanges(self, name: str, named: bool) -> Iterator[Exchange | Unreadable]:
        try:
            with opened(name, self._wording) as stream:
                if named or holds_response(stream):
                    yield from exchanges(stream, name, self._reading)
        except OSError as error:
            yield unreadable(error)

    def _is_unknown_text(self, response: Response) -> bool:
        """Whether a file holds neither HTTP nor JSON, and neither a status nor a provider was given for it."""
        bare = response.status_code is None and response.headers is None
        return bare and self._hosts.other is None and not begins_as_json(response.content or b"")

    def _is_wanted(self, response: Response) -> bool:
        """Whether the URL of the request matches one of the filters; a response without a URL matches none."""
        from fnmatch import fnmatchcase

        return any(fnmatchcase(response.url or "", pattern) for pattern in self._options.url_filter)

    def _check(self, exchange: Exchange) -> None:
        response = exchange.response
        if exchange.templated:
            self._tell(exchange.place, self._wording.say("input.template"))
        provider = self._hosts.named(response.url) or self._hosts.other
        report = check(response, provider, catalog=self._catalog, lang=self._wording.lang, limits=self._limits)
        if self._known or self._options.write_baseline:
            report = self._without_known(report)
        result = Result(
            exchange.file,
            exchange.line,
            exchange.entry,
            report,
            self._options.docs_base_url,
            _spots(exchange, report.findings) if exchange.body and report.findings else (),
        )
        self.summary.outcomes[result.outcome] += 1
        self._progress.clear()
        self._reporter.add(result)
        self._progress.advance()

    def _without_known(self, report: Report) -> Report:
        """Note the findings of a report, and leave out those that the baseline accepts."""
        from errspec.verdict import baseline

        self._found.update(baseline.KnownFinding.of(report, finding) for finding in report.findings)
        report, accepted = baseline.without(report, self._known)
        self.summary.accepted += accepted
        return report

    def _fail_at(self, error: OSError) -> None:
        self._fail(str(error.filename), unreadable(error))

    def _fail(self, name: str, error: Unreadable) -> None:
        where = place(name, error.line, error.entry)
        failure = Failure(where, name, error.line, reason(error, self._wording))
        self.summary.failed += 1
        self._progress.clear()
        self._reporter.fail(failure)
        self._tell(failure.place, failure.reason)

    def _tell(self, where: str, text: str) -> None:
        self._progress.clear()
        said = f"{printable(where)}: {printable(text)}"
        print(self._wording.say("usage.error", program="errspec", reason=said), file=sys.stderr)
