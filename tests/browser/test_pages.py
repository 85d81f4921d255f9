"""
The pages in a browser: navigation, search, the box, the switch of languages, copying, all by keyboard, and no barrier.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from errspec.catalog.wording import Wording
from errspec.docs.folder import write
from errspec.docs.formats import pages
from tests.browser.conftest import Watched
from tests.support.page import in_json, page_cases
from tests.support.site import HOSTILE, hostile, html_pages

QUOTA = "fattureincloud/quota-exceeded"
SHAPE = "en/shapes/sibill/error-document.html"
GROUPS = 12
API = "https://api-v2.fattureincloud.it/c/1"
ARCHIVE = json.dumps(
    {
        "log": {
            "entries": [
                {
                    "request": {"method": "GET", "url": url},
                    "response": {"status": status, "headers": [], "content": {"text": text}},
                }
                for url, status, text in (
                    (API, 200, '{"data": []}'),
                    (API, 404, '{"error": {"message": "x"}}'),
                    ("https://api.example.com", 500, ""),
                )
            ]
        }
    }
)


def test_two_clicks_to_an_answer(visit):
    """
    From the start page two clicks lead to what a 403 with Retry-After means.
    """
    page = visit.open("index.html")
    page.get_by_role("link", name="403 Forbidden").click()
    page.wait_for_url("**/en/status.html*")
    page.locator("li", has_text="the header Retry-After is present").get_by_role("link").click()
    page.wait_for_url(f"**/en/{QUOTA}.html")
    assert "The hourly or monthly quota is used up" == page.locator("h1").inner_text().replace("\n", " ")


def test_language_switch_keeps_the_place(visit):
    """
    The switch leads to the same page in the other language, at the same anchor.
    """
    page = visit.open(f"en/{QUOTA}.html")
    page.get_by_role("link", name="How to recognize it", exact=True).click()
    page.wait_for_url("**#recognition")
    page.get_by_role("link", name="Italiano").click()
    page.wait_for_url("**/it/**")
    assert page.url.endswith(f"it/{QUOTA}.html#recognition")
    assert "it" == page.locator("html").get_attribute("lang")
    assert "La quota oraria o mensile è esaurita" == page.locator("h1").inner_text().replace("\n", " ")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en/{QUOTA}.html#recognition")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("retry-after 403", f"{QUOTA}.html"),
        ("LICENSE_EXPIRED", "fattureincloud/license-expired.html"),
        ("slow down", "fattureincloud/slow-down.html"),
        ("X-Wait-Seconds", "open2b/service-unavailable.html"),
        ("totale dei pagamenti", "fattureincloud/totals-mismatch.html"),
        ("sibill 429", "sibill/too-many-requests.html"),
        ("fatture 500", "fattureincloud/server-error.html"),
    ],
)
def test_search_by_keyboard(visit, words, first):
    """
    A slash goes to the search, arrows choose, Enter opens, and Escape closes the list.
    """
    page = visit.open("en/codes.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    options = page.locator("#found [role=option]")
    options.first.wait_for()
    assert "true" == page.locator("#find").get_attribute("aria-expanded")
    page.keyboard.press("Escape")
    assert "false" == page.locator("#find").get_attribute("aria-expanded")
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    assert "true" == options.first.get_attribute("aria-selected")
    assert "found-0" == page.locator("#find").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/{first}")


def test_search_finds_nothing(visit):
    """
    Where nothing is found the list and the status say so, in the language of the page.
    """
    page = visit.open("it/index.html")
    page.locator("#find").fill("xyzzy")
    page.locator("#found .nothing").wait_for()
    assert "Nessun risultato" == page.locator("#found").inner_text().strip()
    assert "Nessun risultato" == page.locator(".find [role=status]").inner_text().strip()


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        (
            'HTTP/1.1 403 Forbidden\nRetry-After: 1800\n\n{"error": {"message": "Quota"}}',
            ["The hourly or monthly quota is used up", "As documented.", "1800 seconds", "The provider says: Quota"],
        ),
        ('HTTP/1.1 422 x\n\n{"error": {"message": 5}}', ["Not as documented:", "/error/message is the number 5"]),
        (
            '{"error": {"message": "Forbidden"}}',
            ["It could be one of these; to tell which", "The resource does not exist"],
        ),
        (
            "Il totale dei pagamenti non corrisponde",
            ["This text appears in", "The payments do not add up to the total"],
        ),
        ("HTTP/1.1 200 OK\n\n[]", ["This is not a documented error."]),
        ("xyzzy plugh", ["No documented error matches."]),
        ("HTTP/1.1 403 Forbidden", ["This text appears in these errors", "The license has expired", "Sibill"]),
        (ARCHIVE, ["Responses: 3. Errors: 1.", "The resource does not exist"]),
        ('{"error": "invalid_grant"}', ["An OAuth error", "It could be one of these"]),
        (" ", ["Paste something first."]),
        (
            'HTTP/1.1 409 x\n\n{"error": {"message": "<b onclick=alert(1)>"}}',
            ["As documented.", "The provider says: <b onclick=alert(1)>"],
        ),
    ],
)
def test_box(visit, pasted, says):
    """
    The box says which problem type it is, what is wrong with it, and what to do.
    """
    page = visit.open("index.html")
    page.locator("#text").fill(pasted)
    page.get_by_role("button", name="Explain").click()
    answer = page.locator(".answer")
    answer.locator("p").first.wait_for()
    text = answer.inner_text()
    for sentence in says:
        assert sentence in text
    assert 0 == answer.locator("b[onclick]").count()


def test_box_with_a_provider(visit):
    """
    A status line alone names the causes that the chosen provider documents, and what would decide.
    """
    page = visit.open("index.html")
    page.locator("#text").fill("HTTP/1.1 403 Forbidden")
    page.locator("#provider").select_option("fattureincloud")
    page.get_by_role("button", name="Explain").click()
    page.locator(".answer h2").wait_for()
    text = page.locator(".answer").inner_text()
    for part in (
        "It could be one of these",
        "The license has expired",
        "The token lacks a permission",
        "How to tell:",
    ):
        assert part in text


def test_language_switch_keeps_the_text(visit):
    """
    What was pasted, and the provider that was chosen, are there in the other language too; so is the place.
    """
    page = visit.open("en/index.html")
    page.locator("#text").fill("HTTP/1.1 403 Forbidden")
    page.locator("#provider").select_option("sibill")
    page.get_by_role("link", name="Italiano").first.click()
    page.wait_for_url("**/it/index.html*")
    assert ("HTTP/1.1 403 Forbidden", "sibill") == (
        page.locator("#text").input_value(),
        page.locator("#provider").input_value(),
    )
    page = visit.open(f"en/{QUOTA}.html")
    page.evaluate("document.getElementById('recognition').scrollIntoView()")
    page.evaluate("document.querySelector('.langs a[lang=it]').click()")  # a click of Playwright would scroll
    page.wait_for_url(f"**/it/{QUOTA}.html#recognition")


def test_headings_are_links(visit):
    """
    A heading has a link to itself, which the keyboard reaches and which names it.
    """
    page = visit.open(f"en/{QUOTA}.html")
    link = page.get_by_role("link", name="Link to this section: Causes")
    link.focus()
    assert "1" == link.evaluate("(element) => getComputedStyle(element).opacity")
    page.keyboard.press("Enter")
    page.wait_for_url("**#causes")


def test_tree_and_conditions(visit):
    """
    A field within a field is indented, and a JSON Pointer at the start of a line stays as it is.
    """
    page = visit.open("en/fattureincloud/license-expired.html")
    outer, inner = page.locator(".tree > li").nth(0), page.locator(".tree .tree > li").nth(0)
    assert inner.bounding_box()["x"] > outer.bounding_box()["x"] + 10
    assert "/error/code is" in page.locator(".conditions").inner_text()


def test_box_by_keyboard(visit):
    """
    Control and Enter explain what is in the box; the heading of the answer is a link to the whole page.
    """
    page = visit.open("it/index.html")
    page.locator("#text").focus()
    page.keyboard.type("HTTP/1.1 503 x\nX-Wait-Seconds: 7\n")
    page.keyboard.press("Control+Enter")
    page.locator(".answer h2 a").click()
    page.wait_for_url("**/it/open2b/service-unavailable.html")


def test_box_shows_an_example(visit):
    """
    The example of the box is explained as documented.
    """
    page = visit.open("en/index.html")
    page.get_by_role("button", name="Try an example").click()
    page.locator(".answer h2").wait_for()
    assert "As documented." == page.locator(".answer .verdict").inner_text()


def test_copy(visit):
    """
    The button copies the whole response as it is shown, says so, and can be pressed by keyboard.
    """
    page = visit.open(f"en/{QUOTA}.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = page.locator("pre code").first.inner_text()
    button = page.get_by_role("button", name="Copy").first
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert shown.strip() == page.evaluate("navigator.clipboard.readText()").strip()
    assert shown.startswith("HTTP/1.1 403 Forbidden\n")


def test_skip_link(visit):
    """
    The first stop of the keyboard leads to the content.
    """
    page = visit.open(f"en/{QUOTA}.html")
    page.keyboard.press("Tab")
    assert "Skip to the content" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.wait_for_function("document.activeElement.id === 'main'")


def test_without_script(browser, site):
    """
    Without JavaScript every page is read, and what needs it is not shown, but for a sentence that says so.
    """
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    assert not page.locator("#text").is_visible()
    assert page.locator(".dead").is_visible()
    page.get_by_role("link", name="403 Forbidden").click()
    page.locator("li", has_text="the header Retry-After is present").get_by_role("link").click()
    page.wait_for_url(f"**/{QUOTA}.html")
    assert not page.get_by_role("button", name="Copy").first.is_visible()
    assert page.locator("pre").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [400, 1100, 1280])
def test_nothing_moves_while_a_page_is_read(browser, served, width):
    """
    No page shifts what is on it after it is first shown, even if its end arrives late.
    """
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in ("index.html", f"en/{QUOTA}.html", "it/open2b/index.html", "en/compare.html", SHAPE):
        page.goto(f"{served}{path}?slowly")
        shift = """new Promise((done) => {
            let sum = 0;
            const add = (list) => { for (const entry of list.getEntries()) sum += entry.value; };
            new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 200);
        })"""
        assert page.evaluate(shift) < 0.01, path
    context.close()


def test_print(browser, site):
    """
    On paper the bar, the box and the buttons are left out, and nothing that was folded is hidden.
    """
    context = browser.new_context()
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(f"{site.as_uri()}/en/{QUOTA}.html")
    for selector in (".bar", ".siblings", ".copy", ".foot"):
        assert not page.locator(selector).first.is_visible()
    assert page.pdf().startswith(b"%PDF")
    context.close()


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page(browser, site, served, axe, scheme, group):
    """
    On no page axe finds anything, in light or dark; none has a message, a foreign request or more than a narrow width.

    The rules that colors have no part in are applied in light alone; light is from disk, dark from a server. In dark,
    every third page is looked at, since all of them have the same styles.
    """
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    watched = Watched(context, f"{site.as_uri()}/" if scheme == "light" else served)
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if scheme == "dark":
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
    step = GROUPS if scheme == "light" else 3 * GROUPS
    for path in sorted(html_pages())[group::step]:
        page = watched.open(path)
        page.evaluate(axe)
        found = page.evaluate("(options) => axe.run(document, options)", options)
        assert [] == [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]], path
        page.set_viewport_size({"width": 360, "height": 740})
        assert 360 == page.evaluate("document.documentElement.scrollWidth"), path
        page.set_viewport_size({"width": 1280, "height": 900})
    context.close()
    assert [] == watched.faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_in_answers(browser, site, axe, scheme):
    """
    axe finds nothing in the list of the search, nor in an answer of the box.
    """
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    page.locator("#text").fill('HTTP/1.1 429 x\n\n{"errors": [{"code": "x", "more": 1}]}')
    page.get_by_role("button", name="Explain").click()
    page.locator(".answer h2").wait_for()
    page.locator("#find").fill("403")
    page.locator("#found [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [] == [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]
    context.close()


def test_the_suite_through_the_page(visit):
    """
    The check in the page gives every response of the suite and every example the same report as Python.
    """
    page = visit.open("index.html")
    page.get_by_role("button", name="Try an example").click()
    page.locator(".answer h2").wait_for()
    cases = list(page_cases())
    assert len(cases) > 1000
    script = """(text) => JSON.stringify(JSON.parse(text).map(([response, options]) => {
        const { base64 } = response.body ?? {};
        const body = base64 === undefined ? response.body : Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        return errspec.check({ ...response, body }, options);
    }))"""
    for start in range(0, len(cases), 1000):
        some = cases[start : start + 1000]
        reports = json.loads(page.evaluate(script, json.dumps([[case.response, case.options] for case in some])))
        for case, report in zip(some, reports, strict=True):
            assert in_json(case.report, case.report) == in_json(report, case.report), (case.name, case.options)


def test_hostile_texts_in_the_browser(browser, tmp_path):
    """
    The texts of a hostile provider run nothing and load nothing, in the pages, the search and the box.
    """
    catalog = hostile(tmp_path, HOSTILE)
    target = tmp_path / "site"
    write(target, pages(catalog), Wording(catalog, "en"))
    context = browser.new_context()
    page = context.new_page()
    faults: list[Any] = []
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: faults.append(message.text))
    page.on(
        "request", lambda request: None if request.url.startswith(tmp_path.as_uri()) else faults.append(request.url)
    )
    for path in sorted(Path(target).rglob("*.html")):
        page.goto(path.as_uri())
    page.goto((target / "index.html").as_uri())
    page.get_by_role("button", name="Try an example").click()
    page.locator(".answer p").first.wait_for()
    page.locator("#find").fill("script")
    page.locator("#found [role=option]").first.wait_for()
    assert 0 == page.locator("main img, main script, #found img").count()
    assert [] == faults
    context.close()
