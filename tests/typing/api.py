"""
A program of a user, for type checkers; it is checked and never run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import errspec
from errspec import (
    CATALOG,
    Catalog,
    Explanation,
    Finding,
    Limits,
    Problem,
    ProblemType,
    Provider,
    Report,
    Response,
    ValidationError,
    testing,
)
from errspec.exceptions import ErrspecError, NoSuchProvider

sample: testing.ExampleResponse = testing.response("acme/refused", headers={"X-More": None}, body={"a": 1})
samples: list[testing.ExampleResponse] = testing.responses("acme", status="4XX")
sample.mock(object(), method="GET")
sent: bytes = sample.to_http()
breakages: Iterator[testing.BrokenResponse] = testing.broken("acme/refused")


class Assertions(testing.ApiErrors):
    lang = "it"

    def conforms(self) -> Report:
        return self.assert_problem(self.assert_conforms(object(), provider="acme").response, "acme/refused")


response: Response = Response(404, {"Content-Type": "application/json"}, b"{}", url="https://api.example.com/")
status: int | None = response.status_code
header: str | None = response.header("Retry-After")
other: Response = Response.from_client(object(), content=b"{}")

report: Report = errspec.check(response, "acme", catalog=CATALOG, lang="it", limits=Limits(body=1024, findings=10))
conforms: bool = errspec.is_valid(object())
findings: Iterator[Finding] = errspec.iter_errors(response, limits=Limits())
names: tuple[str, ...] = errspec.identify(response)

for finding in report.findings:
    code: str = finding.code
    message: str = finding.message
    place: str | None = finding.instance_location
    keyword: str | None = finding.keyword
    if finding.severity == "drift":
        print(code, message, place, keyword)

problem_type: ProblemType | None = report.problem_type
if problem_type is not None:
    title: str = problem_type.title
    shape: str | None = problem_type.shape

try:
    errspec.validate(response, "acme")
except ValidationError as error:
    again: Report = error.report
except NoSuchProvider as error:
    name: str = error.name
    near: str | None = error.near
except ErrspecError as error:
    print(error)

problem: Problem | None = errspec.problem(response)
if problem is not None:
    wait: float | None = problem.wait
    again_in: float | None = problem.retry.seconds
    repeats: bool = problem.retry.repeats
    members: dict[str, object] = problem.to_rfc9457(docs_base_url="https://docs.example")
    for field in problem.fields:
        pointer: str = field.pointer

try:
    errspec.raise_for_problem(response, "acme", cap=60.0)
except errspec.RateLimited as limited:
    problem = limited.problem
except errspec.ProblemError as refused:
    kind: str = refused.problem.kind
callback: Problem | None = errspec.problem_from_url("https://app.example/cb?error=access_denied")
documented = errspec.openapi.responses("acme", 429, "5XX")
explanations: list[Explanation] = errspec.explain("403 Forbidden", "acme", catalog=CATALOG, lang="it")
for explanation in explanations:
    decided: bool = explanation.decided
    seconds: float | None = explanation.wait
    told_by: str = explanation.told_by

catalog: Catalog = Catalog.load("folder").strict().only(["acme"])
providers: Mapping[str, Provider] = catalog.providers
provider: Provider = catalog.provider("acme")
schema: dict[str, object] = errspec.schema("acme/problem", "strict")
sections = errspec.components("acme", openapi="3.0", inline=True)
schemas = sections["responses"]
embedded: dict[str, object] = errspec.openapi.embed({}, "acme", existing="keep", attach="all")
exception: type[ErrspecError] = errspec.exceptions.NoSuchProvider
version: str = errspec.__version__
