"""
``errspec openapi components``: print the documented errors as components of an OpenAPI document.
"""

from __future__ import annotations

import argparse
import sys
from typing import get_args

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.commands import OK
from errspec.display import printable
from errspec.openapi.building.assembly import assembled
from errspec.openapi.building.writing import fragment, text
from errspec.openapi.options import DEFAULT, Notation, OpenAPIVersion


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.option("--provider", text="providers", action="append", metavar="NAME")
    parser.option("--openapi", choices=get_args(OpenAPIVersion), default=DEFAULT)
    parser.option("--format", text="openapi-format", choices=get_args(Notation), default="yaml")
    parser.option("--inline", action="store_true")
    parser.option("--prefix", default="", metavar="X")
    parser.option("--extensions", action="store_true")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Print the components, and on standard error what the version of OpenAPI cannot express."""
    sections, widened = assembled(
        options.provider,
        openapi=options.openapi,
        inline=options.inline,
        prefix=options.prefix,
        extensions=options.extensions,
        lang=options.lang,
        catalog=catalog,
    )
    print(text(fragment(sections, options.openapi), options.format), end="")
    if widened:
        print(wording.say("openapi.widened", openapi=options.openapi, count=len(widened)), file=sys.stderr)
        print("\n".join(printable(f"  {pointer}") for pointer in widened), file=sys.stderr)
    return OK
