"""Photos at 320 px, with and without a script or a network: camera, use, done, and told what was
removed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from sar import db
from sar.models import Attachment
from tests import desk, factories
from tests.browser.conftest import Site
from tests.browser.test_officer import fill
from tests.browser.test_offline import install
from tests.privacy.files import made

Open = Callable[..., Page]
FIRST = "ind-0001"
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
        page.locator("#more-camera").click()
    chosen.value.set_files(photos[0])
    page.set_input_files("#more-files", photos[1])
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


def test_a_photo_that_is_chosen_before_the_script_is_here_is_sent_by_it(
    shared_site: Site, open_page: Open, photos: list[Path]
) -> None:
    page = open_page(viewport=PHONE, service_workers="block")
    held: list[Route] = []
    page.route("**/phone/adding.js", lambda route: held.append(route))
    with page.expect_request("**/phone/adding.js"):
        receipt_page(shared_site, page, "Two people lifted a manhole cover.")
    page.set_input_files("#more-files", photos[0])
    held[0].continue_()
    expect(page.locator(".upload-item")).to_contain_text("Photo 1 was added.")


def test_two_photos_are_sent_without_a_script(
    shared_site: Site, open_page: Open, photos: list[Path]
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    receipt_page(shared_site, page, "Two people cut a hole into the fence.")
    for control in ("label[for=more-files]", "#more-files", "#more-camera"):
        box = page.locator(control).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
    page.set_input_files("#more-files", photos)
    page.get_by_role("button", name="Send photos and files").click()
    expect(page.get_by_role("status").first).to_contain_text("Its location was removed.")
    expect(page.get_by_role("heading", name="Photo 1")).to_be_visible()
    page.get_by_role("button", name="Remove it").first.click()
    expect(page.get_by_role("heading", name="Photo 1")).to_be_visible()
    expect(page.get_by_role("button", name="Remove it")).to_have_count(1)


def choose(page: Page, *paths: Path) -> None:
    """Choose files on the form, the first one as if the camera had taken it."""
    with page.expect_file_chooser() as chosen:
        page.locator("#choose-camera").click()
    chosen.value.set_files(paths[0])
    page.set_input_files("#choose-files", paths[1:])
    expect(page.locator("#photos .upload-item")).to_have_count(len(paths))


def test_photos_chosen_on_the_form_follow_the_text_and_each_can_be_tried_again(
    shared_site: Site,
    open_page: Open,
    violations: Callable[[Page], list[str]],
    photos: list[Path],
    tmp_path: Path,
) -> None:
    page = open_page(viewport=PHONE, service_workers="block")
    damaged = tmp_path / "damaged.jpg"
    damaged.write_bytes(made.jpeg()[:200])
    shared_site.sign_in(page, "officer")
    page.goto(f"{shared_site.address}/reports/new?behaviours={FIRST}")
    expect(page.locator("form[data-kept]")).to_be_attached()
    for name, content, why in NOT_KEPT:
        (tmp_path / name).write_bytes(content)
        page.set_input_files("#choose-files", tmp_path / name)
        expect(page.locator("#photos")).to_contain_text(f"{name} was not added: {why}")
    choose(page, *photos, damaged)
    page.locator("#photos").get_by_role("button", name="Remove two.png").click()
    expect(page.locator("#photos .upload-item")).to_have_count(2)
    fill(page, FIRST)
    page.get_by_label("On another day").check()
    page.fill("#occurred-words", "yesterday 9 pm")
    assert fits(page)
    found = violations(page)
    page.route("**/files", lambda route: route.abort())
    page.get_by_role("button", name="Send report").last.click()
    expect(page.get_by_text("Nothing was sent yet.")).to_be_visible()
    assert page.evaluate(SETTLED) == ["draft"]
    page.get_by_role("button", name="Send report").last.click()
    expect(page.get_by_role("heading", name="Your report is in")).to_be_visible()
    items = page.locator(".upload-item")
    expect(items.nth(0)).to_contain_text("Not sent yet.")
    expect(page.get_by_role("link", name="Unsent 1")).to_be_visible()
    assert fits(page)
    found += violations(page)
    page.unroute("**/files")
    items.nth(0).get_by_role("button", name="Try again").click()
    expect(items.nth(0)).to_contain_text("Photo 1 was added. Its location was removed.")
    expect(items.nth(1)).to_contain_text("This file is damaged")
    items.nth(1).get_by_role("button", name="Remove").click()
    expect(items).to_have_count(1)
    assert [*found, *violations(page)] == []


class Line:
    """The way to a site, for pages and worker alike: it can be down, and loses one answer."""

    def __init__(self, site: Site) -> None:
        self.app: Any = site.app.wsgi_app
        self.is_down, self.lost = False, list[bytes]()
        site.app.wsgi_app = self  # type: ignore[method-assign]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        is_file = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/files")
        if is_file and not self.lost:
            self.lost.extend(self.app(environ, lambda *_: None))
        elif not self.is_down:
            return self.app(environ, start_response)
        start_response("503 Service Unavailable", [("Content-Length", "0")])
        return [b""]


def test_photos_chosen_without_a_network_are_kept_sealed_saved_as_a_file_and_sent_once(
    site: Site, open_page: Open, violations: Callable[[Page], list[str]], photos: list[Path]
) -> None:
    page = open_page(viewport=PHONE)
    install(page, site)
    line = Line(site)
    line.is_down = True
    page.goto(f"{site.address}/reports/write")
    expect(page.locator("form[data-kept]")).to_be_attached()
    page.evaluate(FULL)
    page.set_input_files("#choose-files", photos[0])
    expect(page.locator("#photos")).to_contain_text("this phone has no room for 7.1 kB more")
    page.evaluate("() => { delete navigator.storage.estimate; }")
    choose(page, *photos)
    page.locator(f"#{FIRST}").check()
    fill(page, FIRST)
    assert page.evaluate(READABLE) == [2, False]
    page.get_by_role("button", name="Send report").last.click()
    card = page.locator('[data-state="queued"]')
    expect(card.locator(".upload-item")).to_contain_text(["one.jpg", "two.png"])
    assert fits(page)
    assert violations(page) == []
    card.get_by_role("button", name="Save as file").click()
    card.get_by_label("Passphrase").fill("three words or four")
    with page.expect_download() as download:
        card.get_by_role("button", name="Save the file").click()
    card.get_by_role("button", name="Delete", exact=True).click()
    card.get_by_role("button", name="Yes, delete it for good").click()
    expect(card).to_have_count(0)
    assert page.evaluate(READABLE) == [0, False]
    page.get_by_text("Open a saved file").click()
    page.set_input_files("#import-file", download.value.path())
    page.fill("#import-passphrase", "three words or four")
    page.get_by_role("button", name="Open", exact=True).last.click()
    expect(page.locator("[data-item-of] .upload-item")).to_have_count(2)
    line.is_down = False
    page.get_by_role("button", name="Send now").click()
    items = page.locator('[data-state="sent"] .upload-item')
    expect(items.nth(0)).to_contain_text("Photo 1 was here already and is kept once.")
    expect(items.nth(1)).to_contain_text("Picture 2 was added. Its location was removed.")
    assert line.lost
    assert page.evaluate(READABLE) == [0, False]
    with db.reading(site.app.extensions["sar"].engine) as session:
        assert session.scalar(select(func.count(Attachment.attachment_id))) == 2


# What can be seen to be of no use is not kept for the server to refuse.
NOT_KEPT = (
    ("empty.txt", b"", "nothing is in it."),
    ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(100), "videos and sound recordings"),
    ("tool.exe", b"MZ\x90\x00\x03" + bytes(100), "this kind of file is not taken."),
)
# A browser that has no room left but for a thousand bytes.
FULL = "() => { navigator.storage.estimate = async () => ({ quota: 1000, usage: 0 }); }"
# The states of all drafts, once nothing is being sent.
SETTLED = """async () => {
    const { list } = await import('/static/phone/drafts.js');
    for (;;) {
        const states = (await list()).map(({ state }) => state);
        if (!states.includes('sending')) return states;
        await new Promise(done => setTimeout(done, 20));
    }
}"""
# How many files the browser holds, and whether one of them can be read.
READABLE = """async () => {
    const { all } = await import('/static/phone/store.js');
    const texts = (await all('files')).map(({ bytes }) => new TextDecoder('latin1').decode(bytes));
    return [texts.length, texts.some(each => /JFIF|Exif|PNG|IHDR/.test(each))];
}"""
