"""A refresher holds only what changed, is read in five minutes, and says when nothing changed."""

import html
import random
import re
from dataclasses import replace
from itertools import combinations

import pytest

from indicators.definitions import Audience, DefinitionSet, Source, Status
from indicators.errors import IncomparableSetsError
from indicators.loading import shipped_sets
from sar.training.course import Course
from sar.training.packages import plain_html
from sar.training.refresher import refresher
from tests.training import sets


def words_on_the_page(course: Course) -> int:
    page = plain_html(course).decode()
    bare = re.sub(r"<(style|script|title)\b.*?</\1>", " ", page, flags=re.S)
    return len(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def made(old: DefinitionSet, new: DefinitionSet) -> Course:
    course = refresher(old, new, Audience.LAW_ENFORCEMENT)
    assert course is not None
    return course


def topics(course: Course) -> dict[str, str]:
    found = [topic for lesson in course.lessons for topic in lesson.topics]
    return {each.topic_id: " ".join(each.changes) for each in found}


@pytest.mark.parametrize("audience", Audience)
def test_the_change_between_shipped_versions_is_read_in_five_minutes(audience: Audience) -> None:
    for old, new in combinations(shipped_sets(), 2):
        if old.set_id != new.set_id:
            continue
        course = refresher(old, new, audience)
        assert course is not None
        assert 200 < words_on_the_page(course) <= 5 * 200


def test_any_change_at_all_is_read_in_five_minutes() -> None:
    rng = random.Random(11)
    shipped = sets.shipped()
    for _ in range(8):
        old = shipped
        for number in rng.sample(range(16), rng.randint(1, 16)):
            field = rng.choice(["definition", "name", "guidance", "examples", "elements"])
            empty = "Before." if field in {"definition", "name"} else ()
            old = sets.change(old, number, **{field: empty})
        old = replace(old, version="1.9.0")
        assert words_on_the_page(made(old, shipped)) <= 5 * 200
        assert words_on_the_page(made(shipped, sets.multiplied(old, 3))) <= 5 * 200


def test_there_is_nothing_to_refresh_without_a_change() -> None:
    shipped = sets.shipped()
    assert refresher(shipped, shipped, Audience.FIRE_EMS) is None


def test_sources_and_weights_are_nothing_that_anybody_must_learn_again() -> None:
    shipped = sets.shipped()
    other = replace(
        sets.change(shipped, 2, weight=1), sources=(*shipped.sources, Source("x", "Another page"))
    )
    assert refresher(shipped, other, Audience.FIRE_EMS) is None


def test_only_what_changed_is_in_it() -> None:
    shipped = sets.shipped()
    old = sets.change(shipped, 4, definition="It was told otherwise.")
    course = made(old, shipped)
    assert topics(course) == {"ind-0005": ""}
    assert course.lessons[0].topics[0].definition == shipped.indicators[4].definition
    assert {each.indicator_id for each in course.questions} == {"ind-0005"}


def test_what_is_new_gone_or_asked_otherwise_is_told_in_words() -> None:
    shipped = sets.shipped()
    second = shipped.indicators[1]
    old = replace(shipped, indicators=shipped.indicators[:-1])
    new = sets.change(shipped, 0, status=Status.RETIRED)
    new = sets.change(new, 1, elements=second.elements[1:])
    told = topics(made(old, new))
    assert told["ind-0016"] == "This behavior is new."
    assert told["ind-0001"] == "It is no longer one of the behaviors to choose from."
    assert second.elements[0].label in told["ind-0002"]
    assert set(told) == {"ind-0016", "ind-0001", "ind-0002"}


def test_guidance_that_is_new_for_a_role_is_told_to_that_role() -> None:
    shipped = sets.shipped()
    new = sets.with_guidance(shipped, texts=1, chars=40)
    course = made(shipped, new)
    told = [each for topic in course.lessons[0].topics for each in topic.for_role]
    assert len(told) == 16


def test_what_does_not_fit_is_named() -> None:
    shipped = sets.shipped()
    course = made(replace(sets.reworded(shipped), version="1.0.0"), shipped)
    pointer = course.opening[-1]
    assert pointer.startswith("More changed in: ")
    assert pointer.endswith("Read it in the full course.")


def test_different_sets_cannot_be_compared() -> None:
    shipped = sets.shipped()
    with pytest.raises(IncomparableSetsError):
        refresher(shipped, replace(shipped, set_id="another-set"), Audience.FIRE_EMS)
