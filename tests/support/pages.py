"""
Pages as the tests read them: elements, texts, links and anchors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from errspec import Catalog

#: Elements without an end.
VOID = {"meta", "link", "input", "br", "hr", "img"}
#: Elements whose end may be left out, with those that end them.
ENDED = {"dt": {"dt", "dd"}, "dd": {"dt", "dd"}}
#: What a pseudo-language puts around every sentence.
OPEN, CLOSE = "⟦", "⟧"


class Element:
    """
    An element with its attributes and its children; texts are strings.
    """

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = dict(attributes)
        self.children: list[Element | str] = []

    def walk(self) -> Iterator[Element]:
        """
        The element and all below it.
        """
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, name: str) -> list[Element]:
        """
        The elements of a name.
        """
        return [element for element in self.walk() if element.name == name]

    @property
    def text(self) -> str:
        """
        The whole text.
        """
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.open[-1].name in ENDED and tag in ENDED[self.open[-1].name]:
            self.open.pop()
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name in ENDED and tag != self.open[-1].name:
            self.open.pop()
        assert tag == self.open.pop().name, tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def parse(page: str) -> Element:
    """
    A page as a tree; every element has its end.
    """
    parser = _Parser()
    parser.feed(page)
    parser.close()
    assert [parser.root] == parser.open, [element.name for element in parser.open]
    return parser.root


def structure(root: Element) -> list[tuple[str, tuple[str, ...]]]:
    """
    The elements in their order with the names of their attributes.
    """
    return [(element.name, tuple(element.attributes)) for element in root.walk()]


class Pseudo(dict[str, str]):
    """
    A language in which every sentence stands in brackets.
    """

    def get(self, sentence: str, default: str | None = None) -> str:  # type: ignore[override]
        """
        The sentence in brackets.
        """
        return f"{OPEN}{sentence}{CLOSE}"

    def __contains__(self, _: object) -> bool:
        return True

    def __getitem__(self, sentence: str) -> str:
        return self.get(sentence)


class PseudoCatalog(Catalog):
    """
    A catalog that speaks English and the pseudo-language ``xx``.
    """

    @property
    def languages(self) -> tuple[str, ...]:
        """
        The languages.
        """
        return ("en", "xx")

    def translations(self, lang: str) -> Mapping[str, str]:
        """
        The sentences in brackets.
        """
        return Pseudo()


def bare(text: str) -> str:
    """
    A text without what stands in brackets, however deep.
    """
    while OPEN in text:
        text, before = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text), text
        assert text != before, text
    return text
