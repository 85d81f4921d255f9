"""
The command ``errspec``: reads arguments and files, prints, and says by its exit code how it went.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NoReturn

from errspec import __version__
from errspec.catalog import Catalog, builtin
from errspec.contract import check
from errspec.exceptions import ErrspecError, UnknownName
from errspec.formats import Failure, Result, Summary
from errspec.formats.result import kind
from errspec.forms import FORMS, rebased, standard
from errspec.reading import LIMITS, Limits
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
        wanted = next((word for word in words if word in _COMMANDS), None)
        options = _parser(wording, wanted).parse_args(words)
        code: int = options.run(options, wording)
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
    progress = _Progress()
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
    print(shtab.complete(_parser(wording), options.shell))
    return OK


def _parser(wording: Wording, only: str | None = None) -> argparse.ArgumentParser:
    """
    The parser of all commands, or with the arguments of one alone, which is made faster.
    """
    say = wording.say

    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, f"{say('help.usage')}: " if prefix is None else prefix)

    parser = _Parser(prog="errspec", description=say("help.errspec"), add_help=False, formatter_class=Formatter)
    parser.closing = lambda: say("help.epilog")
    general = parser.add_argument_group(say("help.options"))
    general.add_argument("-h", "--help", action="help", help=say("help.argument.help"))
    version = f"errspec {__version__}"
    general.add_argument("--version", action="version", version=version, help=say("help.argument.version"))
    commands = parser.add_subparsers(title=say("help.positionals"), metavar="COMMAND", required=True)

    for name, (run, describe) in _COMMANDS.items():
        words = say(f"help.{name}")
        made: _Parser = commands.add_parser(
            name, help=words, description=words, add_help=False, formatter_class=Formatter
        )
        if only not in (None, name):
            continue
        made.closing = partial(_closing, wording, name)
        made.set_defaults(run=run)
        arguments = made.add_argument_group(say("help.positionals"))
        options = made.add_argument_group(say("help.options"))
        options.add_argument("-h", "--help", action="help", help=say("help.argument.help"))
        options.add_argument("--lang", choices=builtin().languages, default="en", help=say("help.argument.lang"))
        describe(arguments, options, wording)
        if name != "completion":
            options.add_argument("--catalog", metavar="DIR", help=say("help.argument.catalog"))
    return parser


def _check_arguments(arguments: Any, options: Any, wording: Wording) -> None:
    say = wording.say
    arguments.add_argument("inputs", nargs="+", metavar="FILE|DIR|-", help=say("help.argument.input"))
    options.add_argument("--provider", metavar="NAME", help=say("help.argument.provider"))
    status = _number("usage.status", 100, 599, wording)
    options.add_argument("--status", type=status, metavar="N", help=say("help.argument.status"))
    options.add_argument("--strict", action="store_true", help=say("help.argument.strict"))
    options.add_argument("--format", choices=("text", "json"), default="text", help=say("help.argument.format"))
    limit = _number("usage.limit", 1, 1 << 40, wording)
    for name, default in zip(("body", "depth", "findings"), LIMITS, strict=True):
        words = say(f"help.argument.max-{name}")
        options.add_argument(f"--max-{name}", type=limit, default=default, metavar="N", help=words)


def _providers_arguments(*_: object) -> None:
    pass


def _show_arguments(arguments: Any, _: Any, wording: Wording) -> None:
    arguments.add_argument("provider", metavar="PROVIDER", help=wording.say("help.argument.provider-name"))
    arguments.add_argument("problem", nargs="?", metavar="ID|STATUS", help=wording.say("help.argument.problem"))


def _schema_arguments(arguments: Any, options: Any, wording: Wording) -> None:
    arguments.add_argument("name", metavar="NAME", help=wording.say("help.argument.shape"))
    options.add_argument("--form", choices=tuple(FORMS), default="tolerant", help=wording.say("help.argument.form"))
    options.add_argument("--base-uri", metavar="U", help=wording.say("help.argument.base-uri"))


def _completion_arguments(arguments: Any, _: Any, wording: Wording) -> None:
    arguments.add_argument("shell", choices=("bash", "zsh", "tcsh"), help=wording.say("help.argument.shell"))


_COMMANDS: dict[str, tuple[Any, Any]] = {
    "check": (_check, _check_arguments),
    "providers": (_providers, _providers_arguments),
    "show": (_show, _show_arguments),
    "schema": (_schema, _schema_arguments),
    "completion": (_completion, _completion_arguments),
}


def _closing(wording: Wording, name: str) -> str:
    return f"{wording.say(f'help.{name}.examples', **_names(builtin()))}\n\n{wording.say('help.epilog')}"


def _names(catalog: Catalog) -> dict[str, str]:
    """
    Names for the examples of the help: the first provider's, so that the program knows none.
    """
    first = next(iter(catalog.providers.values()))
    return {"provider": first.id, "problem": first.problem_types[-1].id, "shape": first.shapes[-1]}


class _Parser(argparse.ArgumentParser):
    #: What the help ends with; it is asked for only when the help is printed.
    closing: Callable[[], str] = str

    def format_help(self) -> str:
        """
        The help with its closing words.
        """
        self.epilog = self.closing()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """
        Say what is wrong and how the command is used, and stop with the exit code of wrong usage.
        """
        self.exit(WRONG, f"{self.format_usage()}{self.prog}: {message}\n")


def _number(key: str, least: int, most: int, wording: Wording) -> Any:
    def number(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(wording.say(key, found=repr(text)))

    return number


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


class _Progress:
    """
    A count of what was checked, on a terminal and while nothing else is printed there.
    """

    def __init__(self) -> None:
        self._shown = False
        self._wanted = sys.stderr.isatty() and not sys.stdout.isatty()

    def show(self, number: int) -> None:
        if self._wanted and number % 100 == 0:
            sys.stderr.write(f"\r{number}")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
