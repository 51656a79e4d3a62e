"""A real browser in front of a real server."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
import waitress
from flask import Flask
from jinja2 import BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from privacy.keyring import Keyring
from privacy.recognizers import DEFAULT, Recognizer
from sar.app import create_app
from tests import factories

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Fewer processes: two thirds of the time that a browser takes which opens many pages.
    "--process-per-site",
    "--in-process-gpu",
]
# A test never waits so long for a page unless the machine is busy with something else.
PATIENCE_MS = 15_000
# The first has no windows, and opens a page in a quarter of the time.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)


def browser_path() -> str | None:
    """Return the browser to drive; None lets Playwright take its own."""
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("SAR_TEST_BROWSER") or next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for the whole session; a missing one is an error, not a skip."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(
    seeded_sqlite_template: Path,
    tmp_path: Path,
    keyring: Keyring,
    compiled_templates: BytecodeCache,
) -> Iterator["Site"]:
    """A served application with seeded accounts, in real time."""
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)
    with serve(url, keyring, compiled_templates) as served:
        yield served


@pytest.fixture(scope="session")
def shared_site(
    seeded_sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    keyring: Keyring,
    compiled_templates: BytecodeCache,
) -> Iterator["Site"]:
    """One for all tests that can live with what the others left behind."""
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path_factory.mktemp("shared"))
    with serve(url, keyring, compiled_templates) as served:
        yield served


@contextmanager
def serve(
    url: str,
    keyring: Keyring,
    compiled: BytecodeCache,
    *,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Iterator["Site"]:
    """Serve the application until the block ends; its templates are compiled once for all."""
    app = create_app(factories.settings(url, keyring), recognizers=recognizers)
    app.jinja_env.bytecode_cache = compiled
    channels: dict[int, Any] = {}
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, map=channels)
    is_over = threading.Event()

    def run() -> None:
        while not is_over.is_set():
            server.asyncore.loop(timeout=0.5, map=channels, count=1)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.effective_port}")
    # Nothing is closed while the thread still waits for it: pages may ask to the last moment.
    is_over.set()
    server.pull_trigger()
    thread.join(10)
    server.task_dispatcher.shutdown(timeout=5)
    server.asyncore.close_all(channels)
    app.extensions["sar"].engine.dispose()


class Site:
    """Where the application is served."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address

    def sign_in(self, page: Page, username: str) -> None:
        """Open the first page of a person who is signed in; the form is tested by keyboard."""
        cookie = factories.signed_in(self.app, username).get_cookie("sar_session")
        assert cookie is not None
        kept = {"name": cookie.key, "value": cookie.value, "url": self.address}
        page.context.add_cookies([kept])  # type: ignore[list-item]
        page.goto(self.address)


# Until the newest worker is in charge, and none is on its way.
_AT_REST = """navigator.serviceWorker.ready.then(async registration => {
  await registration.update();
  const isBusy = () => registration.installing || registration.waiting
    || registration.active.state !== 'activated';
  while (isBusy()) await new Promise(done => setTimeout(done, 50));
  return true;
})"""


def let_worker_rest(page: Page) -> None:
    """Wait until the newest service worker is in charge: a page is not left while they change.

    Playwright pauses every worker that begins until it has heard of it, and the browser keeps
    navigations back meanwhile: of those in the middle of a change, one in a hundred was never
    answered. Of a thousand in a browser whose workers nobody attaches to, each one was.
    """
    assert page.evaluate(_AT_REST)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page; keyword arguments are those of a browser context (viewport and so on)."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> Page:
        size = {"viewport": {"width": 390, "height": 844}, "timezone_id": "America/Chicago"}
        context = browser.new_context(**(size | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    yield open_one
    for context in contexts:
        context.close()


AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
MARK_LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
LOOK = """async how => {
  axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-look]' }] });
  const found = (await axe.run(how)).violations;
  for (const each of document.querySelectorAll('[data-look]')) delete each.dataset.look;
  return found;
}"""


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """Return what axe-core finds wrong with a page.

    Looking at colours takes longer than all the rest. What is drawn alike is looked at once
    (`looks.js`); a page in several widths has the same in each, and passes `has_colours` once.
    """

    def find(page: Page, *, has_colours: bool = True) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        if has_colours:
            page.evaluate(MARK_LOOKS)
        options = {
            "resultTypes": ["violations"],
            "rules": {"color-contrast": {"enabled": has_colours}},
        }
        found = page.evaluate(LOOK, options)
        return [
            f"{page.url}: {each['id']}: {node['target']} {node['html'][:120]}"
            for each in found
            for node in each["nodes"]
        ]

    return find
