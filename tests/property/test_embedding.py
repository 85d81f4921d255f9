"""
Errors put into documents in every way of writing, and taken out again.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from errspec import CATALOG
from errspec.documents.splicing import restored
from errspec.exceptions import ErrspecError
from errspec.openapi import embed
from errspec.openapi.embedding.insertion import Embedding, read
from errspec.openapi.embedding.removal import removed
from errspec.openapi.embedding.settings import Settings
from tests.support.openapi_documents import texts, values

choices = st.builds(
    Settings,
    provider=st.sampled_from(list(CATALOG.providers)),
    attach=st.sampled_from(["declared", "all"]),
    existing=st.sampled_from(["replace", "keep"]),
    attach_2xx=st.booleans(),
    prefix=st.sampled_from(["", "Upstream"]),
    on=st.just(()),
    rename=st.just(()),
    lang=st.sampled_from(CATALOG.languages),
)


@settings(max_examples=200)
@given(texts(), choices)
def test_a_document_is_restored(text: str, chosen: Settings):
    """
    A second run changes nothing, and without what was put into it a document is what it was, byte for byte.
    """
    try:
        document = read(text.encode())
    except ErrspecError:  # PyYAML writes some texts that it cannot read
        assume(False)
    made = Embedding(document, chosen, CATALOG)
    made.verify()
    again = read((document.mark + made.text).encode())
    assert made.text == Embedding(again, chosen, CATALOG).text
    assert document.text == restored(again)[0]
    assert text == document.mark + restored(again)[0]


@settings(max_examples=200)
@given(texts(), choices)
def test_the_value_is_that_of_embed(text: str, chosen: Settings):
    """
    The value of the text that comes out is the one that ``embed`` makes, unless an anchor ties places together.
    """
    try:
        document = read(text.encode())
    except ErrspecError:
        assume(False)
    made = Embedding(document, chosen, CATALOG)
    assume(not made.plan.shared)
    found = read(made.text.encode()).value
    found.pop("x-errspec", None)
    wanted = embed(
        document.value,
        chosen.provider,
        attach=chosen.attach,
        existing=chosen.existing,
        attach_2xx=chosen.attach_2xx,
        prefix=chosen.prefix,
        lang=chosen.lang,
    )
    if document.is_whole:  # a value that an anchor stands for is one place in the text, and several in the value
        wanted, found = wanted["paths"], found["paths"]
    assert wanted == found


@settings(max_examples=100)
@example(
    {"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"200": {"description": "Done"}}}}}},
    Settings("open2b", attach="all"),
)
@given(values(), choices)
def test_embedding_twice(document: dict[str, Any], chosen: Settings):
    """
    A value into which the errors were put already stays as it is.
    """
    words = asdict(chosen)
    words.pop("rename")
    once = embed(document, **words)
    assert once == embed(once, **words)


@settings(max_examples=100)
@given(texts(), choices, choices)
def test_two_providers(text: str, first: Settings, second: Settings):
    """
    The errors of two providers stand beside each other, and the order of the commands does not matter for taking out.
    """
    assume(first.provider != second.provider)
    try:
        document = read(text.encode())
    except ErrspecError:
        assume(False)
    one = document.with_text(Embedding(document, first, CATALOG).text)
    both = document.with_text(Embedding(one, second, CATALOG).text)
    assert document.text == removed(both)[0].text
    assert both.text == Embedding(both, second, CATALOG).text
