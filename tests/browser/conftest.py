"""
A browser and the built site, for the tests of the pages.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from errspec import CATALOG
from errspec.catalog.wording import Wording
from errspec.docs.folder import write
from errspec.docs.formats import pages
from tests.support.tools import unavailable


class Watched:
    """
    A page of the browser that keeps what it must never have: messages on the console, faults, and foreign requests.
    """

    def __init__(self, context: Any, base: str) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.base = base
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.base):
            self.faults.append(f"foreign: {request.url}")

    def _failed(self, request: Any) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # the next page was opened meanwhile
            self.faults.append(f"failed: {request.url}")

    def open(self, path: str) -> Any:
        """
        Open a page of the site.
        """
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """
    Debian's Chromium, without a window; it is closed after the module, as its event loop would be in the way of others.
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        unavailable("Chromium (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=options)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The site on disk.
    """
    folder = tmp_path_factory.mktemp("pages") / "site"
    write(folder, pages(CATALOG), Wording(CATALOG, "en"))
    return folder


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """
    The same site from a server on this machine, as a base address; with `?slowly` a page comes in two parts.
    """

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def copyfile(self, source: Any, outputfile: Any) -> None:
            text = source.read()
            cut = text.index(b"</main>") if self.path.endswith("?slowly") else len(text)
            outputfile.write(text[:cut])
            if text[cut:]:
                time.sleep(0.5)  # long enough for the browser to paint the first part
                outputfile.write(text[cut:])

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["disk", "server"])
def visit(request: pytest.FixtureRequest, browser: Any, site: Path) -> Iterator[Watched]:
    """
    A watched page, from disk and from a server; at the end nothing may have gone wrong in it.
    """
    base = f"{site.as_uri()}/" if request.param == "disk" else request.getfixturevalue("served")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context, base)
    yield watched
    context.close()
    assert [] == watched.faults


@pytest.fixture
def axe() -> str:
    """
    The script of axe.
    """
    path = Path(__file__).parent.parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        unavailable("axe (npm ci in tests/node)")
    return path.read_text("utf-8")
