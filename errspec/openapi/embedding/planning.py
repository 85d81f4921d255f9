"""
The plan of an embedding: every change that a document needs, and what the changes come to in numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.documents.changes import Change
from errspec.exceptions import ComponentClash, NoSuchOperation, TypedAlready
from errspec.openapi.building.assembly import Sections
from errspec.openapi.embedding.acceptance import Acceptance
from errspec.openapi.embedding.anchors import without_lost_anchors
from errspec.openapi.embedding.decisions import Decision, decide
from errspec.openapi.embedding.offers import Offer
from errspec.openapi.embedding.operations import OpenAPIDocument, Operation, follow, operations, version_of
from errspec.openapi.embedding.proposals import Proposal, additions, alternatives, extension, replacements
from errspec.openapi.embedding.selection import OfferedComponents
from errspec.openapi.embedding.settings import Settings
from errspec.pointers import Path, format_pointer


class Plan:
    """
    The changes of a document: its operations are read, responses decided on, changes proposed, and components added.
    """

    def __init__(self, document: OpenAPIDocument, settings: Sequence[Settings], catalog: Catalog) -> None:
        #: The version of OpenAPI.
        self.version = version_of(document)
        #: The operations of the document, and the references to path items outside the document.
        self.operations, self.outside = operations(document)
        offers = [Offer(catalog, chosen, self.version) for chosen in settings]
        _check_selectors((selector for chosen in settings for selector in chosen.on), self.operations)
        self._acceptance = Acceptance(document)
        #: The decisions about the declared error responses.
        self.decisions = [
            decision for operation in self.operations for decision in decide(operation, offers, self._acceptance)
        ]
        _check_existing(self.decisions)
        proposals = [
            *replacements(self.decisions),
            *additions(self.operations, offers),
            *alternatives(document, self.operations, offers),
        ]
        proposed = [change for proposal in proposals for change in proposal.changes]
        changes, dropped = without_lost_anchors(document, proposed)
        #: How many responses are added.
        self.added = sum(proposal.added for proposal in proposals)
        #: The pointers of places that several operations share and that would have to differ.
        self.shared = [pointer for proposal in proposals for pointer in proposal.shared]
        self.shared += [format_pointer(change.path) for change in dropped]
        decided = [(decision.offer, decision.documented) for decision in self.decisions if decision.documented]
        self._components = {
            offer: OfferedComponents(catalog, offer, [documented for other, documented in decided if other is offer])
            for offer in offers
        }
        sections = self._new_sections(document, proposals)
        #: The paths of the components that the document gets.
        self.new_components = [
            (*_parent(self.version), section, name) for section, components in sections.items() for name in components
        ]
        #: The changes, those of components last.
        self.changes = [*changes, *_section_changes(document, _parent(self.version), sections)]

    @property
    def typed(self) -> list[Decision]:
        """The declared error responses that get a component."""
        shared = set(self.shared)
        return [
            decision
            for decision in self.decisions
            if decision.outcome == "replaced" and format_pointer(decision.declared.location) not in shared
        ]

    def accepting(self) -> tuple[int, int]:
        """Return how many declared error responses accept an empty object, before and after."""
        before = after = 0
        typed = {id(decision) for decision in self.typed}
        for decision in self.decisions:
            accepted = self._acceptance.accepts_empty(decision.declared)
            before += accepted
            if id(decision) in typed and decision.offer is not None:
                accepted = self._components[decision.offer].accepts_empty(str(decision.name))
            after += accepted
        return before, after

    @property
    def undocumented(self) -> Counter[str]:
        """The declared statuses that no provider documents, with how often they are declared."""
        return Counter(decision.declared.status for decision in self.decisions if decision.outcome == "undocumented")

    def _new_sections(self, document: OpenAPIDocument, proposals: Iterable[Proposal]) -> Sections:
        """Return the components that proposals need and that the document does not have; raise ComponentClash."""
        wanted = [pair for proposal in proposals for pair in proposal.references]
        sections: Sections = {}
        for offer, components in self._components.items():
            needed = components.needed(reference for other, reference in wanted if other is offer)
            for section, members in needed.items():
                for name, component in members.items():
                    if not _has(document, (*_parent(self.version), section, name), component, offer):
                        sections.setdefault(section, {})[name] = component
        return sections


def _check_selectors(selectors: Iterable[str], operations: Iterable[Operation]) -> None:
    for selector in selectors:
        if not any(operation.matches(selector) for operation in operations):
            raise NoSuchOperation(selector, sorted({tag for operation in operations for tag in operation.tags}))


def _check_existing(decisions: Iterable[Decision]) -> None:
    """Check that no response with a schema of its own would have to be replaced if the settings forbid it."""
    refused = [
        format_pointer(decision.declared.location)
        for decision in decisions
        if decision.outcome == "kept" and decision.offer is not None and decision.offer.settings.existing == "fail"
    ]
    if refused:
        raise TypedAlready(len(refused), refused[0])


def _parent(version: str) -> Path:
    """Return the path to the mapping that holds the sections of components."""
    return () if version == "2.0" else ("components",)


def _has(document: OpenAPIDocument, path: Path, component: Any, offer: Offer) -> bool:
    """Return whether the document has a component; raise ComponentClash if it has another one of this name."""
    target = follow(document, f"#{format_pointer(path)}")
    if target is None:
        return False
    if document.value_of(*target) != component:
        raise ComponentClash(format_pointer(path), str(path[-1]), offer.provider.id)
    return True


def _section_changes(document: OpenAPIDocument, location: Path, sections: Sections) -> Iterator[Change]:
    """Yield the changes that put components into a document."""
    if not sections:
        return
    parent = document.root if not location else document.root.get("components")
    if parent is None:
        yield Change((), document.root, {"components": sections}, extend=True)
        return
    absent: dict[str, Any] = {}
    for section, components in sections.items():
        node = parent.get(section)
        if node is None:
            absent[section] = components
        else:
            yield extension(node, (*location, section), components)
    if absent:
        yield extension(parent, location, absent)
