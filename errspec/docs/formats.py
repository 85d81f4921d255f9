"""
The documentation as a mapping from paths to texts, in each of its formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, get_args

from errspec.catalog.catalog import Catalog
from errspec.docs import export
from errspec.docs.edition import Edition
from errspec.exceptions import DuplicatePage, InvalidOption, MissingPackage, NoSuchLanguage

#: A format of the documentation; the first is the default.
Format = Literal["html", "md", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def pages(
    catalog: Catalog,
    *,
    providers: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    kind: Format = "html",
) -> dict[str, str]:
    """
    Return every file of the documentation in one format, from its path to its text.

    ``providers`` and ``languages`` default to all. Raises NoSuchProvider, NoSuchLanguage, InvalidOption,
    MissingPackage and DuplicatePage.
    """
    if kind not in FORMATS:
        raise InvalidOption("kind", kind, FORMATS)
    chosen = catalog if providers is None else catalog.only(providers)
    selected = catalog.languages if languages is None else tuple(dict.fromkeys(languages))
    for lang in selected:
        if lang not in catalog.languages:
            raise NoSuchLanguage(lang, catalog.languages)
    texts: dict[str, str] = {}
    for path, text in _WRITERS[kind](chosen, selected):
        if path in texts:
            raise DuplicatePage(path)
        texts[path] = text
    return texts


def _html(catalog: Catalog, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    from errspec.docs import checkdata

    try:
        from errspec.docs.html import Site, assets, templates

        layout = templates()
    except ImportError as error:
        raise MissingPackage("Jinja2", "pip install 'errspec[docs]'") from error
    editions = [Edition(catalog, lang) for lang in languages]
    yield from assets()
    yield "assets/check.js", checkdata.code()
    yield "assets/data.js", checkdata.script(catalog, languages)
    yield from export.files(catalog, languages)
    sites = [Site(edition, editions, layout) for edition in editions]
    yield sites[0].start()
    for site in sites:
        yield from site.pages()


def _markdown(catalog: Catalog, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    from errspec.docs.twins import twins

    for lang in languages:
        yield from twins(Edition(catalog, lang))


_WRITERS: Mapping[Format, Callable[[Catalog, tuple[str, ...]], Iterator[tuple[str, str]]]] = {
    "html": _html,
    "md": _markdown,
    "json": export.files,
}
