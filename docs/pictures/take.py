"""Take the pictures of the main pages from a running demo, for the README and for review.

python3 dev.py demo
.venv/bin/python docs/pictures/take.py ADDRESS [FOLDER]
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sar.demo.seeding import PASSWORD

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
# File name, account, window, address.
PAGES = (
    ("queue", "analyst", DESK, "/queue"),
    ("queue-phone", "analyst", PHONE, "/queue"),
    ("behaviours-phone", "officer", PHONE, "/reports/new"),
    ("form-phone", "officer", PHONE, "/reports/new?behaviours=ind-0012"),
    ("my-reports-phone", "officer", PHONE, "/reports"),
    ("sets", "trainer", DESK, "/sets"),
    ("log", "privacy", DESK, "/oversight/log"),
    ("ledger", "privacy", DESK, "/oversight/ledger"),
)


def main() -> None:
    """Take every picture; the report's page is reached through "take next"."""
    address = sys.argv[1].rstrip("/")
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent)
    with sync_playwright() as playwright:
        path = os.environ.get("SAR_TEST_BROWSER") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, account, window, where in PAGES:
            page = open_as(browser, address, account, window)
            page.goto(address + where)
            page.screenshot(path=folder / f"{name}.png")
            page.context.close()
        page = open_as(browser, address, "analyst", DESK)
        page.goto(f"{address}/queue")
        page.get_by_role("button", name="Take the next report").first.click()
        page.screenshot(path=folder / "report.png")
        browser.close()


def open_as(browser: Browser, address: str, account: str, window: dict[str, int]) -> Page:
    """Return a page on which `account` is signed in."""
    context = browser.new_context(viewport=window, timezone_id="America/Chicago")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", account)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


if __name__ == "__main__":
    main()
