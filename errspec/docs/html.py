"""
The pages as HTML: static files that open from disk and from any server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errspec.docs import indices
from errspec.docs.addresses import form_path, problem_path, provider_path, relative, shape_path
from errspec.docs.comparison import Comparison
from errspec.docs.edition import Edition
from errspec.docs.highlighting import message_marked
from errspec.docs.phrases import Phrase, name
from errspec.docs.scripts import script_json, search_index

if TYPE_CHECKING:
    from jinja2 import Environment

#: What a page may load: its own scripts, styles and images, and nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
#: The messages that scripts say, by the name under which they know them.
WORDS = {
    "search": "docs.search",
    "search-hint": "docs.search-hint",
    "search-none": "docs.search-none",
    "search-some": "docs.search-some",
    "copied": "docs.copied",
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
        edition = self._edition
        for place, kind, facts in self._contents():
            yield f"{edition.lang}/{place}", self._render(place, f"{edition.lang}/", kind, facts)
        words = {word: edition.wording.sentence(key) for word, key in WORDS.items()}
        yield f"assets/words.{edition.lang}.js", f"globalThis.errspecWords = {script_json(words)};\n"
        yield f"assets/search.{edition.lang}.js", search_index(edition)

    def start(self) -> tuple[str, str]:
        """Return the start page for the top folder."""
        place, kind, facts = next(self._contents())
        return place, self._render(place, "", kind, facts)

    def _contents(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield every page as its path, its template and its content."""
        edition, say = self._edition, self._say
        statuses = indices.by_status(edition)
        start = {"summary": say("docs.hero-text"), "by_status": statuses, "sample": sample(edition)}
        yield "index.html", "start", {"title": say("docs.start-title"), **start}
        for provider in edition.providers:
            title = say("docs.title-provider", name=provider.name)
            about: dict[str, Any] = {"title": title, "summary": str(provider.description), "provider": provider}
            yield provider_path(provider.id), "provider", about
            for problem in provider.problems:
                title = say("docs.title-problem", title=problem.title, name=provider.name)
                about = {"title": title, "summary": str(problem.description), "provider": provider, "problem": problem}
                yield problem_path(problem.name), "problem", about
        for shape in edition.shapes.values():
            about = {"title": say("docs.title-other", title=shape.title), "summary": str(shape.description)}
            yield shape_path(shape.name), "shape", {**about, "shape": shape}
        others: dict[str, dict[str, Any]] = {
            "status": {"by_status": statuses},
            "codes": {"codes": indices.codes(edition)},
            "messages": {"messages": indices.messages(edition)},
            "compare": {"comparison": Comparison(edition)},
        }
        for kind, facts in others.items():
            title = say("docs.title-other", title=say(f"docs.{kind}-title"))
            yield f"{kind}.html", kind, {"title": title, "summary": say(f"docs.{kind}-text"), **facts}

    def _render(self, place: str, folder: str, kind: str, facts: Mapping[str, Any]) -> str:
        edition, page = self._edition, folder + place
        context = {
            "lang": edition.lang,
            "languages": [_language(other) for other in self._editions],
            "edition": edition,
            "phrases": edition.phrases,
            "names": {provider.id: provider.name for provider in edition.providers},
            "indices": [(f"{kind}.html", f"docs.index-{kind}") for kind in indices.INDICES],
            "policy": POLICY,
            "kind": kind,
            "place": place,
            "up": relative(".", page) + "/",
            "say": self._say,
            "link": lambda path: relative(f"{edition.lang}/{path}", page),
            "in_language": lambda lang: relative(f"{lang}/{place}", page),
            "asset": lambda file: relative(f"assets/{file}", page),
            "problem_path": problem_path,
            "provider_path": provider_path,
            "shape_path": shape_path,
            "form_path": form_path,
            "phrase": indices.status_phrase,
            **facts,
        }
        return squeezed(self._templates.get_template(f"{kind}.html").render(context))

    def _say(self, key: str, **facts: object) -> str:
        return str(self._edition.phrases.say(key, **facts))


def sample(edition: Edition) -> str:
    """Return the response that the box shows: preferably one whose header says how long to wait."""
    samples = [(not entry.headers, item.message) for entry in edition.problems.values() for item in entry.samples]
    return min(samples, key=lambda pair: pair[0], default=(True, ""))[1]


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
    environment.filters["highlighted"] = lambda text: Markup(message_marked(text))  # noqa: S704
    environment.filters["truncate_lines"] = lambda text: "\n".join(text.splitlines()[:8])
    return environment


def _language(edition: Edition) -> dict[str, str]:
    say = edition.wording.say
    return {"lang": edition.lang, "name": say("docs.language"), "invitation": say("docs.invitation")}
