"""A course is said in the reader's language; what nobody has translated is marked as English."""

import html
from dataclasses import replace

import pytest

from indicators.definitions import Audience, DefinitionSet, Group, Option
from sar.training.course import full_course
from sar.training.packages import course_page
from sar.training.refresher import refresher
from sar.training.rendering import Parts
from sar.training.voice import Voice
from sar.training.words import of_course
from sar.wording.languages import BY_CODE
from tests.training import sets

SPANISH = BY_CODE["es"]
PARTS = Parts("course.css", ("course.js",), prefix="/static/training/")

# What can change in a question that is asked, and a refresher tells in words.
QUESTION = {
    "label": "Was it seen?",
    "help": "Say it in short.",
    "unit": "miles",
    "minimum": 3.5,
    "maximum": 4.5,
    "max_chars": 77,
    "min_choices": 2,
    "max_choices": 3,
    "required": True,
    "explains_innocence": True,
}


def few(**fields: object) -> DefinitionSet:
    """Return the first three behaviours of a shipped set, the first one changed."""
    shipped = sets.shipped()
    return sets.change(replace(shipped, indicators=shipped.indicators[:3]), 0, **fields)


def told(old: DefinitionSet, new: DefinitionSet) -> list[str]:
    course = refresher(old, new, Audience.FIRE_EMS)
    assert course is not None
    return [text for each in course.lessons[0].topics for text in each.changes]


def changed_sets() -> list[tuple[DefinitionSet, DefinitionSet]]:
    """Return pairs with one change each: in a question, its answers, a rule, the behaviour."""
    plain = few()
    first = plain.indicators[0]
    one, *rest = first.elements
    rule = next(each for each in sets.shipped().indicators if each.rules).rules[0]
    choice = next(each for each in first.elements if each.options)
    others = [each for each in first.elements if each is not choice]
    more = replace(choice, options=(*choice.options, Option("zz", "Another answer")))
    renamed = replace(more, options=(*choice.options, Option("zz", "Answered in other words")))

    def asking(*elements: object) -> DefinitionSet:
        return few(elements=elements)

    pairs = [
        (plain, asking(replace(one, **{name: value}), *rest))
        for name, value in QUESTION.items()
        if getattr(one, name) != value
    ]
    return [
        *pairs,
        (asking(*rest), plain),
        (plain, asking(*rest)),
        (plain, asking(*others, more)),
        (asking(*others, more), plain),
        (asking(*others, more), asking(*others, renamed)),
        (few(rules=()), few(rules=(rule,))),
        (few(rules=(rule,)), few(rules=())),
        (few(rules=(rule,)), few(rules=(replace(rule, message="Other words."),))),
        (few(rules=(rule,)), few(rules=(replace(rule, remedy="Other words."),))),
        (plain, few(name="Cutting a fence at night")),
        (plain, few(group=next(each for each in Group if each is not first.group))),
        (plain, replace(plain, indicators=plain.indicators[1:])),
        (replace(plain, indicators=plain.indicators[1:]), plain),
    ]


@pytest.mark.parametrize("pair", changed_sets())
def test_whatever_changed_is_told_in_spanish(pair: tuple[DefinitionSet, DefinitionSet]) -> None:
    voice, sentences = Voice(SPANISH), told(*pair)
    assert sentences
    for each in sentences:
        assert voice.say(each) != each


def test_what_nobody_has_translated_is_marked_and_the_page_says_so_once() -> None:
    revised = sets.change(sets.shipped(), 0, name="Cutting a <fence>", definition="By night.")
    course = full_course(revised, Audience.FIRE_EMS)
    page = course_page(course, PARTS, language=SPANISH)
    assert '<h1 tabindex="-1"><span lang="en">Cutting a &lt;fence&gt;</span></h1>' in page
    assert '<p class="definition"><span lang="en">By night.</span></p>' in page
    assert page.count("Una parte está en inglés") == 1
    whole = course_page(full_course(sets.shipped(), Audience.FIRE_EMS), PARTS, language=SPANISH)
    assert "está en inglés" not in whole
    assert 'lang="en"' not in whole
    english = course_page(course, PARTS)
    assert '<span lang="en">' not in english
    assert "script-words" not in english


def test_the_minutes_are_those_of_the_language_that_is_read() -> None:
    course = full_course(sets.shipped(), Audience.FIRE_EMS)
    words = of_course(course, say=Voice(SPANISH).say)
    assert of_course(course) < words < 1.3 * of_course(course)
    page = html.unescape(course_page(course, PARTS, language=SPANISH))
    assert f"Alrededor de {-(-words // 200)} minutos de lectura" in page
