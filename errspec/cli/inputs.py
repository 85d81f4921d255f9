"""
The inputs of a check: files, folders and standard input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from errspec.catalog.wording import Wording
from errspec.recordings import Stream, Unreadable
from errspec.redaction import excerpt


def files(inputs: Iterable[str], on_error: Callable[[OSError], None]) -> Iterator[tuple[str, bool]]:
    """
    Yield every file of the inputs with whether it was named itself; hidden files of folders are left out.

    A folder that cannot be read is passed to ``on_error``.
    """
    for name in inputs:
        if not os.path.isdir(name):
            yield name, True
            continue
        for folder, folders, entries in os.walk(name, onerror=on_error):
            folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
            for entry in sorted(entries):
                path = os.path.join(folder, entry)
                if not entry.startswith(".") and os.path.isfile(path):
                    yield path, False


@contextmanager
def opened(name: str, wording: Wording) -> Iterator[Stream]:
    """Open a file, or standard input for ``-``."""
    if name == "-":
        if sys.stdin.isatty():
            print(wording.say("input.terminal"), file=sys.stderr)
        yield Stream(sys.stdin.buffer)
    else:
        with open(name, "rb", buffering=0) as file:
            yield Stream(file)


def unreadable(error: OSError) -> Unreadable:
    """Return why an input cannot be opened or read."""
    if isinstance(error, FileNotFoundError):
        return Unreadable("input.missing")
    if isinstance(error, PermissionError):
        return Unreadable("input.denied")
    return Unreadable("input.unreadable", reason=error.strerror or str(error))


def reason(error: Unreadable, wording: Wording) -> str:
    """Return the sentence that says why an input, or a part of one, cannot be read."""
    facts = {key: fact if isinstance(fact, int) else excerpt(str(fact), 200) for key, fact in error.facts.items()}
    if "found" in facts:
        facts["found"] = json.dumps(excerpt(str(facts["found"])), ensure_ascii=False)
    return wording.say(error.key, **facts)
