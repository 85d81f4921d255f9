"""
The errors of a provider as an overlay, for tools that apply overlays to OpenAPI documents.
"""

from __future__ import annotations

from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.wording import Wording
from errspec.documents.changes import Change
from errspec.openapi.embedding.operations import OpenAPIDocument
from errspec.openapi.embedding.planning import Plan
from errspec.openapi.embedding.settings import Settings
from errspec.openapi.options import OVERLAYS, OverlayVersion, check_option
from errspec.pointers import Path


def overlay(
    document: OpenAPIDocument, settings: Settings, catalog: Catalog, version: OverlayVersion = "1.0"
) -> dict[str, Any]:
    """
    Return an overlay that makes the changes of ``embed``; applied a second time it changes nothing.

    It first removes the places that it replaces, since an overlay appends to lists. Then one update of the root makes
    all changes, since a target that does not exist is skipped without an error (Overlay 1.0.0: 4.4.3).
    """
    check_option("version", version, OverlayVersion)
    plan = Plan(document, [settings], catalog)
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
    """Return a path as a query (RFC 9535: 2.3.1 Name Selector)."""
    return "$" + "".join(f"[{_quoted(str(token))}]" for token in path)


def _quoted(name: str) -> str:
    """Return a name in quotes that it does not contain, since some readers do not know escapes."""
    quote = '"' if "'" in name else "'"
    escaped = name.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{escaped}{quote}"


def _put(update: dict[str, Any], path: Path, value: Any) -> None:
    parent = update
    for token in path[:-1]:
        parent = parent.setdefault(str(token), {})
    last = str(path[-1])
    if isinstance(value, dict) and isinstance(parent.get(last), dict):
        parent[last].update(value)
    else:
        parent[last] = value
