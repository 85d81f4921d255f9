"""
``errspec providers``: list the providers.
"""

from __future__ import annotations

import argparse

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.commands import OK


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.catalog_option()


def run(_: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Print a line for each provider."""
    width = max(map(len, catalog.providers))
    for provider in catalog.providers.values():
        count = wording.count("show.problem-types", len(provider.problem_types))
        print(f"{provider.id.ljust(width)}  {provider.name}, {count}")
    return OK
