"""A job aid prints on one page of Letter and one of A4, and nothing is lost at the edges."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page

from indicators.definitions import Audience
from sar.training.export import job_aid_page
from sar.wording.languages import LANGUAGES
from tests.training import sets

Open = Callable[..., Page]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def print_one(page: Page, content: str, paper: str) -> int:
    page.set_content(content)
    return pages_of(page.pdf(format=paper))


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_every_role_of_the_shipped_set_prints_on_one_page(open_page: Open, paper: str) -> None:
    page = open_page()
    for audience, language in product(Audience, LANGUAGES):
        content = job_aid_page(sets.shipped(), audience, language=language)
        assert print_one(page, content, paper) == 1, (audience, language.code)


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize(
    ("texts", "chars", "times"),
    [
        (1, 60, 1),
        (1, 100, 1),
        (2, 60, 1),
        (2, 120, 1),
        (3, 150, 1),
        (1, 90, 2),
        (2, 90, 4),
        (1, 90, 6),
    ],
)
def test_other_amounts_of_guidance_print_on_one_page_too(
    open_page: Open, paper: str, texts: int, chars: int, times: int
) -> None:
    made = sets.multiplied(sets.with_guidance(sets.shipped(), texts=texts, chars=chars), times)
    page = open_page()
    assert print_one(page, job_aid_page(made, Audience.TELECOMMUNICATOR), paper) == 1


def test_the_count_of_pages_does_see_a_second_page(open_page: Open) -> None:
    page = job_aid_page(sets.shipped(), Audience.FIRE_EMS)
    assert print_one(open_page(), page.replace("</main>", "</main>" + "<p>x</p>" * 200), "A4") > 1


def test_nothing_is_cut_off_and_the_type_can_be_read(open_page: Open) -> None:
    page = open_page(viewport={"width": 718, "height": 980})
    page.emulate_media(media="print")
    for audience in Audience:
        page.set_content(job_aid_page(sets.shipped(), audience))
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 718
        # 7 points are 9.3 pixels: the small print of a medicine's leaflet is not smaller.
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert size >= 9.3


def test_a_job_aid_is_accessible_on_a_phone(
    open_page: Open, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.set_content(job_aid_page(sets.shipped(), Audience.LAW_ENFORCEMENT, back="/training"))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert violations(page) == []
