"""
The pages as HTML: static files that open from disk and from any server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.catalog.provider import problem_path
from errspec.docs import indices
from errspec.docs.addresses import form_path, provider_path, relative, shape_path
from errspec.docs.comparison import Comparison
from errspec.docs.edition import Edition
from errspec.docs.highlighting import message_marked
from errspec.docs.phrases import Phrase, capitalized, name
from errspec.docs.scripts import script_json, search_index

if TYPE_CHECKING:
    from jinja2 import Environment

#: What a page may load: its own scripts, styles and images, and nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
#: The messages that scripts show, by the names that scripts use.
WORDS = {
    "search": "docs.search",
    "search-hint": "docs.search-hint",
    "search-none": "docs.search-none",
    "search-some": "docs.search-some",
    "copied": "docs.copied",
    "link-to": "docs.link-to",
    "no-status": "docs.no-status",
    "error": "report.error",
    "drift": "report.drift",
    "answer-todo": "show.solutions",
    "answer-says": "report.says",
    "answer-wait": "docs.answer-wait",
    "answer-right": "docs.answer-right",
    "answer-drift": "docs.answer-drift",
    "answer-wrong": "docs.answer-wrong",
    "answer-candidates": "docs.answer-candidates",
    "answer-causes": "docs.answer-causes",
    "answer-decides": "report.decides",
    "answer-other": "docs.answer-other",
    "answer-some": "docs.answer-some",
    "answer-message": "docs.answer-message",
    "answer-success": "docs.answer-success",
    "answer-unknown": "docs.answer-unknown",
    "answer-empty": "docs.answer-empty",
}
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)", re.DOTALL)
_EMPTY_LINES = re.compile(r"\s*\n\s*")
_ROOT = Path(__file__).parent


def assets() -> Iterator[tuple[str, str]]:
    """Yield the style, the scripts and the icon, with their paths."""
    for path in sorted((_ROOT / "assets").iterdir()):
        if path.is_file():
            yield f"assets/{path.name}", path.read_text("utf-8")


class Page(NamedTuple):
    """
    A page: its path below the folder of its language, its template, and what the template shows.
    """

    path: str
    kind: str
    title: str
    summary: Phrase | str
    content: dict[str, Any]


class Site:
    """
    The pages of an edition, with links to the same pages in other languages.
    """

    def __init__(self, edition: Edition, editions: Sequence[Edition], templates: Environment) -> None:
        self._edition = edition
        self._editions = editions
        self._templates = templates

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield every page of the language with its path, and the scripts with its words."""
        lang = self._edition.lang
        for page in (self._start(), *self._providers(), *self._shapes(), *self._indices()):
            yield f"{lang}/{page.path}", self._render(page, f"{lang}/{page.path}")
        words = {word: self._edition.wording.sentence(key) for word, key in WORDS.items()}
        yield f"assets/words.{lang}.js", f"globalThis.errspecWords = {script_json(words)};\n"
        yield f"assets/search.{lang}.js", search_index(self._edition)

    def start(self) -> tuple[str, str]:
        """Return the start page for the top folder."""
        page = self._start()
        return page.path, self._render(page, page.path)

    def _start(self) -> Page:
        content = {"by_status": indices.by_status(self._edition), "sample": sample(self._edition)}
        return Page("index.html", "start", self._say("docs.start-title"), self._say("docs.hero-text"), content)

    def _providers(self) -> Iterator[Page]:
        for provider in self._edition.everyone:
            path, title = provider_path(provider.id), self._say("docs.title-provider", name=provider.name)
            yield Page(path, "provider", title, provider.description, {"provider": provider})
            for problem in provider.problems:
                path = problem_path(problem.name)
                title = self._say("docs.title-problem", title=problem.title, name=provider.name)
                yield Page(path, "problem", title, problem.description, {"provider": provider, "problem": problem})

    def _shapes(self) -> Iterator[Page]:
        for shape in self._edition.shapes.values():
            title = self._say("docs.title-other", title=shape.title)
            yield Page(shape_path(shape.name), "shape", title, shape.description, {"shape": shape})

    def _indices(self) -> Iterator[Page]:
        edition = self._edition
        contents: dict[str, dict[str, Any]] = {
            "status": {"by_status": indices.by_status(edition)},
            "codes": {"codes": indices.codes(edition)},
            "messages": {"messages": indices.messages(edition)},
            "compare": {"comparison": Comparison(edition)},
        }
        for kind, content in contents.items():
            title = self._say("docs.title-other", title=self._say(f"docs.{kind}-title"))
            yield Page(f"{kind}.html", kind, title, self._say(f"docs.{kind}-text"), content)

    def _render(self, page: Page, at: str) -> str:
        """Return a page as HTML for a path below the folder of the site."""
        edition = self._edition
        context = {
            "lang": edition.lang,
            "languages": [_language(other) for other in self._editions],
            "edition": edition,
            "phrases": edition.phrases,
            "names": {provider.id: provider.name for provider in edition.everyone},
            "indices": [(f"{kind}.html", f"docs.index-{kind}") for kind in indices.INDICES],
            "policy": POLICY,
            "kind": page.kind,
            "place": page.path,
            "title": page.title,
            "summary": str(page.summary),
            "up": relative(".", at) + "/",
            "say": self._say,
            "link": lambda path: relative(f"{edition.lang}/{path}", at),
            "in_language": lambda lang: relative(f"{lang}/{page.path}", at),
            "asset": lambda file: relative(f"assets/{file}", at),
            "problem_path": problem_path,
            "provider_path": provider_path,
            "shape_path": shape_path,
            "form_path": form_path,
            "phrase": indices.status_phrase,
            **page.content,
        }
        return squeezed(self._templates.get_template(f"{page.kind}.html").render(context))

    def _say(self, key: str, **facts: object) -> str:
        return str(self._edition.phrases.say(key, **facts))


def sample(edition: Edition) -> str:
    """Return the response that the box shows: preferably one whose header says how long to wait."""
    shown = [problem for problem in edition.problems.values() if problem.samples]
    return min(shown, key=lambda problem: not problem.headers).samples[0].message if shown else ""


def squeezed(page: str) -> str:
    """Remove the empty lines of a page, except in preformatted text."""
    pieces = _PREFORMATTED.split(page)
    return "".join(piece if index % 2 else _EMPTY_LINES.sub("\n", piece) for index, piece in enumerate(pieces))


def templates() -> Environment:
    """Return the templates, with escaping everywhere; raises ImportError if Jinja2 is missing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    tags = {"code": Markup("<code>{}</code>"), "name": Markup('<span translate="no">{}</span>'), "text": Markup("{}")}

    def html(phrase: Phrase) -> Markup:
        return Markup("").join(tags[part.kind].format(escape(part.text)) for part in phrase)

    environment = Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["html"] = html
    environment.filters["name"] = name
    environment.filters["capitalized"] = capitalized
    environment.filters["highlighted"] = lambda text: Markup(message_marked(text))  # noqa: S704
    environment.filters["truncate_lines"] = lambda text: "\n".join(text.splitlines()[:8])
    return environment


def _language(edition: Edition) -> dict[str, str]:
    say = edition.wording.say
    return {"lang": edition.lang, "name": say("docs.language"), "invitation": say("docs.invitation")}
