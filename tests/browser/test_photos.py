"""Photos at 320 px, with and without a script: camera, use, done, and told what was removed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import desk, factories
from tests.browser.conftest import Site
from tests.privacy.files import made

Open = Callable[..., Page]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Two photos as a phone takes them, with the place in them."""
    paths = [tmp_path / "one.jpg", tmp_path / "two.png"]
    for path, content in zip(paths, (made.jpeg(), made.png()), strict=True):
        path.write_bytes(content)
    return paths


def receipt_page(site: Site, page: Page, narrative: str) -> str:
    receipt: str = factories.file_by_api(site.app, narrative=narrative)["receipt"]
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/{receipt}?filed=1")
    return receipt


def fits(page: Page) -> bool:
    page.wait_for_load_state("load")
    width: int = page.evaluate("document.scrollingElement.scrollWidth")
    return width <= PHONE["width"]


def test_two_photos_are_sent_from_the_receipt_each_by_itself_and_tried_again(
    shared_site: Site,
    open_page: Open,
    violations: Callable[[Page], list[str]],
    photos: list[Path],
) -> None:
    # What the page itself sends is broken once below; a service worker's requests would pass by.
    page = open_page(viewport=PHONE, service_workers="block")
    receipt = receipt_page(shared_site, page, "Two people took a gate off its hinges.")
    expect(page.get_by_role("button", name="Send photos and files")).to_be_hidden()
    failures = []

    def fail_once(route: Route) -> None:
        if route.request.method == "POST" and not failures:
            failures.append("the line broke")
            route.abort()
        else:
            route.continue_()

    page.route("**/files", fail_once)
    with page.expect_file_chooser() as chosen:
        page.get_by_text("Take a photo").click()
    chosen.value.set_files(photos[0])
    page.set_input_files("#files", photos[1])
    items = page.locator(".upload-item")
    expect(items.nth(0)).to_contain_text("Photo 1 was added. Its location was removed.")
    expect(items.nth(1)).to_contain_text("Picture 2 was added. Its location was removed.")
    assert failures
    assert fits(page)
    found = violations(page)
    page.get_by_role("link", name="See the photos and files of this report").click()
    expect(page.get_by_role("heading", name="Picture 2")).to_be_visible()
    assert fits(page)
    assert [*found, *violations(page)] == []
    analyst = desk.work_on(shared_site.app, receipt)
    assert "[PHOTO 1]" in analyst.get(f"/review/{receipt}").text


def test_two_photos_are_sent_without_a_script(
    shared_site: Site, open_page: Open, photos: list[Path]
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    receipt_page(shared_site, page, "Two people cut a hole into the fence.")
    for control in ("label[for=files]", "#files", "#files-camera"):
        box = page.locator(control).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
    page.set_input_files("#files", photos)
    page.get_by_role("button", name="Send photos and files").click()
    expect(page.get_by_role("status").first).to_contain_text("Its location was removed.")
    expect(page.get_by_role("heading", name="Photo 1")).to_be_visible()
    page.get_by_role("button", name="Remove it").first.click()
    expect(page.get_by_role("heading", name="Photo 1")).to_be_visible()
    expect(page.get_by_role("button", name="Remove it")).to_have_count(1)
