"""Linking, undoing and searching by single keys in a real browser, and the pages on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Site
from triage.similarity import fingerprint

TOLD = "A van, plate QZX8841, stood at the pumping station and left two drums behind. Note {}."


def press(page: Page, keys: str) -> None:
    """Press single keys, of which the last leads to another page, once the page listens."""
    expect(page.locator("html.keys")).to_have_count(1)
    *first, last = keys.split()
    for key in first:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(last)


def test_a_duplicate_is_linked_undone_and_found_by_its_plate_with_few_keys(
    site: Site, open_page: Callable[..., Page], violations: Callable[..., list[str]]
) -> None:
    one, other = (
        factories.file_by_api(
            site.app,
            narrative=TOLD.format(number),
            place={"kind": "coordinates", "latitude": 41.88 + number / 20, "longitude": -87.63},
        )["receipt"]
        for number in (1, 2)
    )
    # A real server does this in the background of its start; here nobody shall wait for it.
    fingerprint("")
    page = open_page(viewport={"width": 1280, "height": 900})
    site.sign_in(page, "analyst")
    page.goto(f"{site.address}/review/{other}")
    expect(page.locator("main")).to_contain_text("Same vehicle")
    press(page, f"d {' '.join(one[:3])} Enter")
    expect(page.locator("main")).to_contain_text(f"Linked with {one}")
    page.get_by_role("link", name="See the group").click()
    expect(page.locator("svg.chart")).to_have_count(2)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site.address}/review/{other}")
    press(page, "z")
    expect(page.locator("main")).to_contain_text(f"No longer linked with {one}")
    press(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("qzx-8841")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for receipt in (one, other):
        expect(page.locator("#about-matched ~ .cards")).to_contain_text(receipt)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
