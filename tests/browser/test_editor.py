"""A trainer makes a whole revision by keyboard, on a phone's width, without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import drafts, factories
from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard

SPLIT = factories.newest_set().indicators[2].name
MOVED = factories.newest_set().indicators[1].name


class Trainer(Keyboard):
    """The hands of a trainer in the editor."""

    def fill(self, selector: str, text: str) -> None:
        """Go to the field of that selector and write, or pick from its list by typing."""
        self.go(self.page.locator(selector))
        if self.page.locator(selector).evaluate("one => one.tagName") != "SELECT":
            self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def add_line(self, label: str) -> None:
        """Add a line about the question with that label to a rule."""
        self.fill("#question", label)
        self.press("Add the line")


def describe_a_behaviour(hands: Trainer) -> None:
    hands.follow("Add a behavior")
    hands.write("Name", "Drones over a fence")
    hands.write("Definition", "Somebody flies a drone over a place that is closed to the public.")
    hands.choose("Crimes, or close to one")
    hands.fill("#niem_code", "Aviation")
    hands.choose("nd", role="checkbox")
    hands.write("Weight in thousandths of a score", "120")
    hands.press("Add the behavior")
    expect(hands.page.locator("h1")).to_have_text("Drones over a fence")


def ask_two_questions(hands: Trainer) -> None:
    for label, kind in (
        ("Was it seen to land?", "Yes or no"),
        ("How many were there?", "A number"),
    ):
        hands.follow("Add a question")
        hands.write("The question", label)
        hands.choose(kind)
        hands.press("Add the question")
    expect(hands.page.locator("main")).to_contain_text("How many were there?")


def add_a_rule(hands: Trainer) -> None:
    hands.follow("Add a rule")
    hands.fill("#message", "None was there, and yet one landed.")
    hands.fill("#remedy", "Correct one of the two.")
    hands.add_line("Was it seen")
    expect(hands.page.locator("#line-0")).to_be_focused()
    hands.fill("#says-0", "is one of")
    hands.choose("Yes", role="checkbox")
    hands.add_line("How many")
    hands.fill("#says-1", "is at least")
    hands.fill("#number-1", "1")
    hands.choose("Where the first holds")
    hands.press("Add the rule")
    expect(hands.page.locator("main")).to_contain_text(
        "Where “Was it seen to land?” is “Yes”, “How many were there?” is at least 1"
    )


def split_another(hands: Trainer) -> None:
    hands.follow("All behaviors of the draft")
    hands.follow(SPLIT)
    hands.follow("Split it")
    for number, name in enumerate(("Theft", "Loss")):
        hands.fill(f"#name-{number}", name)
        hands.fill(f"#definition-{number}", f"{name} of something that opens doors.")
    hands.press("Split it")
    expect(hands.page.locator("main")).to_contain_text("Read through the questions and examples")


def put_in_order(hands: Trainer) -> None:
    hands.follow("Change their order")
    hands.press(f"Down: {MOVED}")
    expect(hands.page.locator(".order li").nth(2)).to_contain_text(MOVED)
    expect(hands.page.locator("#down-ind-0002")).to_be_focused()
    hands.page.keyboard.press("Enter")
    expect(hands.page.locator(".order li").nth(3)).to_contain_text(MOVED)
    expect(hands.page.locator("#down-ind-0002")).to_be_focused()


def test_a_whole_revision_is_made_by_keyboard_on_a_small_screen_without_scripts(
    site: Site, open_page: Callable[..., Page]
) -> None:
    size = {"width": 320, "height": 720}
    hands = Trainer(open_page(viewport=size, java_script_enabled=False))
    hands.sign_in(site.address, "trainer")
    hands.press("Draft a new version")
    describe_a_behaviour(hands)
    ask_two_questions(hands)
    add_a_rule(hands)
    split_another(hands)
    put_in_order(hands)
    hands.follow("All behaviors of the draft")
    hands.follow("changes, before and after")
    main = hands.page.locator("main")
    for words in (
        "“Drones over a fence” was added.",
        "“Drones over a fence” has the rule “None was there, and yet one landed”.",
        f"“Theft” was split from “{SPLIT}”",
        f"“{SPLIT}” is no longer offered and still accepted",
        "The set has its behaviors in another order",
    ):
        expect(main).to_contain_text(words)


def test_the_editors_pages_fit_and_are_accessible(
    site: Site, open_page: Callable[..., Page], violations: Callable[[Page], list[str]]
) -> None:
    _client, draft_id = drafts.start(site.app)
    page = open_page(viewport={"width": 320, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    site.sign_in(page, "trainer")
    found = []
    one = "behaviours/ind-0002"
    for path in (
        *("edit", "order", "whole", "behaviours/new", one, f"{one}/order", f"{one}/relations"),
        *(f"{one}/becomes/split", f"{one}/becomes/merge", f"{one}/questions/el-0088"),
        *(f"{one}/rules/rule-0002", f"{one}/rules/rule-0002?yaml=1"),
        *("file", "behaviours/ind-0003/cases/1"),
    ):
        answer = page.goto(f"{site.address}/sets/{draft_id}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, path
        found.extend(violations(page))
    assert found == []
    assert complaints == []
