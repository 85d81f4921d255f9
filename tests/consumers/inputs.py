"""
What every consumer reads: documents in which each response is used, every example, and a broken body for each shape.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from errspec import CATALOG, Catalog
from errspec.openapi import VERSIONS, DocumentedResponse, components, documented_responses
from errspec.openapi.building.names import pascal, stem
from tests.support.cases import ROOT, SUITE, Case, cases

FIXTURES = ROOT / "tests" / "fixtures"
#: The catalog that is shipped, and that of the test provider, each with the folder of the cases of its shapes.
CATALOGS = ((CATALOG, SUITE / "shapes"), (Catalog.load(FIXTURES / "acme"), FIXTURES / "shapes"))
Document = dict[str, Any]


class Body(NamedTuple):
    """
    A response to be read: an example, which is right, or a body that is broken in one way.

    ``answer`` is its status or range in the document. ``media`` is None where no body is documented, and ``value`` an
    empty text where there is none; ``schema`` is the name of the component that a JSON body has, ``example`` that of
    the component that shows it, ``fault`` the JSON Pointer of what is wrong.
    """

    name: str
    shipped: bool
    valid: bool
    component: str
    answer: str
    status: int
    headers: dict[str, str]
    media: str | None
    shape: str | None
    schema: str | None
    value: Any
    example: str | None = None
    fault: str | None = None

    @property
    def path(self) -> str:
        """
        The path of the operation that answers with it.
        """
        return f"/{self.component}"

    @property
    def text(self) -> str:
        """
        The body as it is sent.
        """
        return json.dumps(self.value, ensure_ascii=False) if self.schema else self.value or ""


def document(openapi: str, sections: dict[str, Any] | None = None) -> Document:
    """
    A document of a version in which every response of every provider is used by an operation.
    """
    merged: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for catalog, _ in CATALOGS:
        for section, items in components(openapi=openapi, catalog=catalog).items():
            merged.setdefault(section, {}).update(items)
        contents = _contents(catalog)
        for provider in catalog.providers:
            for documented in documented_responses(provider, catalog=catalog):
                operation = _operation(documented, openapi, contents[documented.name])
                paths[f"/{documented.name}"] = {"get": operation}
    info = {"title": "Documented errors", "version": "1"}
    if openapi == "2.0":
        return {"swagger": "2.0", "info": info, "paths": paths, **merged}
    return {"openapi": VERSIONS[openapi], "info": info, "paths": paths, "components": merged}


def _operation(documented: DocumentedResponse, openapi: str, content: dict[str, Any]) -> dict[str, Any]:
    """
    An operation that answers as documented, and otherwise has nothing to say.
    """
    status, start, name = documented.status, "#/components/responses/", documented.name
    if openapi == "2.0":
        status, start = status if status.isdecimal() else "default", "#/responses/"
    responses = {"204": {"description": "Done"}, status: {"$ref": start + name}}
    made = {"operationId": f"get{name}", "summary": name, "responses": responses}
    return {**made, "produces": list(content) or ["application/json"]} if openapi == "2.0" else made


@cache
def examples() -> tuple[Body, ...]:
    """
    Every example of every response.
    """
    return tuple(body for catalog, _ in CATALOGS for body in _examples(catalog))


def _examples(catalog: Catalog) -> Iterator[Body]:
    values, contents = components(catalog=catalog)["examples"], _contents(catalog)
    for provider in catalog.providers.values():
        for documented in documented_responses(provider.id, catalog=catalog):
            content = contents[documented.name]
            for item, number, example in documented.examples:
                name = stem(provider) + pascal(item.id) + (str(number) if len(item.examples) > 1 else "")
                media = next((media for media in content if name in content[media].get("examples", ())), None)
                if media is None and example.response.content:
                    continue  # it shows what no page documents
                body = _body(documented, media or next(iter(content), None), content, catalog)
                yield body._replace(
                    name=f"{name} in {documented.name}",
                    status=_status(documented, example.response.status_code),
                    headers={**body.headers, **dict(example.response.headers or ())},
                    shape=item.content.get(media) if media else None,
                    value=values[name]["value"] if media else "" if content else None,
                    example=name if media else None,
                )


def _body(documented: DocumentedResponse, media: str | None, content: dict[str, Any], catalog: Catalog) -> Body:
    schema = content[media]["schema"].get("$ref", "").rpartition("/")[2] if media else None
    return Body(
        name="",
        shipped=catalog is CATALOG,
        valid=True,
        component=documented.name,
        answer=documented.status,
        status=_status(documented, None),
        headers={"Content-Type": media} if media else {},
        media=media,
        shape=None,
        schema=schema or None,
        value=None,
    )


def _contents(catalog: Catalog) -> dict[str, Any]:
    """
    The content of each response by its name.
    """
    return {name: item.get("content", {}) for name, item in components(catalog=catalog)["responses"].items()}


def _status(documented: DocumentedResponse, found: int | None) -> int:
    """
    The status of an example, or the first of those that the response is documented for.
    """
    wanted = documented.status.replace("XX", "")
    return found if found and str(found).startswith(wanted) else int(wanted.ljust(3, "0"))


@cache
def broken() -> tuple[Body, ...]:
    """
    For every shape a body that lacks a documented member, or where none is required one of another type.

    It is the case of the shape whose fault lies deepest, the first of them, in the response that has the fewest shapes.
    """
    return tuple(body for catalog, folder in CATALOGS for body in _broken(catalog, folder))


def _broken(catalog: Catalog, folder: Path) -> Iterator[Body]:
    wrong = [case for case in cases(folder) if not case.data["valid"]["tolerant"]]
    contents = _contents(catalog)
    places = [place for provider in catalog.providers for place in _places(provider, catalog)]
    for shape in sorted({shape for *_, shapes in places for shape in shapes}):
        case = min((case for case in wrong if case.shape == shape), key=_rank)
        documented, media, _ = min((place for place in places if shape in place[2]), key=lambda place: len(place[2]))
        body = _body(documented, media, contents[documented.name], catalog)
        fault = case.data["error"]["instance_location"]
        name = f"{case.data['description']}, {shape}"
        yield body._replace(name=name, valid=False, shape=shape, value=case.data["data"], fault=fault)


def _rank(case: Case) -> tuple[int, int]:
    """
    A missing member first, the deeper the better, then a wrong type.
    """
    error = case.data["error"]
    order = ["required", "type"]
    keyword = order.index(error["keyword"]) if error["keyword"] in order else len(order)
    return keyword, -error["instance_location"].count("/") if keyword == 0 else 0


def _places(provider: str, catalog: Catalog) -> Iterator[tuple[DocumentedResponse, str, set[str]]]:
    """
    Every response and media type with the shapes that its body may have.
    """
    for documented in documented_responses(provider, catalog=catalog):
        shapes: dict[str, set[str]] = {}
        errors = [item for item in (*documented.problem_types, *documented.others) if item.location == "body"]
        for item in (*errors, *documented.successes):
            for media, shape in item.content.items():
                shapes.setdefault(media, set()).update([shape] if shape else [])
        for media, found in shapes.items():
            yield documented, media, found


def numbers() -> tuple[Body, ...]:
    """
    Every JSON example with a number in its place, so that a consumer that does not look at it is seen.
    """
    return tuple(
        body._replace(name=f"a number for {body.name}", valid=False, value=5, example=None, fault="")
        for body in examples()
        if body.schema
    )


def texts() -> tuple[Body, ...]:
    """
    Every example with a text in place of the number in a header, for consumers that look at headers.
    """
    sections = document("3.1")["components"]
    found = []
    for body in examples():
        for name, reference in sections["responses"][body.component].get("headers", {}).items():
            header = sections["headers"][reference["$ref"].rpartition("/")[2]]
            if name in body.headers and header["schema"].get("type") == "integer":
                headers = {**body.headers, name: "soon"}
                found.append(
                    body._replace(name=f"a text as {name} for {body.name}", valid=False, headers=headers, example=None)
                )
    return tuple(found)
