"""A phone before a real server: a small window in a real browser, on a slow network or on none."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.request import urlopen

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import databases
from sar.app import create_app
from tests import factories
from tests.browser.conftest import FLAGS, browser_path, let_worker_rest

WINDOW = {"width": 320, "height": 640}
ROUND_TRIP_MS, KBIT_PER_SECOND = 400, 400
"""WebPageTest's "3G Slow" (its `connectivity.ini`), as Chromium emulates it for each request; a new
connection costs one round trip more, and with TLS 1.3 two, which that emulation leaves out."""
WHERE = {"latitude": 41.8781, "longitude": -87.6298, "accuracy": 12}

# Notes when something can be seen and the first field that is asked for is among it.
_FIRST_FIELD = """(() => {
  const isThere = one => one.checkVisibility() && one.getClientRects().length > 0;
  const look = () => {
    const fields = document.querySelectorAll(
      'main input:not([type=hidden]), main textarea, main select');
    const first = [...fields].find(isThere);
    if (first && performance.getEntriesByName('first-contentful-paint').length) {
      first.dataset.first = 'yes';
      document.documentElement.dataset.usable = performance.now();
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True, slots=True)
class Served:
    """The application in a process of its own, and the same again to prepare and to look."""

    app: Flask
    address: str

    def cookie(self) -> dict[str, str]:
        """Sign the officer in, and return the cookie."""
        found = factories.signed_in(self.app, "officer").get_cookie("sar_session")
        assert found is not None
        return {"name": found.key, "value": found.value, "url": self.address}


@dataclass
class Phone:
    """A browser window of an officer who is signed in."""

    served: Served
    page: Page
    bytes_received: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Count what comes over the network."""
        self.wire = self.page.context.new_cdp_session(self.page)
        self.wire.send("Network.enable")
        self.wire.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, int]) -> None:
        self.bytes_received += event["encodedDataLength"]

    def slow_down(self, *, is_online: bool = True) -> None:
        """Put the slow network between the page and the server, or none at all."""
        rate = KBIT_PER_SECOND * 1000 // 8
        conditions = {"latency": ROUND_TRIP_MS, "downloadThroughput": rate}
        self.wire.send(
            "Network.emulateNetworkConditions",
            conditions | {"offline": not is_online, "uploadThroughput": rate},
        )

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.served.address + path)
        return self.page

    def keep_form(self) -> None:
        """Wait until the phone keeps the form, as it does in the background of a first visit."""
        let_worker_rest(self.open("/reports/write"))

    def painted_ms(self) -> float:
        """Return when something was to be seen, since the page was asked for."""
        self.page.wait_for_function(_PAINTED)
        found: float = self.page.evaluate(_PAINTED)
        return found

    def usable_ms(self) -> float:
        """Return when the first field could be used, since the page was asked for; and use it."""
        first = self.page.locator("[data-first]")
        first.wait_for()
        found = float(self.page.locator("html").get_attribute("data-usable") or "nan")
        first.tap()
        assert first.evaluate("one => one.checked || one === document.activeElement")
        return found


@contextmanager
def phone(browser: Browser, served: Served, *, keeps: bool = False) -> Iterator[Phone]:
    """Give a new phone, with nothing in its cache; `keeps` lets it install the form."""
    context = browser.new_context(
        viewport=WINDOW,
        has_touch=True,
        is_mobile=True,
        geolocation=WHERE,
        permissions=["geolocation"],
        service_workers="allow" if keeps else "block",
    )
    context.add_cookies([served.cookie()])  # type: ignore[list-item]
    context.add_init_script(_FIRST_FIELD)
    context.set_default_timeout(60_000)
    yield Phone(served, context.new_page())
    context.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give the browser that the tests use."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def serving() -> Iterator[Served]:
    """Serve the application on SQLite, as `sar serve` does."""
    with databases.durable("sqlite") as url:
        settings = databases.settings(url)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | {
            "SAR_DATABASE_URL": url,
            "SAR_KEYRING": settings.keyring_text,
            "SAR_SECURE_COOKIES": "false",
            "SAR_REPORTS_PER_MINUTE": "1000000",
            "SAR_SIGN_INS_PER_MINUTE": "1000000",
        }
        command = [sys.executable, "-m", "sar.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield Served(create_app(settings), address)
        finally:
            process.terminate()
            process.wait(20)


def wait_for(address: str, *, seconds: int = 60) -> None:
    """Wait until the server answers, so many seconds at most."""
    for _ in range(10 * seconds):
        try:
            with urlopen(f"{address}/healthz"):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")
