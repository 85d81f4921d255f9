"""
The changes that are proposed for the places of a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from errspec.documents.changes import Change
from errspec.documents.nodes import MAPPING, Node
from errspec.exceptions import UnusablePlace
from errspec.openapi.embedding.decisions import Decision
from errspec.openapi.embedding.offers import Offer
from errspec.openapi.embedding.operations import (
    DeclaredResponse,
    MediaSchema,
    OpenAPIDocument,
    Operation,
    media_schemas,
)
from errspec.pointers import Path, format_pointer

#: References to components, each with the offer that has the component.
References = tuple[tuple[Offer, str], ...]


class Proposal(NamedTuple):
    """
    The changes of one place, and the references that it then has.

    A place that several operations share and that would have to differ gets no change; ``shared`` points to it.
    """

    changes: tuple[Change, ...] = ()
    references: References = ()
    added: int = 0
    shared: tuple[str, ...] = ()


def replacements(decisions: Iterable[Decision]) -> Iterator[Proposal]:
    """Propose a reference to a component in place of each declared response that gets one."""
    places: dict[int, list[Decision]] = {}
    for decision in decisions:
        places.setdefault(id(decision.declared.place), []).append(decision)
    for same_place in places.values():
        declared, _, offer, _ = same_place[0]
        name = same_place[0].name
        if len(same_place) > 1 and any(decision.name != name for decision in same_place):
            yield Proposal(shared=tuple(format_pointer(decision.declared.location) for decision in same_place))
        elif offer is not None and name is not None:
            reference = offer.reference(name)
            yield Proposal(_replacement(declared, reference), ((offer, reference),))


def additions(operations: Iterable[Operation], offers: Sequence[Offer]) -> Iterator[Proposal]:
    """Propose the documented responses that operations do not declare, where the settings ask for them."""
    offers = [offer for offer in offers if offer.settings.attach == "all"]
    places: dict[int, list[tuple[Operation, dict[str, tuple[Offer, str]]]]] = {}
    for operation in operations if offers else ():
        responses = operation.node.get("responses")
        container = operation.node if responses is None else responses.resolved()
        places.setdefault(id(container), []).append((operation, _missing(operation, offers)))
    for same_place in places.values():
        operation, missing = same_place[0]
        responses = operation.node.get("responses")
        location = operation.location if responses is None else (*operation.location, "responses")
        if any(other != missing for _, other in same_place):
            yield Proposal(shared=(format_pointer(location),))
        elif missing:
            members = {status: {"$ref": reference} for status, (_, reference) in missing.items()}
            if responses is None:
                change = extension(operation.node, location, {"responses": members})
            else:
                change = extension(responses.resolved(), location, members)
            yield Proposal((change,), tuple(missing.values()), added=len(members) * len(same_place))


def alternatives(
    document: OpenAPIDocument, operations: Iterable[Operation], offers: Sequence[Offer]
) -> Iterator[Proposal]:
    """
    Propose the errors that are documented for success statuses, each as an alternative to the schema of the success.

    Swagger 2.0 has no alternatives.
    """
    offers = [offer for offer in offers if offer.settings.attach_2xx and offer.openapi != "2.0"]
    places: dict[int, list[tuple[MediaSchema, References]]] = {}
    for operation in operations if offers else ():
        selecting = [offer for offer in offers if offer.settings.selects(operation)]
        for response in operation.responses:
            for schema in media_schemas(document, response) if response.status.startswith("2") else ():
                errors = _success_errors(selecting, response.status, schema.media)
                places.setdefault(id(schema.node), []).append((schema, errors))
    for same_place in places.values():
        schema, errors = same_place[0]
        if any(other != errors for _, other in same_place):
            yield Proposal(shared=(format_pointer(schema.location),))
        elif errors:
            success = document.value_of(schema.node, schema.location)
            beside = [{"$ref": reference} for _, reference in errors]
            branches = success.get("anyOf") if isinstance(success, dict) and len(success) == 1 else None
            if isinstance(branches, list) and branches[1:] == beside:
                yield Proposal((), errors)
            else:
                yield Proposal((Change(schema.location, schema.node, {"anyOf": [success, *beside]}),), errors)


def extension(node: Node, location: Path, members: Mapping[str, object]) -> Change:
    """
    Return the change that gives a node new members; raise UnusablePlace.

    An empty node is replaced, so it must have no anchor.
    """
    if (node.kind == MAPPING and node.members) or (node.is_empty and node.anchor is None):
        return Change(location, node, members, extend=True)
    raise UnusablePlace(format_pointer(location))


def _replacement(declared: DeclaredResponse, reference: str) -> tuple[Change, ...]:
    """Return the change that makes a response a reference, or none if it is that reference already."""
    _, node, location, place = declared
    if place is node:
        return (Change(location, place, {"$ref": reference}),)
    return () if place.text == reference else (Change((*location, "$ref"), place, reference),)


def _missing(operation: Operation, offers: Iterable[Offer]) -> dict[str, tuple[Offer, str]]:
    """Return the references to the responses that an operation does not declare, by status."""
    declared = [response.status for response in operation.responses]
    missing: dict[str, tuple[Offer, str]] = {}
    for offer in offers:
        if offer.settings.selects(operation):
            for status, response in offer.missing(operation, [*declared, *missing]).items():
                missing[status] = offer, offer.reference(offer.name_of(response))
    return missing


def _success_errors(offers: Iterable[Offer], status: str, media: str) -> References:
    """Return the references to the errors that the first offer with any has for a success status."""
    for offer in offers:
        names = offer.success_errors(status, media)
        if names:
            return tuple((offer, offer.reference(name, "schemas")) for name in names)
    return ()
