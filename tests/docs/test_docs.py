"""
The documentation: every page that there must be, in every language, safe, linked, and made from data alone.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections import deque
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from jsonschema import Draft202012Validator

from errspec import CATALOG, Catalog, Response, check
from errspec.catalog.wording import Wording
from errspec.cli.main import main
from errspec.docs import folder as folders
from errspec.docs.fields import Tree
from errspec.docs.folder import MARKER, write
from errspec.docs.formats import pages
from errspec.docs.html import POLICY
from errspec.docs.phrases import Phrases
from errspec.exceptions import DuplicatePage, InvalidOption, NoSuchLanguage, NoSuchProvider, OutputError
from tests.support.cases import ROOT
from tests.support.pages import Element, PseudoCatalog, bare, parse, structure
from tests.support.site import ACME, HOSTILE, hostile, html_pages, site, trees, twins
from tests.support.tools import unavailable

TYPES = [item for provider in CATALOG.providers.values() for item in provider.problem_types]


@pytest.fixture(scope="module")
def english() -> Wording:
    return Wording(CATALOG, "en")


def test_every_problem_type_has_its_page():
    """
    Each problem type has a page at provider/id, each shape and each provider too, in both languages.
    """
    for lang in ("en", "it"):
        for item in TYPES:
            assert f"{lang}/{item.provider}/{item.id}.html" in html_pages()
            assert f"{lang}/{item.provider}/{item.id}.md" in twins()
        for name in CATALOG.shapes:
            assert f"{lang}/shapes/{name}.html" in html_pages()
            for form in ("", ".documented", ".strict"):
                assert json.loads(site()[f"schemas/{name}{form}.schema.json"])["title"]


def test_words_in_place_of_rules():
    """
    Pages say in words what a pattern or a list of all types asks for, with the right number of a noun.
    """
    for path, text in html_pages().items():
        for raw in (
            "[\\s\\S]",
            "or a number or true or false or null",
            "o un numero o true o false o null",
            "At least 1 ",
            "Almeno 1 ",
        ):
            assert raw not in text, (path, raw)
        assert not re.search(r'class="touches">(About|Riguarda): *</p>', text), path


def test_a_range_stands_under_its_statuses():
    """
    A provider that documents only 5XX stands under 500, and one that documents both does so once.
    """
    page = html_pages()["en/status.html"]
    section = page[page.index('id="s500"') : page.index('id="s502"')]
    assert "fattureincloud/server-error.html" in section
    assert 1 == section.count("sibill/")


def test_only_one_status_has_its_phrase():
    """
    The reason phrase of one status does not stand behind several.
    """
    heading = trees()["en/open2b/redirect.html"].all("p")[0].text
    assert "301" in heading
    assert "Moved Permanently" not in heading
    assert "Too Many Requests" in trees()["en/fattureincloud/rate-limited.html"].all("p")[0].text


def test_page_is_sound():
    """
    A page has its language, one title, one first heading, no heading left out, and every id once.
    """
    for path in html_pages():
        tree = trees()[path]
        [html] = tree.all("html")
        assert (path.partition("/")[0] if "/" in path else "en") == html.attributes["lang"], path
        assert html_pages()[path].startswith("<!DOCTYPE html>\n"), path
        [title] = tree.all("title")
        assert title.text.strip(), path
        levels = [int(element.name[1]) for element in tree.walk() if re.fullmatch("h[1-6]", element.name)]
        main = [level for level in levels if level == 1]
        assert [1] == main, path
        body = [int(e.name[1]) for [m] in [tree.all("main")] for e in m.walk() if re.fullmatch("h[1-6]", e.name)]
        assert 1 == body[0], path
        assert all(after - before <= 1 for before, after in pairwise(body)), path
        ids = [element.attributes["id"] for element in tree.walk() if "id" in element.attributes]
        assert len(set(ids)) == len(ids), path
        assert not [i for i in ids if not i or re.search(r"\s", i)], path


def test_nothing_is_loaded_from_elsewhere():
    """
    A page has the strict policy, and neither a script nor a style of its own, nor anything from another host.
    """
    for path in html_pages():
        tree = trees()[path]
        policies = [e.attributes.get("content") for e in tree.all("meta") if "http-equiv" in e.attributes]
        assert [POLICY] == policies, path
        assert "unsafe" not in POLICY, path
        assert POLICY.startswith("default-src 'none';"), path
        assert not tree.all("style"), path
        for element in tree.walk():
            assert not [name for name in element.attributes if name.startswith("on") or name == "style"], path
            if element.name == "script":
                assert "" == element.text, path
            for name in ("src", "href"):
                value = element.attributes.get(name, "")
                if element.name == "a":
                    assert value.startswith("https://") or not re.match(r"[a-z]+:|//", value), (path, value)
                else:
                    assert not re.match(r"[a-z]+:|//", value), (path, value)


def targets(path: str, tree: Element) -> list[tuple[str, str]]:
    found = []
    for element in tree.walk():
        for name in ("href", "src"):
            value = element.attributes.get(name)
            if value is not None and not value.startswith("https://"):
                place, _, fragment = value.partition("#")
                found.append(
                    (posixpath.normpath(posixpath.join(posixpath.dirname(path), place)) if place else path, fragment)
                )
    return found


def test_links_and_anchors_resolve():
    """
    Every link leads to a file of the site, a file and not a folder, and every fragment to an anchor in it.
    """
    anchors = {p: {e.attributes["id"] for e in t.walk() if "id" in e.attributes} for p, t in trees().items()}
    for path, tree in trees().items():
        for target, fragment in targets(path, tree):
            assert target in site(), (path, target)
            if fragment:
                assert fragment in anchors[target], (path, target, fragment)


def test_links_of_the_twins_resolve():
    """
    Every link of a twin leads to another twin, or to a source.
    """
    for path, text in twins().items():
        for element in parse(cmarkgfm.github_flavored_markdown_to_html(text)).all("a"):
            target = element.attributes["href"]
            if not target.startswith("https://"):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in twins(), (path, target)


def test_twins_are_tidy(tmp_path):
    """
    markdownlint finds nothing in the twins, and finds what is wrong where something is.
    """
    assert "" == linted(sorted((ROOT / "schemas" / "generated" / "docs").rglob("*.md")))
    wrong = tmp_path / "wrong.md"
    wrong.write_text("# A\n\n### B\n")
    assert "MD001" in linted([wrong])


def linted(paths: list[Path]) -> str:
    folder = ROOT / "tests" / "node"
    if not (folder / "node_modules" / "markdownlint").exists():
        unavailable("markdownlint (npm ci in tests/node)")
    config = {"default": True, "MD013": False, "MD024": {"siblings_only": True}}
    given = json.dumps({"paths": list(map(str, paths)), "config": config})
    done = subprocess.run(["node", folder / "markdown.mjs"], input=given, capture_output=True, text=True, check=True)
    return done.stdout


def test_every_page_is_reached_from_the_start():
    """
    From the start page links lead to every page.
    """
    reached, waiting = {"index.html"}, deque(["index.html"])
    while waiting:
        path = waiting.popleft()
        for target, _ in targets(path, trees()[path]):
            if target in html_pages() and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert set(html_pages()) == reached


def test_two_clicks_from_the_start_to_an_answer():
    """
    The start page links to the status 403, and the list there to the page of the 403 with Retry-After, which it names.
    """
    start = trees()["index.html"]
    [link] = [e for e in start.all("a") if e.text.strip() == "403 Forbidden"]
    assert "en/status.html#s403" == link.attributes["href"]
    rows = [e for e in trees()["en/status.html"].all("li") if "Retry-After is present" in e.text]
    assert "fattureincloud/quota-exceeded.html" in [a.attributes["href"] for row in rows for a in row.all("a")]


def test_languages_have_the_same_places():
    """
    Each page has the same path and the same anchors in every language, so that a switch keeps the place.
    """
    for path, tree in trees().items():
        if path.startswith("en/"):
            other = trees()[f"it/{path[3:]}"]
            ids = [[e.attributes["id"] for e in t.walk() if "id" in e.attributes] for t in (tree, other)]
            assert ids[0] == ids[1], path
            [switch] = [e for e in tree.all("a") if e.attributes.get("hreflang") == "it" and e.text == "Italiano"][:1]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), switch.attributes["href"]))
            assert f"it/{path[3:]}" == target


@pytest.mark.parametrize("item", TYPES, ids=str)
def test_shown_examples_validate(item):
    """
    Every response that a page or its twin shows is judged as the problem type of the page, without errors.
    """
    shown = [e.text for e in trees()[f"en/{item.name}.html"].all("pre")]
    fenced = re.findall(r"```http\n(.*?)\n```", twins()[f"en/{item.name}.md"], re.DOTALL)
    assert len([e for e in item.examples if e.response.status_code]) == len(shown) == len(fenced)
    for text in [*shown, *fenced]:
        report = check(response(text), item.provider)
        assert (item.name, ()) == (str(report.problem_type), report.errors)


def response(text: str) -> Response:
    head, _, body = text.partition("\n\n")
    first, *headers = head.split("\n")
    _, status, *reason = first.split(" ", 2)
    pairs = [(name, value.strip()) for name, _, value in (line.partition(":") for line in headers)]
    return Response(status, pairs, body, "".join(reason) or None)


@pytest.mark.parametrize("item", TYPES, ids=str)
def test_page_says_what_the_data_say(item, english):
    """
    A page has what the data say of its problem type: meaning, causes, solutions, headers, texts, sources and retry.
    """
    [body] = trees()[f"en/{item.name}.html"].all("main")
    words = " ".join(body.text.split())
    retry = CATALOG.advice["retry"][item.retry.kind]
    sentences = [item.title, item.description, *item.causes, *item.solutions, *item.messages, retry["title"]]
    for text in [*sentences, *item.headers, *(c.source.title for c in item.citations)]:
        assert " ".join(text.split()) in words
    for citation in item.citations:
        for part in (citation.heading, citation.source.version, citation.source.date):
            assert not part or part in words
    if item.retry.header:
        assert english.say("show.retry-header", header=item.retry.header) in words
    if item.retry.seconds:
        assert english.say("show.retry-seconds", seconds=item.retry.seconds) in words


def test_every_text_comes_from_data(tmp_path):
    """
    In a language that puts every sentence in brackets, with numbers for names, no letter is left outside but in code.
    """
    catalog = nameless(tmp_path)
    for path, text in pages(catalog, languages=["xx"]).items():
        if path.endswith(".html"):
            tree = parse(text)
            for element in tree.walk():
                shown = ["aria-label", "data-label", "alt", "title"]
                shown += ["content"] if element.attributes.get("name") == "description" else []
                for name in shown:
                    assert [] == letters(bare(element.attributes.get(name, ""))), (path, element.name, name)
            assert [] == letters(bare(visible(tree))), path
        if path.startswith("assets/words."):
            words = json.loads(text.removeprefix("globalThis.errspecWords = ").rstrip(";\n"))
            assert all(value.startswith("⟦") for value in words.values())
    for path, text in pages(catalog, languages=["xx"], kind="md").items():
        tree = parse(cmarkgfm.github_flavored_markdown_to_html(re.sub(r"```http\n.*?\n```", "", text, flags=re.DOTALL)))
        left = bare(visible(tree))
        for status in HTTPStatus:
            left = re.sub(rf"^{status} {status.phrase}$", "", left, flags=re.MULTILINE)
        assert [] == letters(left), path


def nameless(tmp_path: Path) -> Catalog:
    """
    The catalog with numbers in the place of all names that nobody translates.
    """

    def numbered(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            if key == "x-source":
                return dict.fromkeys(value, "1")
            named = {"name", "reason", "url", *(("title", "version", "date") if "kind" in value else ())}
            return {k: ("2" if k in named and isinstance(v, str) else numbered(v, k)) for k, v in value.items()}
        return [numbered(item, key) for item in value] if isinstance(value, list) else value

    for folder in ("common", "providers"):
        for path in (ROOT / "schemas" / folder).rglob("*.json"):
            target = tmp_path / path.relative_to(ROOT / "schemas")
            target.parent.mkdir(parents=True, exist_ok=True)
            data = json.loads(path.read_text("utf-8"))
            target.write_text(json.dumps(data if path.name == "it.json" else numbered(data)), "utf-8")
    return PseudoCatalog(str(tmp_path), {path.name: str(path) for path in (tmp_path / "providers").iterdir()})


def letters(text: str) -> list[str]:
    """
    The words in a text that are neither ranges of statuses nor numbers.
    """
    return [word for word in re.findall(r"\w*[^\W\d_]\w*", text) if not re.fullmatch("[1-5]XX", word)]


def visible(element: Element) -> str:
    if element.name in ("script", "code", "pre", "title") or element.attributes.get("translate") == "no":
        return " "
    return "".join(child if isinstance(child, str) else visible(child) for child in element.children)


def test_hostile_texts_are_texts(tmp_path):
    """
    Whatever the texts of a provider hold, each page has the same elements, and shows the texts as they are.
    """
    wicked = pages(hostile(tmp_path / "wicked", HOSTILE))
    harmless = pages(hostile(tmp_path / "harmless", "x"))
    assert wicked.keys() == harmless.keys()
    for path, text in wicked.items():
        if path.endswith(".html"):
            tree = parse(text)
            assert structure(parse(harmless[path])) == structure(tree), path
        elif path.endswith(".js"):
            assert "<script" not in text or path.endswith(("check.js", "data.js")), path
    assert HOSTILE in parse(wicked["en/acme/refused.html"]).text


def test_hostile_texts_are_texts_in_markdown(tmp_path):
    """
    The same of the Markdown twins, as GitHub renders them: no element, no link and no image more.
    """
    wicked = pages(hostile(tmp_path / "wicked", HOSTILE), kind="md")
    harmless = pages(hostile(tmp_path / "harmless", "x"), kind="md")
    for path, text in wicked.items():
        options = Options.CMARK_OPT_UNSAFE
        one, other = (
            parse(cmarkgfm.github_flavored_markdown_to_html(t, options).replace("<br />", ""))
            for t in (text, harmless[path])
        )
        assert structure(other) == structure(one), path
    rendered = parse(cmarkgfm.github_flavored_markdown_to_html(wicked["en/acme/refused.md"])).text
    assert " ".join(HOSTILE.split()) in " ".join(rendered.split())


def test_size():
    """
    The whole site is below 2.9 MB, and the start page with all that it loads below 100 KB.
    """
    assert sum(len(text.encode()) for text in site().values()) < 2_900_000
    loaded = {
        "index.html",
        *(target for target, _ in targets("index.html", trees()["index.html"]) if target.startswith("assets/")),
    }
    assert sum(len(site()[path].encode()) for path in loaded) < 100_000


def test_catalog_is_as_described():
    """
    The catalog as JSON is what its description says, with every problem type and its Italian.
    """
    for form in ("html", "json"):
        made = pages(CATALOG, kind=form)
        description = json.loads(made["schemas/catalog.schema.json"])
        assert json.loads((ROOT / "schemas" / "meta" / "catalog.schema.json").read_text("utf-8")) == description
        data = json.loads(made["catalog.json"])
        Draft202012Validator(description).validate(data)
        assert [str(item) for item in TYPES] == [t["id"] for p in data["providers"] for t in p["problemTypes"]]
        for item in TYPES:
            assert CATALOG.translate(item.title, "it") == data["translations"]["it"][item.title]
        for shape in data["shapes"]:
            assert set(shape["schemas"].values()) <= set(made)


def test_selection():
    """
    Providers and languages may be chosen, by any name; those that there are not are refused by name.
    """
    some = pages(CATALOG, providers=["Sibill"], languages=["it"])
    assert "it/sibill/not-found.html" in some
    assert not [path for path in some if path.startswith("en/") or "open2b" in path]
    with pytest.raises(NoSuchProvider, match="sibil"):
        pages(CATALOG, providers=["sibil"])
    with pytest.raises(NoSuchLanguage, match="fr"):
        pages(CATALOG, languages=["en", "fr"])
    with pytest.raises(InvalidOption, match="html, md, json"):
        pages(CATALOG, kind="pdf")  # type: ignore[arg-type]


def test_a_slash_in_the_name_of_a_field_is_escaped(english):
    """
    The place of a field is a JSON Pointer, whatever its name contains.
    """
    schema = {"type": "object", "properties": {"a/b": {"type": "array", "items": {"type": "string"}}}}
    tree = Tree(schema, CATALOG.providers["sibill"], Phrases(CATALOG, english))
    assert ["", "/a~1b", "/a~1b/[]"] == [field.pointer for field in tree.root.walk()]


@pytest.mark.parametrize("kind", ["html", "md", "json"])
def test_another_provider(acme, kind):
    """
    A provider that is made of data alone has all pages.
    """
    made = pages(acme, kind=kind)
    if kind != "json":
        assert {
            f"{lang}/acme/{item.id}.{kind}" for lang in ("en", "it") for item in acme.providers["acme"].problem_types
        } <= set(made)
    for path, text in made.items():
        if path.endswith(".html"):
            assert not re.search(r"None(?! of)", parse(text).text)
    assert all("sibill" not in text.lower() for path, text in made.items() if not path.endswith("check.js"))


def test_an_address_is_not_given_twice(tmp_path):
    """
    A problem type whose page would stand in the place of another page is refused.
    """
    target = tmp_path / "acme"
    shutil.copytree(ACME, target)
    for path in (target / "problem-types.json", target / "scenarios.json"):
        path.write_text(re.sub('"(id|problem)": "refused"', r'"\1": "index"', path.read_text()))
    with pytest.raises(DuplicatePage, match=r"acme/index\.html"):
        pages(Catalog.load(target))


def test_identifiers_in_prose_are_code(english):
    """
    Names of headers, members with underscores and dotted paths are code within a sentence; plain words are not.
    """
    phrase = Phrases(CATALOG, english).prose("Read error.message, payments_list and Retry-After; the error stays")
    assert ["error.message", "payments_list", "Retry-After"] == [part.text for part in phrase if part.kind == "code"]


def test_write(tmp_path, english):
    """
    A missing folder is made, a former build replaced as a whole, and nothing else is left beside it.
    """
    target = tmp_path / "new" / "site"
    write(target, {"a/b.html": "1", "c.html": "2"}, english)
    write(target, {"a/b.html": "3"}, english)
    assert ["a", "a/b.html"] == sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.name != MARKER)
    assert "3" == (target / "a" / "b.html").read_text()
    assert ["site"] == [path.name for path in target.parent.iterdir()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_folders_are_kept(tmp_path, english):
    """
    Folders keep their permissions, and those that no build made stay; the others go with their last page.
    """
    target = tmp_path / "site"
    write(target, {"a/b.html": "1", "c/d/e.html": "1", "f/g.html": "1"}, english)
    (target / "mine" / "empty").mkdir(parents=True)
    (target / "c" / "mine").mkdir()
    modes = {".": 0o2750, "a": 0o700, "mine": 0o711, "c": 0o701}
    for name, mode in modes.items():
        (target / name).chmod(mode)
    for _ in range(2):
        write(target, {"a/b.html": "2"}, english)
        folders = {path.relative_to(target).as_posix(): path for path in [target, *target.rglob("*")] if path.is_dir()}
        assert {".", "a", "c", "c/mine", "mine", "mine/empty"} == folders.keys()
        assert modes == {name: folders[name].stat().st_mode & 0o7777 for name in modes}
        assert [target] == list(tmp_path.iterdir())


@pytest.mark.parametrize("stranger", ["mine.txt", "a/mine.txt", "link"])
def test_strangers_are_kept(tmp_path, english, stranger):
    """
    A folder that holds what no build wrote is refused by the name of the file, and stays as it is.
    """
    target = tmp_path / "site"
    write(target, {"a/b.html": "1"}, english)
    if stranger == "link":
        (target / stranger).symlink_to(tmp_path, target_is_directory=True)
    else:
        (target / stranger).write_text("mine")
    before = sorted(target.rglob("*"))
    with pytest.raises(OutputError, match=stranger):
        write(target, {"a/b.html": "2"}, english)
    assert before == sorted(target.rglob("*"))
    assert "1" == (target / "a" / "b.html").read_text()


@pytest.mark.parametrize("edit", ["mine", "1 ", ""])
@pytest.mark.parametrize("pages", [{"a/b.html": "2"}, {"c.html": "2"}])
def test_edited_files_are_kept(tmp_path, english, edit, pages):
    """
    A folder in which a file was edited after the build is refused by the name of the first, and stays as it is.
    """
    target = tmp_path / "site"
    write(target, {"a/b.html": "1", "a/c.html": "1", "d.html": "1"}, english)
    for name in ("d.html", "a/c.html"):
        (target / name).write_text(edit)
    with pytest.raises(OutputError, match=r"it contains a/c\.html, which was changed after the build"):
        write(target, pages, english)
    assert [edit, edit, "1"] == [(target / name).read_text() for name in ("a/c.html", "d.html", "a/b.html")]
    assert [target] == list(tmp_path.iterdir())


def test_files_of_the_same_name_are_kept(tmp_path, english):
    """
    A file that no build wrote is kept though it has the name of a page, and so are a link and a list without checksums.
    """
    target, outside = tmp_path / "site", tmp_path / "outside.html"
    write(target, {"a.html": "1"}, english)
    outside.write_text("1")
    (target / "a.html").unlink()
    (target / "a.html").symlink_to(outside)
    with pytest.raises(OutputError, match=r"a\.html, which an earlier build did not create"):
        write(target, {"a.html": "2"}, english)
    (target / "a.html").unlink()
    (target / "a.html").write_text("1")
    (target / MARKER).write_text('{"files": ["a.html"]}')
    with pytest.raises(OutputError, match=r"a\.html, which an earlier build did not create"):
        write(target, {"a.html": "2"}, english)
    assert ("1", "1") == ((target / "a.html").read_text(), outside.read_text())


def test_a_file_that_is_edited_during_a_build_is_kept(tmp_path, english, monkeypatch):
    """
    What is changed while the new pages are written is not deleted with the former ones; the sentence says where it is.
    """
    target = tmp_path / "site"
    write(target, {"a.html": "1"}, english)
    real = folders._swap

    def slow(*paths: Path) -> None:
        (target / "a.html").write_text("mine")
        real(*paths)

    monkeypatch.setattr(folders, "_swap", slow)
    with pytest.raises(OutputError, match=r"it contains a\.html") as raised:
        write(target, {"a.html": "2"}, english)
    assert "mine" == (Path(raised.value.place) / "a.html").read_text()
    assert "2" == (target / "a.html").read_text()


@pytest.mark.parametrize("renamings", [0, 1])
def test_a_killed_build(tmp_path, english, renamings):
    """
    What a build leaves that was killed is replaced by the next one, even if it was killed between two renamings.
    """
    target = tmp_path / "site"
    write(target, {"a.html": "1"}, english)
    code = f"""
import os, signal, sys
from pathlib import Path
from errspec import CATALOG
from errspec.catalog.wording import Wording
from errspec.docs import folder
done, real = [], Path.rename
def rename(self, to):
    if len(done) == {renamings}:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(real(self, to))
Path.rename = rename
folder.write(sys.argv[1], {{"a.html": "2", "b/c.html": "2"}}, Wording(CATALOG, "en"))
"""
    killed = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, check=False)
    assert killed.returncode < 0
    assert renamings != target.exists()
    write(target, {"a.html": "3"}, english)
    assert "3" == (target / "a.html").read_text()
    assert [target] == list(tmp_path.iterdir())


def test_a_forged_marker_hides_nothing(tmp_path, english):
    """
    A marker that is no list of files, or a file in the place of the folder, is refused too.
    """
    target = tmp_path / "site"
    target.mkdir()
    (target / MARKER).write_text("[]")
    (target / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"mine\.txt"):
        write(target, {"a.html": "1"}, english)
    with pytest.raises(OutputError, match="it is not a folder"):
        write(target / "mine.txt", {"a.html": "1"}, english)


@pytest.mark.parametrize("kind", ["old", "new"])
@pytest.mark.parametrize("what", ["a file", "a link", "a folder"])
@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_in_the_way_of_a_build_is_kept(tmp_path, english, kind, what, is_first):
    """
    What has the name of a folder that a build uses for a while, but that no build wrote, is named and stays as it is.
    """
    target, mine, other = tmp_path / "site", tmp_path / f".site.errspec.{kind}", tmp_path / "mine"
    other.mkdir()
    if not is_first:
        write(target, {"a.html": "1"}, english)
    if what == "a file":
        mine.write_text("mine")
    elif what == "a link":
        mine.symlink_to(other)
    else:
        mine.mkdir()
        (mine / "mine.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match=f"{mine.name}: it (is not a folder|contains mine.txt)"):
        write(target, {"a.html": "2"}, english)
    assert before == sorted(tmp_path.rglob("*"))
    assert is_first or "1" == (target / "a.html").read_text()


@pytest.mark.parametrize(
    ("place", "says"),
    [("/", "/: the pages cannot replace the root folder"), ("{}/file/site", "{}/file/site: it cannot be written: ")],
)
def test_a_place_without_a_folder(tmp_path, english, place, says):
    """
    The root, and a place where no folder can be made, are refused by their names.
    """
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError) as caught:
        write(place.format(tmp_path), {"a.html": "1"}, english)
    assert str(caught.value).startswith(says.format(tmp_path))


@pytest.mark.parametrize("interrupted", ["write_text", "rename"])
@pytest.mark.parametrize("how", [KeyboardInterrupt, OSError])
def test_an_interrupted_build_leaves_the_old_one(tmp_path, english, monkeypatch, interrupted, how):
    """
    Whatever stops a build, while it writes or while it swaps, the old site is there, and nothing beside it.
    """
    target = tmp_path / "site"
    write(target, {"a.html": "1", "b.html": "1"}, english)
    real = getattr(Path, interrupted)

    def broken(self: Path, *arguments: Any, **named: Any) -> Any:
        if self.name.endswith(".new") or self.name == "b.html":
            raise how("stopped")
        return real(self, *arguments, **named)

    monkeypatch.setattr(folders.Path, interrupted, broken)
    with pytest.raises(how):
        write(target, {"a.html": "2", "b.html": "2"}, english)
    monkeypatch.undo()
    assert ["1", "1"] == [(target / name).read_text() for name in ("a.html", "b.html")]
    assert ["site"] == [path.name for path in tmp_path.iterdir()]


def test_command(tmp_path, capsys):
    """
    The command builds each format, says nothing in a pipe, and refuses a folder of somebody else with one sentence.
    """
    target = tmp_path / "site"
    for kind, file in (
        ("html", "en/sibill/not-found.html"),
        ("md", "it/sibill/not-found.md"),
        ("json", "catalog.json"),
    ):
        assert 0 == main(["docs", "build", "--provider", "sibill", "--format", kind, "-o", str(target)])
        assert (target / file).is_file()
    assert ("", "") == capsys.readouterr()
    (tmp_path / "mine.txt").write_text("mine")
    assert 2 == main(["docs", "build", "-o", str(tmp_path)])
    assert f"errspec: {tmp_path}: it contains" in capsys.readouterr().err
    assert 2 == main(["docs", "build", "--lang", "en,fr", "-o", str(target)])
    assert "Unknown language: fr. Known languages: en, it." in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names of files")
def test_names_are_escaped(tmp_path, capsys, monkeypatch):
    """
    Neither the folder nor a file in it starts a line of its own or controls the terminal.
    """
    hostile = "x\n::error::\x1b[2J\u202e"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    target = tmp_path / hostile
    words = ["docs", "build", "--format", "json", "-o", str(target)]
    assert 0 == main(words)
    (target / hostile).write_text("mine")
    assert 2 == main(words)
    assert 2 == main([*words, "--catalog", hostile])
    err = capsys.readouterr().err
    assert err.count("\n") == 3 == len(re.findall(r"x\\u000a::error::\\u001b\[2J\\u202e[: ,\n]", err)) - 1
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_command_with_a_folder_of_data(tmp_path):
    """
    The command takes a folder of data in place of the built-in one.
    """
    assert 0 == main(["docs", "build", "--catalog", str(ACME), "-o", str(tmp_path / "site")])
    assert (tmp_path / "site" / "it" / "acme" / "refused.html").is_file()


def test_a_missing_package_is_named(monkeypatch, capsys, tmp_path):
    """
    Without Jinja2 the pages are refused with the command that installs it, and the other formats are built.
    """
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert 2 == main(["docs", "build", "-o", str(tmp_path / "site")])
    assert "pip install 'errspec[docs]'" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
    assert 0 == main(["docs", "build", "--format", "md", "-o", str(tmp_path / "site")])
