"""A newcomer in the demo: a ranker is trained, judged, put in force, seen at work, rolled back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import BytecodeCache
from playwright.sync_api import Page, expect
from sqlalchemy import select

from sar import db
from sar.commands import demo
from sar.installation import load_keyring
from sar.models import Report
from sar.ranking import lessons
from sar.ranking.learner import Learner
from tests import factories
from tests.browser.conftest import Site, serve
from triage.decisions import State

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
        analyst.locator("tbody a").first.click()
        check_reasons(analyst)
        see_it_learn_on(site, page)
        page.get_by_role("button", name="Roll back to the rules").click()
        expect(page.locator("main")).to_contain_text("Rolled back")
        page.get_by_role("button", name="anew").click()
        expect(page.locator("main")).to_contain_text("scored anew", timeout=PATIENCE_MS)
        analyst.goto(site.address)
        assert learned != analyst.locator("tbody a").all_inner_texts()
        receipt = factories.file_by_api(site.app)["receipt"]
        analyst.goto(f"{site.address}/review/{receipt}")
        expect(analyst.locator("main")).to_contain_text("Ranked by rules")


def check_reasons(page: Page) -> None:
    """The card of a report says why it stands there, and what it says adds up to the score."""
    expect(page.locator("main")).to_contain_text("Ranked by ranker 1")
    why = page.get_by_role("region", name="Why it stands here")
    expect(why).to_contain_text("Every report starts here")
    told = why.locator(".points").all_inner_texts()
    score = float(why.locator(".score b").inner_text())
    points = [float(each.replace("\u2212", "-")) for each in told]
    assert abs(sum(points) - score) <= 0.005 * (len(points) + 1)


def see_it_learn_on(site: Site, page: Page) -> None:
    """Decisions move it, the card says how far, on a phone too; it is held and let learn again."""
    parts = site.app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        waits = select(Report).where(Report.queue_place.is_not(None)).order_by(Report.queue_place)
        found = session.scalars(waits)
        report = next(each for each in found if not lessons.is_held_back(each.receipt))
        report.state, report.queue_place = State.POTENTIAL_NEXUS, None
        report.revision += 1
    Learner(parts.engine, parts.clock).follow()
    page.goto(f"{site.address}/ranking")
    card = page.get_by_role("region", name="Learning on")
    expect(card).to_contain_text("of 100 of the way to the bound")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    card.get_by_role("button", name="Hold it as judged").click()
    expect(card).to_contain_text("exactly as the gate judged it")
    card.get_by_role("button", name="Let it learn on").click()
    expect(card).to_contain_text("Nothing was decided since it was put in force")
    page.set_viewport_size({"width": 1280, "height": 900})
