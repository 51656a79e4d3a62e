"""A newcomer in the demo: a ranker is trained, judged, put in force, seen at work, rolled back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import BytecodeCache
from playwright.sync_api import Page, expect

from sar.commands import demo
from sar.installation import load_keyring
from tests import factories
from tests.browser.conftest import serve

# Training and judging two hundred decisions takes some seconds, and a busy machine many.
PATIENCE_MS = 120_000


@pytest.mark.timeout(400)
def test_the_demo_has_enough_decisions_to_see_a_ranker_come_and_go(
    tmp_path: Path, compiled_templates: BytecodeCache, open_page: Callable[..., Page]
) -> None:
    settings = demo.settings_in(tmp_path)
    demo.make(tmp_path, settings, count=demo.REPORTS)
    with serve(settings.database_url, load_keyring(settings), compiled_templates) as site:
        page = open_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        site.sign_in(page, "trainer")
        page.get_by_role("link", name="Ranking").click()
        expect(page.locator("main")).to_contain_text("The rules alone")
        page.get_by_role("button", name="Train a ranker from the decisions").click()
        expect(page.locator("h1")).to_have_text("Ranker 1", timeout=PATIENCE_MS)
        expect(page.locator("main")).to_contain_text("The gate lets this ranker pass")
        page.get_by_role("button", name="Put it in force").click()
        expect(page.locator("main")).to_contain_text("Ranker 1 orders the queue now")
        page.get_by_role("button", name="anew").click()
        expect(page.locator("main")).to_contain_text("scored anew", timeout=PATIENCE_MS)
        analyst = open_page(viewport={"width": 1280, "height": 900})
        site.sign_in(analyst, "analyst2")
        learned = analyst.locator("tbody a").all_inner_texts()
        page.get_by_role("button", name="Roll back to the rules").click()
        expect(page.locator("main")).to_contain_text("Rolled back")
        page.get_by_role("button", name="anew").click()
        expect(page.locator("main")).to_contain_text("scored anew", timeout=PATIENCE_MS)
        analyst.goto(site.address)
        assert learned != analyst.locator("tbody a").all_inner_texts()
        receipt = factories.file_by_api(site.app)["receipt"]
        analyst.goto(f"{site.address}/review/{receipt}")
        expect(analyst.locator("main")).to_contain_text("Ranked by rules")
