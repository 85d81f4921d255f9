"""
Scenarios, played to a client on a fake clock.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.scenario import Scenario, named
from errspec.catalog.wording import Wording
from errspec.display import printable
from errspec.pointers import MISSING
from errspec.redaction import excerpt
from errspec.response import Response
from errspec.testing.clock import Clock
from errspec.testing.samples import response
from errspec.testing.serving import Call, MockServer
from errspec.verdict.guards import Guard

_JSON = {"Content-Type": "application/json"}
#: The number of requests after which a client is stopped.
_MOST = 100


class Expectation(NamedTuple):
    """
    Something that a good client does: whether this client did it, and a sentence that says so.
    """

    met: bool
    sentence: str


class ScenarioReport(NamedTuple):
    """
    What a client did in a scenario: its requests, and which expectations it met.

    ``waits`` are the seconds before each request but the first, and ``error`` is what the client raised, or None.
    """

    scenario: Scenario
    expectations: tuple[Expectation, ...]
    calls: tuple[Call, ...]
    waits: tuple[float, ...]
    error: Exception | None

    @property
    def passed(self) -> bool:
        """Whether the client met every expectation."""
        return all(each.met for each in self.expectations)

    def assert_passed(self) -> None:
        """Raise AssertionError with the sentences unless the client passed."""
        __tracebackhide__ = True
        if not self.passed:
            raise AssertionError(str(self))

    def __str__(self) -> str:
        return "\n".join(
            [self.scenario.name, *(f"    {'✓' if each.met else '✗'} {each.sentence}" for each in self.expectations)]
        )

    def __repr__(self) -> str:
        return f"<ScenarioReport {self.scenario.name} {'passed' if self.passed else 'failed'}>"


def play(
    name: str, client: Callable[[str], Any], *, catalog: Catalog | None = None, lang: str = "en"
) -> ScenarioReport:
    """
    Run a client against the responses of a scenario, and return what it did right and wrong.

    ``name`` is the name of the scenario, such as ``acme/rate-limited``. ``client`` takes the URL of a server on this
    machine and makes the request of the scenario; it may be a coroutine function. Waits take no time while it runs. The
    exceptions that it raises are part of the report. Raises NoSuchProvider, NoSuchScenario and MissingPackage.
    """
    catalog = catalog or builtin()
    scenario = named(catalog.scenarios(str(name).partition("/")[0]), name)
    stage = Stage(scenario, catalog)
    error: Exception | None = None
    clock = Clock()
    times: list[float] = []

    def respond(call: Call) -> Response | None:
        before = len(stage.calls)
        answer = stage.respond(call)
        if len(stage.calls) > before:
            times.append(clock.ahead)
        return answer

    with MockServer(respond) as server, clock:
        try:
            result = client(server.url + scenario.request["path"])
            if hasattr(result, "__await__"):
                asyncio.run(_awaited(result))
        except Exception as raised:
            error = raised
    waits = tuple(later - earlier for earlier, later in pairwise(times))
    judged = tuple(_judged(stage, waits, error, catalog.wording(lang)))
    return ScenarioReport(scenario, judged, tuple(stage.calls), waits, error)


async def _awaited(result: Any) -> None:
    await result


class Stage:
    """
    The responses of a scenario to one client, and the requests so far.
    """

    def __init__(self, scenario: Scenario, catalog: Catalog) -> None:
        self.scenario, self._catalog = scenario, catalog
        self._step = 0
        #: The requests that took a step, and those to other paths.
        self.calls: list[Call] = []
        self.asides: list[Call] = []
        #: Whether the last response was a success, and how many refused requests came again unchanged.
        self.succeeded = False
        self.repeated = 0
        self._refused: set[Call] = set()

    def respond(self, call: Call) -> Response | None:
        """Return the response to a request, or None to reset the connection."""
        path = call.path.partition("?")[0]
        for aside in self.scenario.asides:
            if aside["path"] == path:
                self.asides.append(call)
                return _success(aside["success"])
        steps = self.scenario.steps
        guard = steps[self._step].get("until")
        if guard is not None and self._step < len(steps) - 1 and _fulfils(call, guard):
            self._step += 1
        step = steps[self._step]
        bare = call._replace(headers=tuple(pair for pair in call.headers if pair[0].lower() == "authorization"))
        self.calls.append(call)
        self.repeated += bare in self._refused
        self.succeeded = "success" in step
        if not self.succeeded:
            self._refused.add(bare)
        if "until" not in step and self._step < len(steps) - 1:
            self._step += 1
        if len(self.calls) > _MOST or "reset" in step:
            return None
        if self.succeeded:
            return _success(step["success"])
        if "gateway" in step:
            return Response(step["gateway"]["status"], {"Content-Type": "text/html"}, step["gateway"]["text"])
        body = {"body": step["body"]} if "body" in step else {}
        name = f"{self.scenario.provider}/{step['problem']}"
        return response(name, headers=step.get("headers"), catalog=self._catalog, **body)


def _success(success: Mapping[str, Any]) -> Response:
    return Response(success.get("status", 200), _JSON, json.dumps(success["body"]))


def _fulfils(call: Call, guard: Mapping[str, Any]) -> bool:
    try:
        value = json.loads(call.content)
    except ValueError:
        value = MISSING
    return Guard(guard).holds(value, Response(None, call.headers, call.content), "")


def _judged(stage: Stage, waits: tuple[float, ...], error: Exception | None, wording: Wording) -> Iterator[Expectation]:
    expect = stage.scenario.expect
    say, count = wording.say, len(stage.calls)
    if count == 0:
        yield Expectation(False, say("kit.play.none"))
    for number, (least, waited) in enumerate(zip(expect.get("waits", ()), waits, strict=False), 2):
        facts = {"number": number, "waited": f"{round(waited, 2):g}", "least": f"{least:g}"}
        yield Expectation(waited >= least * 0.999, say("kit.play.waits", **facts))
    if "calls" in expect:
        yield Expectation(count <= expect["calls"], wording.count("kit.play.calls", count, most=expect["calls"]))
    if "follows" in expect:
        yield Expectation(not stage.asides, say("kit.play.followed" if stage.asides else "kit.play.not-followed"))
    if "repeats" in expect:
        yield Expectation(not stage.repeated, say("kit.play.repeated" if stage.repeated else "kit.play.not-repeated"))
    if "parses" in expect:
        unread = isinstance(error, ValueError) and (hasattr(error, "doc") or "JSON" in type(error).__name__)
        yield Expectation(not unread, say("kit.play.unread" if unread else "kit.play.read"))
    if "succeeds" in expect:
        yield Expectation(stage.succeeded, say("kit.play.succeeded" if stage.succeeded else "kit.play.not-succeeded"))
    if error is not None and not stage.succeeded:
        text = f"{type(error).__name__}: {excerpt(printable(str(error)), 100)}"
        yield Expectation(True, say("kit.play.raised", error=text))
