"""
The command ``errspec``: reads arguments and files, prints, and says by its exit code how it went.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from errspec.arguments import parser
from errspec.catalog import Catalog, builtin
from errspec.contract import check
from errspec.exceptions import ErrspecError, UnknownName
from errspec.formats import Failure, Result, Summary
from errspec.formats.progress import Progress
from errspec.formats.result import kind
from errspec.forms import rebased, standard
from errspec.reading import Limits
from errspec.recordings import Unreadable, exchanges, holds_response
from errspec.report import Report
from errspec.response import Response
from errspec.wording import Wording, printable, redacted, shortened

OK, FOUND, WRONG = 0, 1, 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command with arguments, those of the process without; returns the exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    wording = Wording(builtin(), "en")
    try:
        wording = Wording(builtin(), _lang(words))
        wanted = next((word for word in words if word in _RUN), None)
        options = parser(wording, wanted).parse_args(words)
        code = _RUN[options.command](options, wording)
        sys.stdout.flush()
    except ErrspecError as error:
        print(wording.say("usage.error", program="errspec", reason=_sentence(error, wording)), file=sys.stderr)
        return WRONG
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _check(options: argparse.Namespace, wording: Wording) -> int:
    catalog = _catalog(options)
    provider = catalog.provider(options.provider).id if options.provider else None
    limits = Limits(options.max_body, options.max_depth, options.max_findings)
    counted: list[Result] = []
    failures: list[Failure] = []
    skipped = 0
    from errspec.formats.text import Text

    text = Text(wording, colours=_colours(sys.stdout))
    progress = Progress()
    for name, named in _files(options.inputs):
        try:
            content = _content(name, limits, wording)
            if not named and not holds_response(content):
                skipped += 1
                continue
            for exchange in exchanges(content, name, options.status):
                report = check(exchange.response, provider, catalog=catalog, lang=wording.lang, limits=limits)
                says = _says(exchange.response, report, catalog) if report.is_error else None
                status = exchange.response.status_code
                advice = _advice(report, catalog, wording)
                result = Result(exchange.place, name, exchange.line, status, report, says, advice)
                counted.append(result)
                if options.format == "text":
                    progress.clear()
                    for line in text.lines(result):
                        print(line)
                progress.show(len(counted))
        except Unreadable as error:
            place = name if error.line is None else f"{name}:{error.line}"
            facts = {key: json.dumps(shortened(redacted(str(fact)))) for key, fact in error.facts.items()}
            failures.append(Failure(place, wording.say(error.key, **facts)))
        except OSError as error:
            failures.append(Failure(name, _reason(error, wording)))
    progress.clear()
    summary = Summary.of(counted, len(failures), skipped)
    for failure in failures:
        reason = f"{printable(failure.place)}: {printable(failure.reason)}"
        print(wording.say("usage.error", program="errspec", reason=reason), file=sys.stderr)
    if options.format == "json":
        from errspec.formats.json import dumps

        print(dumps(counted, failures, summary, wording))
    else:
        for line in text.summary(summary, failures):
            print(line)
    if failures or not (counted or skipped):
        return WRONG
    bad = {"errors", "drifting", "unrecognised"} if options.strict else {"errors"}
    return FOUND if any(kind(result) in bad for result in counted) else OK


def _providers(options: argparse.Namespace, wording: Wording) -> int:
    providers = list(_catalog(options).providers.values())
    width = max(len(provider.id) for provider in providers)
    for provider in providers:
        count = wording.count("show.problem-types", len(provider.problem_types))
        print(f"{provider.id.ljust(width)}  {provider.name}, {count}")
    return OK


def _show(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.explain import explanation, find, overview

    catalog = _catalog(options)
    provider = catalog.provider(options.provider)
    if options.problem is None:
        print("\n".join(overview(provider, wording)))
        return OK
    texts = ["\n".join(explanation(catalog, item, wording)) for item in find(provider, options.problem)]
    print("\n\n".join(texts))
    return OK


def _schema(options: argparse.Namespace, _: Wording) -> int:
    schema = _catalog(options).schema(options.name, options.form)
    schema = rebased(schema, options.base_uri) if options.base_uri else schema
    print(json.dumps(standard(schema), ensure_ascii=False, indent=2))
    return OK


def _completion(options: argparse.Namespace, wording: Wording) -> int:
    try:
        import shtab
    except ImportError:
        print(wording.say("usage.error", program="errspec", reason=wording.say("usage.shtab")), file=sys.stderr)
        return WRONG
    print(shtab.complete(parser(wording), options.shell))
    return OK


_RUN: dict[str, Callable[[argparse.Namespace, Wording], int]] = {
    "check": _check,
    "providers": _providers,
    "show": _show,
    "schema": _schema,
    "completion": _completion,
}


def _lang(words: Sequence[str]) -> str:
    """
    The language asked for, so that the help speaks it too.
    """
    for index, word in enumerate(words):
        wanted = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(words):
            wanted = words[index + 1]
        if wanted in builtin().languages:
            return str(wanted)
    return "en"


def _catalog(options: argparse.Namespace) -> Catalog:
    return Catalog.load(options.catalog) if options.catalog else builtin()


def _files(inputs: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """
    The files of the inputs, each with whether it was named; hidden ones in folders are passed over.
    """
    for name in inputs:
        if not os.path.isdir(name):
            yield name, True
            continue
        for folder, folders, files in os.walk(name):
            folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
            for entry in sorted(files):
                if not entry.startswith("."):
                    yield os.path.join(folder, entry), False


def _content(name: str, limits: Limits, wording: Wording) -> bytes:
    most = limits.body + 1024 * 1024
    if name == "-":
        if sys.stdin.isatty():
            print(wording.say("input.terminal"), file=sys.stderr)
        return sys.stdin.buffer.read(most)
    with open(name, "rb") as file:
        return file.read(most)


def _says(response: Response, report: Report, catalog: Catalog) -> str | None:
    from errspec.problems import problem

    found = problem(response, catalog=catalog, report=report)
    if found is None or found.message is None:
        return None
    code = f" [{found.code}]" if found.code and found.code != found.message else ""
    return printable(shortened(redacted(found.message), 200) + shortened(redacted(code)))


def _advice(report: Report, catalog: Catalog, wording: Wording) -> tuple[str, ...]:
    """
    What to do about an error, in short; nothing where its type is not decided.
    """
    known = catalog.advice["advice"]
    names = report.problem_type.advice if report.problem_type else ()
    return tuple(wording.translate(known[name]["title"]) for name in names)


def _reason(error: OSError, wording: Wording) -> str:
    if isinstance(error, FileNotFoundError):
        return wording.say("input.missing")
    if isinstance(error, PermissionError):
        return wording.say("input.denied")
    return wording.say("input.unreadable", reason=error.strerror or str(error))


def _sentence(error: ErrspecError, wording: Wording) -> str:
    sentence = wording.translate(error.sentence).format(**error.facts)
    if isinstance(error, UnknownName) and error.near:
        return f"{sentence} {wording.translate(error.suggestion).format(near=error.near)}"
    return sentence


def _colours(stream: Any) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
