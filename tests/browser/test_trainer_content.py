"""A trainer works on what a behaviour is tested and taught by, on a narrow phone: one walk."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests import drafts
from tests.browser.conftest import Site

WIDTH = 320


def test_cases_examples_phrases_guidance_and_a_file_on_a_narrow_phone(
    site: Site,
    open_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    _client, draft_id = drafts.start(site.app)
    behaviour = f"{site.address}/sets/{draft_id}/behaviours/{drafts.FIRST}"
    page = open_page(viewport={"width": WIDTH, "height": 700}, has_touch=True)
    site.sign_in(page, "trainer")
    main, found = page.locator("main"), list[str]()

    def look() -> None:
        """Collect what is wrong with the page as it is now."""
        assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDTH, page.url
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDTH, page.url
        found.extend(violations(page))

    def press(role: str, name: str) -> None:
        main.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    page.goto(behaviour)
    press("link", "See and run the cases")
    expect(main).to_contain_text("find exactly what is expected")
    look()
    press("link", "Add a case")
    page.locator("#answer-el-0001").select_option("entered")
    page.locator("#long-el-0083").fill("1001")
    press("button", "Run now, without saving")
    expect(main).to_contain_text("the answer is too long")
    look()
    press("button", "Save, and expect what is found")
    expect(page.locator("body")).to_contain_text("Saved.")

    page.goto(behaviour)
    press("link", "Write and run examples")
    page.locator("#text-positive").fill("He cut the fence at night and climbed in.")
    press("button", "Run")
    expect(main).to_contain_text("Its words lead here")
    look()

    page.goto(behaviour)
    press("link", "Change and try the words")
    phrases = page.locator("#phrases")
    phrases.fill(f"{phrases.input_value()}\njimmied the padlock\na white van by the gate")
    page.locator("#sentence").fill("Somebody jimmied the padlock.")
    press("button", "Try it")
    expect(main.locator("q").first).to_have_text("jimmied the padlock")
    look()
    press("button", "Save the phrases")
    expect(page.locator("#error-summary")).to_contain_text("may say who somebody is")
    page.get_by_label("These words are about things").check()
    look()
    press("button", "Save the phrases")
    expect(main).to_contain_text("jimmied the padlock")

    press("link", "Change the guidance for roles")
    page.get_by_label("Fire and EMS").fill("Look for a cut chain at the hydrant.")
    look()
    press("button", "Save the guidance")
    press("link", "Change the guidance for roles")
    press("link", "As a firefighter will read it: the job aid of the draft")
    expect(page.locator("main")).to_contain_text("Look for a cut chain at the hydrant.")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDTH

    page.goto(f"{site.address}/sets/{draft_id}/edit")
    press("link", "The draft as a file")
    look()
    with page.expect_download() as download:
        press("link", "Download the draft (YAML)")
    file = tmp_path / "mine.yaml"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    file.write_text(text.replace("kind: choice", "kind: chioce", 1), encoding="utf-8")
    page.locator("#file").set_input_files(file)
    press("button", "See what it would change")
    expect(main).to_contain_text("kind: chioce")
    look()
    file.write_text(text.replace("jimmied the padlock", "forced the padlock"), encoding="utf-8")
    page.locator("#file").set_input_files(file)
    press("button", "See what it would change")
    expect(page.locator("h1")).to_have_text("This will change 1 thing in the draft")
    look()
    press("button", "Take it into the draft")
    expect(page.locator("body")).to_contain_text("Taken in.")
    assert found == []
    assert "forced the padlock" in drafts.content_of(site.app, draft_id)[drafts.FIRST]["phrases"]
