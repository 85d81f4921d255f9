"""
The layout of the schemas: that of the common formatter, without a change of what they say.
"""

from __future__ import annotations

import json

from errspec import CATALOG
from errspec.catalog import formatting as layout
from errspec.catalog.forms import FORMS, standard


def test_nothing_is_lost():
    """
    The text of every form of every shape is read back as it was.
    """
    for shape in CATALOG.shapes:
        for form in FORMS:
            schema = standard(CATALOG.schema(shape, form))
            assert schema == json.loads(layout.text(schema))


def test_keywords_have_their_order():
    """
    Annotations come before assertions, and these before subschemas; names of members stay as they are.
    """
    schema = {"properties": {"type": {}, "$id": {}}, "type": "object", "examples": [], "description": "x"}
    text = layout.text(schema)
    assert ["description", "examples", "type", "properties"] == list(json.loads(text))
    assert ["type", "$id"] == list(json.loads(text)["properties"])


def test_lists_of_plain_values():
    """
    A list of plain values stands in one line of 80 bytes at the most; another has a line for each.
    """
    assert '{\n  "examples": [ "a", null, 1.5 ]\n}\n' == layout.text({"examples": ["a", None, 1.5]})
    assert '{\n  "examples": [\n    []\n  ]\n}\n' == layout.text({"examples": [[]]})
    fits = layout.text({"enum": ["é" * 32]})
    assert 80 == len(layout.text({"enum": ["a" * 64]}).splitlines()[1])
    assert (3, 80) == (len(fits.splitlines()), len(fits.splitlines()[1].encode()))
    assert 5 == len(layout.text({"enum": ["é" * 33]}).splitlines())
