"""
The sentences of the data that are shown to people, so that none stays without its translation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Members whose value is a sentence, or a list of sentences.
SPOKEN = ("decidedBy", "summary", "title", "description", "causes", "solutions", "question", "says", "lenient")
#: Files with sentences under any name.
PHRASES = ("sentences", "messages")


def sentences(folder: Path) -> list[str]:
    """
    Every sentence of the data files of one folder, once, in the order of the files.
    """
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name not in ("it.json", "sources.json"):
            data = json.loads(path.read_text("utf-8"))
            data.pop("sources", None)
            found.update(dict.fromkeys(_walk(data, spoken=path.name == "messages.json")))
    return list(found)


def _walk(data: Any, *, spoken: bool) -> Iterator[str]:
    if isinstance(data, list):
        for item in data:
            yield from _walk(item, spoken=spoken)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in ("body", "value", "$schema", "headers_sent", "x-source", "const") or key.startswith("$schema"):
                continue
            if key == "messages" and isinstance(value, list):
                continue  # texts of the provider stay as they are
            if key == "examples" and not any(
                isinstance(item, dict) and "title" in item and "status" in item for item in value
            ):
                continue  # values of a schema
            if isinstance(value, str):
                if key in SPOKEN:
                    yield value
            elif key in SPOKEN and isinstance(value, list):
                yield from value
            elif spoken and key in PHRASES:
                yield from _strings(value)
            elif key != "properties" or not isinstance(value, dict):
                yield from _walk(value, spoken=spoken)
            else:
                for member in value.values():
                    yield from _walk(member, spoken=spoken)


def _strings(data: dict[str, str]) -> Iterator[str]:
    yield from data.values()
