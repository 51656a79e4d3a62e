"""The officer's way through the form, on a phone, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from indicators.definitions import ElementKind
from tests import factories
from tests.browser.conftest import Site

Open = Callable[..., Page]
PHONES = [{"width": 320, "height": 640}, {"width": 390, "height": 844}]


def fill(page: Page, indicator_id: str) -> None:
    """Answer what the form requires."""
    for element in factories.newest_set().indicator(indicator_id).elements:
        if not element.required or element.when is not None:
            continue
        name = f"answers.{indicator_id}.{element.element_id}"
        value = factories.answer(element)
        if element.kind in {ElementKind.TEXT, ElementKind.NUMBER}:
            page.locator(f'[name="{name}"]').fill(str(value))
        elif element.kind is ElementKind.YES_NO:
            page.locator(f'[name="{name}"][value="yes"]').check()
        else:
            first = value if isinstance(value, str) else value[0]
            page.locator(f'[name="{name}"][value="{first}"]').check()
    page.fill("#narrative", "Two people cut the fence and ran when they were called out to.")
    page.locator('[name="occurred.kind"][value="now"]').check()
    page.locator('[name="place.kind"][value="facility"]').check()
    page.fill("#place-facility", "North substation")
    page.locator('[name="source"][value="officer_observed"]').check()


def start(page: Page, site: Site) -> str:
    indicator_id = factories.newest_set().indicators[0].indicator_id
    page.goto(f"{site.address}/reports/new")
    page.locator(f"#{indicator_id}").check()
    page.get_by_role("button", name="Continue").click()
    return indicator_id


def send(page: Page) -> None:
    """Send the form, and see the receipt."""
    page.get_by_role("button", name="Send report").last.click()
    expect(page.locator("h1")).to_contain_text("Your report is in")
    expect(page.locator(".receipt-number")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w$"))


def test_a_report_is_filed_on_a_phone_without_a_script(site: Site, open_page: Open) -> None:
    page = open_page(viewport=PHONES[0], java_script_enabled=False)
    site.sign_in(page, "officer")
    fill(page, start(page, site))
    send(page)


@pytest.mark.parametrize("size", PHONES, ids=["320", "390"])
def test_a_report_is_filed_on_a_phone_and_every_page_fits_and_is_accessible(
    site: Site, open_page: Open, violations: Callable[[Page], list[str]], size: dict[str, int]
) -> None:
    page = open_page(viewport=size)
    found = []

    def look() -> None:
        page.wait_for_load_state("load")  # a page without its style sheet yet is wider
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= size["width"], f"{page.url} is {width} px wide"
        found.extend(violations(page))

    page.goto(f"{site.address}/sign-in")
    look()
    site.sign_in(page, "officer")
    look()
    indicator_id = start(page, site)
    look()
    page.get_by_role("button", name="Send report").last.click()
    expect(page.locator("#error-summary")).to_be_visible()
    look()
    fill(page, indicator_id)
    send(page)
    look()
    page.goto(f"{site.address}/reports")
    look()
    page.goto(f"{site.address}/no-such-page")
    look()
    assert found == []


def test_an_error_takes_the_focus_and_its_link_leads_to_the_field(
    shared_site: Site, open_page: Open
) -> None:
    page = open_page()
    shared_site.sign_in(page, "officer")
    start(page, shared_site)
    page.get_by_role("button", name="Send report").last.click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.locator("#error-summary a", has_text="What happened is missing").click()
    expect(page.locator("#narrative")).to_be_focused()
    for part in ("label[for=narrative]", "#narrative-error"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)


def test_the_go_key_of_a_keyboard_shows_the_answers_and_sends_nothing(
    shared_site: Site, open_page: Open
) -> None:
    page = open_page()
    shared_site.sign_in(page, "officer")
    fill(page, start(page, shared_site))
    page.locator("#place-facility").press("Enter")
    expect(page.locator("h1")).to_have_text("Check your answers")


def test_two_clicks_send_one_report(site: Site, open_page: Open) -> None:
    page = open_page()
    site.sign_in(page, "officer")
    fill(page, start(page, site))
    page.get_by_role("button", name="Send report").last.dblclick()
    expect(page.locator(".receipt-number")).to_be_visible()
    page.goto(f"{site.address}/reports")
    expect(page.get_by_role("rowheader")).to_have_count(1)


def test_what_is_typed_about_the_place_stays_in_sight_and_through_an_error(
    shared_site: Site, open_page: Open
) -> None:
    page = open_page(viewport=PHONES[0])
    shared_site.sign_in(page, "officer")
    start(page, shared_site)
    page.locator('[name="place.kind"][value="address"]').check()
    page.fill("#place-street", "12 Elm Street")
    page.locator('[name="place.kind"][value="coordinates"]').check()
    expect(page.locator("#place-street")).to_be_visible()
    expect(page.locator("#place-facility")).to_be_hidden()
    page.fill("#place-latitude", "north of here")
    page.get_by_role("button", name="Send report").last.click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#place-latitude")).to_have_value("north of here")
    expect(page.locator("#place-street")).to_be_visible()
    expect(page.locator("#place-street")).to_have_value("12 Elm Street")
