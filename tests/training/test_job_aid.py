"""The job aid: every behaviour, the set's hash, no colour; how it prints is tested in a browser."""

import html
import re
from pathlib import Path

import pytest

import sar
from indicators.definitions import Audience, Status
from sar.training.audiences import ROLES
from sar.training.export import job_aid_page
from sar.training.job_aid import SIZES, job_aid
from sar.wording.languages import BY_CODE
from tests.training import sets


@pytest.mark.parametrize("audience", Audience)
def test_a_job_aid_names_every_behaviour_and_the_hash_of_its_set(audience: Audience) -> None:
    shipped = sets.shipped()
    page = html.unescape(job_aid_page(shipped, audience))
    for indicator in shipped.indicators:
        assert indicator.name in page
    assert f"SHA-256 {shipped.sha256}" in page
    assert f"{shipped.set_id}, version {shipped.version}" in page
    body = page[page.index("<main>") :]
    assert body.index(ROLES[audience].emergency) < body.index("Conduct, not people")
    assert body.index("Conduct, not people") < body.index(shipped.indicators[0].name)
    for trait in shipped.protected_characteristics:
        assert trait in page


def test_in_spanish_every_word_is_spanish_and_what_is_not_translated_is_named() -> None:
    shipped, spanish = sets.shipped(), BY_CODE["es"]
    page = html.unescape(job_aid_page(shipped, Audience.FIRE_EMS, language=spanish))
    assert '<html lang="es-US">' in page
    assert "guía rápida" in page
    assert "está en inglés" not in page
    hint = job_aid(shipped, Audience.FIRE_EMS).groups[0][1][0].hints[0]
    assert hint not in page
    revised = sets.change(shipped, 0, name="Cutting a fence at night")
    page = html.unescape(job_aid_page(revised, Audience.FIRE_EMS, language=spanish))
    assert "Cutting a fence at night" in page
    assert "Una parte está en inglés" in page


def test_a_role_reads_its_own_guidance_where_the_set_has_some() -> None:
    shipped = sets.shipped()
    plain = job_aid(sets.without_guidance(shipped), Audience.TELECOMMUNICATOR)
    own = job_aid(sets.with_guidance(shipped, texts=1, chars=60), Audience.TELECOMMUNICATOR)
    assert plain.groups[0][1][0].hints == shipped.indicators[0].guidance[:1]
    assert own.groups[0][1][0].hints[0].startswith("Watch who asks")


def test_what_is_no_longer_offered_is_not_on_it() -> None:
    shipped = sets.change(sets.shipped(), 0, status=Status.RETIRED)
    shipped = sets.change(shipped, 1, status=Status.DEPRECATED)
    names = [each.name for _, found in job_aid(shipped, Audience.FIRE_EMS).groups for each in found]
    assert len(names) == 14


@pytest.mark.parametrize("times", [1, 3, 8])
def test_a_large_set_is_shortened_and_no_behaviour_left_out(times: int) -> None:
    large = sets.multiplied(sets.with_guidance(sets.shipped(), texts=3, chars=150), times)
    aid = job_aid(large, Audience.FIRE_EMS)
    entries = [each for _, found in aid.groups for each in found]
    assert len(entries) == 16 * times
    size = SIZES[aid.size]
    assert sum(each.lines(size) for each in entries) <= size.page_lines
    assert all(each.name for each in entries)


def test_a_job_aid_uses_black_and_white_only() -> None:
    css = (Path(sar.__file__).parent / "static" / "training" / "job_aid.css").read_text()
    colours = re.findall(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)", css)
    assert set(colours) == {"#fff", "#000"}
