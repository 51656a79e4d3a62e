"""Every role's main pages: nothing scrolls sideways, axe is content, no script is refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Site

WIDTHS = (320, 1280)
PAGES = {
    "supervisor": ("/reports", "/reports/new", "/account"),
    "analyst": (
        *("/queue", "/review", "/review/{receipt}", "/review/{receipt}/reveal/narrative/1"),
        *("/account/desk", "/backlog", "/incidents"),
        *("/review/{receipt}/reveal", "/review/{receipt}/emergency", "/reveal-requests"),
    ),
    "trainer": (
        *("/sets", "/sets/{set}", "/sets/{set}/diff", "/sets/{set}/preview"),
        "/sets/{set}/translations",
        *("/training/export", "/training/export?since=1.0.0", "/training/results"),
    ),
    "officer": (
        *("/training", "/training/practice", "/training/job-aids/fire_ems"),
        *("/training/courses/fire_ems", "/training/courses/private_sector?since=1.0.0"),
    ),
    "privacy_officer": (
        "/oversight",
        "/oversight/log",
        "/oversight/reveals",
        "/oversight/alerts",
        "/oversight/reports",
        "/oversight/reports/reveals",
        "/oversight/reports/sets",
        "/oversight/emergencies",
        "/oversight/ledger",
        "/oversight/held",
        "/oversight/verify",
        "/oversight/checkpoints",
        "/sets/1/preview",
    ),
    "administrator": ("/people", "/people/new", "/agencies", "/account", "/style-guide"),
}


@pytest.mark.parametrize("role", PAGES)
def test_a_roles_pages_fit_and_are_accessible(
    shared_site: Site,
    open_page: Callable[..., Page],
    violations: Callable[..., list[str]],
    role: str,
) -> None:
    receipt = factories.file_by_api(shared_site.app)["receipt"]
    page = open_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    shared_site.sign_in(page, role)
    found: list[str] = []
    for path in PAGES[role]:
        answer = page.goto(shared_site.address + path.format(receipt=receipt, set=2))
        assert answer is not None
        assert answer.status == 200, path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, path
            found += violations(page, has_colours=width == WIDTHS[0])
    assert found == []
    assert complaints == []


def test_every_part_of_a_page_is_accessible_in_the_dark_too(
    shared_site: Site, open_page: Callable[..., Page], violations: Callable[..., list[str]]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    shared_site.sign_in(page, "administrator")
    page.goto(f"{shared_site.address}/style-guide")
    assert violations(page) == []


@pytest.mark.parametrize(
    "change",
    [
        "tr:nth-child(20) td { color: #bbb }",
        "tr:nth-child(20) { background: #666 }",
        "tr:nth-child(20) { opacity: 0.4 }",
        "tr:nth-child(n + 20) td { background: #666 }",
    ],
)
def test_one_row_that_is_hard_to_read_is_found_among_many_that_are_not(
    open_page: Callable[..., Page], violations: Callable[..., list[str]], change: str
) -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(40))
    page = open_page()
    page.set_content(
        "<html lang='en'><title>Rows</title><main><h1>Rows</h1>"
        f"<style>body {{ background: #fff }}</style><table>{rows}</table></main>"
    )
    assert violations(page) == []
    page.add_style_tag(content=change)
    found = violations(page)
    assert found
    assert all("color-contrast" in each for each in found)


def test_the_pages_of_the_api_show_every_operation_and_complain_of_nothing(
    shared_site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda request: complaints.append(request.url))
    document = page.request.get(f"{shared_site.address}/api/openapi.json").json()
    operations = [name for each in document["paths"].values() for name in each]
    page.goto(f"{shared_site.address}/api/docs")
    expect(page.locator(".opblock")).to_have_count(len(operations) - operations.count("parameters"))
    icon = page.locator("link[rel=icon]").get_attribute("href")
    assert page.request.get(f"{shared_site.address}{icon}").ok
    assert complaints == []


def test_an_analyst_takes_reveals_and_decides_in_both_parts(
    site: Site, open_page: Callable[..., Page]
) -> None:
    receipt = factories.file_by_api(site.app)["receipt"]
    page = open_page(viewport={"width": 1280, "height": 900})
    site.sign_in(page, "analyst")
    page.get_by_role("button", name="Take the next report").first.click()
    expect(page.locator("h1")).to_contain_text(receipt)
    expect(page.locator("main")).not_to_contain_text("312-555-0142")
    page.locator(".narrative a.hidden-span", has_text="PHONE").first.click()
    page.locator('[name="purpose"]').first.check()
    page.locator("#words").fill("The witness must be called back today.")
    page.get_by_role("button", name="Reveal for").click()
    expect(page.locator(".narrative").first).to_contain_text("312-555-0142")
    page.get_by_role("radio", name="Meets the criteria").check()
    page.locator("#rationale").fill("The fence was cut, which is a breach of a protected site.")
    page.get_by_role("button", name="Record decision").click()
    expect(page.locator("main")).to_contain_text("Part 2")
    page.get_by_role("radio", name="No nexus found").check()
    page.locator("#rationale").fill("Copper theft, nothing points to terrorism.")
    page.locator("#officer_text").fill("Thank you. We passed this on as a theft of copper.")
    page.get_by_role("button", name="Record decision").click()
    officer = open_page()
    site.sign_in(officer, "officer")
    officer.goto(f"{site.address}/reports/{receipt}")
    expect(officer.locator("main")).to_contain_text("theft of copper")
