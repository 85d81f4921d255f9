"""
The documentation as a mapping from paths to texts, in each of its formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errspec.catalog.catalog import Catalog
from errspec.docs import checkdata, export, markdown
from errspec.docs.edition import Edition
from errspec.docs.formats import FORMATS
from errspec.exceptions import DuplicatePage, MissingPackage, NoSuchLanguage


def pages(
    catalog: Catalog,
    *,
    providers: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    kind: str = "html",
) -> dict[str, str]:
    """
    Every file of the documentation in one of its formats, from its path to its text.

    Without providers and languages these are all of them.
    Raises NoSuchProvider, NoSuchLanguage, MissingPackage and DuplicatePage.
    """
    chosen = catalog if providers is None else catalog.only(providers)
    spoken = catalog.languages if languages is None else tuple(dict.fromkeys(languages))
    for lang in spoken:
        if lang not in catalog.languages:
            raise NoSuchLanguage(lang, catalog.languages)
    made: dict[str, str] = {}
    for path, text in _FORMS[kind](chosen, spoken):
        if path in made:
            raise DuplicatePage(path)
        made[path] = text
    return made


def _html(catalog: Catalog, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
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
    for lang in languages:
        yield from markdown.twins(Edition(catalog, lang))


_FORMS = dict(zip(FORMATS, (_html, _markdown, export.files), strict=True))
