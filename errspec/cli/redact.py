"""
``errspec redact``: replace credentials and personal data in recordings.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from typing import BinaryIO

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError
from errspec.cli.commands import OK, WRONG
from errspec.cli.inputs import opened, reason, unreadable
from errspec.cli.rewriting import tell
from errspec.files import tidy, write
from errspec.recordings import ReadingOptions, Unreadable, place, redacted

#: The largest recording, in bytes.
_LARGEST = 256 * 1024 * 1024


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.positional("recordings", text="recording", nargs="+", metavar="RECORDING|-")
    parser.option("--in-place", action="store_true")
    parser.limit_option("--max-size", _LARGEST, text="max-recording")


def run(options: argparse.Namespace, _: Catalog, wording: Wording) -> int:
    """Print a recording without credentials and personal data, or overwrite recordings."""
    from errspec.recordings.redacting import Redactor

    if len(options.recordings) > 1 and not options.in_place:
        raise UsageError(wording.say("usage.several-recordings"))
    if "-" in options.recordings and options.in_place:
        raise UsageError(wording.say("usage.no-recording"))
    for name in options.recordings if options.in_place else ():
        tidy(name)
    redactor, reading, exit_code = Redactor(), ReadingOptions(largest=options.max_size), OK
    for name in options.recordings if len(options.recordings) > 1 else ():  # a value may be a secret in one file only
        with suppress(OSError, Unreadable), opened(name, wording) as stream:
            redacted(stream, redactor, reading)
    for name in options.recordings:
        before = redactor.count
        try:
            with opened(name, wording) as stream:
                old, new = redacted(stream, redactor, reading)
        except (OSError, Unreadable) as error:
            problem = error if isinstance(error, Unreadable) else unreadable(error)
            said = f"{place(name, problem.line, problem.entry)}: {reason(problem, wording)}"
            tell(wording.say("usage.error", program="errspec", reason=said))
            exit_code = WRONG
            continue
        if not options.in_place:
            _print(new)
        elif new != old:
            write(name, new, former=old)
        tell(f"{name}: {wording.say('redact.replaced', count=redactor.count - before)}")
    return exit_code


def _print(content: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    stream: BinaryIO | None = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode("utf-8", "replace"))
    else:
        stream.write(content)
