"""
``errspec completion``: print the completion script of a shell.
"""

from __future__ import annotations

import argparse
import sys

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.commands import OK, WRONG


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.positional("shell", choices=("bash", "zsh", "tcsh"))


def run(options: argparse.Namespace, _: Catalog, wording: Wording) -> int:
    """Print the script, for which the package shtab must be installed."""
    try:
        import shtab
    except ImportError:
        print(wording.say("usage.error", program="errspec", reason=wording.say("usage.shtab")), file=sys.stderr)
        return WRONG
    print(shtab.complete(CommandParser(wording, prog="errspec").described(), options.shell))
    return OK
