"""
``errspec schema``: print the JSON Schema of a shape.
"""

from __future__ import annotations

import argparse

from errspec.catalog import formatting
from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import FORMS, rebased, standard
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser
from errspec.cli.commands import OK
from errspec.display import printable_json


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.positional("name", text="shape", metavar="NAME")
    parser.option("--form", choices=tuple(FORMS), default="tolerant")
    parser.option("--base-uri", metavar="U")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, _: Wording) -> int:
    """Print the schema with standard keywords only."""
    schema = catalog.schema(options.name, options.form)
    schema = rebased(schema, options.base_uri) if options.base_uri else schema
    print(printable_json(formatting.text(standard(schema))), end="")
    return OK
