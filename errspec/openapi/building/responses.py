"""
Response components in the form of OpenAPI 3.1, with the headers and the examples that they refer to.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from errspec.catalog.catalog import Catalog
from errspec.catalog.provider import Citation, Example, Header, ProblemType, Provider
from errspec.catalog.wording import Wording
from errspec.exceptions import DuplicateComponentName
from errspec.openapi.building.names import checked, pascal
from errspec.openapi.building.schemas import Schemas
from errspec.openapi.building.statuses import DocumentedResponse
from errspec.verdict.engine import header_value
from errspec.verdict.validation import is_valid

#: The media type of a body that is not JSON and has no type of its own.
_TEXT = "text/plain"


class Responses:
    """
    The responses, headers and examples of one provider; its schemas are collected beside them.
    """

    def __init__(self, catalog: Catalog, provider: Provider, stem: str, wording: Wording) -> None:
        self._catalog = catalog
        self._provider = provider
        self._stem = stem
        self._wording = wording
        self._schemas = Schemas(catalog, stem, wording)
        self.responses: dict[str, dict[str, Any]] = {}
        self.headers: dict[str, dict[str, Any]] = {}
        self.examples: dict[str, dict[str, Any]] = {}

    @property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """
        The schemas that the responses refer to.
        """
        return self._schemas.found

    def add(self, documented: DocumentedResponse, *, extensions: bool = False) -> None:
        """
        A documented response as a component.
        """
        made: dict[str, Any] = {"description": self._description(documented)}
        headers = self._headers(documented)
        if headers:
            made["headers"] = headers
        content = self._content(documented)
        if content:
            made["content"] = content
        if extensions:
            made["x-errspec"] = {"problemTypes": [self._extension(item) for item in documented.problem_types]}
        if documented.name in self.responses:
            raise DuplicateComponentName(documented.name, *(f"{self._provider.id} {documented.status}",) * 2)
        self.responses[documented.name] = made

    def _description(self, documented: DocumentedResponse) -> str:
        say = self._wording.translate
        if len(documented.problem_types) == 1:
            [item] = documented.problem_types
            return f"{say(item.title)}. {say(item.description)}"
        return "\n".join(f"- {say(item.title)}. {say(item.description)}" for item in documented.problem_types)

    def _headers(self, documented: DocumentedResponse) -> dict[str, Any]:
        """
        The headers of all responses of the provider, and those of the problem types, which are more exact.
        """
        found: dict[str, tuple[str, Header]] = {
            header.name.lower(): (self._stem + pascal(header.name), header)
            for header in self._provider.headers.values()
        }
        for item in documented.problem_types:
            for header in item.headers.values():
                always = all(header.name in other.headers for other in documented.problem_types)
                name = documented.name + pascal(header.name)
                found[header.name.lower()] = (name, header._replace(required=header.required and always))
        made = {header.name: self._header(name, header) for name, header in found.values()}
        location = self._location(documented)
        return {**location, **made}

    def _header(self, name: str, header: Header) -> dict[str, Any]:
        """
        A reference to a header component, which has an example and no ``required``.

        A mock server that folds the names of headers takes every required one for missing.
        """
        text = header.example
        if text is None:
            text = str(next(iter(header.schema.get("examples", ())), ""))  # type: ignore[call-overload]
        value = header_value(header.schema, text)
        description = self._wording.translate(header.description)
        if header.required:
            description = self._wording.say("openapi.always", description=description)
        schema = self._schemas.value(name, header.schema)
        example = float(value) if isinstance(value, Decimal) else value
        self.headers[checked(name)] = {"description": description, "schema": schema, "example": example}
        return {"$ref": f"#/components/headers/{name}"}

    def _location(self, documented: DocumentedResponse) -> dict[str, Any]:
        """
        The header in whose query a redirect reports an error.
        """
        redirects = [item for item in documented.problem_types if item.location == "redirect-query"]
        if not redirects:
            return {}
        texts = [dict(example.response.headers or ())["Location"] for item in redirects for example in item.examples]
        name = checked(f"{documented.name}Location")
        description = self._wording.say("openapi.location")
        self.headers[name] = {"description": description, "schema": {"type": "string"}, "example": texts[0]}
        return {"Location": {"$ref": f"#/components/headers/{name}"}}

    def _content(self, documented: DocumentedResponse) -> dict[str, Any]:
        """
        Each media type with its schema, one of several where problem types differ, and with the examples that fit it.
        """
        shapes: dict[str, dict[str | None, None]] = {}
        errors = [item for item in (*documented.problem_types, *documented.others) if item.location == "body"]
        for contents in [*(success.content for success in documented.successes), *(item.content for item in errors)]:
            for media, shape in contents.items():
                shapes.setdefault(_TEXT if media == "*/*" else media, {})[shape] = None
        content = {}
        for media, found in shapes.items():
            names = [shape for shape in found if shape is not None]
            word = "" if len(shapes) == 1 else pascal(media)
            schema = self._schemas.union(f"{documented.name}Body{word}", names) if names else {"type": "string"}
            content[media] = {"schema": schema}
            examples = [
                self._example(item, number, example)
                for item, number, example in documented.examples
                if self._shows(item, example, media)
            ]
            if examples:
                content[media]["examples"] = {name: {"$ref": f"#/components/examples/{name}"} for name in examples}
        return content

    def _shows(self, item: ProblemType, example: Example, media: str) -> bool:
        """
        Whether an example shows a body of a media type, as the documented form of its shape accepts it.
        """
        if item.location != "body" or not example.response.content:
            return False
        own = {_TEXT if name == "*/*" else name: shape for name, shape in item.content.items()}
        if media not in own:
            return False
        shape = own[media]
        if shape is None:
            return True
        value = json.loads(example.response.content)
        return is_valid(self._catalog.form_of(shape, "documented"), value)

    def _example(self, item: ProblemType, number: int, example: Example) -> str:
        name = checked(self._stem + pascal(item.id) + (str(number) if len(item.examples) > 1 else ""))
        content = (example.response.content or b"").decode()
        value = json.loads(content) if item.shape else content
        summary = f"{self._wording.translate(item.title)}: {self._wording.translate(example.title)}"
        self.examples[name] = {"summary": summary, "value": value}
        return name

    def _extension(self, item: ProblemType) -> dict[str, Any]:
        """
        What OpenAPI has no word for: the problem type, when to repeat, and who says so.
        """
        retry = {key: value for key, value in item.retry._asdict().items() if value is not None}
        return {"id": item.name, "retry": retry, "source": [_source(citation) for citation in item.citations]}


def _source(citation: Citation) -> dict[str, str]:
    source = citation.source
    known = {"title": source.title, "version": source.version, "date": source.date, "url": source.url}
    return {**{key: value for key, value in known.items() if value is not None}, "heading": citation.heading}
