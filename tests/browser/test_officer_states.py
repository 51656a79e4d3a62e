"""Every page that an officer meets, in every state: it fits, axe is content, it reads well."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests import desk, factories
from tests.browser.conftest import Site

Open = Callable[..., Page]
SNAPSHOTS = Path(__file__).with_name("snapshots")
LONG = "Two people " + "x" * 300 + " counted the cameras."
# What is another in every run, and spellings in which the published sets differ from the pages.
CHANGING = (
    (re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b"), "RECEIPT"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\b\d{4}-\d{6}\b"), "LEDGER"),
    (re.compile(r"\d{1,2} \w{3} \d{4}, \d\d:\d\d \w+"), "TIME"),
    (re.compile(r"\w+day \d{1,2} \w+ \d{4}, \d{1,2}:\d\d [AP]M"), "TIME"),
    (re.compile(r"(behavi|col)our"), r"\1or"),
)
# Text size, motion and colours are the reader's own: a choice still shows, nothing moves.
OWN_LOOK = """() => {
  const box = document.querySelector('input:checked');
  const colour = part => getComputedStyle(box, part).backgroundColor;
  const moving = [...document.querySelectorAll('main *')]
    .filter(one => parseFloat(getComputedStyle(one).transitionDuration) > 0);
  return [colour('::before') !== colour('::after'), moving.length];
}"""


class Reader:
    """Looks at each state as somebody with a small screen and somebody with a screen reader."""

    def __init__(self, page: Page, violations: Callable[..., list[str]]) -> None:
        self.page, self.violations, self.found = page, violations, list[str]()

    def look(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(heading)
        self.page.wait_for_load_state("load")
        width = self.page.evaluate("document.scrollingElement.scrollWidth")
        self.found += [f"{heading}: {width} px wide"] if width > 320 else []
        self.found += self.violations(self.page)

    def compare(self, name: str) -> None:
        """Compare what a screen reader meets with what it met before."""
        text = self.page.locator("main").aria_snapshot()
        for pattern, put in CHANGING:
            text = pattern.sub(put, text)
        file = SNAPSHOTS / f"{name}.yml"
        if os.environ.get("SAR_UPDATE_SNAPSHOTS"):
            file.write_text(text + "\n", encoding="utf-8")
        assert text + "\n" == file.read_text(encoding="utf-8"), f"SAR_UPDATE_SNAPSHOTS=1, {name}"


def fill(page: Page, narrative: str) -> None:
    page.get_by_label("Name of a facility").check()
    page.locator("#place-facility").fill("North substation")
    page.get_by_label("Just now").check()
    page.locator("#narrative").fill(narrative)
    page.locator("textarea[id^=answers]").first.fill("They came back twice.")
    page.get_by_label("I saw it myself").check()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).last.click()


def test_what_an_officer_meets_while_filing_reads_well_in_every_state(
    site: Site, open_page: Open, violations: Callable[..., list[str]]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    reader = Reader(page, violations)
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports")
    reader.look("My reports")
    page.goto(f"{site.address}/reports/new?chosen=1")
    reader.look("What did you see?")
    expect(page.locator("#error-summary")).to_be_focused()
    page.goto(f"{site.address}/reports/new")
    reader.compare("behaviors")
    page.goto(f"{site.address}/reports/new?behaviours=ind-0012")
    press(page, "Send report")
    reader.look("File a report")
    expect(page.locator("form[data-kept]")).to_be_attached()
    reader.compare("form-with-errors")
    fill(page, "They looked Muslim, which is why I stopped them.")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert page.evaluate(OWN_LOOK) == [True, 0]
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    press(page, "Check answers")
    reader.look("File a report")
    page.get_by_role("link", name="change the text above").click()
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert page.locator("#narrative").evaluate(selected) == "Muslim"
    page.locator("#narrative").fill(LONG)
    press(page, "Check answers")
    reader.look("Check your answers")
    press(page, "Send report")
    reader.look("Your report is in")
    page.locator("summary", has_text="Show as a QR code").click()
    reader.look("Your report is in")
    assert reader.found == []


def test_what_an_officer_meets_after_filing_reads_well_in_every_state(
    site: Site, open_page: Open, violations: Callable[..., list[str]]
) -> None:
    made = factories.submission("ind-0012", narrative=LONG)
    receipt = factories.file_by_api(site.app, **made)["receipt"]
    analyst = desk.work_on(site.app, receipt)
    page = open_page(viewport={"width": 320, "height": 640})
    reader, address = Reader(page, violations), f"{site.address}/reports/{receipt}"
    site.sign_in(page, "officer")
    page.goto(f"{address}/add")
    press(page, "Add to the report")
    reader.look("Add information")
    page.goto(f"{address}/correct")
    reader.look("Correct your report")
    page.locator("#narrative").fill(LONG.replace("Two", "Three"))
    press(page, "Check answers")
    reader.look("Check your answers")
    press(page, "Send correction")
    page.goto(f"{address}/versions")
    reader.look("What was corrected")
    reader.compare("versions")
    desk.decide(analyst, receipt, "return_to_officer", question="Which gate was it?")
    page.goto(address)
    press(page, "Send answer")
    reader.look("We have a question")
    page.get_by_label("Your answer").fill("Gate 4.")
    press(page, "Send answer")
    reader.look("Waiting to be read")
    analyst = desk.work_on(site.app, receipt)
    words = {"rationale": "It is about lawful protest.", "officer_text": "The law protects this."}
    desk.decide(analyst, receipt, "close_protected", **words)
    page.reload()
    reader.look("Closed: protected by law")
    assert reader.found == []
