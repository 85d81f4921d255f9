"""
The program ``errspec``: parse the arguments, run the command, and turn exceptions into sentences and exit codes.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError
from errspec.cli.commands import WRONG
from errspec.display import printable
from errspec.exceptions import (
    ComponentClash,
    DocumentTooLarge,
    ErrspecError,
    InvalidDocument,
    NoSuchName,
    TypedAlready,
    ValidatorStopped,
)

_INTERRUPTED, _PIPE = 130, 141
#: An exception that errspec does not expect: EX_SOFTWARE of sysexits.h.
_UNEXPECTED = 70
#: The messages that name the options with which a failed command can be repeated.
_HINTS: Mapping[type[ErrspecError], str] = {
    ComponentClash: "usage.hint.rename",
    DocumentTooLarge: "usage.hint.max-size",
    TypedAlready: "usage.hint.existing",
    ValidatorStopped: "usage.hint.no-validate",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with arguments, by default those of the process, and return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_streams()
    wording = builtin().wording("en")
    try:
        wording = builtin().wording(_language(words))
        try:
            options = CommandParser(wording, prog="errspec").parse_args(words)
            exit_code: int = options.run(options, _catalog(getattr(options, "catalog", ()), wording), wording)
            return exit_code
        finally:
            sys.stdout.flush()
            if arguments is None:  # the process ends, so that nothing needs to be collected
                gc.freeze()
    except SystemExit:  # argparse has printed what is wrong, or tried to
        try:
            sys.stderr.flush()
        except OSError:
            _silence(sys.stderr)
        raise
    except UsageError as error:
        return _fail(str(error), wording)
    except ErrspecError as error:
        return _fail(_sentence(error, wording), wording)
    except BrokenPipeError:  # the reader has seen enough
        _silence(sys.stdout, sys.stderr)
        return _PIPE
    except OSError as error:
        _silence(sys.stdout)
        return _fail(wording.say("usage.output", reason=error.strerror or str(error)), wording)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if os.environ.get("ERRSPEC_DEBUG"):
            sys.excepthook(type(error), error, error.__traceback__)
        _fail(wording.say("usage.unexpected", kind=type(error).__name__), wording)
        return _UNEXPECTED


def _prepare_streams() -> None:
    """Replace streams that are closed, and escape the characters that a stream cannot encode."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "r" if name == "stdin" else "w", encoding="utf-8"))
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _silence(*streams: TextIO) -> None:
    """Discard pending output to streams that can no longer be written to."""
    for stream in streams:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fail(reason: str, wording: Wording) -> int:
    try:
        print(printable(wording.say("usage.error", program="errspec", reason=reason)), file=sys.stderr)
    except OSError:  # only the exit code can say it
        _silence(sys.stderr)
    return WRONG


def _language(words: Sequence[str]) -> str:
    """Return the language that the arguments ask for; the help needs it before they are parsed."""
    for index, word in enumerate(words):
        language = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(words):
            language = words[index + 1]
        if language in builtin().languages:
            return str(language)
    return "en"


def _catalog(folders: Sequence[str], wording: Wording) -> Catalog:
    """Return the data that come with errspec together with those of folders, and say which providers they replace."""
    from errspec.verdict.examples import verify

    catalog = builtin()
    for folder in folders:
        added = Catalog.load(folder)
        verify(added)
        for name in added.providers:
            if name in catalog.providers:
                print(wording.say("usage.replaced", provider=name, folder=printable(folder)), file=sys.stderr)
        catalog = catalog.including(added)
    return catalog


def _sentence(error: ErrspecError, wording: Wording) -> str:
    facts = error.facts
    if isinstance(error, InvalidDocument):
        facts = {**facts, "cause": _sentence(error.cause, wording)}
    sentence = wording.translate(error.sentence).format(**facts)
    if isinstance(error, NoSuchName) and error.near:
        return f"{sentence} {wording.translate(error.suggestion).format(near=error.near)}"
    if type(error) in _HINTS:
        return f"{sentence} {wording.say(_HINTS[type(error)], **facts)}"
    return sentence
