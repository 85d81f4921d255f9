"""
What holds for all values and all responses.
"""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from errspec import CATALOG, Response, check, components
from errspec.catalog.keywords import subschemas
from errspec.pointers import MISSING, format_pointer, parse_pointer, resolve
from errspec.verdict import contract as contract_module
from errspec.verdict import inspection
from errspec.verdict.reading import FastParser, read
from errspec.verdict.validation import iter_errors
from tests.support.dialects import validator
from tests.support.strategies import (
    BODIES,
    bodies,
    contents,
    header_names,
    header_values,
    providers,
    put,
    responses,
    shapes,
    values,
)


@given(shapes, values | bodies())
@settings(max_examples=400)
def test_strict_accepts_only_what_tolerant_accepts(shape, value):
    """
    Whatever the strict form of a shape accepts, the tolerant form accepts.
    """
    if CATALOG.validator(shape, "strict").is_valid(value):
        assert CATALOG.validator(shape, "tolerant").is_valid(value)


@given(shapes, values | bodies())
@settings(max_examples=400)
def test_documented_accepts_only_what_tolerant_accepts(shape, value):
    """
    Whatever the documented form of a shape accepts, the tolerant form accepts.
    """
    if CATALOG.validator(shape, "documented").is_valid(value):
        assert CATALOG.validator(shape, "tolerant").is_valid(value)


@given(shapes, st.sampled_from(["tolerant", "documented", "strict"]), values | bodies())
@settings(max_examples=1500)
def test_faults_are_found_where_jsonschema_refuses(shape, form, value):
    """
    There are faults exactly where jsonschema refuses a value, and none stands where jsonschema sees nothing wrong.
    """
    found = list(iter_errors(CATALOG.schema(shape, form), value))
    assert CATALOG.validator(shape, form).is_valid(value) == (not found)


COMPONENTS = {openapi: components(openapi=openapi) for openapi in ("2.0", "3.0", "3.1")}
_JUDGES: dict[tuple[str, str], Any] = {}


def _judge(openapi: str, name: str) -> Any:
    if (openapi, name) not in _JUDGES:
        schemas = COMPONENTS[openapi]["definitions" if openapi == "2.0" else "schemas"]
        _JUDGES[openapi, name] = validator(schemas, name, openapi)
    return _JUDGES[openapi, name]


@given(st.sampled_from(sorted(COMPONENTS["3.1"]["schemas"])), values | bodies())
@settings(max_examples=1500)
def test_dialects_agree(name, value):
    """
    The components of 3.0 have the verdict of those of 3.1, and whatever these accept those of 2.0 accept.

    Null itself is an alternative beside a reference in 3.0, and so not part of what the name stands for.
    """
    assume(value is not None)
    assume(not _has_whole_float(value))
    accepted = _judge("3.1", name).is_valid(value)
    assert accepted == _judge("3.0", name).is_valid(value)
    assert _judge("2.0", name).is_valid(value) or not accepted


def _has_whole_float(value: Any) -> bool:
    """
    Whether a number such as 1.0 is in it, on which the dialects differ.
    """
    if isinstance(value, (dict, list)):
        return any(map(_has_whole_float, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and value.is_integer()


@given(responses, providers)
@settings(max_examples=1500)
@example(Response(422, (), b'{"error":{"message":"x","validation_result":[1]}}'), "fattureincloud")
@example(Response(302, [("Location", "http://[broken")], b""), "fattureincloud")
def test_check_never_raises(response, provider):
    """
    No status, headers and bytes make check raise, and its report can always be printed.
    """
    report = check(response, provider)
    assert report.conforms == (not report.errors)
    assert len(report.findings) == len(report.errors) + len(report.drift)
    str([report, *report.findings])
    for finding in report.findings:
        finding.message.encode()


different = st.lists(
    st.tuples(header_names.filter(str.isascii), header_values),
    max_size=5,
    unique_by=lambda pair: pair[0].strip().lower(),
)


@given(responses, different, providers, st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_header_case_and_order_change_nothing(response, headers, provider, chance: random.Random):
    """
    Headers of different names in another order and in another case give the same report.
    """
    changed = [(chance.choice((str.upper, str.lower, str.title))(name), value) for name, value in headers]
    chance.shuffle(changed)
    one, other = (
        Response(response.status_code, found, response.content, response.reason, method=response.method)
        for found in (headers, changed)
    )
    assert check(one, provider) == check(other, provider)._replace(response=one)


def _closed_objects(shape: str, value: Any) -> list[tuple[Any, ...]]:
    """
    The objects in a valid value that list their members.
    """
    root = CATALOG.schema(shape, "tolerant")
    found: list[tuple[Any, ...]] = []

    def walk(schema: Any, value: Any, path: tuple[Any, ...]) -> None:
        if "$ref" in schema:
            schema = resolve(root, parse_pointer(schema["$ref"][1:]))
        for branch in schema.get("anyOf", ()):
            walk(branch, value, path)
        if isinstance(value, dict):
            if "properties" in schema and "additionalProperties" not in schema:
                found.append(path)
            for name, member in value.items():
                inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
                if isinstance(inner, dict):
                    walk(inner, member, (*path, name))
        elif isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                walk(schema["items"], item, (*path, index))

    walk(root, value, ())
    return found


def _name(root: Any) -> st.SearchStrategy[str]:
    known = {name for _, schema in subschemas(root) for name in schema.get("properties", {})}
    return st.text(min_size=1, max_size=10).filter(lambda name: name not in known)


@given(st.data())
@settings(max_examples=400)
def test_unknown_member_conforms_and_drifts(data):
    """
    An unknown member added to an object that lists its members is drift there, and nothing else changes.
    """
    shape = data.draw(shapes)
    fitting = [body for body in BODIES if CATALOG.validator(shape, "strict").is_valid(body)]
    assume(fitting)
    body = data.draw(st.sampled_from(fitting))
    places = _closed_objects(shape, body)
    assume(places)
    place = data.draw(st.sampled_from(places))
    name = data.draw(_name(CATALOG.schema(shape, "tolerant")))
    changed = (
        put(body, (*place, name), data.draw(values)) if place else {**copy.deepcopy(body), name: data.draw(values)}
    )
    assert CATALOG.validator(shape, "tolerant").is_valid(changed)
    [fault] = iter_errors(CATALOG.schema(shape, "strict"), changed)
    assert ("additionalProperties", format_pointer((*place, name))) == (fault.keyword, format_pointer(fault.path))


@given(responses, providers)
@settings(max_examples=1000)
@example(Response(0, [], b"null"), "fattureincloud")
@example(Response(0, [], b'{"error":"invalid_grant"}'), None)
def test_the_quick_way_changes_nothing(response, provider):
    """
    The report is the same where the quick way is not taken, and where the fast parser does not read the body either.
    """
    inspection.FAST = FastParser(patience=1)  # from the first body on
    quick = check(response, provider)
    for name, instead in (("_quick", lambda *_: None), ("parsed", lambda _: MISSING)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(contract_module, name, instead)
            assert quick == check(response, provider)


def test_the_quick_way_is_taken(monkeypatch):
    """
    Nothing is explained for an example in which nothing is found, nor for a success.
    """
    pytest.importorskip("orjson")
    pytest.importorskip("jsonschema_rs")
    monkeypatch.setattr(inspection, "FAST", FastParser(patience=1))
    quick: list[tuple[str, Response]] = []
    for provider in CATALOG.providers.values():
        quick.append((provider.id, Response(200, {"Content-Type": "application/json"}, b'{"data":[],"status":"ok"}')))
        for problem_type in provider.problem_types:
            is_plain = problem_type.location == "body" and problem_type.shape and not problem_type.candidates
            for shown in problem_type.examples if is_plain else ():
                if not (problem_type.undocumented or check(shown.response, provider.id).findings):
                    quick.append((provider.id, shown.response))
    assert len(quick) > 50
    expected = [check(response, provider) for provider, response in quick]
    monkeypatch.delattr(contract_module, "_explained")
    assert expected == [check(response, provider) for provider, response in quick]


numbers = st.recursive(st.integers() | st.floats(allow_nan=False) | st.text(), st.lists)


@given(contents | numbers.map(json.dumps).map(str.encode))
@settings(max_examples=1000)
@example(b"[18446744073709551616 ]")
@example(b'{"a":1E2,"b":-0.0,"c":1e999}')
def test_the_fast_parser_reads_the_same(content):
    """
    What the fast parser reads is what the other reads without a fault, to the type.
    """
    try:
        value = FastParser(patience=1).parse(content)
    except (ValueError, TypeError):
        return
    reading = read(content)
    assert reading.fatal is None
    assert not reading.faults
    assert repr(reading.value) == repr(value)


@given(contents)
@settings(max_examples=500)
def test_reading_agrees_with_the_standard_library(content):
    """
    What is read without a fault is what the standard library reads, and a fatal fault means that it is not plain JSON.
    """
    reading = read(content)
    try:
        value = json.loads(content.decode(), parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        assert reading.fatal or reading.faults
    else:
        assert reading.fatal is None
        assert value == reading.value


@given(st.text(max_size=12))
def test_pointers_return(text):
    """
    Escaping a token and reading it again gives the token.
    """
    assert (text, "x") == parse_pointer(format_pointer((text, "x")))
