"""
Changes of YAML and JSON documents: the rest of the text stays, and the change can be undone.
"""

from __future__ import annotations

import json

import pytest

from errspec.documents.changes import Change
from errspec.documents.document import Document
from errspec.documents.limits import DEEPEST, LARGEST
from errspec.documents.loading import load
from errspec.documents.parsing import WHOLE
from errspec.documents.splicing import restored, spliced
from errspec.exceptions import (
    DocumentTooLarge,
    DuplicateKey,
    EditedPart,
    EndlessAliases,
    ErrspecError,
    MalformedDocument,
    NestedTooDeeply,
    UnusableKey,
)
from errspec.pointers import parse_pointer
from tests.support.cases import Case, cases

CASES = list(cases("documents"))
SETTINGS = [{"by": "a test"}]
OPEN_API = {"root": {None: "closed"}}


def read(text: str) -> Document:
    return Document(text, {}, WHOLE)


def changes(document: Document, case: Case) -> list[Change]:
    found = []
    for change in case.data["changes"]:
        node, path = document.root, parse_pointer(change["at"])
        for token in path:
            node = node.resolved().get(token)
        value = change["extend"] if "extend" in change else change["value"]
        found.append(Change(path, node, value, "extend" in change))
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_changed(case: Case):
    """
    The text that comes out is that of the case.
    """
    document = read(case.data["document"])
    assert case.data["changed"] == spliced(document, changes(document, case), SETTINGS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_values(case: Case):
    """
    The value that comes out is the value with the changes.
    """
    document = read(case.data["document"])
    wanted = document.value
    for change in changes(document, case):
        place = {"": wanted}
        for token in ("", *change.path[:-1]):
            place = place[token]
        last = change.path[-1] if change.path else ""
        if not change.path:
            wanted.update(change.value)
        elif change.extend:
            place[last] = {**(place[last] or {}), **change.value}
        else:
            place[last] = change.value
    found = read(case.data["changed"]).value
    found.pop("x-errspec", None)
    if "<<" in case.data["document"]:  # what is merged gets the new members too
        found["c"] = wanted["c"]
    assert wanted == found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_restored(case: Case):
    """
    The changes and their settings are found again, and without them the text is what it was.
    """
    assert (case.data["document"], SETTINGS) == restored(read(case.data["changed"]))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_changed_part_is_not_taken_away(case: Case):
    """
    Whatever is changed in what was put there is found: it is refused, or stays where it was not ours.
    """
    text, original = case.data["changed"], case.data["document"]
    ours = [line for line in text.splitlines() if line not in original.splitlines()]
    for line in ours:
        for old, new in (("new", "older"), ("x", "z"), ("begin", "beginn"), ("end", "ending"), ("Bad", "Worse")):
            if old not in line:
                continue
            changed = text.replace(line, line.replace(old, new, 1), 1)
            try:
                found, settings = restored(read(changed))
            except ErrspecError:
                continue
            assert not settings or new in found, (line, new)


def test_an_edited_part_is_named():
    """
    The sentence says in which line something was changed, or at which pointer.
    """
    text = "a:\n  $ref: '#/old'\n"
    document = read(text)
    node = document.root.get("a").get("$ref")
    made = spliced(document, [Change(("a", "$ref"), node, "#/new")], SETTINGS)
    with pytest.raises(EditedPart, match=r"Line 2: .*#/other"):
        restored(read(made.replace("#/new", "#/other")))
    document = read(json.dumps({"a": {"b": 1}}))
    made = spliced(document, [Change(("a", "b"), document.root.get("a").get("b"), 2)], SETTINGS)
    with pytest.raises(EditedPart, match="/a/b"):
        restored(read(made.replace('"b": 2', '"b": 3')))


def test_what_is_changed_elsewhere_stays():
    """
    A document that was worked on after the change keeps that work.
    """
    for text, before, after in (
        ("a:\n  b: 1\nc: 2\n", "c: 2", "c: 2\nd: 3"),
        ('{"a": {"b": 1}, "c": 2}', '"c": 2', '"c": 2, "d": 3'),
    ):
        document = read(text)
        made = spliced(document, [Change(("a",), document.root.get("a"), {"x": 1}, extend=True)], SETTINGS)
        assert text.replace(before, after) == restored(read(made.replace(before, after)))[0]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("a: 1\na: 2\n", DuplicateKey, "Line 2: the key a appears twice in the mapping"),
        ("x:\n  y:\n    b: 1\n    b: 2\n", DuplicateKey, "Line 4: the key b appears twice in the mapping"),
        ('{"x": {"b": 1, "b": 2}}', DuplicateKey, "the key b"),
        ("? [a, b]\n: 1\n", UnusableKey, "Line 1"),
        ("x:\n  y:\n    ? {a: 1}\n    : 1\n", UnusableKey, "Line 3"),
        ("a: &x b\n*x : 1\n", UnusableKey, "Line 2"),
        ("x:\n  ?\n  : 1\n", UnusableKey, "Line 2"),
        ("a:\n\tb: 1\n", MalformedDocument, "Line 2, column 1: .*a tab where"),
        ("a: [1\n", MalformedDocument, "Line 2"),
        ("a: 1\n---\nb: 2\n", MalformedDocument, "a second document"),
        ("", MalformedDocument, "the document is empty"),
        ("a: *x\n", MalformedDocument, r"\*x has no anchor"),
        ("a: \x00\n", MalformedDocument, "Line 1"),
        ("[" * 500 + "]" * 500, NestedTooDeeply, str(DEEPEST)),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, NestedTooDeeply, str(DEEPEST)),
        ("\n".join(f"{' ' * depth}a:" for depth in range(1000)), NestedTooDeeply, str(DEEPEST)),
        ("a: " + "[" * 2000, NestedTooDeeply, str(DEEPEST)),
        ("a: &a\n  b: *a\n", EndlessAliases, "Line 2"),
        (
            "\n".join(["a0: &a0 x", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12))]),
            EndlessAliases,
            "Line",
        ),
    ],
)
@pytest.mark.parametrize("roles", [{}, OPEN_API], ids=["looked into", "passed over"])
def test_what_cannot_be_read(text, error, words, roles):
    """
    What is wrong is said with its line, whether the place is looked into or not.
    """
    with pytest.raises(error, match=words):
        Document(text, roles, "root" if roles else WHOLE)


def test_a_number_of_json_that_is_too_long():
    """
    A number with more digits than are read is said with its place, whatever strings there are.
    """
    nines = "9" * 5000
    with pytest.raises(MalformedDocument, match=r"^Line 2, column 7: .*: a number has more than 4300 digits"):
        Document(f'{{"a": "{nines}",\n "b": -{nines}}}', {}, WHOLE)
    assert 1 == Document(f'{{"a": "{nines}", "b": 1}}', {}, WHOLE).value["b"]


def test_bytes_that_cannot_be_read():
    """
    Bytes that are no text, and more than are read, are refused.
    """
    with pytest.raises(MalformedDocument, match=r"Line 2, column 4: .*UTF-8"):
        Document.read(b"a: 1\nb: \xff\n", {}, WHOLE)
    with pytest.raises(DocumentTooLarge, match=str(LARGEST)):
        Document.read(b" " * (LARGEST + 1), {}, WHOLE)
    assert {"a": 1} == Document.read(b"\xef\xbb\xbfa: 1\n", {}, WHOLE, largest=10).value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1\nb: &x 2\n", "Line 2, column 4: .*anchor is already used"),
        ("a: 1\n<<: 5\n", "Line 2, column 5: .*for merging"),
        ("a: !!int x\n", "Line 1, column 4: .*does not fit its tag"),
        ("a: !!bool x\n", "Line 1, column 4: .*does not fit its tag"),
        (f"a: -{'9' * 5000}\n", "Line 1, column 4: .*: a number has more than 4300 digits"),
    ],
)
def test_what_has_no_value(text, words):
    """
    What is YAML but no value is said with its line.
    """
    with pytest.raises(MalformedDocument, match=words):
        load(text)


def test_a_part_that_is_wrong_is_found_where_it_stands():
    """
    The value of a part is read alone, and what is wrong in it is said with its place in the document.
    """
    document = Document("a: 1\nb:\n  <<: 5\n", OPEN_API, "root")
    with pytest.raises(MalformedDocument, match="Line 3, column 7"):
        document.value_of(document.root.get("b"), ("b",))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!other 2020-01-01", "2020-01-01"),
        ("!other [1, !!binary eA==]", [1, "eA=="]),
        ("!other {a: !!set {b, c}}", {"a": {"b": None, "c": None}}),
        ("2020-01-01", "2020-01-01"),
        ("on", "on"),
        ("NO", "NO"),
        ("012", 12),
        ("0o14", 12),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("=", "="),
        ("~", None),
        ("{1: a, true: b, ~: c}", {"1": "a", "true": "b", "~": "c"}),
    ],
)
def test_values_are_those_of_json(text, value):
    """
    A plain scalar is a number, a truth value, null or a text, as in YAML 1.2, and a key is a text.
    """
    assert value == load(text)
