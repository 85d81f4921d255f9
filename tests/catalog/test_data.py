"""
The data: every file as described, every reference resolved, nothing without its source or its translation.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from errspec import CATALOG, Catalog, check, components
from errspec import exceptions as exceptions_module
from errspec.catalog.datafiles import meta_registry
from errspec.catalog.keywords import subschemas
from errspec.exceptions import ErrspecError, NoSuchName
from errspec.openapi.building.statuses import COMBINED, combined
from errspec.pointers import MISSING, parse_pointer, resolve
from errspec.verdict.matching import covers
from tests.support.cases import ROOT
from tests.support.sentences import sentences

SCHEMAS = ROOT / "schemas"
BASE = "https://errspec.example/v1/meta/"
KINDS = {
    "provider.json": "provider.schema.json",
    "problem-types.json": "problem-types.schema.json",
    "scenarios.json": "scenarios.schema.json",
    "sources.json": "sources.schema.json",
    "headers.json": "headers.schema.json",
    "advice.json": "advice.schema.json",
    "messages.json": "messages.schema.json",
    "it.json": "translations.schema.json",
}
FILES = sorted(p for p in SCHEMAS.rglob("*.json") if p.relative_to(SCHEMAS).parts[0] in ("common", "providers"))
SHAPES = [path for path in FILES if path.name.endswith(".schema.json")]
FOLDERS = [SCHEMAS / "common", *sorted((SCHEMAS / "providers").iterdir())]
TYPES = [item for provider in CATALOG.providers.values() for item in provider.problem_types]


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def below(path: Path) -> str:
    return str(path.relative_to(SCHEMAS))


@pytest.fixture(scope="module")
def registry():
    return meta_registry()


@pytest.mark.parametrize("path", FILES, ids=below)
def test_file_is_as_described(path, registry):
    """
    Every data file is what its description says, a shape in every subschema.
    """
    kind = "shape.schema.json#/$defs/document" if path in SHAPES else KINDS[path.name]
    Draft202012Validator({"$ref": BASE + kind}, registry=registry).validate(load(path))


@pytest.mark.parametrize("path", sorted((SCHEMAS / "meta").iterdir()), ids=below)
def test_description_is_a_schema(path):
    """
    Every description is itself a valid JSON Schema, named after its file.
    """
    schema = load(path)
    Draft202012Validator.check_schema(schema)
    assert BASE + path.name == schema["$id"]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"type": "objekt"}, "$.type"),
        ({"format": "uri"}, "$"),
        ({"properties": {"a": {"type": "string"}}}, "$.properties.a"),
        ({"properties": {"a": {"description": "ends with a dot.", "type": "string"}}}, "$.properties.a.description"),
        ({"$defs": {"Not_kebab": {"title": "A", "description": "B", "type": "null"}}}, "$['$defs']"),
        (
            {"properties": {"a": {"description": "A digit", "type": "string", "pattern": "^\\d$"}}},
            "$.properties.a.pattern",
        ),
        ({"properties": {"a": {"description": "No type at all"}}}, "$.properties.a"),
        ({"x-when": {"/a": {"const": "untyped"}}}, "$['x-when']['/a']"),
        ({"allOf": []}, "$"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_description_of_shapes_refuses(change, at, registry):
    """
    The description of shapes refuses one departure at a time, in any subschema.
    """
    schema = {**load(SCHEMAS / "common" / "oauth-error.schema.json"), **change}
    validator = Draft202012Validator({"$ref": f"{BASE}shape.schema.json#/$defs/document"}, registry=registry)
    assert at in {error.json_path for error in validator.iter_errors(schema)}


@pytest.mark.parametrize("path", SHAPES, ids=below)
def test_shape_is_sound(path):
    """
    A shape is a valid schema, its identifier is its path, its references resolve, and its examples fit.
    """
    schema = load(path)
    Draft202012Validator.check_schema(schema)
    assert f"https://errspec.example/v1/{below(path)}" == schema["$id"]
    for _, subschema in subschemas(schema):
        if "$ref" in subschema:
            assert resolve(schema, parse_pointer(subschema["$ref"][1:])) is not MISSING
    used = {s["$ref"] for _, s in subschemas(schema) if "$ref" in s}
    assert {f"#/$defs/{name}" for name in schema.get("$defs", {})} == used
    validator = Draft202012Validator(schema)
    for at, subschema in subschemas(schema):
        for example in subschema.get("examples", ()):
            assert validator.evolve(schema={**subschema, "$defs": schema.get("$defs", {})}).is_valid(example), at


@pytest.mark.parametrize("provider", CATALOG.providers.values(), ids=lambda provider: provider.id)
def test_citations_resolve(provider):
    """
    Every x-source of a provider names a source of its own or a common one, and every own source is used.
    """
    folder = SCHEMAS / "providers" / provider.id
    cited: set[str] = set()

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            cited.update(data.get("x-source", ()))
            for value in data.values():
                walk(value)
        elif isinstance(data, list):
            for value in data:
                walk(value)

    for path in folder.glob("*.json"):
        walk(load(path))
    assert cited <= set(provider.sources)
    assert set(load(folder / "provider.json")["sources"]) <= cited


@pytest.mark.parametrize("provider", CATALOG.providers.values(), ids=lambda provider: provider.id)
def test_special_before_general(provider):
    """
    Each status has, for every shape it documents, one problem type without a guard, after the guarded ones.
    """
    statuses = {status for item in provider.problem_types for status in item.status}
    for status in statuses:
        number = int(status.replace("XX", "99"))
        for where in ("body", "redirect-query"):
            found = [t for t in provider.problem_types if t.location == where and covers(t.status, number)]
            exact = [t for t in found if str(number) in t.status] or found
            for shape in {item.shape for item in exact if not item.undocumented}:
                guarded = [bool(t.when) for t in exact if t.shape == shape and not t.undocumented]
                assert sorted(guarded, reverse=True) == guarded, (status, shape)
                assert 1 == guarded.count(False), (status, shape)


@pytest.mark.parametrize("problem_type", [*TYPES, *CATALOG.common.problem_types], ids=str)
def test_examples_are_their_own(problem_type):
    """
    Every example is matched by its own problem type, without findings; one that is marked has drift alone.
    """
    for example in problem_type.examples if problem_type.location != "page" else ():
        report = check(example.response, problem_type.provider)
        assert problem_type is report.problem_type
        assert () == report.errors
        assert (example.undocumented or problem_type.undocumented) == bool(report.drift)


def test_ids_are_unique():
    """
    No two problem types of a provider share an id.
    """
    assert not [name for name, count in Counter(map(str, TYPES)).items() if count > 1]


@pytest.mark.parametrize("problem_type", TYPES, ids=str)
def test_messages_are_those_of_the_examples(problem_type):
    """
    The texts of a provider are found in the bodies of its examples, for at least one of the texts.
    """
    if not problem_type.messages:
        return
    bodies = "\n".join(example.response.content.decode() for example in problem_type.examples)
    patterns = [re.sub(r"<[A-Za-z]+>", '[^"]+', re.escape(text)) for text in problem_type.messages]
    assert any(re.search(pattern, bodies) for pattern in patterns)


def test_advice_is_used():
    """
    Every advice that a problem type names is described, and none is described in vain.
    """
    types = [*TYPES, *CATALOG.common.problem_types]
    assert set(CATALOG.advice["advice"]) == {name for item in types for name in item.advice}


def test_contradictions_are_about_something():
    """
    Every contradiction is about things that are there, and its claims cite something.
    """
    for provider in CATALOG.providers.values():
        for contradiction in provider.contradictions:
            for about in contradiction["about"]:
                assert covered(CATALOG, about), about


def covered(catalog: Catalog, reference: str) -> bool:
    """
    Whether a reference leads to a problem type, a shape, a place in one, or a part of a provider.
    """
    name, _, place = reference.partition("#")
    if name in catalog.shapes:
        return resolve(catalog.schema(name, "tolerant"), parse_pointer(place)) is not MISSING
    if name in catalog.providers:
        provider = catalog.providers[name]
        kind, *rest = parse_pointer(place)
        if kind == "contradictions":
            return any(rest == [item["id"]] for item in provider.contradictions)
        return resolve(load(SCHEMAS / "providers" / name / "problem-types.json"), parse_pointer(place)) is not MISSING
    return any(str(item) == reference for p in catalog.providers.values() for item in p.problem_types)


LEDGER = load(ROOT / "tests" / "ledger.json")
ENTRIES = [
    pytest.param(page, entry, id=f"{number} {kind}: {entry.get('what', entry['heading'])}")
    for number, page in LEDGER["pages"].items()
    for kind in ("rows", "items", "examples")
    for entry in page[kind]
]


def test_ledger_is_whole():
    """
    The ledger has every table row and every example body of the five pages.
    """
    rows = {number: len(page["rows"]) for number, page in LEDGER["pages"].items()}
    examples = {number: len(page["examples"]) for number, page in LEDGER["pages"].items()}
    assert {"000": 11, "001": 9, "002": 16, "003": 18, "004": 9} == rows
    assert {"000": 2, "001": 5, "002": 1, "003": 1, "004": 4} == examples


@pytest.mark.parametrize(("page", "entry"), ENTRIES)
def test_ledger_entry_is_covered(page, entry):
    """
    Each row, item and example is covered by something that is there and that cites its page.
    """
    provider = CATALOG.providers[page["provider"]]
    for reference in entry["covered_by"]:
        assert covered(CATALOG, reference), reference
    types = [item for item in provider.problem_types if str(item) in entry["covered_by"]]
    headings = set()
    for item in types:
        cited = {citation.source.id: citation.heading for citation in item.citations}
        assert page["source"] in cited, item
        headings.update(cited[page["source"]].split("; "))
    assert not types or entry["heading"] in headings


@pytest.mark.parametrize(
    ("page", "entry"), [p for p in ENTRIES if "body" in p.values[1]], ids=lambda v: v.get("heading", "")
)
def test_ledger_example_is_documented(page, entry):
    """
    Each example body of the pages is an example of the problem type that covers it, cited, and judged so.
    """
    from tests.support.cases import response

    [reference] = entry["covered_by"]
    item = CATALOG.providers[page["provider"]].problem_type(reference)
    found = [
        e for e in item.examples if e.response.content[:1] == b"{" and json.loads(e.response.content) == entry["body"]
    ]
    assert any(citation.source.id == page["source"] for example in found for citation in example.citations)
    report = check(response(entry), page["provider"])
    assert (reference, ()) == (str(report.problem_type), report.findings)


@pytest.mark.parametrize("problem_type", TYPES, ids=str)
def test_every_problem_type_stands_in_the_ledger(problem_type):
    """
    Without this problem type something in the ledger would be uncovered.
    """
    entries = [
        entry for page in LEDGER["pages"].values() for kind in page.values() if isinstance(kind, list) for entry in kind
    ]
    assert any(str(problem_type) in entry["covered_by"] for entry in [*entries, *LEDGER["beyond"]])


@pytest.mark.parametrize("entry", LEDGER["beyond"], ids=lambda entry: entry["what"])
def test_ledger_beyond_the_pages(entry):
    """
    What other sources document is covered too.
    """
    assert entry["source"] in CATALOG.providers[entry["provider"]].sources
    for reference in entry["covered_by"]:
        assert covered(CATALOG, reference), reference


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_italian_is_complete(folder):
    """
    Every sentence has its Italian, and no Italian stands without its sentence.
    """
    wanted = set(sentences(folder))
    if folder.name == "common":
        wanted |= templates()
    found = load(folder / "it.json")["sentences"]
    assert (set(), set()) == (wanted - set(found), set(found) - wanted)


def templates() -> set[str]:
    classes = [c for c in vars(exceptions_module).values() if isinstance(c, type) and issubclass(c, ErrspecError)]
    return {c.sentence for c in classes if c.sentence} | {NoSuchName.suggestion}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_italian_keeps_the_placeholders(folder):
    """
    A translation has the placeholders of its sentence.
    """
    for english, italian in load(folder / "it.json")["sentences"].items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", italian)), english


def test_italian_is_the_same_everywhere():
    """
    A sentence that stands in two folders has one translation.
    """
    seen: dict[str, str] = {}
    for folder in FOLDERS:
        for english, italian in load(folder / "it.json")["sentences"].items():
            assert seen.setdefault(english, italian) == italian, english


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_glossary(folder):
    """
    A term has one translation, wherever it occurs as a word.
    """
    glossary = load(ROOT / "tests" / "glossary.json")
    for sentence, italian in load(folder / "it.json")["sentences"].items():
        english = re.sub(
            r"\{\w+\}|--\S+|\S+=\S+|\n  .*|\S+\.json\S*|\bstatus field\b", "", sentence
        )  # words that are names
        for term, words in glossary["terms"].items():
            if re.search(rf"\b{term}\b", english, re.IGNORECASE):
                assert re.search(words, italian, re.IGNORECASE), (term, english, italian)
        for wrong in glossary["never"]:
            assert not re.search(wrong, italian, re.IGNORECASE), (wrong, italian)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_phrases_that_do_not_come_back(folder):
    """
    No English sentence has British spelling or a phrase that a native speaker would not write.
    """
    never = load(ROOT / "tests" / "glossary.json")["never-english"]
    for sentence in (*sentences(folder), *(templates() if folder.name == "common" else ())):
        assert not [phrase for phrase in never if re.search(phrase, sentence, re.IGNORECASE)], sentence


@pytest.mark.parametrize("path", FILES, ids=below)
def test_no_mis_decoded_characters(path):
    """
    No character is left over from a wrong decoding: no stray Greek, no Â or Ã, no replacement character.
    """
    found = re.findall(
        "[\u0370-\u03ff\u0e00-\u0e7f\u00c2\u00c3\ufffd\u0080-\u009f\u200b\ufe0f\u202f\u00a0]",
        path.read_text("utf-8"),
    )
    assert [] == found


@pytest.mark.parametrize("name", ["problem-types", "codes", "schemas", "components"])
def test_released_names_stay(name):
    """
    What was released is still there; a new name is added to the list with the release.
    """
    frozen = set((ROOT / "tests" / "frozen" / f"{name}.txt").read_text("utf-8").split())
    assert (set(), set()) == (frozen - names(name), names(name) - frozen)


def names(name: str) -> set[str]:
    if name == "problem-types":
        return set(map(str, TYPES))
    if name == "codes":
        return set(CATALOG.messages["codes"])
    if name == "components":
        made = {f"{section}/{item}" for section, items in components().items() for item in items}
        whole = [combined(provider, key) for provider in CATALOG.providers.values() for key in COMBINED]
        return made | {f"responses/{item.name}" for item in whole if item}
    return {str(load(path)["$id"]) for path in [*SHAPES, *(SCHEMAS / "meta").iterdir()]}
