"""
What the commands that rewrite OpenAPI documents share: arguments, settings, input and output.
"""

from __future__ import annotations

import argparse
import difflib
import io
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import get_args

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError
from errspec.cli.commands import FAILED, OK
from errspec.display import printable
from errspec.documents.document import Document
from errspec.documents.limits import LARGEST
from errspec.exceptions import ErrspecError, InputError, InvalidDocument, UnwritableFile
from errspec.files import tidy, write
from errspec.openapi.embedding.insertion import read
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import Attach, Existing

#: The name of standard input and of standard output.
_STANDARD = "-"
#: The number of bytes that are read at once.
_PART = 1024 * 1024
#: A function that returns the new text of a document, or None if the document must not be written.
Rewrite = Callable[[str, Document], str | None]


def describe_documents(parser: CommandParser) -> None:
    """Describe the arguments of a command that rewrites documents."""
    parser.positional("specs", text="spec", nargs="+", metavar="SPEC")
    target = parser.options.add_mutually_exclusive_group()
    parser.option("-o", "--output", text="document-output", group=target, metavar="OUT")
    parser.option("--in-place", group=target, action="store_true")
    parser.option("--check", group=target, action="store_true")
    parser.option("--diff", action="store_true")
    parser.limit_option("--max-size", LARGEST)


def describe_settings(parser: CommandParser, *, required: bool = False) -> None:
    """Describe the arguments that say which errors a document gets, and where."""
    name = "provider-name" if required else "embedded-provider"
    parser.option("--provider", text=name, metavar="NAME", required=required)
    parser.option("--attach", choices=get_args(Attach), default="declared")
    parser.option("--on", action="append", default=[], metavar="TAG|PATH-GLOB")
    parser.option("--existing", choices=get_args(Existing), default="replace")
    parser.option("--attach-2xx", action="store_true")
    parser.option("--prefix", default="", metavar="X")
    renaming = partial(_renaming, parser.wording)
    parser.option("--rename", action="append", default=[], type=renaming, metavar="OLD=NEW")


def settings(options: argparse.Namespace, catalog: Catalog) -> Settings:
    """Return the settings that the options give."""
    return Settings(
        catalog.provider(options.provider).id,
        options.attach,
        tuple(options.on),
        options.existing,
        options.attach_2xx,
        options.prefix,
        tuple(options.rename),
        options.lang,
    )


def rewrite_all(options: argparse.Namespace, wording: Wording, rewrite: Rewrite) -> int:
    """Rewrite the documents one by one, and return the exit code."""
    if len(options.specs) > 1 and not (options.in_place or options.check or (options.diff and not options.output)):
        raise UsageError(wording.say("usage.several-documents"))
    if _STANDARD in options.specs and options.in_place:
        raise UsageError(wording.say("usage.no-file"))
    exit_code = OK
    for name in options.specs:
        if options.in_place:
            tidy(name)
        with opened(name, options.max_size) as document:
            text = rewrite(name, document)
            if text is None or not _take(name, document, text, options, wording):
                exit_code = FAILED
    return exit_code


@contextmanager
def opened(name: str, largest: int) -> Iterator[Document]:
    """Read a document; what is wrong with it is raised with its name."""
    try:
        yield read(_content(name, largest), largest=largest)
    except (InputError, UnwritableFile):
        raise
    except ErrspecError as error:
        raise InvalidDocument(name, error) from error


def deliver(content: bytes, output: str | None, wording: Wording, former: bytes | None = None) -> None:
    """Write a document to standard output, or to a file, if that has its former content."""
    if output not in (None, _STANDARD):
        write(str(output), content, former=former)
        tell(wording.say("openapi.written", path=output))
        return
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode())
    else:
        stream.write(content)


def tell(line: str) -> None:
    """Print a line to standard error, apart from the document, without characters that control a terminal."""
    print(printable(line), file=sys.stderr)


def _take(name: str, document: Document, text: str, options: argparse.Namespace, wording: Wording) -> bool:
    """Print, compare or write the new text of a document; return whether ``--check`` accepts it."""
    is_new = text != document.text
    if options.diff:
        sys.stdout.writelines(_harmless(_difference(document.mark + document.text, document.mark + text, name)))
    if options.check:
        tell(f"{name}: {wording.say('openapi.changes' if is_new else 'openapi.up-to-date')}")
        return not is_new
    content = (document.mark + text).encode()
    if options.in_place and is_new:
        deliver(content, name, wording, document.encoded())
    elif options.in_place:
        tell(f"{name}: {wording.say('openapi.up-to-date')}")
    elif options.output or not options.diff:
        deliver(content, options.output, wording, document.encoded() if is_same(name, options.output) else None)
    return True


def is_same(name: str, output: str | None) -> bool:
    """Return whether the output replaces the document."""
    try:
        if output in (None, _STANDARD):
            return False
        source = os.fstat(sys.stdin.fileno()) if name == _STANDARD else os.stat(name)
        return os.path.samestat(source, os.stat(str(output)))
    except OSError:
        return False


def _content(name: str, largest: int) -> bytes:
    """Read a document; stop as soon as it is too large."""
    from errspec.recordings import Stream

    try:
        with Stream(sys.stdin.buffer) if name == _STANDARD else open(name, "rb") as file:
            content = bytearray()
            while len(content) <= largest:
                part = file.read(min(_PART, largest + 1 - len(content)))
                if not part:
                    break
                content += part
            return bytes(content)
    except OSError as error:
        raise InputError(name, error.strerror or str(error)) from error


def _difference(old: str, new: str, name: str) -> Iterator[str]:
    """
    Yield a unified difference that marks a last line without a line end.

    Its lines are exact, so that it can be applied, unless they go to a terminal.
    """
    name, is_shown = printable(name), sys.stdout.isatty()
    former, later = (list(io.StringIO(text, newline="\n")) for text in (old, new))  # patch knows no other line end
    for line in difflib.unified_diff(former, later, f"a/{name}", f"b/{name}"):
        text = line.removesuffix("\n")
        yield f"{printable(text) if is_shown else text}\n"
        if text == line:
            yield "\\ No newline at end of file\n"


def _harmless(lines: Iterator[str]) -> Iterator[str]:
    """
    Yield the lines of a difference, in a workflow of GitHub between lines that switch its commands off and on.

    Programs that apply differences pass over such lines (GitHub, Workflow commands: Stopping and starting workflow
    commands).
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield from lines
        return
    token = secrets.token_hex(16)
    yield f"::stop-commands::{token}\n"
    yield from lines
    yield f"::{token}::\n"


def _renaming(wording: Wording, text: str) -> tuple[str, str]:
    old, _, new = text.partition("=")
    if not old or not new:
        raise argparse.ArgumentTypeError(wording.say("usage.rename", found=repr(text)))
    return old, new
