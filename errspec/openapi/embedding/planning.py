"""
Which changes put the errors of providers into a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.documents.changes import Change
from errspec.documents.nodes import MAPPING, Node
from errspec.exceptions import ComponentClash, NoSuchOperation, TypedAlready, UnusablePlace
from errspec.openapi.embedding.acceptance import Acceptance
from errspec.openapi.embedding.anchors import undisturbed
from errspec.openapi.embedding.declared import Entry, entries, target
from errspec.openapi.embedding.offers import Offer
from errspec.openapi.embedding.operations import Operation, Source, followed, operations, version_of
from errspec.openapi.embedding.settings import Settings, fits
from errspec.pointers import Path, format_pointer


class Plan:
    """
    The changes of a document, and what they come to in numbers.
    """

    def __init__(self, source: Source, settings: Sequence[Settings], catalog: Catalog) -> None:
        self._source = source
        self._acceptance = Acceptance(source)
        #: The version of OpenAPI.
        self.version = version_of(source)
        #: The operations of the document.
        self.operations: list[Operation]
        #: The references to path items that lead out of the document.
        self.outside: list[str]
        self.operations, self.outside = operations(source)
        self._offers = [Offer(catalog, one, self.version) for one in settings]
        self._check_selection(settings)
        #: The error responses that are declared.
        self.entries = [
            entry for operation in self.operations for entry in entries(operation, self._offers, self._acceptance)
        ]
        self._used: list[tuple[Offer, str]] = []
        #: How many responses are added.
        self.added = 0
        #: The pointers of what is used in several places that would have to differ.
        self.shared: list[str] = []
        #: The paths of the components that the document gets.
        self.new_components: list[Path] = []
        self.changes = undisturbed(source, [*self._replaced(), *self._added(), *self._successes()], self.shared)
        self.changes += self._components()

    @property
    def typed(self) -> list[Entry]:
        """
        The declared error responses that have a component of a provider.
        """
        shared = set(self.shared)
        return [
            entry for entry in self.entries if entry.name is not None and format_pointer(entry.location) not in shared
        ]

    def accepting(self) -> tuple[int, int]:
        """
        How many declared error responses accept an empty object, before and after.
        """
        before = after = 0
        typed = {id(entry) for entry in self.typed}
        for entry in self.entries:
            accepted = self._acceptance.response(entry.node, entry.location)
            before += accepted
            if id(entry) in typed and entry.offer is not None:
                accepted = entry.offer.accepts(str(entry.name))
            after += accepted
        return before, after

    @property
    def undocumented(self) -> Counter[str]:
        """
        The declared statuses that no provider documents, with how often they are declared.
        """
        return Counter(entry.status for entry in self.entries if entry.why == "undocumented")

    def _check_selection(self, settings: Sequence[Settings]) -> None:
        for name in (name for one in settings for name in one.on):
            if not any(fits(name, operation) for operation in self.operations):
                tags = sorted({tag for operation in self.operations for tag in operation.tags})
                raise NoSuchOperation(name, tags)

    def _replaced(self) -> list[Change]:
        """
        The changes of the responses that are declared; one that is used in several places has to fit all.
        """
        kept = [entry for entry in self.entries if entry.why == "kept"]
        refused = [entry for entry in kept if entry.offer is not None and entry.offer.settings.existing == "fail"]
        if refused:
            raise TypedAlready(len(refused), format_pointer(refused[0].location))
        places: dict[int, list[Entry]] = {}
        for entry in self.entries:
            places.setdefault(id(target(entry.node)), []).append(entry)
        changes: list[Change] = []
        for same in places.values():
            entry = same[0]
            if len(same) > 1 and len({other.name for other in same}) > 1:
                self.shared += [format_pointer(other.location) for other in same]
            elif entry.name is not None and entry.offer is not None:
                reference = entry.offer.reference(entry.name)
                self._used.append((entry.offer, reference))
                changes += self._replacement(entry, reference)
        return changes

    def _replacement(self, entry: Entry, reference: str) -> Iterator[Change]:
        place = target(entry.node)
        if place is entry.node:
            yield Change(entry.location, place, {"$ref": reference})
        elif place.text != reference:
            yield Change((*entry.location, "$ref"), place, reference)

    def _added(self) -> Iterator[Change]:
        """
        The documented responses that operations do not declare.
        """
        if all(offer.settings.attach != "all" for offer in self._offers):
            return
        wanted: dict[int, tuple[Node, Path, bool, list[dict[str, str]]]] = {}
        for operation in self.operations:
            found: dict[str, str] = {}
            declared = [status for status, _, _ in operation.responses]
            for offer in self._offers:
                if offer.settings.attach == "all" and offer.settings.select(operation):
                    for status, name in offer.missing(operation, [*declared, *found]).items():
                        found[status] = offer.reference(name)
                        self._used.append((offer, found[status]))
            responses = operation.node.get("responses")
            container = operation.node if responses is None else responses.resolved()
            location = operation.location if responses is None else (*operation.location, "responses")
            wanted.setdefault(id(container), (container, location, responses is None, []))[3].append(found)
        for container, location, is_missing, all_found in wanted.values():
            if any(found != all_found[0] for found in all_found):
                self.shared.append(format_pointer(location))
            elif all_found[0]:
                references = {status: {"$ref": reference} for status, reference in all_found[0].items()}
                self.added += len(references) * len(all_found)
                value = {"responses": references} if is_missing else references
                yield Change(location, _usable(container, location), value, extend=True)

    def _successes(self) -> Iterator[Change]:
        """
        The schemas of successes that get an error beside them.
        """
        if self.version == "2.0" or not any(offer.settings.attach_2xx for offer in self._offers):
            return
        wanted: dict[int, tuple[Node, Path, list[tuple[str, ...]]]] = {}
        used: dict[int, tuple[Offer, list[str]]] = {}
        for operation in self.operations:
            for status, node, location in operation.responses:
                for node_, path, media in self._schemas(node, location) if status[0] == "2" else ():
                    names: tuple[str, ...] = ()
                    for offer in self._offers:
                        if offer.settings.attach_2xx and offer.settings.select(operation) and not names:
                            errors = offer.success_errors(status).get(media, ())
                            names = tuple(offer.reference(name, "schemas") for name in errors)
                            if names:
                                used[id(node_)] = offer, list(names)
                    wanted.setdefault(id(node_), (node_, path, []))[2].append(names)
        for key, (node, path, found) in wanted.items():
            if any(names != found[0] for names in found):
                self.shared.append(format_pointer(path))
            elif found[0]:
                success = self._source.value_of(node, path)
                beside = [{"$ref": name} for name in found[0]]
                offer, names_ = used[key]
                self._used += [(offer, name) for name in names_]
                if not (isinstance(success, dict) and success.keys() == {"anyOf"} and success["anyOf"][1:] == beside):
                    yield Change(path, node, {"anyOf": [success, *beside]})

    def _schemas(self, node: Node, location: Path) -> Iterator[tuple[Node, Path, str]]:
        """
        The schemas of a response, each with its path and its media type.
        """
        response, path = node.resolved(), location
        reference = response.get("$ref")
        if reference is not None:
            found = followed(self._source, reference.resolved().text)
            if found is None:
                return
            response, path = found
        content = response.get("content")
        for media, item in [] if content is None else content.resolved().entries():
            schema = item.resolved().get("schema")
            if schema is not None and not schema.is_empty:
                yield schema, (*path, "content", media, "schema"), media

    def _components(self) -> list[Change]:
        """
        The changes that give the document the components that it has not.
        """
        sections: dict[str, dict[str, Any]] = {}
        for offer in self._offers:
            references = [reference for one, reference in self._used if one is offer]
            for section, items in offer.needed(references).items():
                for name, item in items.items():
                    if not self._has(section, name, item, offer):
                        sections.setdefault(section, {})[name] = item
        if not sections:
            return []
        location: Path = () if self.version == "2.0" else ("components",)
        self.new_components = [(*location, section, name) for section, items in sections.items() for name in items]
        parent, changes = self._source.root, []
        if location:
            components = parent.get("components")
            if components is None:
                return [Change((), parent, {"components": sections}, extend=True)]
            parent = _usable(components, location)
        absent = {}
        for section, items in sections.items():
            node = parent.get(section)
            if node is None:
                absent[section] = items
            else:
                changes.append(Change((*location, section), _usable(node, (*location, section)), items, extend=True))
        if absent:
            changes.append(Change(location, parent, absent, extend=True))
        return changes

    def _has(self, section: str, name: str, item: Any, offer: Offer) -> bool:
        """
        Whether the document has the component already; raises ComponentClash where it has another of this name.
        """
        path: Path = (section, name) if self.version == "2.0" else ("components", section, name)
        node = followed(self._source, f"#{format_pointer(path)}")
        if node is None:
            return False
        if self._source.value_of(*node) != item:
            raise ComponentClash(format_pointer(path), name, offer.provider.id)
        return True


def _usable(node: Node, path: Path) -> Node:
    """
    A value that can get members; raises UnusablePlace, as for an empty one whose anchor would be lost.
    """
    if (node.kind == MAPPING and node.members) or (node.is_empty and node.anchor is None):
        return node
    raise UnusablePlace(format_pointer(path))
