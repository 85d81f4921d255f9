"""
The scripts that pages load: the search index, and scripts without comments.
"""

from __future__ import annotations

import json
import re

from errspec.catalog.provider import problem_path
from errspec.docs.addresses import provider_path
from errspec.docs.edition import Edition
from errspec.docs.indices import by_status, codes

_COMMENTS = re.compile(r"^[ \t]*(?:/\*\*.*?\*/[ \t]*\n|//[^\n]*\n|\n)|^[ \t]+", re.MULTILINE | re.DOTALL)


def search_index(edition: Edition) -> str:
    """
    Return the search index of a language as a script, because a page opened from disk cannot fetch data.

    Each entry has the title, the path, the name of the provider, the statuses, the codes, and further words.
    """
    known = codes(edition)
    numbers = [status for status, _ in by_status(edition) if status.isdecimal()]
    entries = []
    for provider in edition.everyone:
        entries.append([provider.name, provider_path(provider.id), "", "", provider.id, str(provider.description)])
        for entry in provider.problems:
            words = [*entry.messages, *map(str, entry.causes), *(str(sample.title) for sample in entry.samples)]
            words += [str(entry.description), entry.reason or "", *(header.name for header in entry.headers)]
            keys = [entry.id, *(code.value for code in known if entry.name in code.problems)]
            covered = [status for status in numbers if entry in provider.of_status(status)]
            searched = [" ".join(dict.fromkeys([*entry.status, *covered])), " ".join(keys), " ".join(words)]
            entries.append([str(entry.title), problem_path(entry.name), provider.name, *searched])
    return f"errspecSearch({script_json(entries)});\n"


def compact(script: str) -> str:
    """Remove comment lines, empty lines and indentation from a script."""
    return _COMMENTS.sub("", script)


def script_json(value: object) -> str:
    """Return a value as JSON that is safe within a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
