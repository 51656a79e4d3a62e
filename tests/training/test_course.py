"""Courses: the short one fits a break, has chapters, asks fairly, and shows what is lawful."""

from collections import Counter
from dataclasses import replace

import pytest

from indicators.definitions import Audience, DefinitionSet, Group
from indicators.loading import shipped_sets
from sar.training.course import MOST_TOPICS, Course, full_course, short_course
from sar.training.questions import NONE
from sar.training.words import minutes, of_course
from tests.training import sets

MOST_MINUTES = 15
"""The task of this project sets this number for people at the end of a shift."""


def topic_ids(course: Course) -> list[str]:
    return [topic.topic_id for lesson in course.lessons for topic in lesson.topics]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("chosen", shipped_sets(), ids=lambda each: each.version)
def test_the_short_course_tells_of_every_behaviour_in_fifteen_minutes(
    chosen: DefinitionSet, audience: Audience
) -> None:
    short, full = short_course(chosen, audience), full_course(chosen, audience)
    assert topic_ids(short) == topic_ids(full)
    assert len(topic_ids(short)) == len(chosen.indicators)
    assert 10 <= minutes(of_course(short)) <= MOST_MINUTES
    assert minutes(of_course(full)) >= 2 * minutes(of_course(short))
    for topic in [topic for lesson in short.lessons for topic in lesson.topics]:
        assert topic.definition
        assert topic.for_role or topic.weigh


def test_what_is_often_innocent_shows_a_lawful_look_alike() -> None:
    course = short_course(sets.shipped(), Audience.FIRE_EMS)
    groups = {each.indicator_id: each.group for each in sets.shipped().indicators}
    for topic in [topic for lesson in course.lessons for topic in lesson.topics]:
        is_often_innocent = groups[topic.topic_id] is Group.NEEDS_INFORMATION
        assert bool(topic.lookalikes) == is_often_innocent


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_chapter_has_few_behaviours_of_one_group_and_none_is_lost(times: int) -> None:
    made = sets.multiplied(sets.shipped(), times)
    course = short_course(made, Audience.FIRE_EMS)
    groups = {each.indicator_id: each.group for each in made.indicators}
    for lesson in course.lessons:
        assert 1 <= len(lesson.topics) <= MOST_TOPICS
        assert len({groups[topic.topic_id] for topic in lesson.topics}) == 1
    assert sorted(topic_ids(course)) == sorted(groups)
    ids = [lesson.lesson_id for lesson in course.lessons]
    assert len(set(ids)) == len(ids)


def test_the_short_quiz_asks_ten_fair_questions() -> None:
    course = short_course(sets.shipped(), Audience.FIRE_EMS)
    told = {shown.text for lesson in course.lessons for topic in lesson.topics
            for shown in topic.lookalikes}  # fmt: skip
    assert len({each.indicator_id for each in course.questions}) == len(course.questions) == 10
    # Neither form of question gives its answer away.
    kinds = Counter((each.asks, each.right == NONE) for each in course.questions)
    assert sorted(kinds.values()) == [2, 2, 3, 3]
    assert not told & {each.text for each in course.questions}


def test_a_set_with_few_examples_has_a_quiz_of_what_there_is() -> None:
    shipped = sets.shipped()
    small = replace(shipped, indicators=shipped.indicators[:3])
    assert len(short_course(small, Audience.FIRE_EMS).questions) == 3
    bare = sets.change(small, 1, examples=())
    assert len(short_course(bare, Audience.FIRE_EMS).questions) == 2


def test_the_short_and_the_full_course_have_names_of_their_own() -> None:
    short = short_course(sets.shipped(), Audience.FIRE_EMS).identity
    full = full_course(sets.shipped(), Audience.FIRE_EMS).identity
    assert not {short.course_iri, short.unit_iri} & {full.course_iri, full.unit_iri}
    reworded = short_course(sets.reworded(sets.shipped()), Audience.FIRE_EMS).identity
    assert reworded == short
