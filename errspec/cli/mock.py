"""
``errspec mock``: serve documented errors and scenarios on this machine.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from contextlib import ExitStack, suppress

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError, number
from errspec.cli.commands import OK
from errspec.response import Response


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.option("--provider", text="providers", action="append", default=[], metavar="NAME")
    parser.option("--scenario", metavar="PROVIDER/ID")
    parser.option("--port", type=number(parser.wording, "usage.port", 0, 65535), default=0, metavar="N")
    parser.option("--journal", metavar="FILE")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Serve until the process is told to stop."""
    from errspec.testing.choosing import Chooser, record
    from errspec.testing.serving import Call, MockServer

    chooser = Chooser(catalog, options.provider, options.scenario)
    stopped, lock = threading.Event(), threading.Lock()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    with ExitStack() as stack:
        try:
            journal = stack.enter_context(open(options.journal, "a", encoding="utf-8")) if options.journal else None
        except OSError as error:
            raise _unwritable(options.journal, error, wording) from error
        failures: list[OSError] = []

        def respond(call: Call) -> Response | None:
            with lock:
                answer = chooser.respond(call)
                if journal is not None and not failures:
                    try:
                        record(journal, call, answer)
                    except OSError as error:
                        failures.append(error)
                        stopped.set()
            return answer

        try:
            server = stack.enter_context(MockServer(respond, port=options.port))
        except OSError as error:
            raise UsageError(wording.say("mock.port", port=options.port, reason=error.strerror)) from error
        print(wording.say("mock.ready", url=server.url))
        sys.stdout.flush()
        stopped.wait()
        if journal is not None and failures:
            with suppress(OSError):  # closing tries to write again
                journal.close()
            raise _unwritable(options.journal, failures[0], wording)
    return OK


def _unwritable(journal: str, error: OSError, wording: Wording) -> UsageError:
    return UsageError(wording.say("mock.journal", file=journal, reason=error.strerror))
