"""
The documented errors in the form that web frameworks expect.
"""

from __future__ import annotations

from typing import Any

from errspec.catalog.catalog import Catalog, builtin
from errspec.exceptions import NoSuchProblemType
from errspec.openapi.building.assembly import components
from errspec.openapi.building.statuses import documented_responses


def responses(
    provider: str, *statuses: int | str, lang: str = "en", catalog: Catalog | None = None
) -> dict[int | str, dict[str, Any]]:
    """
    Return the documented error responses of a provider by status, with references resolved.

    Without ``statuses`` all are included. This is what FastAPI takes as ``responses=``; for drf-spectacular, see
    ``schemas_of``. A status is a number such as 429, or a range such as ``5XX``. Raises NoSuchProvider,
    NoSuchLanguage, and NoSuchProblemType for a status that the provider does not document.
    """
    catalog = catalog or builtin()
    built = components(provider, openapi="3.1", inline=True, lang=lang, catalog=catalog)["responses"]
    by_status = {
        each.status: built[each.name] for each in documented_responses(provider, catalog=catalog) if not each.on
    }
    found: dict[int | str, dict[str, Any]] = {}
    for status in statuses or [status for status in by_status if not status.startswith(("2", "3"))]:
        exact, general = str(status).upper(), f"{str(status)[:1]}XX"
        if exact not in by_status and general not in by_status:
            raise NoSuchProblemType(str(status), sorted(by_status))
        key = int(status) if str(status).isdecimal() else exact
        found[key] = by_status.get(exact) or by_status[general]
    return found


def schemas_of(documented: dict[int | str, dict[str, Any]]) -> dict[tuple[int | str, str], dict[str, Any]]:
    """Return the schemas of responses by status and media type, as drf-spectacular's ``extend_schema`` expects them."""
    return {
        (status, media): content["schema"]
        for status, response in dict(documented).items()  # a number raises TypeError
        for media, content in response.get("content", {}).items()
    }
