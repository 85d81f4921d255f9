"""
``errspec openapi remove``: take what errspec added out of OpenAPI documents.
"""

from __future__ import annotations

import argparse

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.rewriting import describe_documents, rewrite_all, tell
from errspec.documents.document import Document
from errspec.openapi.embedding.removal import check_references, removed


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    describe_documents(parser)
    parser.catalog_option()


def run(options: argparse.Namespace, _: Catalog, wording: Wording) -> int:
    """Restore the documents, byte for byte."""

    def rewrite(name: str, document: Document) -> str:
        original, _ = removed(document)
        check_references(document, original)
        if original is document:
            tell(f"{name}: {wording.say('openapi.nothing-to-remove')}")
        return original.text

    return rewrite_all(options, wording, rewrite)
