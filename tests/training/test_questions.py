"""The quiz: made from the examples, fair, and the same every time."""

from dataclasses import replace

from indicators.definitions import ExampleKind, Relation, RelationKind
from sar.training.questions import NONE, Asks, behaviour_choices, quiz
from tests.training import sets


def test_each_behaviour_is_asked_about_twice_once_where_it_is_not_one() -> None:
    shipped = sets.shipped()
    asked = quiz(shipped.indicators)
    assert len(asked) == 2 * len(shipped.indicators)
    for number, indicator in enumerate(shipped.indicators):
        it, other = asked[2 * number : 2 * number + 2]
        assert it.indicator_id == other.indicator_id == indicator.indicator_id
        assert it.right == indicator.indicator_id
        assert other.right == NONE


def test_the_form_of_a_question_never_gives_its_answer_away() -> None:
    asked = quiz(sets.shipped().indicators)
    for asks in Asks:
        rights = [each.right == NONE for each in asked if each.asks is asks]
        assert 0.4 < sum(rights) / len(rights) < 0.6


def test_every_question_offers_the_right_answer_once_and_has_a_reason() -> None:
    shipped = sets.shipped()
    examples = {each.text: each for one in shipped.indicators for each in one.examples}
    for question in quiz(shipped.indicators):
        codes = [each.code for each in question.choices]
        assert codes.count(question.right) == 1
        assert len(set(codes)) == len(codes)
        assert question.why == examples[question.text].why
        is_it = examples[question.text].kind is ExampleKind.POSITIVE
        assert (question.right != NONE) == is_it


def test_choices_stand_in_the_order_of_the_set_with_none_last() -> None:
    shipped = sets.shipped()
    order = [each.indicator_id for each in shipped.indicators]
    for indicator in shipped.indicators:
        codes = [each.code for each in behaviour_choices(indicator, shipped.indicators)]
        assert codes[-1] == NONE
        assert len(codes) == 5
        assert codes[:-1] == sorted(codes[:-1], key=order.index)


def test_similar_behaviours_are_offered_and_a_replaced_one_is_not() -> None:
    shipped = sets.shipped()
    related = (
        Relation(RelationKind.SIMILAR, "ind-0016"),
        Relation(RelationKind.REPLACED_BY, "ind-0002"),
    )
    first = replace(shipped.indicators[0], related=related)
    among = (first, *shipped.indicators[1:])
    codes = [each.code for each in behaviour_choices(first, among)]
    assert "ind-0016" in codes
    assert "ind-0002" not in codes


def test_question_ids_do_not_depend_on_words() -> None:
    shipped = sets.shipped()
    before = [each.question_id for each in quiz(shipped.indicators)]
    after = [each.question_id for each in quiz(sets.reworded(shipped).indicators)]
    assert before == after


def test_a_set_of_one_behaviour_without_examples_has_no_quiz() -> None:
    alone = replace(sets.shipped().indicators[0], examples=())
    assert quiz([alone]) == ()
