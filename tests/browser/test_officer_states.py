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
PHONE, ZOOMED = {"width": 320, "height": 640}, {"width": 320, "height": 256}
"""A small phone; what is left of a window of 1280 by 1024 at 400 % zoom (WCAG 1.4.10)."""
LONG = "Two people " + "x" * 300 + " counted the cameras."
# What is another in every run, and spellings in which the published sets differ from the pages.
CHANGING = (
    (re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b"), "RECEIPT"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\b\d{4}-\d{6}\b"), "LEDGER"),
    (re.compile(r"\d{1,2} \w{3} \d{4}, \d\d:\d\d \w+"), "TIME"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "TIME"),
    (re.compile(r"\w+day \d{1,2} \w+ \d{4}, \d{1,2}:\d\d [AP]M"), "TIME"),
    (re.compile(r"(Last change|by itself on) .+?(\.| [AP]M \w+\.)(?=$| Quest)", re.M), r"\1 TIME."),
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
# What has the focus and is not to be seen, because something lies over it (WCAG 2.4.11).
COVERED = """() => {
  const within = (at, size) => Math.min(Math.max(at, 1), size - 2);
  const covered = [];
  for (const one of document.querySelectorAll('a[href], button, input, select, textarea')) {
    if (!one.checkVisibility() || one.tabIndex < 0 || one.matches('.skip')) continue;
    one.focus();
    const box = one.getBoundingClientRect();
    // Its label stands for it.
    if (box.width < 2) continue;
    const hit = document.elementFromPoint(
      within(box.x + box.width / 2, innerWidth), within(box.y + box.height / 2, innerHeight));
    if (!hit || !(one.contains(hit) || hit.contains(one))) covered.push(one.outerHTML.slice(0, 90));
  }
  scrollTo(0, 0);
  return covered;
}"""
# What is cut off when a reader spaces letters, words and lines as WCAG 1.4.12 says.
CUT_OFF = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
  const isCut = one => {
    const { overflowX, overflowY } = getComputedStyle(one);
    return (overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
      || (['hidden', 'clip'].includes(overflowY) && one.scrollHeight > one.clientHeight + 1);
  };
  const cut = [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
    && one.innerText && !one.closest('.vh, thead, .stepper, textarea, select, svg') && isCut(one));
  const width = document.scrollingElement.scrollWidth;
  document.adoptedStyleSheets = [];
  return [...cut.map(one => one.outerHTML.slice(0, 90)), ...width > innerWidth ? [width] : []];
}"""
# Controls that nothing shows where the system's own colours take the place of ours.
WITHOUT_EDGE = """() => [...document.querySelectorAll('main .button, main .input')]
  .filter(one => one.checkVisibility() && getComputedStyle(one).borderTopStyle === 'none')
  .map(one => one.outerHTML.slice(0, 90))"""


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
        self.page.emulate_media(forced_colors="active")
        self.note(heading, "has no edge", WITHOUT_EDGE)
        self.page.emulate_media(forced_colors="none")
        self.page.set_viewport_size(ZOOMED)
        self.note(heading, "is covered", COVERED)
        self.note(heading, "is cut off", CUT_OFF)
        self.page.set_viewport_size(PHONE)

    def note(self, heading: str, what: str, script: str) -> None:
        """Note what a script finds on the page."""
        self.found += [f"{heading}: {each} {what}" for each in self.page.evaluate(script)]

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
    page = open_page(viewport=PHONE)
    reader = Reader(page, violations)
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports")
    reader.look("My reports")
    page.goto(f"{site.address}/reports/new?chosen=1")
    expect(page.locator("#error-summary")).to_be_focused()
    reader.look("What did you see?")
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
    reader.compare("check")
    press(page, "Send report")
    reader.look("Your report is in")
    reader.compare("receipt")
    page.locator("summary", has_text="Show as a QR code").click()
    reader.look("Your report is in")
    assert reader.found == []


def test_what_an_officer_meets_after_filing_reads_well_in_every_state(
    site: Site, open_page: Open, violations: Callable[..., list[str]]
) -> None:
    made = factories.submission("ind-0012", narrative=LONG)
    receipt = factories.file_by_api(site.app, **made)["receipt"]
    analyst = desk.work_on(site.app, receipt)
    page = open_page(viewport=PHONE)
    reader, address = Reader(page, violations), f"{site.address}/reports/{receipt}"
    site.sign_in(page, "officer")
    page.goto(f"{address}/add")
    press(page, "Add to the report")
    reader.look("Add information")
    page.goto(f"{address}/correct")
    reader.look("Correct your report")
    reader.compare("correction")
    page.locator("#narrative").fill(LONG.replace("Two", "Three"))
    press(page, "Check answers")
    reader.look("Check your answers")
    press(page, "Send correction")
    # Otherwise the page that follows would abort the next navigation.
    page.wait_for_url(address)
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
    reader.compare("closed")
    assert reader.found == []


# A draft, one that the server did not take, and one that was sent; what is queued goes at once.
KEEP = """async ({ pairs, findings }) => {
    const { change, idOf } = await import('/static/phone/drafts.js');
    const value = name => [name, pairs.find(([each]) => each === `set.${name}`)[1]];
    const set = Object.fromEntries(['set_id', 'version', 'sha256'].map(value));
    const more = { draft: {}, refused: { problem: 'findings', findings },
        sent: { receipt: 'ABCD-EFGH-J', pairs: [] } };
    for (const [state, own] of Object.entries(more)) {
        await change(await idOf(state), () => (
            { key: state, set, pairs, state, changed: Date.now(), ...own }));
    }
}"""


def test_what_is_unsent_and_a_supervisors_look_read_well_in_every_state(
    site: Site, open_page: Open, violations: Callable[..., list[str]]
) -> None:
    page = open_page(viewport=PHONE, service_workers="block")
    reader = Reader(page, violations)
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/unsent")
    expect(page.locator("[data-synced]")).to_be_attached()
    reader.look("Unsent reports on this phone")
    findings = [{"message": "What happened is missing.", "remedy": "Tell it in a sentence."}]
    pairs = factories.form_of(factories.submission(narrative=LONG))
    page.evaluate(KEEP, {"pairs": pairs, "findings": findings})
    page.reload()
    expect(page.locator("[data-synced]")).to_be_attached()
    expect(page.locator("[data-item-of]")).to_have_count(3)
    page.get_by_role("button", name="Save as file").first.click()
    reader.look("Unsent reports on this phone")
    reader.compare("unsent")
    factories.let_supervisors_look(site.app, hours=4)
    receipt = factories.file_by_api(site.app, narrative=LONG)["receipt"]
    site.sign_in(page, "supervisor")
    page.goto(f"{site.address}/reports")
    reader.look("Our reports")
    page.goto(f"{site.address}/reports/{receipt}/look")
    press(page, "Ask the officer")
    reader.look("Look at it before analysts do")
    reader.compare("look")
    assert reader.found == []
