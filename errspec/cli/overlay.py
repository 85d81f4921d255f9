"""
``errspec openapi overlay``: print what ``embed`` would change as an Overlay.
"""

from __future__ import annotations

import argparse
from typing import get_args

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError
from errspec.cli.commands import OK
from errspec.cli.rewriting import deliver, describe_settings, is_same, opened, settings
from errspec.documents.limits import LARGEST
from errspec.openapi.building.writing import text
from errspec.openapi.embedding.overlays import overlay
from errspec.openapi.embedding.removal import removed
from errspec.openapi.options import Notation, OverlayVersion


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.positional("spec", metavar="SPEC")
    parser.option("-o", "--output", text="document-output", metavar="OUT")
    parser.option("--overlay-version", choices=get_args(OverlayVersion), default="1.0")
    parser.option("--format", text="openapi-format", choices=get_args(Notation), default="yaml")
    describe_settings(parser, required=True)
    parser.limit_option("--max-size", LARGEST)
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Print the overlay of a document, or write it to a file."""
    if is_same(options.spec, options.output):
        raise UsageError(wording.say("usage.same-file", path=options.output))
    chosen = settings(options, catalog)
    with opened(options.spec, options.max_size) as document:
        original, _ = removed(document)
        changes = overlay(original, chosen, catalog, options.overlay_version)
        deliver(text(changes, options.format).encode(), options.output, wording)
    return OK
