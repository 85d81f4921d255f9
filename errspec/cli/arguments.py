"""
The parser of the arguments, which speaks the language of the user.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from typing import Any, NoReturn

from errspec.catalog.catalog import builtin
from errspec.catalog.wording import Wording
from errspec.cli.commands import COMMANDS, WRONG
from errspec.display import printable
from errspec.version import __version__

#: The messages about exit codes, of commands and groups that have their own.
_EPILOGS = {"openapi": "help.openapi.epilog", "explain": "help.explain.epilog"}


class UsageError(Exception):
    """
    The options of a command do not fit together; the text says why, in the language of the user.
    """


class CommandParser(argparse.ArgumentParser):
    """
    The parser of one command, of a group of commands such as ``openapi``, or of all commands.

    The arguments of a command are described, and its module is loaded, when they are parsed.
    """

    def __init__(self, wording: Wording, command: str = "", **settings: Any) -> None:
        self._key = command.replace(" ", ".") or "errspec"
        description = wording.say(f"help.{self._key}")
        formatter = partial(_Formatter, wording)
        super().__init__(description=description, add_help=False, formatter_class=formatter, **settings)
        #: The sentences in the language of the user.
        self.wording = wording
        #: The groups of options and of positional arguments.
        self.options = self.add_argument_group(wording.say("help.options"))
        self.positionals = self.add_argument_group(wording.say("help.positionals"))
        self._command = command
        self._commands: dict[str, CommandParser] | None = None

    def described(self) -> CommandParser:
        """Describe the arguments of every command, and return the parser."""
        self._describe()
        for subparser in (self._commands or {}).values():
            subparser.described()
        return self

    def positional(self, name: str, text: str = "", **settings: Any) -> None:
        """Add a positional argument; ``text`` names its help text if its own name does not."""
        self.positionals.add_argument(name, help=self.wording.say(f"help.argument.{text or name}"), **settings)

    def option(self, *flags: str, text: str = "", group: Any = None, **settings: Any) -> None:
        """Add an option; ``text`` names its help text if its last flag does not."""
        words = self.wording.say(f"help.argument.{text or flags[-1].lstrip('-')}")
        if "metavar" in settings and settings.get("default") != "":
            settings.setdefault("type", partial(filled, self.wording))
        (self.options if group is None else group).add_argument(*flags, help=words, **settings)

    def language_option(self) -> None:
        """Add the option for the language of the output."""
        self.option("--lang", choices=builtin().languages, default="en")

    def catalog_option(self) -> None:
        """Add the option for more folders of data."""
        self.option("--catalog", action="append", default=[], metavar="DIR")

    def limit_option(self, flag: str, default: int, text: str = "") -> None:
        """Add an option for a limit."""
        self.option(flag, text=text, type=number(self.wording, "usage.limit", 1, 1 << 40), default=default, metavar="N")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Describe the arguments, then parse them."""
        self._describe()
        return super().parse_known_args(args, namespace)

    def format_help(self) -> str:
        """Return the help, which ends with examples and the exit codes."""
        say = self.wording.say
        self.epilog = say(_EPILOGS.get(self._key.partition(".")[0], "help.epilog"))
        if self._command:
            # The first provider lends its names to the examples, so that the program knows none.
            provider = next(iter(builtin().providers.values()))
            names = {"problem": provider.problem_types[-1].id, "shape": provider.shapes[-1]}
            self.epilog = f"{say(f'help.{self._key}.examples', provider=provider.id, **names)}\n\n{self.epilog}"
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and exit."""
        self.exit(WRONG, f"{self.format_usage()}{self.prog}: {printable(message)}\n")

    def _describe(self) -> None:
        if self._commands is not None:
            return
        self._commands = {}
        self.option("-h", "--help", action="help")
        if not self._command:
            self.option("--version", action="version", version=f"errspec {__version__}")
        if self._command in COMMANDS:
            module = import_module(COMMANDS[self._command])
            self.set_defaults(run=module.run)
            module.describe(self)
            return
        say = self.wording.say
        title = say("help.positionals")
        made: Any = _Deferred
        subparsers = self.add_subparsers(
            title=title, metavar="COMMAND", required=True, prog=self.prog, parser_class=made
        )
        group = self._command.split()
        for words in map(str.split, COMMANDS):
            command = " ".join(words[: len(group) + 1])
            if words[: len(group)] == group and command not in self._commands:
                title = say(f"help.{command.replace(' ', '.')}")
                name = words[len(group)]
                subparser = subparsers.add_parser(name, help=title, wording=self.wording, command=command)
                self._commands[command] = subparser


class _Deferred:
    """
    The parser of a command, made when it is first needed: a program runs one of them.
    """

    def __init__(self, **settings: Any) -> None:
        self._settings = settings

    @cached_property
    def _parser(self) -> CommandParser:
        return CommandParser(**self._settings)

    def __getattr__(self, name: str) -> Any:
        """Look up what the parser has."""
        return getattr(self._parser, name)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, wording: Wording, prog: str) -> None:
        super().__init__(prog)
        self._usage = wording.say("help.usage")

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the usage after the word for it in the language of the user."""
        super().add_usage(usage, actions, groups, f"{self._usage}: " if prefix is None else prefix)


def filled(wording: Wording, text: str) -> str:
    """Check that the value of an option is not empty, as it is if a shell variable is unset."""
    if not text:
        raise argparse.ArgumentTypeError(wording.say("usage.empty"))
    return text


def number(wording: Wording, key: str, least: int, most: int) -> Callable[[str], int]:
    """Return the type of a whole number in a range; a message of the data says what else is wrong."""

    def parse(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(wording.say(key, found=repr(text)))

    return parse
