"""
The providers that the user specifies, for one host or for all others.
"""

from __future__ import annotations

from collections.abc import Iterable

from errspec.catalog.catalog import Catalog
from errspec.response import host
from errspec.verdict.matching import matchers


class Hosts:
    """
    A lookup of providers by host: the hosts of their APIs, and hosts that the user adds.

    Each of ``names`` is a provider (``acme``) or a provider and a host (``acme=localhost``). Raises NoSuchProvider.
    """

    def __init__(self, catalog: Catalog, names: Iterable[str] = ()) -> None:
        self._catalog = catalog
        self._named: dict[str, str] = {}
        #: The id of the provider that was named without a host, or None.
        self.other: str | None = None
        for name in names:
            provider, _, at = name.partition("=")
            identifier = catalog.provider(provider).id
            if at:
                self._named[host(at if "://" in at else f"//{at}")] = identifier
            else:
                self.other = identifier

    @property
    def providers(self) -> frozenset[str]:
        """The ids of the providers that were named."""
        return frozenset(each for each in (*self._named.values(), self.other) if each)

    def named(self, url: str | None) -> str | None:
        """Return the id of the provider that was named for the host of a URL, or None."""
        return self._named.get(host(url)) if self._named and url else None

    def at(self, url: str | None) -> str | None:
        """Return the provider id for a URL: that of an added host, of a known API, or of all other hosts."""
        return self.named(url) or (matchers(self._catalog).at(url) if url else None) or self.other
