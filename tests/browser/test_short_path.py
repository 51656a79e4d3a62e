"""A simple report on a small phone: taps are counted, nothing scrolls sideways, targets fit."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests import factories
from tests.browser.conftest import Site

MOST_TAPS = 9
PHONE = {"width": 320, "height": 640}
# 320 CSS pixels is also what is left of a 1280 pixel wide window at 400 % zoom (WCAG 1.4.10).
SMALL = """() => [...document.querySelectorAll(`main a[href], main button, main input,
    main select, main summary, main textarea`)]
  .filter(one => one.checkVisibility() && !one.closest('.vh, p, li:not(.tap-list *)'))
  .map(one => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width && (box.height < 43.5 || box.width < 43.5))
  .map(([, one]) => one.outerHTML.slice(0, 120))"""


class Thumb:
    """Taps, and counts them; what is tapped fits the phone."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        target.tap()
        self.taps += 1

    def look(self) -> None:
        self.page.wait_for_load_state("load")
        assert self.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
        assert self.page.evaluate(SMALL) == []


def test_a_simple_report_takes_nine_taps_at_most(
    site: Site, open_page: Callable[..., Page], violations: Callable[[Page], list[str]]
) -> None:
    made = factories.submission("ind-0012")
    factories.file_by_api(site.app, behaviours=made["behaviours"], answers=made["answers"])
    page = open_page(
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        geolocation={"latitude": 41.8781, "longitude": -87.6298, "accuracy": 12},
        permissions=["geolocation"],
    )
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/new")
    thumb = Thumb(page)
    thumb.look()
    thumb.tap(page.get_by_role("navigation", name="What you reported lately").get_by_role("link"))
    expect(page.locator("h1")).to_have_text("File a report")
    thumb.look()
    thumb.tap(page.get_by_role("button", name="Use my location"))
    expect(page.locator("#place-latitude")).to_have_value("41.87810")
    thumb.tap(page.get_by_label("Just now"))
    # A field that is tapped while the page moves may have the focus and no caret: keys that are
    # pressed at once are lost, as nobody presses them. So words are put into the tapped field.
    told = page.get_by_label("Tell it in your own words")
    thumb.tap(told)
    told.fill("Two people counted the cameras of the north gate and drew the fence.")
    because = page.get_by_label("What did you see or hear that an innocent reason").first
    thumb.tap(because)
    because.fill("They left when the guard looked over and came back twice.")
    thumb.tap(page.get_by_label("I saw it myself"))
    thumb.tap(page.get_by_role("button", name="Check answers"))
    expect(page.locator("h1")).to_have_text("Check your answers")
    expect(page.locator("main")).to_contain_text("41.87810, -87.62980")
    thumb.look()
    assert violations(page) == []
    thumb.tap(page.locator("main").get_by_role("button", name="Send report").last)
    expect(page.locator("h1")).to_contain_text("Your report is in")
    assert thumb.taps <= MOST_TAPS


def test_behaviours_are_found_and_suggested_while_somebody_types(
    shared_site: Site, open_page: Callable[..., Page], violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    shared_site.sign_in(page, "officer")
    page.goto(f"{shared_site.address}/reports/new")
    page.get_by_label("Aviation Activity").check()
    page.get_by_text("Not sure which?").tap()
    page.locator("#narrative").tap()
    page.keyboard.type("A visitor held a hidden camera over a pocket and recorded badge readers.")
    suggested = page.get_by_role("group", name="These may fit. You decide")
    expect(suggested.get_by_label("Photography")).to_be_visible()
    expect(suggested).to_contain_text("“hidden camera”")
    expect(page.locator("#narrative")).to_be_focused()
    suggested.locator("summary").first.tap()
    expect(suggested).to_contain_text("Lawful look-alike")
    expect(page.get_by_label("Aviation Activity")).to_be_checked()
    assert violations(page) == []
    page.get_by_label("Find a behavior").fill("collecting names")
    expect(page.get_by_text("Nothing here has all of these words.")).to_be_visible()
    page.get_by_label("Find a behavior").fill("drone")
    expect(page.get_by_text("Nothing here has all of these words.")).to_be_hidden()
    expect(page.get_by_label("Sabotage")).to_be_hidden()
    page.get_by_label("Find a behavior").press("Enter")
    expect(page.get_by_role("heading", name="Aviation Activity")).to_be_visible()
    expect(page.locator("#narrative")).to_have_value("A visitor held a hidden camera over a pocket "
                                                     "and recorded badge readers.")  # fmt: skip


def test_a_time_in_words_is_said_back_asked_about_and_never_sent_unseen(
    shared_site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    shared_site.sign_in(page, "officer")
    page.goto(f"{shared_site.address}/reports/new?behaviours=ind-0012")
    page.get_by_label("Name of a facility").check()
    page.get_by_label("Facility", exact=True).fill("North substation")
    page.get_by_label("On another day").check()
    page.get_by_label("Day and time").fill("3/14/25 9")
    expect(page.locator("#occurred-read")).to_contain_text("14 March 2025, 9:00 AM Central /")
    page.get_by_label("Tell it in your own words").fill("Two people drew the fence.")
    page.get_by_label("What did you see or hear that an innocent reason").fill("Came back twice.")
    page.get_by_label("I saw it myself").check()
    page.get_by_text("If you know more").click()
    page.get_by_label("When was it first seen?").fill("3/13/25 9 pm")
    said = page.locator("#answers-ind-0012-el-0061-read")
    expect(said).to_contain_text("13 March 2025, 9:00 PM Central")
    page.get_by_role("button", name="Send report").last.click()
    page.locator("#error-summary a").click()
    expect(page.get_by_label("Friday 14 March 2025, 9:00 AM Central")).to_be_focused()
    page.get_by_label("Day and time").fill("3/14/25 9pm")
    page.get_by_role("button", name="Send report").last.click()
    expect(page.locator("main")).to_contain_text("Friday 14 March 2025, 9:00 PM Central")
    expect(page.locator("main")).to_contain_text("Thursday 13 March 2025, 9:00 PM Central")
    page.get_by_role("button", name="Change When", exact=True).click()
    expect(page.get_by_label("Day and time")).to_have_value("3/14/25 9pm")
    page.get_by_role("button", name="Check answers").click()
    page.locator("main").get_by_role("button", name="Send report").last.click()
    expect(page.locator("h1")).to_contain_text("Your report is in")
    expect(page.locator("main")).to_contain_text("14 Mar 2025, 21:00 CDT")
