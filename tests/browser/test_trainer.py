"""A trainer's tasks in a browser, with the clicks counted: draft, reword, publish, go back, tell.

The tasks and the numbers of clicks are this project's own list of what a trainer does most.
"""

from collections.abc import Callable
from time import perf_counter

import pytest
from playwright.sync_api import Page, expect

from sar import db
from sar.models import Activation, ActivationState
from tests import consultations, drafts, factories
from tests.browser.conftest import Site

WIDE = {"viewport": {"width": 1280, "height": 900}}
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


class Hand:
    """Clicks, and counts them; typing is not counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.started = perf_counter()

    def press(self, role: str, name: str) -> None:
        """Click the first thing in the page's content with this role and name."""
        self.clicks += 1
        self.page.locator("main").get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def type(self, label: str, text: str) -> None:
        """Fill in a field."""
        self.page.get_by_role("textbox", name=label, exact=True).fill(text)

    def done(self, task: str, *, clicks: int) -> None:
        """Compare the clicks with what the task may take; a run with -s prints its time."""
        print(f"{task}: {self.clicks} clicks, {perf_counter() - self.started:.1f} s")
        assert self.clicks <= clicks


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def open_as(
    request: pytest.FixtureRequest, site: Site, open_page: Callable[..., Page]
) -> Callable[[str], Hand]:
    """Sign somebody in and open the page of all versions: at a desk, and on a phone."""

    def open_one(username: str) -> Hand:
        page = open_page(**request.param)
        site.sign_in(page, username)
        page.goto(f"{site.address}/sets")
        return Hand(page)

    return open_one


def test_t1_a_draft_from_the_active_set(open_as: Callable[[str], Hand]) -> None:
    hand = open_as("trainer")
    hand.press("button", "Draft a new version")
    expect(hand.page.locator("h1")).to_have_text("Edit the draft")
    hand.done("T1", clicks=1)


def test_t2_a_behaviour_is_reworded_with_the_difference_beside_it(
    site: Site, open_as: Callable[[str], Hand]
) -> None:
    _client, draft_id = drafts.start(site.app)
    hand = open_as("trainer")
    hand.page.goto(f"{site.address}/sets/{draft_id}/edit")
    hand = Hand(hand.page)
    hand.press("link", "Breach/Attempted Intrusion")
    hand.type("Name", "Going in without permission")
    hand.press("button", "Save")
    panel = hand.page.get_by_role("complementary", name="What changes")
    expect(panel.locator("ins")).to_contain_text("Going in without permission")
    expect(panel.locator("del")).to_contain_text("Breach/Attempted Intrusion")
    form, beside = hand.page.locator("main form").first.bounding_box(), panel.bounding_box()
    assert form is not None
    assert beside is not None
    if (hand.page.viewport_size or WIDE["viewport"])["width"] == 1280:
        assert beside["x"] >= form["x"] + form["width"]
    else:
        assert beside["y"] >= form["y"] + form["height"]
    hand.done("T2", clicks=2)


def test_t6_a_second_person_publishes_with_a_date(
    site: Site, open_as: Callable[[str], Hand]
) -> None:
    client, draft_id = drafts.start(site.app)
    drafts.reword(client, draft_id, name="Going in without permission")
    author = open_as("trainer")
    author.page.goto(f"{site.address}/sets/{draft_id}/edit")
    author.type("What changes, and why?", "Easier to read.")
    author.press("button", "Send to review")
    expect(author.page.locator("main")).to_contain_text("Waiting for a second person")
    other = open_as("trainer2")
    other.press("link", f"Draft {draft_id}")
    other.press("radio", "Later")
    other.page.locator("#effective_from").fill("2030-01-01")
    other.press("button", "Approve and publish")
    expect(other.page.locator("main")).to_contain_text("Scheduled")
    expect(other.page.locator("main")).to_contain_text("1 Jan 2030, 00:00 MST")
    assert author.clicks == 1
    other.done("T6, with one click of the author", clicks=3)


def test_t9_an_earlier_version_is_made_live_again(
    site: Site, open_as: Callable[[str], Hand]
) -> None:
    drafts.publish(site.app, drafts.send(site.app))
    hand = open_as("trainer")
    hand.press("link", f"Make live again (version {drafts.CURRENT})")
    hand.type("Why?", "The new name is misread.")
    hand.press("button", f"Ask to make version {drafts.CURRENT} live again")
    expect(hand.page.locator("main")).to_contain_text("Asked.")
    hand.done("T9", clicks=2)
    other = open_as("trainer2")
    other.press("link", "Look at it and decide")
    other.press("button", f"Confirm: make version {drafts.CURRENT} live again")
    row = other.page.locator("tr", has_text=f"Version {drafts.CURRENT}")
    expect(row).to_contain_text("Active")
    other.done("T9, the second person", clicks=2)
    with db.reading(site.app.extensions["sar"].engine) as session:
        confirmed = session.query(Activation).filter_by(state=ActivationState.CONFIRMED).all()
    assert [each.reason for each in confirmed][-1] == "The new name is misread."


def test_t10_a_version_is_announced_and_its_adoption_seen(
    site: Site, open_as: Callable[[str], Hand]
) -> None:
    hand = open_as("trainer")
    hand.press("link", f"Announce version {drafts.CURRENT}")
    hand.press("checkbox", "Hill County Sheriff")
    hand.press("button", "Announce")
    expect(hand.page.locator("h1")).to_have_text(f"Who is on version {drafts.CURRENT}")
    expect(hand.page.locator("tr", has_text="Lakeside")).to_contain_text("not told")
    expect(hand.page.locator("tr", has_text="Hill County")).to_contain_text("not announced")
    hand.done("T10", clicks=3)
    officer = open_as("officer")
    officer.page.goto(f"{site.address}/reports/new")
    expect(officer.page.locator("main")).to_contain_text("The behaviors have changed")
    officer.press("button", "I have read it")
    expect(officer.page.locator("main")).not_to_contain_text("The behaviors have changed")


def test_the_desks_pages_fit_and_are_accessible(
    site: Site,
    open_page: Callable[..., Page],
    violations: Callable[..., list[str]],
) -> None:
    author, draft_id = drafts.start(site.app)
    drafts.reword(author, draft_id, name="Going in without permission")
    consultations.ask(site.app, draft_id)
    consultations.say(site.app, "Is it clear?", about=drafts.FIRST)
    receipt = factories.file_by_api(site.app)["receipt"]
    assert receipt
    current = drafts.set_id_of(site.app)
    found: list[str] = []
    visits = {
        "trainer": (
            f"/sets/{draft_id}/edit",
            f"/sets/{draft_id}/consultation",
            f"/sets/{current}/adoption",
            f"/sets/{current}/announce",
            "/sets/1/live-again",
            "/sets/activations/1",
        ),
        "officer": ("/consultations", "/consultations/1", f"/consultations/1/{drafts.FIRST}"),
    }
    for username, addresses in visits.items():
        page = open_page()
        site.sign_in(page, username)
        for address in addresses:
            answer = page.goto(site.address + address)
            assert answer is not None
            assert answer.status == 200, address
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.scrollingElement.scrollWidth") <= width, address
                page.evaluate(UNFOLD)
                assert page.evaluate("document.scrollingElement.scrollWidth") <= width, address
                found += violations(page, has_colours=width == 320)
    assert found == []


def test_a_comment_is_made_and_answered_by_keyboard_alone(
    site: Site, open_page: Callable[..., Page]
) -> None:
    author, draft_id = drafts.start(site.app)
    drafts.reword(author, draft_id, name="Going in without permission")
    consultations.ask(site.app, draft_id)
    officer = open_page()
    site.sign_in(officer, "officer")
    officer.goto(f"{site.address}/consultations/1/{drafts.FIRST}")
    officer.locator("#words").focus()
    officer.keyboard.type("Say what restricted means.")
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    expect(officer.locator("main")).to_contain_text("Thank you.")
    trainer = open_page(**WIDE)
    site.sign_in(trainer, "trainer")
    trainer.goto(f"{site.address}/sets/{draft_id}/consultation")
    trainer.locator("summary", has_text="Answer").focus()
    trainer.keyboard.press("Enter")
    trainer.keyboard.press("Tab")
    trainer.keyboard.type("Accepted")
    trainer.keyboard.press("Tab")
    trainer.keyboard.type("We will.")
    trainer.keyboard.press("Tab")
    trainer.keyboard.press("Enter")
    expect(trainer.locator("main")).to_contain_text("Answered.")
    assert consultations.all_comments(site.app)[0].disposition == "accepted"
