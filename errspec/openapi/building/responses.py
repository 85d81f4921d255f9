"""
Response components of OpenAPI 3.1, with the headers and the examples that they refer to.
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
from errspec.verdict.engine import header_value, validator

#: The media type of a body that is not JSON, if none is documented.
_TEXT = "text/plain"


class Responses:
    """
    The responses of one provider, with their schemas, headers and examples.
    """

    def __init__(self, catalog: Catalog, provider: Provider, stem: str, wording: Wording) -> None:
        self._catalog = catalog
        self._provider = provider
        self._stem = stem
        self._wording = wording
        self._schemas = Schemas(catalog, stem, wording)
        self.responses: dict[str, dict[str, Any]] = {}
        self.headers: dict[str, dict[str, Any]] = {}
        self._made: dict[str, Header] = {}
        self.examples: dict[str, dict[str, Any]] = {}

    @property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """The schemas that the responses refer to."""
        return self._schemas.components

    def add(self, documented: DocumentedResponse, *, extensions: bool = False) -> None:
        """Add the component of a documented response; raise DuplicateComponentName."""
        if documented.name in self.responses:
            raise DuplicateComponentName(documented.name, *(f"{self._provider.id} {documented.status}",) * 2)
        component: dict[str, Any] = {"description": self._description(documented)}
        headers, content = self._headers(documented), self._content(documented)
        if headers:
            component["headers"] = headers
        if content:
            component["content"] = content
        if extensions:
            component["x-errspec"] = {"problemTypes": list(map(_extension, documented.problem_types))}
        self.responses[documented.name] = component

    def _description(self, documented: DocumentedResponse) -> str:
        say = self._wording.translate
        texts = [
            f"{say(problem_type.title)}. {say(problem_type.description)}" for problem_type in documented.problem_types
        ]
        return texts[0] if len(texts) == 1 else "\n".join(f"- {text}" for text in texts)

    def _headers(self, documented: DocumentedResponse) -> dict[str, Any]:
        """Return the headers of all responses of the provider, overridden by those of the problem types."""
        headers: dict[str, tuple[str, Header]] = {
            header.name.lower(): (self._stem + pascal(header.name), header)
            for header in self._provider.headers.values()
        }
        for problem_type in documented.problem_types:
            for header in problem_type.headers.values():
                always = all(header.name in other.headers for other in documented.problem_types)
                name = documented.name + pascal(header.name)
                headers[header.name.lower()] = (name, header._replace(required=header.required and always))
        references = {header.name: self._header(name, header) for name, header in headers.values()}
        return {**self._location(documented), **references}

    def _header(self, name: str, header: Header) -> dict[str, Any]:
        """
        Add a header component with an example; return a reference to it.

        It never has ``required``: a mock server that changes the case of header names would never find the header.
        """
        reference = {"$ref": f"#/components/headers/{name}"}
        if self._made.get(name) == header:
            return reference
        self._made[name] = header
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
        return reference

    def _location(self, documented: DocumentedResponse) -> dict[str, Any]:
        """Add the header of a redirect that reports an error in its query; return a reference to it."""
        redirects = [
            problem_type for problem_type in documented.problem_types if problem_type.location == "redirect-query"
        ]
        if not redirects:
            return {}
        texts = [
            dict(example.response.headers or ())["Location"]
            for problem_type in redirects
            for example in problem_type.examples
        ]
        name = checked(f"{documented.name}Location")
        description = self._wording.say("openapi.location")
        self.headers[name] = {"description": description, "schema": {"type": "string"}, "example": texts[0]}
        return {"Location": {"$ref": f"#/components/headers/{name}"}}

    def _content(self, documented: DocumentedResponse) -> dict[str, Any]:
        """
        Return the media types, each with its schema, or one for several shapes, and with the examples that fit it.
        """
        shapes: dict[str, dict[str | None, None]] = {}
        errors = [
            problem_type
            for problem_type in (*documented.problem_types, *documented.others)
            if problem_type.location == "body"
        ]
        for contents in [*(success.content for success in documented.successes), *(error.content for error in errors)]:
            for media, shape in contents.items():
                shapes.setdefault(_TEXT if media == "*/*" else media, {})[shape] = None
        content = {}
        for media, media_shapes in shapes.items():
            names = [shape for shape in media_shapes if shape is not None]
            word = "" if len(shapes) == 1 else pascal(media)
            schema = self._schemas.union(f"{documented.name}Body{word}", names) if names else {"type": "string"}
            content[media] = {"schema": schema}
            examples = [
                self._example(problem_type, number, example)
                for problem_type, number, example in documented.examples
                if self._shows(problem_type, example, media)
            ]
            if examples:
                content[media]["examples"] = {name: {"$ref": f"#/components/examples/{name}"} for name in examples}
        return content

    def _shows(self, problem_type: ProblemType, example: Example, media: str) -> bool:
        """Return whether an example has a body of a media type, which the documented form of its shape accepts."""
        if problem_type.location != "body" or not example.response.content:
            return False
        own = {_TEXT if name == "*/*" else name: shape for name, shape in problem_type.content.items()}
        if media not in own:
            return False
        shape = own[media]
        if shape is None:
            return True
        return validator(self._catalog, shape, "documented").is_valid(json.loads(example.response.content))

    def _example(self, problem_type: ProblemType, number: int, example: Example) -> str:
        """Add the component of an example; return its name."""
        suffix = str(number) if len(problem_type.examples) > 1 else ""
        name = checked(self._stem + pascal(problem_type.id) + suffix)
        content = (example.response.content or b"").decode()
        value = json.loads(content) if problem_type.shape else content
        summary = f"{self._wording.translate(problem_type.title)}: {self._wording.translate(example.title)}"
        self.examples[name] = {"summary": summary, "value": value}
        return name


def _extension(problem_type: ProblemType) -> dict[str, Any]:
    """Return what OpenAPI has no keyword for: the id of a problem type, its retry and its sources."""
    retry = {key: value for key, value in problem_type.retry._asdict().items() if value is not None}
    sources = [_source(citation) for citation in problem_type.citations]
    return {"id": problem_type.name, "retry": retry, "source": sources}


def _source(citation: Citation) -> dict[str, str]:
    source = citation.source
    facts = {"title": source.title, "version": source.version, "date": source.date, "url": source.url}
    return {**{key: value for key, value in facts.items() if value is not None}, "heading": citation.heading}
