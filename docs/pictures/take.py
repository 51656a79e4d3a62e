"""Take the pictures of the main pages, in a real browser with demo data: `python3 dev.py pictures`.

Arguments: the folder for the pictures (else this one), and the address of a demo that runs already.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Take every picture, from the demo that is named or from one of its own."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        take(sys.argv[2].rstrip("/"), folder)
        return
    with demo() as address:
        take(address, folder)


def take(address: str, folder: Path) -> None:
    """Take the pictures; a report is reached through "take next", a receipt by filing."""
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
        file_report(open_as(browser, address, "officer", PHONE), address, folder)
        browser.close()


def file_report(page: Page, address: str, folder: Path) -> None:
    """File a report as an officer does, with a picture of what is read back and of the receipt."""
    page.goto(f"{address}/reports/new?behaviours=ind-0012")
    page.get_by_label("Name of a facility").check()
    page.locator("#place-facility").fill("North substation")
    page.get_by_label("On another day").check()
    page.locator("#occurred-words").fill("yesterday 9 pm")
    page.locator("#narrative").fill("Two people counted the cameras and drew the fence.")
    page.locator("textarea[id^=answers]").first.fill("They came back twice.")
    page.get_by_label("I saw it myself").check()
    page.get_by_role("button", name="Check answers").click()
    page.screenshot(path=folder / "check-phone.png")
    page.locator("main").get_by_role("button", name="Send report").last.click()
    page.locator(".receipt").wait_for()
    page.screenshot(path=folder / "receipt-phone.png")


@contextmanager
def demo() -> Iterator[str]:
    """Serve a demo of its own while the pictures are taken; give its address."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sar.cli", "demo", "--port", "0", "--folder", folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            for line in server.stdout or ():
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield found[0]
                    return
            sys.exit("The demo did not start.")
        finally:
            server.terminate()
            server.wait()


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
