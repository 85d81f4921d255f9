"""
``errspec openapi embed``, ``remove`` and ``overlay``: from documents to documents.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.display import printable, shortened
from errspec.documents.document import Document
from errspec.documents.splicing import restored
from errspec.exceptions import (
    ErrspecError,
    InputError,
    InvalidDocument,
    MalformedDocument,
    NoFile,
    SeveralDocuments,
    UnreadableRest,
)
from errspec.files import write
from errspec.openapi.building.writing import text
from errspec.openapi.embedding.insertion import Embedding, read
from errspec.openapi.embedding.overlays import overlay
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.embedding.validity import Comparison, compare

_INPUT = "-"
_LISTED = 10


class Rewriting:
    """
    One run of a command over its documents; messages go to standard error, documents and differences to the output.
    """

    def __init__(self, options: argparse.Namespace, catalog: Catalog, wording: Wording) -> None:
        self._options, self._catalog, self._wording = options, catalog, wording
        self._settings = self._read_settings() if hasattr(options, "attach") else None
        specs = getattr(options, "specs", ())
        if len(specs) > 1 and not (options.in_place or options.check or (options.diff and not options.output)):
            raise SeveralDocuments
        if _INPUT in specs and options.in_place:
            raise NoFile

    def embed(self) -> bool:
        """
        Put errors into the documents; says whether there is nothing left that lets the command fail.
        """
        return self._all(self._embed)

    def remove(self) -> bool:
        """
        Take what was put into the documents out of them.
        """
        return self._all(self._remove)

    def overlay(self) -> bool:
        """
        Print the overlay of the one document.
        """

        return self._each(self._options.spec, self._overlay)

    def _all(self, run: Callable[[str, Document], bool]) -> bool:
        passed = True
        for name in self._options.specs:
            passed = self._each(name, run) and passed
        return passed

    def _each(self, name: str, run: Callable[[str, Document], bool]) -> bool:
        """
        Read a document and do something with it; what is wrong with it is said with its name.
        """
        try:
            return run(name, read(_bytes(name), largest=self._options.max_size))
        except InputError:
            raise
        except ErrspecError as error:
            raise InvalidDocument(name, error) from error

    def _embed(self, name: str, document: Document) -> bool:
        options = self._options
        made = Embedding(document, self._settings, self._catalog)
        if not made.settings:
            raise InputError(name, self._wording.say("openapi.no-provider"))
        compared = None
        if options.validate and made.text != made.original.text:
            with self._progress("openapi.validating", name):
                compared = compare(made.original.value, document.value_of_text(made.text))
        for line in self._account(name, made, compared):
            self._say(line)
        if compared is not None and compared.new:
            return False
        return self._result(name, document, made.text)

    def _remove(self, name: str, document: Document) -> bool:
        original, _ = restored(document)
        if original == document.text:
            self._say(f"{name}: {self._wording.say('openapi.nothing-to-remove')}")
        else:
            _check_readable(document, original)
        return self._result(name, document, original)

    def _overlay(self, _: str, document: Document) -> bool:
        assert self._settings is not None
        original = document.with_text(restored(document)[0])
        found = overlay(original, self._settings, self._catalog, self._options.overlay_version)
        self._deliver(text(found, self._options.format).encode(), self._options.output)
        return True

    def _result(self, name: str, document: Document, new: str) -> bool:
        """
        Say, show or write a new text, as the options want it.
        """
        options, old = self._options, document.text
        if options.diff:
            sys.stdout.writelines(_difference(old, new, name))
        if options.check:
            self._say(f"{name}: {self._wording.say('openapi.changes' if new != old else 'openapi.up-to-date')}")
            return new == old
        if options.in_place:
            if new != old:
                write(name, (document.mark + new).encode())
                self._say(self._wording.say("openapi.written", path=name))
            else:
                self._say(f"{name}: {self._wording.say('openapi.up-to-date')}")
        elif options.output or not options.diff:
            self._deliver((document.mark + new).encode(), options.output)
        return True

    def _deliver(self, content: bytes, output: str | None) -> None:
        if output in (None, _INPUT):
            sys.stdout.flush()
            stream = getattr(sys.stdout, "buffer", None)
            if stream is None:
                sys.stdout.write(content.decode())
            else:
                stream.write(content)
        else:
            write(str(output), content)
            self._say(self._wording.say("openapi.written", path=output))

    def _account(self, name: str, made: Embedding, compared: Comparison | None) -> Iterator[str]:
        """
        What was done, in numbers.
        """
        say, plan = self._wording.say, made.plan
        before, after = plan.accepting()
        yield say(
            "openapi.account",
            name=printable(name),
            openapi=plan.version,
            operations=len(plan.operations),
            typed=len(plan.typed),
            responses=len(plan.entries),
            added=plan.added,
        )
        yield say("openapi.accepting", before=before, after=after)
        if plan.undocumented:
            listed = ", ".join(f"{printable(status)} ({count})" for status, count in sorted(plan.undocumented.items()))
            yield say("openapi.undocumented", statuses=listed)
        for key, places in (("openapi.shared", plan.shared), ("openapi.outside", plan.outside)):
            if places:
                yield say(key, count=len(places), places=_first(places))
        if plan.version == "2.0" and any(one.attach_2xx for one in made.settings):
            yield say("openapi.no-alternatives")
        if compared is not None:
            yield say("openapi.problems", before=compared.before, after=compared.after, new=len(compared.new))
            for problem in compared.new[:_LISTED]:
                yield f"    {printable(problem)}"
            if compared.unfollowed:
                yield say("openapi.unfollowed", count=len(compared.unfollowed), places=_first(compared.unfollowed))
            if compared.stopped:
                yield say("openapi.stopped", reason=printable(compared.stopped))

    def _read_settings(self) -> Settings | None:
        options = self._options
        if not options.provider:
            return None
        provider = self._catalog.provider(options.provider).id
        return Settings(
            provider,
            options.attach,
            tuple(options.on),
            options.existing,
            options.attach_2xx,
            options.prefix,
            tuple(options.rename),
            options.lang,
        )

    def _say(self, line: str) -> None:
        print(line, file=sys.stderr)

    @contextmanager
    def _progress(self, key: str, name: str) -> Iterator[None]:
        """
        Say on a terminal what takes a while.
        """
        shown = sys.stderr.isatty()
        if shown:
            sys.stderr.write(self._wording.say(key, name=name))
            sys.stderr.flush()
        yield
        if shown:
            sys.stderr.write("\r\x1b[K")


def _check_readable(document: Document, text: str) -> None:
    """
    See that a document is left, since something around what is taken away may have been changed.
    """
    try:
        document.with_text(text)
    except MalformedDocument as error:
        raise UnreadableRest from error


def _bytes(name: str) -> bytes:
    try:
        if name == _INPUT:
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        raise InputError(name, error.strerror or str(error)) from error


def _difference(old: str, new: str, name: str) -> Iterator[str]:
    """
    A unified difference, in which a last line without a line end is marked as usual.
    """
    for line in difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _first(places: object) -> str:
    listed = [shortened(printable(str(place)), 100) for place in places]  # type: ignore[attr-defined]
    return ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")
