"""
What the check in the page makes of schemas of all sorts, beside Python.
"""

from __future__ import annotations

import json
from types import SimpleNamespace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from errspec import CATALOG
from errspec.catalog.forms import strict
from errspec.display import similar
from errspec.verdict.engine import header_value, predicate
from errspec.verdict.findings import schema_finding
from errspec.verdict.reading import read
from errspec.verdict.validation import Validator, iter_errors
from tests.support.page import comparable, printed_finding

#: Texts of very many digits, by a name that is short in a report.
LONG = {"long": "9" * 4001, "-long": "-" + "9" * 4001, "longest": "9" * 4000}
MEMBERS = st.sampled_from(["a", "ab", "abc", "abcd", "xbcd", "bcda", "token", "__proto__", "10", "9", "\U0001f600"])
CONSTANTS = st.sampled_from([0, 1, -2, 1.5, "a", "ab", "", True, False, None, [], [1], {}, {"a": 1}, {"a": [True]}])
NUMBERS = st.sampled_from(
    ["1.0", "-0", "-0.0", "0.0", "1e400", "-1e400", "1e16", "1e15", "1e-5", "0.0001", "1.5", "long"]
)
TYPES = st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])
PLAIN_SCHEMAS = st.one_of(
    st.builds(lambda types: {"type": types}, TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True)),
    st.builds(lambda value: {"const": value}, CONSTANTS),
    st.builds(lambda value, kind: {"const": value, "type": kind}, CONSTANTS, TYPES),
    st.builds(lambda values: {"enum": values}, st.lists(CONSTANTS, min_size=1, max_size=8)),
    st.builds(lambda least, kind: {"type": kind, "minimum": least}, st.integers(-1, 2), TYPES),
    st.builds(lambda least: {"minLength": least}, st.integers(1, 3)),
    st.sampled_from(
        [{"type": "string", "pattern": "^[a-b]+(?![\\s\\S])", "description": "Some letters"}, {"pattern": "b"}]
    ),
)


def written(text):
    return LONG.get(text, text)


def _branches(schemas):
    marked = st.builds(
        lambda schema, mark: {**schema, **mark}, schemas, st.sampled_from([{}, {"x-undocumented": True}])
    )
    return st.builds(lambda branches: {"anyOf": branches}, st.lists(marked, min_size=1, max_size=4))


def _objects(schemas):
    names = st.lists(MEMBERS, min_size=1, max_size=3, unique=True)
    optional = {
        "required": names,
        "x-required": names,
        "additionalProperties": st.booleans() | schemas,
        "type": st.just("object"),
    }
    return st.fixed_dictionaries({"properties": st.dictionaries(MEMBERS, schemas, max_size=4)}, optional=optional)


def _arrays(schemas):
    return st.fixed_dictionaries({"items": schemas}, optional={"minItems": st.integers(1, 2), "type": st.just("array")})


SCHEMAS = st.recursive(
    PLAIN_SCHEMAS | st.just({"$ref": "#/$defs/a-b"}),
    lambda schemas: _branches(schemas) | _objects(schemas) | _arrays(schemas),
    max_leaves=8,
)
VALUES = st.recursive(
    CONSTANTS.map(json.dumps) | NUMBERS.map(written) | st.text(max_size=4).map(json.dumps) | st.just('"\U0001f600"'),
    lambda texts: (
        st.lists(texts, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(MEMBERS, texts), max_size=4, unique_by=lambda pair: pair[0]).map(
            lambda pairs: f"{{{','.join(f'{json.dumps(name)}:{text}' for name, text in pairs)}}}"
        )
    ),
    max_leaves=8,
)
NEXT = {"properties": {"a": {"anyOf": [{"$ref": "#/$defs/a-b"}, {"type": "null"}]}}, "type": "object"}
NOBODY = SimpleNamespace(cite=lambda _: ())


@given(SCHEMAS, PLAIN_SCHEMAS | _branches(PLAIN_SCHEMAS), VALUES, st.booleans())
@settings(max_examples=1200)
@example({"anyOf": [{"const": "a"}, {"type": "number", "minimum": 0}]}, {}, "-2", False)
@example({"type": "string"}, {}, "[0.00001, 1e16, 1e300, 1e-7]", False)
@example({"items": {"type": "string"}}, {}, "[0.00001, 1e16, 1e300, 1e-7, 123456789012345680.0, -0.0, 1e15]", False)
@example({"properties": {"abcd": {}, "abce": {}}}, {}, '{"abcf": 1}', True)
@example({"properties": {"abce": {}, "abcd": {}}}, {}, '{"abcf": 1}', True)
@example({"properties": {"ab_wxyz": {}}}, {}, '{"ab-wxyz": 1, "wxyz_ab": 2, "a_b_wyz": 3, "abwxy": 4}', True)
@example({"properties": {"detail": {}, "title": {}}}, {}, '{"detial": 1, "tilte": 2, "titel": 3, "dtl": 4}', True)
@example({"$ref": "#/$defs/a-b"}, NEXT, '{"a":' * 60 + "1" + "}" * 60, False)
@example({"$ref": "#/$defs/a-b"}, NEXT, '{"a":' * 60 + '{"x":1}' + "}" * 60, True)
def test_any_schema(page, schema, definition, text, drift):
    """
    Any schema refuses any value for the same reasons, in the same words.
    """
    root = {**schema, "$defs": {"a-b": definition}}
    value = read(text.encode()).value
    derived = strict(root) if drift else root
    wording = CATALOG.wording("en")
    validator = Validator(derived)
    wanted = [schema_finding(wording, validator, error, NOBODY, drift=drift) for error in iter_errors(derived, value)]
    assert [printed_finding(finding) for finding in wanted] == comparable(page.call("innerFindings", root, text, drift))


@given(PLAIN_SCHEMAS | _branches(PLAIN_SCHEMAS), VALUES)
@settings(max_examples=500)
def test_any_guard(page, schema, text):
    """
    Any schema of a guard holds for the same values.
    """
    assert predicate(schema)(read(text.encode()).value) == page.call("innerHolds", schema, text)


HEADERS = st.from_regex(r"-?[0-9]{1,3}(\.[0-9]{1,3})?", fullmatch=True) | st.sampled_from(
    ["-0", "-00", "-007", "1e5", "", "1.", ".5", "+1", "long", "-long", "longest", "-0.0", "0.0", "٣"]
)


@given(PLAIN_SCHEMAS | _branches(PLAIN_SCHEMAS), HEADERS)
@settings(max_examples=500)
@example({"const": 1, "type": "number"}, "1.0")
@example({"const": 1, "type": "number"}, "1")
@example({"const": 1.5, "type": "number"}, "1.5")
@example({"type": "number", "minimum": 0}, "-0.0")
def test_any_header(page, schema, text):
    """
    Any schema of a header holds for the same texts.
    """
    assert predicate(schema)(header_value(schema, written(text))) == page.call("innerHeader", schema, written(text))


NAMES = st.text("abAB-_éßſİ", max_size=6) | st.sampled_from(
    ["detail", "detial", "title", "tilte", "x" * 101, "x" * 100]
)


@given(NAMES, st.lists(NAMES, max_size=5))
@settings(max_examples=500)
@example("detial", ["title", "detail"])
@example("x" * 101, ["x" * 101])
def test_any_name(page, name, known):
    """
    The name that was meant is the same in Python and in the page.
    """
    assert similar(written(name), known) == page.call("innerSimilar", written(name), known)
