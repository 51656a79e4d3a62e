"""The officer's phone without a network: open, fill, keep, queue, send later, and nothing twice."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select

from sar import db
from sar.models import Report
from tests.browser.conftest import Site
from tests.browser.test_officer import fill

Open = Callable[..., Page]
TOLD = "Two people cut the fence and ran when they were called out to."
FIRST = "ind-0001"
# Waits in the page: the content security policy forbids what the driver would do.
CONTROLLED = """() => new Promise(done => {
    const worker = navigator.serviceWorker;
    if (worker.controller) return done(true);
    worker.oncontrollerchange = () => done(true);
    setTimeout(() => done(false), 60000);
})"""


def install(page: Page, site: Site) -> None:
    """Sign in on a phone and wait until it keeps the form."""
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/write")
    assert page.evaluate(CONTROLLED)


def reports(site: Site) -> list[Report]:
    with db.reading(site.app.extensions["sar"].engine) as session:
        return list(session.execute(select(Report)).scalars())


def test_a_report_is_filled_in_and_queued_without_a_network_and_sent_with_the_next_one(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    install(page, site)
    page.context.set_offline(True)
    page.goto(f"{site.address}/reports/write")
    page.locator(f"#{FIRST}").check()
    fill(page, FIRST)
    page.get_by_role("button", name="Send report").last.click()
    expect(page.get_by_text("Saved on this phone, will send").first).to_be_visible()
    expect(page).to_have_url(re.compile("/reports/unsent"))
    assert reports(site) == []
    page.context.set_offline(False)
    expect(page.locator('[data-state="sent"]')).to_be_visible()
    assert len(reports(site)) == 1
