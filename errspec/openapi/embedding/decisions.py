"""
The decisions about the declared error responses: which documented response each gets, or why none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from errspec.openapi.building.statuses import DocumentedResponse
from errspec.openapi.embedding.acceptance import Acceptance
from errspec.openapi.embedding.offers import Offer
from errspec.openapi.embedding.operations import DeclaredResponse, Operation

#: ``kept`` is a response with a schema of its own, ``unselected`` one whose operation gets no errors.
Outcome = Literal["replaced", "kept", "undocumented", "unselected"]


class Decision(NamedTuple):
    """
    A declared error response, and the documented response that an offer has for it.
    """

    declared: DeclaredResponse
    outcome: Outcome
    offer: Offer | None = None
    documented: DocumentedResponse | None = None

    @property
    def name(self) -> str | None:
        """The name of the component that replaces the response, or None."""
        if self.outcome != "replaced" or self.offer is None or self.documented is None:
            return None
        return self.offer.name_of(self.documented)


def decide(operation: Operation, offers: Sequence[Offer], acceptance: Acceptance) -> Iterator[Decision]:
    """
    Yield a decision for each error response of an operation; the first offer that documents its status prevails.

    ``default`` is an error if the operation declares a success; a redirect is one if it is documented.
    """
    responses = operation.responses
    succeeds = any(response.status.startswith(("1", "2", "3")) for response in responses)
    choices = [(offer, offer.limited_to(operation)) for offer in offers if offer.settings.selects(operation)]
    for declared in responses:
        status = declared.status
        if not (status.startswith(("3", "4", "5")) or (status == "default" and succeeds)):
            continue
        offer, documented = None, None
        for offer, limited in choices:
            documented = offer.referred(declared.place.text) or offer.response(status, limited)
            if documented is not None:
                break
        if offer is None or documented is None:
            if not status.startswith("3"):
                yield Decision(declared, "undocumented" if choices else "unselected")
        elif offer.settings.existing != "replace" and not acceptance.is_blank(declared):
            yield Decision(declared, "kept", offer, documented)
        else:
            yield Decision(declared, "replaced", offer, documented)
