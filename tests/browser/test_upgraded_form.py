"""A form that is brought to newer questions, on a phone, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import revisions
from tests.browser.conftest import Site

Open = Callable[..., Page]
TOLD = "Somebody opened the valve of the pump at night, and it stood still for three hours."


def begin(page: Page, site: Site) -> None:
    """Fill in a report about sabotage, without its time, and try to send it."""
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/new?behaviours=ind-0004")
    page.locator('[name="answers.ind-0004.el-0016"]').first.check()
    page.fill("#answers-ind-0004-el-0017", "the pump that feeds the reservoir")
    page.locator('[name="answers.ind-0004.el-0018"][value="yes"]').check()
    page.fill("#answers-ind-0004-el-0019", "3")
    page.fill("#narrative", TOLD)
    page.locator('[name="place.kind"][value="facility"]').check()
    page.fill("#place-facility", "North reservoir")
    page.locator('[name="source"][value="officer_observed"]').check()


def send(page: Page) -> None:
    """Press the button at the end of the form."""
    page.get_by_role("button", name="Send report").last.click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_only_what_changed_is_asked_again_on_a_phone(
    site: Site,
    open_page: Open,
    violations: Callable[[Page], list[str]],
    has_script: bool,
) -> None:
    page = open_page(
        viewport={"width": 320, "height": 640},
        java_script_enabled=has_script,
        service_workers="block",
    )
    begin(page, site)
    revisions.publish(site.app, revisions.change_sabotage)
    send(page)
    expect(page.get_by_text("Newer questions are in force")).to_be_visible()
    expect(page.get_by_text("3 questions changed")).to_be_visible()
    page.get_by_role("button", name="Use the newer questions").click()
    page.wait_for_load_state("load")
    expect(page.locator(".changed")).to_have_count(3)
    expect(page.locator("#narrative")).to_have_value(TOLD)
    expect(page.locator("#answers-ind-0004-el-0019")).to_have_value("")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    if has_script:
        assert violations(page) == []
    page.get_by_role("link", name="Who was told?").click()
    page.locator('[name="answers.ind-0004.el-0990"][value="yes"]').check()
    page.fill("#answers-ind-0004-el-0017", "the pump")
    page.locator('[name="occurred.kind"][value="now"]').check()
    send(page)
    expect(page.locator(".receipt-number")).to_be_visible()


def test_a_split_behaviour_is_chosen_by_keyboard(
    site: Site, open_page: Open, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, service_workers="block")
    begin(page, site)
    revisions.publish(site.app, revisions.split_sabotage)
    send(page)
    page.get_by_role("button", name="Use the newer questions").press("Enter")
    expect(page.locator("h1")).to_contain_text("reported in another way now")
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    page.get_by_label("Damage").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator("#answers-ind-0991-el-0017")).to_have_value(
        "the pump that feeds the reservoir"
    )
    expect(page.locator("#narrative")).to_have_value(TOLD)
