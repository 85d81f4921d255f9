"""
The error responses that an operation declares, and what each of them is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from errspec.documents.nodes import MAPPING, SCALAR, Node
from errspec.openapi.embedding.acceptance import Acceptance
from errspec.openapi.embedding.offers import Offer
from errspec.openapi.embedding.operations import Operation
from errspec.pointers import Path


class Entry(NamedTuple):
    """
    An error response that an operation declares, and what it is given: a component of an offer, or nothing and why.
    """

    status: str
    location: Path
    node: Node
    offer: Offer | None
    name: str | None
    why: str = ""


def entries(operation: Operation, offers: Sequence[Offer], acceptance: Acceptance) -> Iterator[Entry]:
    """
    The declared error responses of an operation; the first offer that documents a status has it.

    ``default`` is an error where the operation declares a success beside it; a redirect is one where it is documented.
    """
    responses = operation.responses
    succeeds = any(status[0] in "123" for status, _, _ in responses)
    limits = [(offer, offer.limited(operation)) for offer in offers if offer.settings.select(operation)]
    for status, node, location in responses:
        if status[0] not in "345" and not (status == "default" and succeeds):
            continue
        typed = target(node).text  # what refers to a response of the provider is left as it is
        offer, name = None, None
        for offer, limited in limits:
            name = offer.named(typed) or offer.response(status, limited)
            if name is not None:
                break
        if offer is None or name is None:
            if status[0] != "3":
                yield Entry(status, location, node, None, None, "undocumented" if limits else "unselected")
        elif offer.settings.existing != "replace" and not acceptance.is_blank(node, location):
            yield Entry(status, location, node, offer, None, "kept")
        else:
            yield Entry(status, location, node, offer, name)


def target(node: Node) -> Node:
    """
    What has to be changed of a response: its reference, if that is written in it, or all of it.
    """
    reference = node.get("$ref") if node.kind == MAPPING else None
    return reference if reference is not None and reference.kind == SCALAR else node
