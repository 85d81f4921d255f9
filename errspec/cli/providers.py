"""
``errspec providers``: list the providers.
"""

from __future__ import annotations

import argparse

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.commands import OK
from errspec.display import json_text, printable
from errspec.reporters.described import described_provider


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.option("--format", choices=("text", "json"), default="text")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Print a line for each provider, or all of them as JSON."""
    if options.format == "json":
        providers = [described_provider(provider, wording) for provider in catalog.providers.values()]
        print(json_text({"providers": providers}))
        return OK
    width = max(map(len, catalog.providers))
    for provider in catalog.providers.values():
        count = wording.count("show.problem-types", len(provider.problem_types))
        edition = f", {wording.say('show.edition', date=provider.edition)}" if provider.edition else ""
        print(printable(f"{provider.id.ljust(width)}  {provider.name}, {count}{edition}"))
    return OK
