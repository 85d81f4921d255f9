"""
The errors of a provider as an Overlay, for tools that apply one to an OpenAPI document.
"""

from __future__ import annotations

from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.documents.changes import Change
from errspec.openapi.embedding.operations import Source
from errspec.openapi.embedding.planning import Plan
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import OVERLAYS, OverlayVersion, check_option
from errspec.pointers import Path


def overlay(source: Source, settings: Settings, catalog: Catalog, version: OverlayVersion = "1.0") -> dict[str, Any]:
    """
    An overlay that makes the changes of ``embed``, and makes the same document when it is applied again.

    What is put into the document is removed first, since lists are added to each other, and then everything stands in
    one update of the root, since a target that is not there is passed over in silence (Overlay 1.0.0: 4.4.3).
    """
    check_option("version", version, OverlayVersion)
    plan = Plan(source, [settings], catalog)
    replaced = [change.path for change in plan.changes if not change.extend and isinstance(change.value, dict)]
    removed = dict.fromkeys(_target(path) for path in [*replaced, *plan.new_components])
    update: dict[str, Any] = {}
    for change in plan.changes:
        for path, value in _assignments(change):
            _put(update, path, value)
    wording = Wording(catalog, settings.lang)
    title = wording.say("openapi.title", names=catalog.provider(settings.provider).name)
    actions: list[dict[str, Any]] = [{"target": target, "remove": True} for target in removed]
    if update:
        actions.append({"target": "$", "update": update})
    return {"overlay": OVERLAYS[version], "info": {"title": title, "version": "1"}, "actions": actions}


def _assignments(change: Change) -> list[tuple[Path, Any]]:
    if not change.extend:
        return [(change.path, change.value)]
    return [((*change.path, key), value) for key, value in change.value.items()]


def _target(path: Path) -> str:
    """
    A path as a query (RFC 9535: 2.3.1 Name Selector).

    A name with an apostrophe stands between the other quotes, since not every reader knows escapes.
    """
    return "$" + "".join(f"[{_quoted(str(token))}]" for token in path)


def _quoted(name: str) -> str:
    quote = '"' if "'" in name else "'"
    escaped = name.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{escaped}{quote}"


def _put(update: dict[str, Any], path: Path, value: Any) -> None:
    place = update
    for token in path[:-1]:
        place = place.setdefault(str(token), {})
    last = str(path[-1])
    if isinstance(value, dict) and isinstance(place.get(last), dict):
        place[last].update(value)
    else:
        place[last] = value
