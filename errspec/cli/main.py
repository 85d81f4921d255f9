"""
The command ``errspec``: reads arguments and files, prints, and says by its exit code how it went.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.forms import rebased, standard
from errspec.catalog.wording import Wording
from errspec.cli.arguments import parser
from errspec.exceptions import ErrspecError, InvalidDocument, NoSuchName

OK, FOUND, WRONG = 0, 1, 2
_INTERRUPTED, _PIPE = 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command with arguments, those of the process without; returns the exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_streams()
    wording = Wording(builtin(), "en")
    try:
        wording = Wording(builtin(), _lang(words))
        wanted = next((word for word in words if word in _FIRST), None)
        try:
            options = parser(wording, wanted).parse_args(words)
            return _RUN[options.command](options, wording)
        finally:
            sys.stdout.flush()
    except ErrspecError as error:
        print(wording.say("usage.error", program="errspec", reason=_sentence(error, wording)), file=sys.stderr)
        return WRONG
    except BrokenPipeError:  # the reader has seen enough
        _silence()
        return _PIPE
    except OSError as error:
        _silence()
        reason = wording.say("usage.output", reason=error.strerror or str(error))
        print(wording.say("usage.error", program="errspec", reason=reason), file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return _INTERRUPTED


def _prepare_streams() -> None:
    """
    Let no character that a stream cannot hold stop the command, nor a stream that is closed.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nothing, "r" if name == "stdin" else "w", encoding="utf-8"))
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _silence() -> None:
    """
    Let nothing more be written to the output, which nobody takes.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.cli.check import Checking

    checking = Checking(options, _catalog(options), wording)
    passed = checking.run()
    summary = checking.summary
    if summary.failed or not summary.responses:
        return WRONG
    return OK if passed else FOUND


def _providers(options: argparse.Namespace, wording: Wording) -> int:
    providers = list(_catalog(options).providers.values())
    width = max(len(provider.id) for provider in providers)
    for provider in providers:
        count = wording.count("show.problem-types", len(provider.problem_types))
        print(f"{provider.id.ljust(width)}  {provider.name}, {count}")
    return OK


def _show(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.cli.show import explanation, find, overview

    catalog = _catalog(options)
    name, _, problem = options.provider.partition("/")  # a problem type as reports name it
    provider = catalog.provider(options.provider if options.problem else name)
    if not (options.problem or problem):
        print("\n".join(overview(provider, wording)))
        return OK
    texts = ["\n".join(explanation(catalog, item, wording)) for item in find(provider, options.problem or problem)]
    print("\n\n".join(texts))
    return OK


def _schema(options: argparse.Namespace, _: Wording) -> int:
    from errspec.catalog import formatting as layout

    schema = _catalog(options).schema(options.name, options.form)
    schema = rebased(schema, options.base_uri) if options.base_uri else schema
    print(layout.text(standard(schema)), end="")
    return OK


def _openapi_components(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.openapi.building.assembly import assembled
    from errspec.openapi.building.writing import fragment, text

    sections, widened = assembled(
        options.provider,
        openapi=options.openapi,
        inline=options.inline,
        prefix=options.prefix,
        extensions=options.extensions,
        lang=options.lang,
        catalog=_catalog(options),
    )
    print(text(fragment(sections, options.openapi), options.format), end="")
    if widened:
        print(wording.say("openapi.widened", openapi=options.openapi, count=len(widened)), file=sys.stderr)
        print("\n".join(f"  {pointer}" for pointer in widened), file=sys.stderr)
    return OK


def _openapi_embed(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.cli.rewriting import Rewriting

    return OK if Rewriting(options, _catalog(options), wording).embed() else FOUND


def _openapi_remove(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.cli.rewriting import Rewriting

    return OK if Rewriting(options, _catalog(options), wording).remove() else FOUND


def _openapi_overlay(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.cli.rewriting import Rewriting

    return OK if Rewriting(options, _catalog(options), wording).overlay() else FOUND


def _docs_build(options: argparse.Namespace, wording: Wording) -> int:
    from errspec.docs.building import pages
    from errspec.docs.folder import write

    catalog = _catalog(options)
    made = pages(catalog, providers=options.provider, languages=options.lang, kind=options.format)
    write(options.output, made, wording)
    if sys.stderr.isatty():
        print(wording.say("docs.written", count=len(made), folder=options.output), file=sys.stderr)
    return OK


def _completion(options: argparse.Namespace, wording: Wording) -> int:
    try:
        import shtab
    except ImportError:
        print(wording.say("usage.error", program="errspec", reason=wording.say("usage.shtab")), file=sys.stderr)
        return WRONG
    print(shtab.complete(parser(wording), options.shell))
    return OK


_RUN: dict[str, Callable[[argparse.Namespace, Wording], int]] = {
    "check": _check,
    "providers": _providers,
    "show": _show,
    "schema": _schema,
    "openapi components": _openapi_components,
    "openapi embed": _openapi_embed,
    "openapi remove": _openapi_remove,
    "openapi overlay": _openapi_overlay,
    "docs build": _docs_build,
    "completion": _completion,
}
_FIRST = {name.partition(" ")[0] for name in _RUN}


def _lang(words: Sequence[str]) -> str:
    """
    The language asked for, so that the help speaks it too.
    """
    for index, word in enumerate(words):
        wanted = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(words):
            wanted = words[index + 1]
        if wanted in builtin().languages:
            return str(wanted)
    return "en"


def _catalog(options: argparse.Namespace) -> Catalog:
    if not options.catalog:
        return builtin()
    from errspec.verdict.examples import verify

    catalog = Catalog.load(options.catalog)
    verify(catalog)
    return catalog


def _sentence(error: ErrspecError, wording: Wording) -> str:
    facts = error.facts
    if isinstance(error, InvalidDocument):
        facts = {**facts, "cause": _sentence(error.cause, wording)}
    sentence = wording.translate(error.sentence).format(**facts)
    if isinstance(error, NoSuchName) and error.near:
        return f"{sentence} {wording.translate(error.suggestion).format(near=error.near)}"
    return sentence
