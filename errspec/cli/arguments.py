"""
The arguments of the command, described in the language of who asks.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.forms import FORMS
from errspec.catalog.wording import Wording
from errspec.docs.formats import FORMATS as DOCS
from errspec.documents.limits import LARGEST
from errspec.openapi.dialects.versions import DEFAULT, VERSIONS
from errspec.openapi.embedding.choices import ATTACH, EXISTING, OVERLAYS
from errspec.pointers import parse_pointer
from errspec.recordings.lines import FIELDS
from errspec.reporters import REPORTERS
from errspec.verdict.reading import LIMITS
from errspec.version import __version__


def parser(wording: Wording, only: str | None = None) -> argparse.ArgumentParser:
    """
    The parser of all commands, or with the arguments of one alone, which is made faster.
    """
    say = wording.say

    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, f"{say('help.usage')}: " if prefix is None else prefix)

    whole = _Parser(prog="errspec", description=say("help.errspec"), add_help=False, formatter_class=Formatter)
    whole.closing = lambda: say("help.epilog")
    general = whole.add_argument_group(say("help.options"))
    general.add_argument("-h", "--help", action="help", help=say("help.argument.help"))
    version = f"errspec {__version__}"
    general.add_argument("--version", action="version", version=version, help=say("help.argument.version"))
    commands = whole.add_subparsers(title=say("help.positionals"), metavar="COMMAND", required=True)

    def command(where: Any, name: str) -> tuple[_Parser, Any]:
        key = name.replace(" ", ".")
        words, last = say(f"help.{key}"), name.rpartition(" ")[2]
        made: _Parser = where.add_parser(last, help=words, description=words, add_help=False, formatter_class=Formatter)
        made.closing = partial(_closing, wording, key)
        return made, made.add_argument_group(say("help.options"))

    groups = {"": commands}
    for name, describe in COMMANDS.items():
        group = name.rpartition(" ")[0]
        if group not in groups:
            made, options = command(commands, group)
            options.add_argument("-h", "--help", action="help", help=say("help.argument.help"))
            groups[group] = made.add_subparsers(title=say("help.positionals"), metavar="COMMAND", required=True)
        made, options = command(groups[group], name)
        if only not in (None, name.partition(" ")[0]):
            continue
        made.set_defaults(command=name)
        arguments = made.add_argument_group(say("help.positionals"))
        options.add_argument("-h", "--help", action="help", help=say("help.argument.help"))
        if name != "docs build":
            options.add_argument("--lang", choices=builtin().languages, default="en", help=say("help.argument.lang"))
        describe(arguments, options, wording)
        if name != "completion":
            options.add_argument("--catalog", metavar="DIR", help=say("help.argument.catalog"))
    return whole


def _check(arguments: Any, options: Any, wording: Wording) -> None:
    say = wording.say
    arguments.add_argument("inputs", nargs="+", metavar="FILE|DIR|-", help=say("help.argument.input"))
    options.add_argument("--provider", metavar="NAME", help=say("help.argument.provider"))
    status = _number("usage.status", 100, 599, wording)
    options.add_argument("--status", type=status, metavar="N", help=say("help.argument.status"))
    options.add_argument("--url-filter", action="append", metavar="GLOB", help=say("help.argument.url-filter"))
    fields = partial(_field, wording)
    options.add_argument(
        "--map", action="append", default=[], type=fields, metavar="NAME=PATH", help=say("help.argument.map")
    )
    failing = options.add_mutually_exclusive_group()
    failing.add_argument(
        "--fail-on", choices=("error", "drift", "never"), default="error", help=say("help.argument.fail-on")
    )
    failing.add_argument("--strict", action="store_true", help=say("help.argument.strict"))
    options.add_argument("--baseline", metavar="FILE", help=say("help.argument.baseline"))
    options.add_argument("--write-baseline", metavar="FILE", help=say("help.argument.write-baseline"))
    options.add_argument("--format", choices=tuple(REPORTERS), default="text", help=say("help.argument.format"))
    limit = _number("usage.limit", 1, 1 << 40, wording)
    for name, default in zip(("body", "depth", "findings"), LIMITS, strict=True):
        words = say(f"help.argument.max-{name}")
        options.add_argument(f"--max-{name}", type=limit, default=default, metavar="N", help=words)


def _field(wording: Wording, text: str) -> tuple[str, tuple[str, ...]]:
    """
    Where a line of JSON has something: ``status=.response.code``, or with a JSON Pointer ``status=/response/code``.
    """
    name, _, path = text.partition("=")
    if name not in FIELDS or path[:1] not in (".", "/") or len(path) < 2:
        raise argparse.ArgumentTypeError(wording.say("usage.map", found=repr(text), names=", ".join(FIELDS)))
    return name, parse_pointer(path) if path.startswith("/") else tuple(path[1:].split("."))


def _providers(*_: object) -> None:
    pass


def _show(arguments: Any, _: Any, wording: Wording) -> None:
    arguments.add_argument("provider", metavar="PROVIDER[/ID]", help=wording.say("help.argument.shown"))
    arguments.add_argument("problem", nargs="?", metavar="ID|STATUS", help=wording.say("help.argument.problem"))


def _schema(arguments: Any, options: Any, wording: Wording) -> None:
    arguments.add_argument("name", metavar="NAME", help=wording.say("help.argument.shape"))
    options.add_argument("--form", choices=tuple(FORMS), default="tolerant", help=wording.say("help.argument.form"))
    options.add_argument("--base-uri", metavar="U", help=wording.say("help.argument.base-uri"))


def _openapi_components(_: Any, options: Any, wording: Wording) -> None:
    say = wording.say
    options.add_argument("--provider", action="append", metavar="NAME", help=say("help.argument.providers"))
    options.add_argument("--openapi", choices=VERSIONS, default=DEFAULT, help=say("help.argument.openapi"))
    words = say("help.argument.openapi-format")
    options.add_argument("--format", choices=("yaml", "json"), default="yaml", help=words)
    options.add_argument("--inline", action="store_true", help=say("help.argument.inline"))
    options.add_argument("--prefix", default="", metavar="X", help=say("help.argument.prefix"))
    options.add_argument("--extensions", action="store_true", help=say("help.argument.extensions"))


def _openapi_embed(arguments: Any, options: Any, wording: Wording) -> None:
    say = wording.say
    _documents(arguments, options, wording)
    _settings(options, wording)
    options.add_argument("--no-validate", dest="validate", action="store_false", help=say("help.argument.no-validate"))


def _openapi_remove(arguments: Any, options: Any, wording: Wording) -> None:
    _documents(arguments, options, wording)


def _openapi_overlay(arguments: Any, options: Any, wording: Wording) -> None:
    say = wording.say
    arguments.add_argument("spec", metavar="SPEC", help=say("help.argument.spec"))
    options.add_argument("-o", "--output", metavar="OUT", help=say("help.argument.document-output"))
    words = say("help.argument.overlay-version")
    options.add_argument("--overlay-version", choices=OVERLAYS, default="1.0", help=words)
    words = say("help.argument.openapi-format")
    options.add_argument("--format", choices=("yaml", "json"), default="yaml", help=words)
    _settings(options, wording, required=True)
    _max_size(options, wording)


def _documents(arguments: Any, options: Any, wording: Wording) -> None:
    """
    The arguments of commands that change documents.
    """
    say = wording.say
    arguments.add_argument("specs", nargs="+", metavar="SPEC", help=say("help.argument.spec"))
    where = options.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="OUT", help=say("help.argument.document-output"))
    where.add_argument("--in-place", action="store_true", help=say("help.argument.in-place"))
    where.add_argument("--check", action="store_true", help=say("help.argument.check"))
    options.add_argument("--diff", action="store_true", help=say("help.argument.diff"))
    _max_size(options, wording)


def _max_size(options: Any, wording: Wording) -> None:
    limit = _number("usage.limit", 1, 1 << 40, wording)
    words = wording.say("help.argument.max-size")
    options.add_argument("--max-size", type=limit, default=LARGEST, metavar="N", help=words)


def _settings(options: Any, wording: Wording, *, required: bool = False) -> None:
    """
    The arguments that say which errors a document gets, and where.
    """
    say = wording.say
    words = say(f"help.argument.{'provider-name' if required else 'embedded-provider'}")
    options.add_argument("--provider", metavar="NAME", required=required, help=words)
    options.add_argument("--attach", choices=ATTACH, default=ATTACH[0], help=say("help.argument.attach"))
    words = say("help.argument.on")
    options.add_argument("--on", action="append", default=[], metavar="TAG|PATH-GLOB", help=words)
    options.add_argument("--existing", choices=EXISTING, default=EXISTING[0], help=say("help.argument.existing"))
    options.add_argument("--attach-2xx", action="store_true", help=say("help.argument.attach-2xx"))
    options.add_argument("--prefix", default="", metavar="X", help=say("help.argument.prefix"))
    renaming = partial(_renaming, wording)
    words = say("help.argument.rename")
    options.add_argument("--rename", action="append", default=[], type=renaming, metavar="OLD=NEW", help=words)


def _renaming(wording: Wording, text: str) -> tuple[str, str]:
    old, _, new = text.partition("=")
    if not old or not new:
        raise argparse.ArgumentTypeError(wording.say("usage.rename", found=repr(text)))
    return old, new


def _docs_build(_: Any, options: Any, wording: Wording) -> None:
    say = wording.say
    options.add_argument("--provider", action="append", metavar="NAME", help=say("help.argument.providers"))
    languages = ",".join(builtin().languages)
    options.add_argument("--lang", type=_listed, metavar=languages, help=say("help.argument.langs"))
    options.add_argument("--format", choices=DOCS, default=DOCS[0], help=say("help.argument.docs-format"))
    options.add_argument("-o", "--output", metavar="DIR", default="site", help=say("help.argument.output"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _completion(arguments: Any, _: Any, wording: Wording) -> None:
    arguments.add_argument("shell", choices=("bash", "zsh", "tcsh"), help=wording.say("help.argument.shell"))


#: The commands, each with the function that describes its arguments.
COMMANDS: dict[str, Callable[[Any, Any, Wording], None]] = {
    "check": _check,
    "providers": _providers,
    "show": _show,
    "schema": _schema,
    "openapi components": _openapi_components,
    "openapi embed": _openapi_embed,
    "openapi remove": _openapi_remove,
    "openapi overlay": _openapi_overlay,
    "docs build": _docs_build,
    "completion": _completion,
}


def _closing(wording: Wording, key: str) -> str:
    epilog = "help.openapi.epilog" if key.startswith("openapi") else "help.epilog"
    return f"{wording.say(f'help.{key}.examples', **_names(builtin()))}\n\n{wording.say(epilog)}"


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
        self.exit(2, f"{self.format_usage()}{self.prog}: {message}\n")


def _number(key: str, least: int, most: int, wording: Wording) -> Any:
    def number(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(wording.say(key, found=repr(text)))

    return number
