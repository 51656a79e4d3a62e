"""Few questions stand open on the form; the rest opens by hand, or because something is in it."""

import re
from dataclasses import replace

from flask import Flask

from sar.intake.folding import SHOWN_OPTIONAL, folded_questions
from tests import factories

ELICITING = factories.newest_set().indicator("ind-0008")


def page(app: Flask, **fields: str) -> str:
    """Return the form for Eliciting Information, sent with these answers and nothing else."""
    client = factories.signed_in(app, "officer")
    url = f"/reports/new?behaviours={ELICITING.indicator_id}"
    shown = client.get(url).text
    if not fields:
        return shown
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    answers = {f"answers.{ELICITING.indicator_id}.{key}": each for key, each in fields.items()}
    answer = client.post("/reports/new", data=sent | answers)
    assert answer.status_code == 422
    return answer.text


def test_every_shipped_behaviour_asks_at_most_five_questions_in_the_open() -> None:
    for indicator in factories.newest_set().indicators:
        folded = folded_questions(indicator)
        shown = [each for each in indicator.elements if each.element_id not in folded]
        assert sum(each.when is None for each in shown) <= 5
        assert all(
            each.is_required is False for each in indicator.elements if each.element_id in folded
        )


def test_a_question_goes_with_the_one_that_it_depends_on() -> None:
    folded = folded_questions(ELICITING)
    depends = {each.element_id: each.when.element_id for each in ELICITING.elements if each.when}
    assert depends == {"el-0039": "el-0038"}
    assert {"el-0038", "el-0039"} <= folded


def test_a_single_further_question_is_not_folded_away() -> None:
    asked = [each for each in ELICITING.elements if each.when is None]
    few = replace(ELICITING, elements=tuple(asked[: SHOWN_OPTIONAL + 2]))
    assert folded_questions(few) == frozenset()
    more = replace(ELICITING, elements=tuple(asked[: SHOWN_OPTIONAL + 3]))
    assert len(folded_questions(more)) == 2


def test_the_fold_says_how_much_is_in_it_and_is_closed_at_first(sqlite_app: Flask) -> None:
    shown = page(sqlite_app)
    assert '<details class="help"><summary>If you know more: 4 further questions' in shown
    for each in ELICITING.elements:
        assert f"answers.{ELICITING.indicator_id}.{each.element_id}" in shown


def test_it_is_open_when_something_in_it_was_answered_or_has_to_be_mended(
    sqlite_app: Flask,
) -> None:
    is_open = '<details class="help" open><summary>If you know more'
    assert is_open not in page(sqlite_app, **{"el-0107": "telephone"})
    assert is_open in page(sqlite_app, **{"el-0110": "yes"})
    assert is_open in page(sqlite_app, **{"el-0109": "no such answer"})
