"""
``errspec check``: from inputs to results, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from io import BufferedReader
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.progress import Progress
from errspec.display import printable
from errspec.problems.problem import problem_of
from errspec.recordings import Exchange, ReadingOptions, Unreadable, exchanges, holds_response, place
from errspec.redaction import excerpt
from errspec.reporters import Failure, Result, Summary, reporter
from errspec.response import Response
from errspec.verdict.baseline import Known, load, save, without
from errspec.verdict.contract import check
from errspec.verdict.reading import Limits
from errspec.verdict.report import Report

_HEADERS = 1024 * 1024
_NAMED = 10
#: What lets the command fail, by the value of --fail-on.
FAILING = {"error": ("errors",), "drift": ("errors", "drifting", "unrecognised"), "never": ()}


class Checking:
    """
    One run of the command over all its inputs.
    """

    def __init__(self, options: argparse.Namespace, catalog: Catalog, wording: Wording) -> None:
        self._options = options
        self._catalog = catalog
        self._wording = wording
        self._provider = catalog.provider(options.provider).id if options.provider else None
        self._limits = Limits(options.max_body, options.max_depth, options.max_findings)
        self._reading = ReadingOptions(options.status, dict(options.map), longest=options.max_body + _HEADERS)
        self._known = load(options.baseline) if options.baseline else frozenset()
        self._output = reporter(options.format, sys.stdout, wording)
        self._progress = Progress()
        self._drift: set[Known] = set()
        #: The numbers so far.
        self.summary = Summary()

    def run(self) -> bool:
        """
        Check everything, write it, and say whether nothing lets the command fail.
        """
        for name, named in files(self._options.inputs, self._fail_at):
            unreadable = 0
            for item in self._exchanges(name, named):
                if isinstance(item, Unreadable):
                    unreadable += 1
                    if unreadable <= _NAMED:
                        self._fail(name, item)
                elif self._is_text_of_nobody(item):
                    self._fail(name, Unreadable("input.nothing"))
                elif self._wanted(item.response):
                    self._judge(item)
            if unreadable > _NAMED:
                self._fail(name, Unreadable("input.more", count=unreadable - _NAMED))
        self._progress.clear()
        self._output.finish(self.summary)
        if self._options.write_baseline:
            save(self._options.write_baseline, self._drift)
        failing = FAILING["drift" if self._options.strict else self._options.fail_on]
        return not any(self.summary.outcomes[name] for name in failing)

    def _exchanges(self, name: str, named: bool) -> Iterator[Exchange | Unreadable]:
        try:
            with _opened(name, self._wording) as stream:
                if named or holds_response(stream):
                    yield from exchanges(stream, name, self._reading)
                else:
                    self.summary.skipped += 1
        except OSError as error:
            yield _refusal(error)

    def _is_text_of_nobody(self, exchange: Exchange) -> bool:
        """
        Whether a bare body that is no JSON stands alone, without a status and without a provider.
        """
        response = exchange.response
        bare = response.status_code is None and response.headers is None and exchange.line is None
        begin = (response.content or b"").lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        return (
            bare
            and self._provider is None
            and begin not in (b"{", b"[")
            and b"\x00" not in (response.content or b"")[:4]
        )

    def _wanted(self, response: Response) -> bool:
        """
        Whether the URL of the request fits one of the filters; a response without a URL fits none.
        """
        patterns = self._options.url_filter
        return not patterns or any(fnmatchcase(response.url or "", pattern) for pattern in patterns)

    def _judge(self, exchange: Exchange) -> None:
        response = exchange.response
        report = check(response, self._provider, catalog=self._catalog, lang=self._wording.lang, limits=self._limits)
        self._drift.update(Known.of(report, finding) for finding in report.drift)
        report, accepted = without(report, self._known)
        self.summary.accepted += accepted
        result = Result(
            exchange.place,
            exchange.file,
            exchange.line,
            exchange.entry,
            response.status_code,
            report,
            self._says(response, report) if report.is_error else None,
            self._advice(report),
        )
        self.summary.outcomes[result.outcome] += 1
        self._progress.clear()
        self._output.add(result)
        self._progress.show(self.summary.responses)

    def _fail_at(self, error: OSError) -> None:
        self._fail(str(error.filename), _refusal(error))

    def _fail(self, name: str, error: Unreadable) -> None:
        facts = {
            key: json.dumps(excerpt(fact), ensure_ascii=False) if key == "found" else fact
            for key, fact in ((key, _text(fact)) for key, fact in error.facts.items())
        }
        at = place(name, error.line, error.entry)
        failure = Failure(at, name, error.line, self._wording.say(error.key, **facts))
        self.summary.failed += 1
        self._progress.clear()
        self._output.fail(failure)
        reason = f"{printable(failure.place)}: {printable(failure.reason)}"
        print(self._wording.say("usage.error", program="errspec", reason=reason), file=sys.stderr)

    def _says(self, response: Response, report: Report) -> str | None:
        """
        The provider's own message with its code.
        """
        found = problem_of(report, response, self._catalog)
        if found is None or found.message is None:
            return None
        code = f" [{found.code}]" if found.code and found.code != found.message else ""
        return printable(excerpt(found.message, 200) + excerpt(code))

    def _advice(self, report: Report) -> tuple[str, ...]:
        """
        What to do about an error, in short; nothing where its type is not decided.
        """
        known = self._catalog.advice["advice"]
        names = report.problem_type.advice if report.problem_type else ()
        return tuple(self._wording.translate(known[name]["title"]) for name in names)


def files(inputs: Iterable[str], refused: Callable[[OSError], None]) -> Iterator[tuple[str, bool]]:
    """
    The files of the inputs, each with whether it was named; in folders regular files that are not hidden.

    A folder that cannot be read is handed to the second function.
    """
    for name in inputs:
        if not os.path.isdir(name):
            yield name, True
            continue
        for folder, folders, entries in os.walk(name, onerror=refused):
            folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
            for entry in sorted(entries):
                path = os.path.join(folder, entry)
                if not entry.startswith(".") and os.path.isfile(path):
                    yield path, False


@contextmanager
def _opened(name: str, wording: Wording) -> Iterator[BufferedReader[Any]]:
    if name == "-":
        if sys.stdin.isatty():
            print(wording.say("input.terminal"), file=sys.stderr)
        stream: Any = sys.stdin.buffer
        yield stream if hasattr(stream, "peek") else BufferedReader(stream)
    else:
        with open(name, "rb", buffering=0) as raw, BufferedReader(raw, 65536) as file:
            yield file


def _refusal(error: OSError) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable("input.missing")
    if isinstance(error, PermissionError):
        return Unreadable("input.denied")
    return Unreadable("input.unreadable", reason=error.strerror or str(error))


def _text(fact: object) -> Any:
    return fact if isinstance(fact, int) else str(fact)
