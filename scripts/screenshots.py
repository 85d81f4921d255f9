"""
The screenshots in the README: the start page with an answer, and the page that the answer links to.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from errspec import CATALOG
from errspec.catalog.wording import Wording
from errspec.docs.folder import write
from errspec.docs.formats import pages

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"


def main() -> None:
    """
    Build the pages, open two of them, and save a screenshot of each.
    """
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        write(site, pages(CATALOG), Wording(CATALOG, "en"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        start = browser.new_page(viewport={"width": 1120, "height": 820}, color_scheme="light")
        start.goto((site / "index.html").as_uri())
        start.get_by_role("button", name="Try an example").click()
        start.locator(".answer h2").wait_for()
        answer = start.locator(".answer h2 a").evaluate("(link) => link.href")
        start.mouse.move(0, 0)
        start.evaluate("scrollTo(0, 0)")
        start.screenshot(path=FOLDER / "start.png")
        page = browser.new_page(viewport={"width": 1260, "height": 680}, color_scheme="dark")
        page.goto(answer)
        page.screenshot(path=FOLDER / "problem-type.png")
        browser.close()


if __name__ == "__main__":
    main()
