"""
``errspec docs build``: write the documentation to a folder.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, filled
from errspec.cli.commands import OK
from errspec.display import printable
from errspec.docs.folder import write
from errspec.docs.formats import FORMATS, pages


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.option("--provider", text="providers", action="append", metavar="NAME")
    parser.option(
        "--lang", text="langs", type=partial(_languages, parser.wording), metavar=",".join(builtin().languages)
    )
    parser.option("--format", text="docs-format", choices=FORMATS, default=FORMATS[0])
    parser.option("-o", "--output", metavar="DIR", default="site")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Build the documentation and write it."""
    texts = pages(catalog, providers=options.provider, languages=options.lang, kind=options.format)
    write(options.output, texts, wording)
    if sys.stderr.isatty():
        print(printable(wording.say("docs.written", count=len(texts), folder=options.output)), file=sys.stderr)
    return OK


def _languages(wording: Wording, text: str) -> tuple[str, ...]:
    return tuple(filled(wording, text).split(","))
