"""Every role's main job by keyboard alone, with the focus visible at every step."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from indicators.definitions import ElementKind
from tests import factories
from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard

SitDown = Callable[[str], Keyboard]


@pytest.fixture
def sit_down(shared_site: Site, open_page: Callable[..., Page]) -> SitDown:
    """Sign somebody in by keyboard."""

    def start(username: str) -> Keyboard:
        hands = Keyboard(open_page(viewport={"width": 1280, "height": 900}))
        hands.sign_in(shared_site.address, username)
        return hands

    return start


def test_an_officer_files_a_report(sit_down: SitDown) -> None:
    hands = sit_down("officer")
    indicator = factories.newest_set().indicators[0]
    hands.choose(indicator.name, role="checkbox")
    hands.press("Continue")
    for element in indicator.elements:
        if element.required and element.when is None:
            field = hands.page.locator(
                f'[name="answers.{indicator.indicator_id}.{element.element_id}"]'
            )
            hands.go(field.first)
            text = element.kind in {ElementKind.TEXT, ElementKind.NUMBER}
            value = str(factories.answer(element))
            hands.page.keyboard.type(value) if text else hands.page.keyboard.press("Space")
    hands.write("Tell it in your own words", "Two people cut the fence and ran when called out to.")
    hands.choose("Just now")
    hands.choose("Name of a facility")
    hands.write("Facility", "North substation")
    hands.choose("I saw it")
    hands.press("Send report")
    expect(hands.page.locator("h1")).to_contain_text("Your report is in")


def test_a_supervisor_reads_what_the_agency_filed(shared_site: Site, sit_down: SitDown) -> None:
    receipt = factories.file_by_api(shared_site.app)["receipt"]
    hands = sit_down("supervisor")
    expect(hands.page.locator("h1")).to_have_text("Our reports")
    hands.follow(receipt)
    expect(hands.page.locator(".receipt-number")).to_have_text(receipt)
    expect(hands.page.locator("main")).to_contain_text("Test Officer filed the report")
    hands.follow("Our reports")
    expect(hands.page.locator("h1")).to_have_text("Our reports")


def test_an_analyst_takes_reveals_and_decides_in_both_parts(
    shared_site: Site, sit_down: SitDown
) -> None:
    factories.file_by_api(shared_site.app, narrative="John Smith, 312-555-0142, cut the fence.")
    hands = sit_down("analyst")
    hands.press("Take the next report")
    expect(hands.page.locator("h1")).to_contain_text("Report")
    hands.go(hands.page.locator(".narrative a.hidden-span").first)
    hands.page.keyboard.press("Enter")
    hands.go(hands.page.locator('[name="purpose"]').first)
    hands.page.keyboard.press("Space")
    hands.write("Why do you need it?", "The witness must be called back today.")
    hands.press("Reveal for")
    expect(hands.page.locator(".narrative mark").first).to_be_visible()
    hands.choose("Meets the criteria")
    hands.write("Why?", "The fence was cut, which is a breach of a protected site.")
    hands.press("Record decision")
    expect(hands.page.locator("main")).to_contain_text("Part 2")
    hands.choose("No nexus found")
    hands.write("Why?", "Copper theft; nothing in it points to terrorism.")
    hands.write("What the officer will read", "Thank you. We passed it on as a theft of copper.")
    hands.press("Record decision")
    expect(hands.page.locator("main")).to_contain_text("The review is finished")


def test_a_trainer_rewords_and_a_second_person_publishes(sit_down: SitDown) -> None:
    hands = sit_down("trainer")
    hands.press("Draft a new version")
    hands.follow(factories.newest_set().indicators[1].name)
    hands.write("Name", "Pretending to be somebody else")
    hands.press("Save words and weight")
    expect(hands.page.locator("h1")).to_have_text("Pretending to be somebody else")
    hands.follow("All behaviors of the draft")
    hands.write("What changes, and why?", "Officers did not understand the old name.")
    hands.press("Send to review")
    expect(hands.page.locator("main")).to_contain_text("Waiting for a second person")
    second = sit_down("trainer2")
    second.follow("See what the draft changes")
    expect(second.page.locator("main")).to_contain_text("Pretending to be somebody else")
    second.press("Approve and publish")
    expect(second.page.locator("main")).to_contain_text(re.compile("approved by Test Trainer2"))


def test_a_privacy_officer_reads_reveals_and_verifies_the_log(sit_down: SitDown) -> None:
    hands = sit_down("privacy_officer")
    hands.follow("Reveals")
    expect(hands.page.locator("h1")).to_have_text("Reveals")
    hands.follow("Oversight")
    hands.follow("Verify the log")
    hands.press("Verify now")
    expect(hands.page.locator("main")).to_contain_text("The log is whole")


def test_an_administrator_adds_a_person(sit_down: SitDown) -> None:
    hands = sit_down("administrator")
    hands.follow("Add a person")
    hands.write("Name", "Dispatcher Example")
    hands.write("User name", "dispatcher")
    hands.choose("Officer")
    hands.pick("Agency", "Lakeside")
    hands.press("Add person")
    expect(hands.page.locator("h1")).to_have_text("Dispatcher Example can sign in")
