"""
What the mock server answers: the response that a request asks for, or the next one of a scenario.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import IO

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.scenario import named
from errspec.display import printable
from errspec.exceptions import NoSuchName
from errspec.redaction import MASK, hides, redacted
from errspec.response import Response
from errspec.testing.playing import Stage
from errspec.testing.samples import ExampleResponse, response, responses
from errspec.testing.serving import Call, MockServer

#: The header that names a problem type, and the one of RFC 7240 that chooses by status and example.
_NAME, _PREFER = "x-errspec", "prefer"


class Chooser:
    """
    The responses of a mock server.

    A request asks for one with ``X-Errspec: provider/id``, with the path ``/provider/id/…``, or with ``Prefer:
    code=429, example=id``; if there are several providers, ``Prefer`` needs the path ``/provider/…``. With a scenario,
    each request gets its next response. Raises NoSuchProvider and NoSuchScenario.
    """

    def __init__(self, catalog: Catalog, providers: Iterable[str] = (), scenario: str | None = None) -> None:
        names = [catalog.provider(name).id for name in providers]
        self._catalog = catalog
        self._providers = names or list(catalog.providers)
        self._stage: Stage | None = None
        if scenario is not None:
            self._stage = Stage(named(catalog.scenarios(scenario.partition("/")[0]), scenario), catalog)

    def respond(self, call: Call) -> Response | None:
        """Return the response to a request, or None to reset the connection."""
        if self._stage is not None:
            return self._stage.respond(call)
        headers = {name.lower(): value for name, value in call.headers}
        parts = call.path.partition("?")[0].strip("/").split("/")
        provider = parts[0] if parts[0] in self._providers else None
        try:
            if _NAME in headers:
                return self._sent(headers[_NAME])
            if _PREFER in headers:
                return self._preferred(headers[_PREFER], provider)
            if provider is not None and len(parts) > 1:
                return self._sent(f"{provider}/{parts[1]}")
        except NoSuchName as error:
            return _refused(str(error))
        wording = self._catalog.wording("en")
        return _refused(wording.say("mock.choose", names=", ".join(self._providers)))

    def _sent(self, name: str) -> Response | None:
        found = response(name, catalog=self._catalog)
        return found if found.status_code else None

    def _preferred(self, text: str, provider: str | None) -> Response | None:
        wanted = dict(part.strip().partition("=")[::2] for part in text.replace(";", ",").split(","))
        found: list[ExampleResponse] = []
        for each in [provider] if provider else self._providers:
            found += responses(each, status=wanted.get("code") or None, every=True, catalog=self._catalog)
        example = wanted.get("example", "").strip('"')
        if example:
            found = [each for each in found if example in (each.problem_type.id, each.__name__)]
        if not found:
            return _refused(self._catalog.wording("en").say("mock.none", text=redacted(text)))
        return found[0]


def server(*providers: str, scenario: str | None = None, port: int = 0, catalog: Catalog | None = None) -> MockServer:
    """
    Return a mock server for a ``with`` statement; requests choose their responses as described in Chooser.

    Raises NoSuchProvider, NoSuchScenario and MissingPackage.
    """
    return MockServer(Chooser(catalog or builtin(), providers, scenario).respond, port=port)


def _refused(sentence: str) -> Response:
    """Return a response of the mock server itself: plain text, with a status that no provider documents."""
    return Response(501, {"Content-Type": "text/plain; charset=utf-8"}, f"{printable(sentence)}\n")


def record(journal: IO[str], call: Call, answer: Response | None) -> None:
    """Write a request and the status of its response as a line of JSON, without secrets."""
    headers = [[name, MASK if hides((name,), value) else redacted(value)] for name, value in call.headers]
    entry = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "method": call.method,
        "path": redacted(call.path),
        "headers": headers,
        "body": redacted(call.content.decode("utf-8", "replace")),
        "status": answer and answer.status_code,
        "problem_type": answer.problem_type.name if isinstance(answer, ExampleResponse) else None,
    }
    journal.write(json.dumps(entry, ensure_ascii=False) + "\n")
    journal.flush()
