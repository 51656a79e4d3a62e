"""The analyst's tasks by single keys in a real browser, every key counted."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests import desk, factories
from tests.browser.conftest import Site
from tests.releases import give_out
from triage.similarity import fingerprint


class Hands:
    """An analyst who presses single keys and waits for each page to rest."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, address: str) -> None:
        """Open a page and wait until its keys work."""
        self.page.goto(address)
        self.rest()

    def rest(self) -> None:
        """Wait until the keys of the page work."""
        expect(self.page.locator("html.keys")).to_have_count(1)

    def press(self, keys: str) -> int:
        """Press keys, of which the last leads to another page; return how many they were."""
        *first, last = keys.split()
        for key in first:
            self.page.keyboard.press(key)
        with self.page.expect_navigation():
            self.page.keyboard.press(last)
        self.rest()
        return len(keys.split())


@pytest.fixture
def hands(site: Site, open_page: Callable[..., Page]) -> Hands:
    # A server does this in the background of its start. Here the first page that shows a report
    # would load scikit-learn, which takes longer on a busy machine than a page is waited for.
    fingerprint("")
    page = open_page(viewport={"width": 1280, "height": 900})
    site.sign_in(page, "analyst")
    hands = Hands(page)
    hands.rest()
    return hands


def test_usual_work_needs_as_few_keys_as_it_should(site: Site, hands: Hands) -> None:
    receipt = factories.file_by_api(site.app)["receipt"]
    other, *_ = desk.multiply(site.app, receipt, 1)
    page = hands.page
    assert hands.press("n") == 1, "A1: next report"
    first = page.url.rpartition("/")[2]
    for shown in (".reasons", ".panel .defined"):
        box = page.locator(shown).first.bounding_box()
        assert box is not None
        assert box["y"] < 500, "A2: why it is here, and the definition, without a key"
    assert hands.press("w 3 Enter") == 3, "A10: the rank is wrong"
    expect(page.locator("main")).to_contain_text("its place is wrong")
    assert hands.press("t 4 Enter") == 3, "A10: the indicator needs tuning"
    expect(page.locator("main")).to_contain_text("Marked for the trainers")
    page.keyboard.press("u")
    expect(page.get_by_role("radio", name="It is lawful, and no further fact")).to_be_visible()
    assert 1 + hands.press("1 Enter") <= 4, "A3: part one"
    expect(page.locator("main")).to_contain_text("Part 2")
    assert hands.press("c 1 Enter") <= 4, "A3: part two"
    expect(page.locator("main")).to_contain_text("The review is finished")
    expect(page.locator("main")).to_contain_text("nothing told makes it more")
    hands.press("n")
    assert {first, page.url.rpartition("/")[2]} == {receipt, other}
    assert hands.press("r 1 Enter") == 3, "A4: return with a question"
    expect(page.locator("main")).to_contain_text("Returned to the officer with a question")


def test_a_decision_is_undone_a_part_revealed_and_a_report_given_out_with_few_keys(
    site: Site, hands: Hands
) -> None:
    # The clock stands still: a decision can be undone for 30 seconds, however busy the machine is.
    parts = site.app.extensions["sar"]
    moment = parts.clock()
    site.app.extensions["sar"] = replace(parts, clock=lambda: moment)
    receipt = factories.file_by_api(site.app)["receipt"]
    page, main = hands.page, hands.page.locator("main")
    hands.press("n")
    hands.press("u 1 Enter")
    expect(main).to_contain_text("You can undo it for 30 seconds")
    assert hands.press("z") == 1
    expect(main).to_contain_text("Undone. The report is as it was before")
    expect(main).to_contain_text("Part 1 of 2")
    page.locator("a.hidden-span").first.click()
    expect(page.locator("h1")).to_have_text("Reveal one hidden part")
    hands.rest()
    page.keyboard.press("1")
    expect(page.get_by_role("radio").first).to_be_checked()
    expect(page.get_by_label("Why do you need it?")).to_be_focused()
    page.keyboard.type("To compare it with report 1.")
    assert hands.press("Enter") == 1, "A7: a click, a number, words and Enter"
    expect(page.locator("h1")).to_contain_text(receipt)
    assert page.locator(".revealed, mark").count() > 0
    assert hands.press("e") == 1
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="A summary")).to_be_checked()
    expect(page.get_by_label("Who receives it?")).to_be_focused()
    for words, after in (("The desk", "Tab"), ("Springfield", "Tab Space Tab Space Tab")):
        page.keyboard.type(words)
        for key in after.split():
            page.keyboard.press(key)
    page.keyboard.type("It is their bridge.")
    hands.press("Enter")
    expect(main).to_contain_text("Entered into the register")


def test_a_recipient_of_lately_is_given_another_report_with_four_keys(
    site: Site, hands: Hands, violations: Callable[..., list[str]]
) -> None:
    page, main = hands.page, hands.page.locator("main")
    give_out(site.app, factories.file_by_api(site.app)["receipt"])
    receipt = factories.file_by_api(site.app)["receipt"]
    hands.go(f"{site.address}/review/{receipt}")
    hands.press("e")
    again = page.get_by_role("link", name="Again to Watch desk, Hill County Sheriff: Summary")
    expect(again).to_contain_text("Protect a site or an event")
    assert not violations(page)
    assert hands.press("1") == 1
    assert "Watch" not in page.url
    for label, value in (("Who receives it?", "Watch desk"), ("agency", "Hill County Sheriff")):
        expect(page.get_by_label(label)).to_have_value(value)
    authority = page.get_by_role("radiogroup", name="On what authority?")
    expect(authority.locator(":checked")).to_have_count(0)
    assert not violations(page)
    page.keyboard.press("1")
    expect(authority.get_by_role("radio").first).to_be_checked()
    expect(page.get_by_label("Why do they need it")).to_be_focused()
    hands.press("Enter")
    expect(main).to_contain_text("There is a problem")
    page.get_by_label("Why do they need it").fill("It is their bridge.")
    page.get_by_label("Why do they need it").focus()
    hands.press("Enter")
    expect(main).to_contain_text("Entered into the register")
    expect(main).to_contain_text("Watch desk")


def test_without_scripts_and_by_mouse_the_same_forms_are_filled_in_and_sent(
    site: Site, open_page: Callable[..., Page]
) -> None:
    give_out(site.app, factories.file_by_api(site.app)["receipt"])
    receipt = factories.file_by_api(site.app, narrative="John Smith cut the fence.")["receipt"]
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    site.sign_in(page, "analyst")
    page.goto(f"{site.address}/review/{receipt}/give-out")
    page.get_by_role("link", name="Again to Watch desk").click()
    page.get_by_role("radio", name="A written agreement").check()
    page.get_by_label("Why do they need it").fill("It is their bridge.")
    page.get_by_label("Why do they need it").press("Enter")
    expect(page.locator("main")).to_contain_text("Entered into the register")
    page.goto(f"{site.address}/review/{receipt}")
    page.locator("a.hidden-span").first.click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Why do you need it?").fill("To compare it with another report.")
    page.get_by_label("Why do you need it?").press("Enter")
    assert page.locator("mark").count() > 0


def test_whoever_switched_keys_off_meets_no_number_and_keeps_the_focus(
    site: Site, hands: Hands
) -> None:
    give_out(site.app, factories.file_by_api(site.app)["receipt"])
    page = hands.page
    hands.go(f"{site.address}/account/desk")
    page.get_by_role("radiogroup", name="Single keys").get_by_role("radio", name="No").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Store").click()
    receipt = factories.file_by_api(site.app)["receipt"]
    page.goto(f"{site.address}/review/{receipt}/give-out")
    expect(page.get_by_role("link", name="Again to Watch desk")).to_be_visible()
    assert page.locator("[data-then], [data-key], main kbd").count() == 0
    assert "Its key chooses" not in page.locator("main").inner_text()
    page.get_by_role("radio", name="A summary").check()
    expect(page.get_by_role("radio", name="A summary")).to_be_focused()


def test_no_key_counts_in_a_field_and_every_key_can_stand_elsewhere(
    site: Site, hands: Hands
) -> None:
    receipt = factories.file_by_api(site.app)["receipt"]
    page = hands.page
    hands.press("n")
    page.keyboard.press("y")
    page.locator("#rationale").focus()
    page.keyboard.type("nuw?")
    expect(page.locator("#rationale")).to_have_value("nuw?")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("The rank is wrong")
    page.keyboard.press("Escape")
    hands.press("g q")
    expect(page.locator("h1")).to_have_text("Queue")
    hands.go(f"{site.address}/account/desk")
    page.get_by_label("Take the next report", exact=True).fill("h")
    with page.expect_navigation():
        page.get_by_role("button", name="Store").click()
    hands.go(f"{site.address}/queue")
    assert hands.press("h") == 1
    expect(page.locator("h1")).to_contain_text(receipt)


def test_twenty_look_alikes_are_closed_by_twenty_six_keys(site: Site, hands: Hands) -> None:
    receipt = factories.file_by_api(site.app)["receipt"]
    read = desk.multiply(site.app, receipt, 27)[:6]
    client = desk.sign_in(site.app, "analyst")
    for each in (receipt, *read):
        client.get(f"/review/{each}")
    hands.go(f"{site.address}/queue")
    page = hands.page
    for _ in range(20):
        page.keyboard.press("x")
    expect(page.locator("tbody :checked")).to_have_count(20)
    keys = 20 + hands.press("b")
    expect(page.locator("h1")).to_have_text("Decide about 20 reports")
    keys += hands.press("1 Enter")
    assert keys <= 26, "A6"
    expect(page.locator("h1")).to_have_text("20 of 20 decided")
