"""
What errspec explains: the suite, the laws, and what a caller gets.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from errspec import CATALOG, Catalog, Explanation, NoSuchProvider, ProblemType, explain
from errspec.catalog.datafiles import meta_registry
from errspec.problems.explanation import LOOKED_AT
from errspec.verdict.mapping import mapped
from tests.support.cases import ROOT, Case, cases

CASES = list(cases("explain"))
ACME = Catalog.load(ROOT / "tests" / "fixtures" / "acme")
CATALOGS = {"builtin": CATALOG, "acme": ACME, "both": CATALOG.including(ACME)}
EXAMPLES = [
    pytest.param(catalog, problem_type, example.http_text, id=f"{name}-{problem_type}-{example.title}")
    for name, catalog in CATALOGS.items()
    for provider in (*catalog.providers.values(), catalog.common)
    for problem_type in provider.problem_types
    for example in problem_type.examples
    if example.http_text
]


def names(explanations: list[Explanation]) -> list[str]:
    return [each.problem_type.name for each in explanations]


def constants(guard: object) -> Iterator[object]:
    """
    The values that a guard looks for.
    """
    if isinstance(guard, dict):
        yield from [guard["const"]] if "const" in guard else guard.get("enum", ())
        for value in guard.values():
            yield from constants(value)


def documented(catalog: Catalog, problem_type: ProblemType) -> Iterator[str]:
    """
    The codes and messages that the guards, the messages and the examples of a problem type have.
    """
    yield from (str(value) for guard in problem_type.when for value in constants(guard))
    yield from problem_type.messages
    for example in problem_type.examples:
        said = mapped(example.response, problem_type.shape, problem_type, catalog)
        yield from (text for text in (said.message, said.code) if text)


def texts(catalog: Catalog) -> dict[str, set[str]]:
    """
    The codes and messages of a catalog, each with the problem types that document it.
    """
    found: dict[str, set[str]] = {}
    for provider in (*catalog.providers.values(), catalog.common):
        for problem_type in provider.problem_types:
            for text in documented(catalog, problem_type):
                found.setdefault(text, set()).add(problem_type.name)
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_suite(case: Case):
    """
    A text gets the candidates that the case wants, in their order.
    """
    wanted = case.data["candidates"]
    found = explain(case.data["text"], case.data.get("provider"))
    assert wanted == names(found)[: len(wanted) or None]
    assert case.data["decided"] == (bool(found) and found[0].decided)


def test_the_suite_has_every_kind_of_evidence():
    """
    There are at least 60 cases, and each way to find a problem type has some.
    """
    assert len(CASES) >= 60
    found = (explain(case.data["text"], case.data.get("provider")) for case in CASES)
    assert {"response", "body", "url", "code", "id", "message", "status", "failure", None} == {
        each[0].certainty if each else None for each in found
    }


@pytest.mark.parametrize(("catalog", "problem_type", "text"), EXAMPLES)
def test_an_example_is_explained_by_its_own_type(catalog, problem_type, text):
    """
    The whole response of an example puts its own problem type first.
    """
    assert problem_type.name == names(explain(text, problem_type.provider, catalog=catalog))[0]


@pytest.mark.parametrize("name", CATALOGS)
def test_codes_and_messages_find_what_documents_them(name):
    """
    A code or a message alone puts every problem type that documents it before all others.
    """
    for text, wanted in texts(CATALOGS[name]).items():
        assert wanted == set(names(explain(text, catalog=CATALOGS[name]))[: len(wanted)]), text


@pytest.mark.parametrize("name", CATALOGS)
def test_ids_find_their_types(name):
    """
    The name of a problem type finds it, whatever else it may mean.
    """
    for provider in CATALOGS[name].providers.values():
        for problem_type in provider.problem_types:
            first = explain(problem_type.name, catalog=CATALOGS[name])[0]
            assert (problem_type.name, "id", True) == (first.problem_type.name, first.certainty, first.decided)


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 405, 409, 422, 429, 500, 503, 599])
def test_a_status_lists_everything_and_asserts_nothing(status):
    """
    A status alone finds each problem type that documents it or its range, and decides for none.
    """
    wanted = {
        problem_type.name
        for provider in CATALOG.providers.values()
        for problem_type in provider.problem_types
        if {str(status), f"{status // 100}XX"} & set(problem_type.status)
    }
    found = explain(str(status))
    assert wanted == set(names(found))
    assert not any(each.decided for each in found)


FRAGMENTS = [case.data["text"] for case in CASES] + [
    *texts(CATALOG),
    *"{}[]()<>\"'\\:;,\n\t ",
    "HTTP/1.1 403 ",
    "https://",
    "?error=",
    '{"log": {"entries": [',
    "Retry-After: ",
    "\x00",
    "\ud800",
    "\\u12",
    "Ã ",
    "{'a': ",
]


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=8).map("".join) | st.binary(max_size=200))
@settings(max_examples=300)
def test_no_text_raises(text):
    """
    Any text is explained or not, every candidate once and the best first, with what its schema describes.
    """
    found = explain(text)
    assert len(names(found)) == len(set(names(found)))
    assert sorted(-each.score for each in found) == [-each.score for each in found]
    for each in found[:3]:
        VALIDATOR.evolve(schema=CANDIDATE).validate(each.as_dict())


SCHEMA = json.loads((ROOT / "schemas" / "meta" / "explanation.schema.json").read_text("utf-8"))
CANDIDATE = {"$ref": f"{SCHEMA['$id']}#/$defs/candidate"}
VALIDATOR = Draft202012Validator(SCHEMA, registry=meta_registry())
LONG = {
    "braces": "{",
    "brackets": "[",
    "quotes": "{'",
    "objects": '{"a":',
    "bodies": 'x {"error": {"message": "Forbidden."}}\n',
    "dicts": "{'error': {'message': 'x'}} ",
    "backslashes": '{\\"',
    "letters": "a",
    "blanks": " ",
    "statuses": "status 403 ",
    "hosts": "a.",
    "URLs": "https://a.example/?error=x ",
    "codes": "LICENSE_EXPIRED: ",
    "messages": "The hourly or monthly quota is used up\n",
    "responses": 'HTTP/1.1 403 Forbidden\nContent-Type: text/html\n\n{"error": {"message": "x"}}\n',
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_work_grows_with_the_text(piece):
    """
    Eight times the text takes far less than 64 times the time, which a quadratic growth would take.
    """

    def spent(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        start = process_time()
        explain(text)
        return process_time() - start

    explain("403")
    assert spent(LOOKED_AT) < 24 * max(min(spent(LOOKED_AT // 8) for _ in range(2)), 0.05)


def test_only_the_beginning_is_looked_at():
    """
    What follows the first mebibyte is not looked at.
    """
    assert [] == explain(" " * LOOKED_AT + "LICENSE_EXPIRED")
    assert ["fattureincloud/license-expired"] == names(explain(" " * (LOOKED_AT - 100) + "LICENSE_EXPIRED"))


def test_a_candidate_as_a_value():
    """
    A candidate says how long to wait and until when, which fields were rejected, and what its sources are.
    """
    text = 'HTTP/1.1 429 x\nContent-Type: application/json\nRetry-After: 90\n\n{"error": {"message": "Too many."}}'
    [found] = explain(text, "fattureincloud", lang="it")
    assert 90 == found.wait
    now = datetime(2026, 3, 20, 15, 2, 35, tzinfo=UTC)
    data = found.as_dict(now)
    assert now.timestamp() + 90 == datetime.fromisoformat(data["until"]).timestamp()
    assert ("Too many.", "Riconosciuto dalla risposta intera.") == (data["message"], data["found_by"])
    assert data["sources"][0]["heading"]
    assert "<Explanation fattureincloud/rate-limited response 100>" == repr(found)
    assert found == pickle.loads(pickle.dumps(found))
    fields = '{"error": {"message": "Invalid request.", "validation_result": {"data.name": ["is required"]}}}'
    assert [{"name": "data.name", "pointer": "/data/name", "messages": ["is required"]}] == (
        explain(fields)[0].as_dict()["fields"]
    )


@pytest.mark.parametrize("lang", CATALOG.languages)
def test_what_tells_candidates_apart(lang):
    """
    Each of several candidates says what would tell it from the others, unlike those others.
    """
    told = [each.told_by for each in explain("403", "fattureincloud", lang=lang)]
    assert len(told) == len(set(told)) == 4
    assert any("/error/code" in text and "LICENSE_EXPIRED" in text for text in told)


def test_wrong_arguments_raise():
    """
    A provider that does not exist is refused, as everywhere.
    """
    with pytest.raises(NoSuchProvider):
        explain("403", "nobody")
