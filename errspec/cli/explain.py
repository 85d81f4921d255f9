"""
``errspec explain``: say what an error means, from any text about it.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.cli.arguments import CommandParser, UsageError
from errspec.cli.commands import FAILED, OK
from errspec.cli.inputs import opened, reason, unreadable
from errspec.display import json_text, printable
from errspec.problems.explanation import LOOKED_AT, explain
from errspec.redaction import excerpt

#: The numbers of candidates, of solutions and of fields that are printed.
_LISTED, _SOLUTIONS, _FIELDS = 5, 4, 10
#: What looks like the name of a file, and not like words.
_FILE = re.compile(r"\S+[/.]\S+")
_SCHEMA = "https://errspec.example/v1/meta/explanation.schema.json"


def describe(parser: CommandParser) -> None:
    """Describe the arguments."""
    parser.language_option()
    parser.positional("text", text="explained", nargs="*", default=["-"], metavar="FILE|-|TEXT")
    parser.option("--provider", text="provider-name", metavar="NAME")
    parser.option("--format", choices=("text", "json"), default="text")
    parser.catalog_option()


def run(options: argparse.Namespace, catalog: Catalog, wording: Wording) -> int:
    """Print what the text may mean, the likeliest first, or what would help if nothing is found."""
    found = explain(_text(options.text, wording), options.provider, catalog=catalog, lang=wording.lang)
    now = datetime.now()
    candidates = [each.as_dict(now) for each in found]
    hint = None if found and found[0].decided else wording.say("explain.hint")
    if options.format == "json":
        result = {"$schema": _SCHEMA, "language": wording.lang, "candidates": candidates, "hint": hint}
        print(json_text(result))
    elif not found:
        print(f"{wording.say('explain.nothing')}\n{hint}")
        if len(options.text) == 1 and _FILE.fullmatch(options.text[0]) and not os.path.exists(options.text[0]):
            print(wording.say("explain.no-file", name=printable(excerpt(options.text[0]))))
    else:
        print("\n".join(map(printable, _lines(candidates, hint, wording))))
    return OK if found else FAILED


def _text(words: list[str], wording: Wording) -> bytes:
    """Return the beginning of a file or of standard input, or else the words themselves."""
    if len(words) == 1 and (words[0] == "-" or os.path.isfile(words[0])):
        try:
            with opened(words[0], wording) as stream:
                return stream.read(LOOKED_AT)
        except OSError as error:
            raise UsageError(f"{words[0]}: {reason(unreadable(error), wording)}") from None
    return " ".join(words).encode("utf-8", "surrogateescape")


def _lines(candidates: list[dict[str, Any]], hint: str | None, wording: Wording) -> Iterator[str]:
    if hint is not None:
        is_status = candidates[0]["certainty"] == "status"
        yield from (wording.say("explain.status" if is_status else "explain.undecided"), "")
    for index, candidate in enumerate(candidates[:_LISTED]):
        yield from _candidate(candidate, wording, is_first=index == 0, is_only=len(candidates) == 1)
        yield ""
    if len(candidates) > _LISTED:
        yield wording.say("explain.more", count=len(candidates) - _LISTED)
    if hint is not None:
        yield hint


def _candidate(candidate: dict[str, Any], wording: Wording, *, is_first: bool, is_only: bool) -> Iterator[str]:
    say = wording.say
    yield f"{candidate['problem_type']}: {candidate['title']}"
    yield f"    {candidate['description']}"
    yield f"    {candidate['found_by']}"
    if is_first and candidate["message"]:
        code = f" [{candidate['code']}]" if candidate["code"] not in (None, candidate["message"]) else ""
        yield f"    {say('report.says', text=candidate['message'])}{code}"
    for field in candidate["fields"][:_FIELDS] if is_first else ():
        yield f"    {field['pointer']}: {'; '.join(field['messages'])}"
    yield f"    {say('show.solutions')}:"
    yield from (f"      - {solution}" for solution in candidate["solutions"][:_SOLUTIONS])
    yield f"    {say('show.retry')}: {candidate['retry']['title']}"
    if candidate["wait"] is not None:
        until = datetime.fromisoformat(candidate["until"])
        clock = f"{until:%H:%M:%S}" if candidate["wait"] < 43200 else f"{until:%Y-%m-%d %H:%M:%S}"
        yield f"    {say('explain.wait', time=wording.duration(candidate['wait']), clock=clock)}"
    if not is_only and candidate["told_by"]:
        yield f"    {say('report.decides', text=candidate['told_by'])}"
    sources = "; ".join(f"{source['title']}: {source['heading']}" for source in candidate["sources"])
    yield f"    {say('show.sources')}: {sources}"
