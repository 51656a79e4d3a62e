"""Names of a course: kept through other words, new with another structure."""

import random
from dataclasses import replace

import pytest

from indicators.definitions import Audience, DefinitionSet, Group, Status
from sar.training.course import full_course
from sar.training.refresher import refresher
from sar.training.structure import Identity, iri
from tests.training import sets


def identity(definition_set: DefinitionSet, audience: Audience = Audience.FIRE_EMS) -> Identity:
    return full_course(definition_set, audience).identity


def test_a_wording_change_keeps_every_name() -> None:
    shipped = sets.shipped()
    changed = replace(sets.reworded(shipped), version="2.0.1")
    assert changed.sha256 != shipped.sha256
    assert identity(changed) == identity(shipped)


def test_a_typo_in_one_definition_keeps_every_name() -> None:
    shipped = sets.shipped()
    for number, indicator in enumerate(shipped.indicators):
        typo = indicator.definition.replace("e", "ee", 1)
        changed = sets.change(shipped, number, definition=typo)
        assert identity(changed) == identity(shipped)


def test_the_order_and_the_weights_keep_every_name() -> None:
    shipped = sets.shipped()
    turned = replace(shipped, indicators=tuple(reversed(shipped.indicators)))
    assert identity(turned).course_iri == identity(shipped).course_iri
    assert identity(sets.change(shipped, 3, weight=1)) == identity(shipped)


def structural_changes() -> dict[str, DefinitionSet]:
    shipped = sets.shipped()
    first = shipped.indicators[0]
    element = first.elements[0]
    fewer_options = replace(element, options=element.options[:-1])
    return {
        "a behavior less": replace(shipped, indicators=shipped.indicators[1:]),
        "a behavior retired": sets.change(shipped, 0, status=Status.RETIRED),
        "a behavior moved": sets.change(shipped, 0, group=Group.NEEDS_INFORMATION),
        "another code": sets.change(shipped, 0, niem_code="THREAT"),
        "a question less": sets.change(shipped, 0, elements=first.elements[1:]),
        "a question required": sets.change(
            shipped, 0, elements=(*first.elements[:-1], replace(first.elements[-1], required=True))
        ),
        "an option less": sets.change(shipped, 0, elements=(fewer_options, *first.elements[1:])),
        "no examples": sets.change(shipped, 0, examples=()),
    }


@pytest.mark.parametrize("what", structural_changes())
def test_a_structural_change_makes_new_names(what: str) -> None:
    was, now = identity(sets.shipped()), identity(structural_changes()[what])
    assert now.structure != was.structure
    assert now.course_iri != was.course_iri
    assert now.unit_iri != was.unit_iri
    assert now.token != was.token


def test_audiences_and_refreshers_have_names_of_their_own() -> None:
    shipped = sets.shipped()
    earlier = replace(shipped, version="1.9.0", definition_of_suspicious_activity="Before.")
    made = [full_course(shipped, each).identity for each in Audience]
    for each in Audience:
        course = refresher(earlier, shipped, each)
        assert course is not None
        made.append(course.identity)
    names = [name for each in made for name in (each.course_iri, each.unit_iri)]
    assert len(set(names)) == len(names)


def test_a_refresher_keeps_its_names_through_other_words() -> None:
    shipped = sets.shipped()
    old = replace(sets.change(shipped, 4, definition="It was told otherwise."), version="1.9.0")
    first = refresher(old, shipped, Audience.FIRE_EMS)
    second = refresher(old, sets.reworded(shipped), Audience.FIRE_EMS)
    assert first is not None
    assert second is not None
    assert first.identity == second.identity


def test_names_are_absolute_iris_and_the_same_in_every_run() -> None:
    rng = random.Random(3)
    for _ in range(20):
        name = "".join(rng.choices("abc/ -ü", k=12))
        assert iri(name) == iri(name)
        assert iri(name).startswith("urn:uuid:")
    assert iri("course/x") == "urn:uuid:eb771b45-afff-5482-93c1-3a4637e2057d"
