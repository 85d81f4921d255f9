"""
Shapes as components: the documented form, with every object and every list of values under a name of its own.
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

#: The keyword with which a shape or a definition says its name, where it is not that of the file or the definition.
_NAMED = "x-component"
#: What is said of a schema, and what only a file needs.
_ROOT = ("$schema", "$id", "$comment", "title", "examples")
#: Places in a schema as words of a name.
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
        self.found: dict[str, dict[str, Any]] = {}

    def shape(self, shape: str) -> dict[str, Any]:
        """
        A reference to the component of a shape, which is made with all that it refers to.
        """
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
        """
        The schema of a header, with a list of values apart.
        """
        plain = self._plain(documented(schema), {})
        rest = {keyword: value for keyword, value in plain.items() if keyword not in ("description", "examples")}
        if not _deserves_name(rest):
            return rest
        self._put(name, name, {"title": name, "description": plain.get("description", name), **rest})
        return {"$ref": COMPONENTS + name}

    def union(self, name: str, shapes: list[str]) -> dict[str, Any]:
        """
        A reference to a component that is one of several shapes, or to the only one.
        """
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
        """
        A root or a definition as a component, and its parts that deserve a name after it.
        """
        self._origins.setdefault(name, origin)
        if self._origins[name] != origin:
            raise DuplicateComponentName(name, self._origins[name], origin)
        self.found[name] = {}
        words = [self._wording.translate(str(schema[key])) for key in ("title", "description") if key in schema]

        def apart(copy: dict[str, Any], path: Path) -> dict[str, Any]:
            if not path or not _deserves_name(copy):
                return copy
            inner = name + "".join(_words(path))
            self._put(inner, f"{origin}/{'/'.join(map(str, path))}", {"title": inner, **copy})
            return {"$ref": COMPONENTS + inner}

        whole = rewrite_at(self._plain(schema, names), apart)
        rest = {keyword: value for keyword, value in whole.items() if keyword not in (*_ROOT, "description")}
        self.found[name] = {"title": name, "description": ". ".join(words), **rest}

    def _plain(self, schema: Schema, names: dict[str, str]) -> dict[str, Any]:
        """
        A schema in standard keywords, in the language, with references to components and no needless alternatives.
        """

        def change(copy: dict[str, Any]) -> dict[str, Any]:
            made = {keyword: value for keyword, value in copy.items() if keyword not in ("title", "$comment")}
            if "description" in made:
                made["description"] = self._wording.translate(made["description"])
            if "$ref" in made:
                made["$ref"] = COMPONENTS + names[definition_of(made["$ref"])]
            branches = made.get("anyOf", [])
            if len(branches) == 1:
                only = {keyword: value for keyword, value in made.items() if keyword != "anyOf"}
                if not (only.keys() & branches[0].keys()) - {"description"}:
                    made = {**branches[0], **only}
            return made

        return rewrite(standard(schema), change)

    def _put(self, name: str, origin: str, schema: dict[str, Any]) -> None:
        if self.found.setdefault(checked(name), schema) != schema:
            raise DuplicateComponentName(name, self._origins[name], origin)
        self._origins[name] = origin


def shape_name(catalog: Catalog, stem: str, shape: str) -> str:
    """
    The name of the component that a shape is.
    """
    return checked(stem + pascal(str(catalog.form_of(shape, "documented").get(_NAMED, shape.rpartition("/")[2]))))


def _deserves_name(schema: Schema) -> bool:
    """
    Whether it is an object with members or a list of values, for which a generator would make up a name.
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
    """
    The definitions that the root refers to, and those that they refer to, in the order in which they are met.
    """
    known = definitions(root)
    found: dict[str, None] = {}
    waiting: list[Schema] = [alone(root)]
    while waiting:
        for _, schema in subschemas(waiting.pop(0)):
            key = definition_of(str(schema.get("$ref", "")))
            if key in known and key not in found:
                found[key] = None
                waiting.append(known[key])
    return list(found)


def _words(path: Path) -> list[str]:
    """
    A path into a schema as words of a name.
    """
    words, steps = [], iter(path)
    for step in steps:
        if step == "properties":
            words.append(pascal(str(next(steps))))
        else:
            words.append(_PLACES[step] if isinstance(step, str) else str(step + 1))
    return words
