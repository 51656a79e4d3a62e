"""An officer who is not sure describes it in a sentence: on a phone, without JavaScript too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

Open = Callable[..., Page]
CAMERA = "A visitor held a hidden camera over a pocket and recorded the badge readers."


def ask(page: Page, site: Site, text: str) -> None:
    """Open the page of the behaviours and ask for suggestions."""
    page.goto(f"{site.address}/reports/new")
    page.get_by_text("Not sure which? Describe it in a sentence").click()
    page.fill("#narrative", text)
    page.get_by_role("button", name="Suggest behaviors").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_suggestion_is_taken_and_the_sentence_is_in_the_report(
    shared_site: Site, open_page: Open, has_script: bool
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, java_script_enabled=has_script)
    shared_site.sign_in(page, "officer")
    ask(page, shared_site, CAMERA)
    expect(page.locator("#suggestions legend")).to_be_in_viewport()
    expect(page.locator("#suggestions")).to_contain_text("“hidden camera")
    assert "hidden" not in page.url
    page.locator("#suggestions").get_by_label("Photography").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#narrative")).to_have_value(CAMERA)
    expect(page.get_by_role("heading", name="Photography")).to_be_visible()
    assert "hidden" not in page.url


def test_the_suggestions_fit_a_phone_and_axe_is_content(
    shared_site: Site, open_page: Open, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    shared_site.sign_in(page, "officer")
    for text in (CAMERA, "The music was loud."):
        ask(page, shared_site, text)
        page.wait_for_load_state("load")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
        assert violations(page) == []


def test_suggestions_can_be_asked_for_and_ticked_by_keyboard_alone(
    shared_site: Site, open_page: Open
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    shared_site.sign_in(page, "officer")
    page.goto(f"{shared_site.address}/reports/new")
    page.locator("summary", has_text="Not sure which?").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(CAMERA)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#suggestions")).to_be_visible()
    # Until then the browser may still move the focus to where the address points.
    page.wait_for_load_state("load")
    page.locator("#suggestions input").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#suggestions input").first).to_be_checked()
