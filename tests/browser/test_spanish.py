"""A report is filed in Spanish: no English is met on the way, errors included."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from sar.wording.languages import catalogue
from tests import factories
from tests.browser.conftest import Site
from tests.browser.test_officer import fill

Open = Callable[..., Page]

ENGLISH = re.compile(
    r"\b(the|and|of|you|your|is|are|was|were|what|with|this|that|please|when|where|which|nothing|"
    r"choose|write|answers?|questions?|send|sign|behaviours?|missing|yes|about|from|reports?)\b",
    re.IGNORECASE,
)
# Everything that is shown or read out, but for what is marked as another language or as code.
SHOWN = """() => {
  const root = document.documentElement.cloneNode(true);
  const own = 'body [lang], script, style, code, textarea, mark';
  root.querySelectorAll(own).forEach(e => e.remove());
  const words = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) words.push(walker.currentNode.textContent);
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    root.querySelectorAll(`[${name}]`).forEach(e => words.push(e.getAttribute(name)));
  return words.map(text => text.trim().replace(/\\s+/g, ' ')).filter(Boolean);
}"""


def english_on(page: Page) -> set[str]:
    """Return what is in English on a page, as shown or read out."""
    said = catalogue("es").exact
    texts = set(page.evaluate(SHOWN))
    known = {text for text in texts if said.get(text, text) != text}
    names = re.compile("SAR toolkit|nsi-behaviours")
    return known | {text for text in texts if ENGLISH.search(names.sub("", text))}


def test_a_report_is_filed_in_spanish_errors_included(
    site: Site, open_page: Open, violations: Callable[[Page], list[str]]
) -> None:
    page, found = open_page(viewport={"width": 320, "height": 640}), []

    def look() -> None:
        page.wait_for_load_state("load")
        assert page.locator("html").get_attribute("lang") == "es-US"
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, page.url
        found.extend(f"{page.url}: {text}" for text in sorted(english_on(page)))

    page.goto(f"{site.address}/sign-in")
    page.get_by_role("button", name="Español").click()
    look()
    page.fill("#username", "nobody")
    page.get_by_role("button", name="Iniciar sesión").click()
    expect(page.locator("#error-summary")).to_be_visible()
    look()
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/new?chosen=1")
    look()
    indicator_id = factories.newest_set().indicators[0].indicator_id
    page.locator("summary", has_text="¿No sabe cuál?").click()
    page.fill("#narrative", "Cortaron la cerca because of his religion.")
    page.locator(f"#{indicator_id}").check()
    page.get_by_role("button", name="Continuar").click()
    look()
    page.get_by_role("button", name="Enviar el reporte").last.click()
    expect(page.locator("#error-summary")).to_be_visible()
    look()
    # A change of mind about the language loses nothing that was typed.
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("File a report")
    expect(page.locator("#narrative")).to_have_value("Cortaron la cerca because of his religion.")
    page.get_by_role("button", name="Español").click()
    fill(page, indicator_id)
    page.fill("#narrative", "Dos personas cortaron la cerca y corrieron cuando las llamaron.")
    found.extend(violations(page))
    page.get_by_role("button", name="Enviar el reporte").last.click()
    expect(page.locator("h1")).to_have_text("Gracias. Recibimos su reporte.")
    look()
    for path in ("/reports", "/account", "/account/second-factor", "/account/password"):
        page.goto(f"{site.address}{path}")
        look()
    for path in ("/training", "/training/practice", "/no-such-page", "/redress"):
        page.goto(f"{site.address}{path}")
        look()
    # A course, of which a question is answered: its script speaks Spanish, too.
    page.goto(f"{site.address}/training/courses/fire_ems?since=1.0.0")
    look()
    page.locator(".next:enabled").press("Enter")
    page.locator(".next:enabled").press("Enter")
    page.locator(".quiz:visible input").first.press("Space")
    page.locator(".quiz:visible .check").press("Enter")
    expect(page.locator(".verdict:visible")).to_have_text(re.compile("Correcto|No del todo"))
    look()
    assert found == []
