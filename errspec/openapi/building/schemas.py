"""
Schema components: the documented form of shapes, in which every object and every list of values has a name.
"""

from __future__ import annotations

from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import documented, standard
from errspec.catalog.keywords import Schema, definition_of, definitions, rewrite, rewrite_at, subschemas
from errspec.catalog.keywords import without_definitions as alone
from errspec.catalog.wording import Wording
from errspec.exceptions import DuplicateComponentName
from errspec.openapi.building.names import checked, pascal
from errspec.openapi.dialects.conversion import COMPONENTS
from errspec.pointers import Path

#: The keyword of a shape or a definition whose name is not that of its file or its key.
_NAMED = "x-component"
#: The keywords of a root that a component does not take over.
_ROOT = ("$schema", "$id", "$comment", "title", "examples")
#: The words for places in a schema, for names.
_PLACES = {"items": "Item", "additionalProperties": "Value", "anyOf": "Option"}


class Schemas:
    """
    The schemas of one provider's components, in the dialect 2020-12.
    """

    def __init__(self, catalog: Catalog, stem: str, wording: Wording) -> None:
        self._catalog = catalog
        self._stem = stem
        self._wording = wording
        self._origins: dict[str, str] = {}
        #: The schemas by name.
        self.components: dict[str, dict[str, Any]] = {}

    def shape(self, shape: str) -> dict[str, Any]:
        """Add the component of a shape, with all that it refers to; return a reference to it."""
        root = self._catalog.form_of(shape, "documented")
        known = definitions(root)
        names = {key: self._name(definition, key) for key, definition in known.items()}
        name = shape_name(self._catalog, self._stem, shape)
        if self._origins.get(name) != shape:
            self._component(name, shape, alone(root), names)
            for key in _reachable(root):
                self._component(names[key], f"{shape}#{key}", known[key], names)
        return {"$ref": COMPONENTS + name}

    def value(self, name: str, schema: Schema) -> dict[str, Any]:
        """Return the schema of a header; a list of values becomes a component."""
        plain = self._plain(documented(schema), {})
        rest = {keyword: value for keyword, value in plain.items() if keyword not in ("description", "examples")}
        if not _deserves_name(rest):
            return rest
        self._put(name, name, {"title": name, "description": plain.get("description", name), **rest})
        return {"$ref": COMPONENTS + name}

    def union(self, name: str, shapes: list[str]) -> dict[str, Any]:
        """Add a component for one of several shapes; return a reference to it, or to the only shape."""
        references = [self.shape(shape) for shape in shapes]
        if len(references) == 1:
            return references[0]
        titles = (self._wording.translate(str(self._catalog.shapes[shape].schema["title"])) for shape in shapes)
        description = self._wording.say("openapi.union", names=self._wording.alternatives(titles))
        self._put(name, name, {"title": name, "description": description, "anyOf": references})
        return {"$ref": COMPONENTS + name}

    def _name(self, schema: Schema, name: str) -> str:
        return checked(self._stem + pascal(str(schema.get(_NAMED, name))))

    def _component(self, name: str, origin: str, schema: Schema, names: dict[str, str]) -> None:
        """Add the component of a root or a definition, and the components of its parts that deserve a name."""
        self._origins.setdefault(name, origin)
        if self._origins[name] != origin:
            raise DuplicateComponentName(name, self._origins[name], origin)
        self.components[name] = {}  # comes before its parts
        words = [self._wording.translate(str(schema[key])) for key in ("title", "description") if key in schema]

        def separate(part: dict[str, Any], path: Path) -> dict[str, Any]:
            if not path or not _deserves_name(part):
                return part
            inner = name + "".join(_words(path))
            self._put(inner, f"{origin}/{'/'.join(map(str, path))}", {"title": inner, **part})
            return {"$ref": COMPONENTS + inner}

        root = rewrite_at(self._plain(schema, names), separate)
        rest = {keyword: value for keyword, value in root.items() if keyword not in (*_ROOT, "description")}
        self.components[name] = {"title": name, "description": ". ".join(words), **rest}

    def _plain(self, schema: Schema, names: dict[str, str]) -> dict[str, Any]:
        """
        Return a schema in standard keywords, translated, with references to components; a single alternative is merged.
        """

        def change(copy: dict[str, Any]) -> dict[str, Any]:
            part = {keyword: value for keyword, value in copy.items() if keyword not in ("title", "$comment")}
            if "description" in part:
                part["description"] = self._wording.translate(part["description"])
            if "$ref" in part:
                part["$ref"] = COMPONENTS + names[definition_of(part["$ref"])]
            branches = part.get("anyOf", [])
            if len(branches) == 1:
                rest = {keyword: value for keyword, value in part.items() if keyword != "anyOf"}
                if not (rest.keys() & branches[0].keys()) - {"description"}:
                    return {**branches[0], **rest}
            return part

        return rewrite(standard(schema), change)

    def _put(self, name: str, origin: str, schema: dict[str, Any]) -> None:
        if self.components.setdefault(checked(name), schema) != schema:
            raise DuplicateComponentName(name, self._origins[name], origin)
        self._origins[name] = origin


def shape_name(catalog: Catalog, stem: str, shape: str) -> str:
    """Return the name of the component of a shape."""
    return checked(stem + pascal(str(catalog.form_of(shape, "documented").get(_NAMED, shape.rpartition("/")[2]))))


def _deserves_name(schema: Schema) -> bool:
    """
    Return whether a schema is an object with properties or a list of values, for which a generator would invent a name.
    """
    values, branches = schema.get("enum", ()), schema.get("anyOf", ())
    assert isinstance(values, (list, tuple))
    assert isinstance(branches, (list, tuple))
    return (
        "properties" in schema
        or isinstance(schema.get("additionalProperties"), dict)
        or len(values) > 1
        or any("const" in branch or "enum" in branch for branch in branches)
    )


def _reachable(root: Schema) -> list[str]:
    """Return the definitions that a root refers to, directly or through others, in the order of the references."""
    known = definitions(root)
    reached: dict[str, None] = {}
    waiting: list[Schema] = [alone(root)]
    while waiting:
        for _, schema in subschemas(waiting.pop(0)):
            key = definition_of(str(schema.get("$ref", "")))
            if key in known and key not in reached:
                reached[key] = None
                waiting.append(known[key])
    return list(reached)


def _words(path: Path) -> list[str]:
    """Return a path into a schema as words of a name."""
    words, steps = [], iter(path)
    for step in steps:
        if step == "properties":
            words.append(pascal(str(next(steps))))
        else:
            words.append(_PLACES[step] if isinstance(step, str) else str(step + 1))
    return words
