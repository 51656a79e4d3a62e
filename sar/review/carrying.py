"""A stored report in another version of its set: what carries over, and what is asked again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from indicators.carrying import Again, Carried, Dropped, carry
from indicators.definitions import DefinitionSet
from indicators.succession import find, questions_by_id
from indicators.unseen import Unseen, stand_in
from sar.errors import NotFoundError
from sar.models import Report
from sar.reports.stored_answers import stored_answers
from sar.review.desk import pinned_set
from sar.sets.published import published_sets
from sar.values import frozen


@frozen
class Passage:
    """One behaviour (no question) or question by its words, and why it does not carry over."""

    behaviour: str
    question: str = ""
    reason: str = ""


@frozen
class InOtherVersion:
    """What becomes of a report's answers; `kept` carry over as they are."""

    old: DefinitionSet
    new: DefinitionSet
    kept: tuple[Passage, ...]
    again: tuple[Passage, ...]
    dropped: tuple[Passage, ...]


def other_versions(session: Session, report: Report) -> list[DefinitionSet]:
    """List the published versions of a report's set but its own, the latest first."""
    every = [each.definition_set for each in published_sets(session)]
    return [
        each
        for each in every
        if each.set_id == report.set_id and each.version != report.set_version
    ]


def in_other_version(
    session: Session, report: Report, version: str, *, among: Sequence[DefinitionSet]
) -> InOtherVersion:
    """Carry a report's answers to a version; raises NotFoundError if it is not `among` these."""
    new = next((each for each in among if each.version == version), None)
    if new is None:
        raise NotFoundError("There is no such version of the report's set.")
    old = pinned_set(session, report)
    answers, unknown = _at_hand(
        stored_answers(report.coded_answers, report.redacted or {}), old, new
    )
    chosen = [each.indicator_id for each in report.behaviours]
    carried = carry(answers, indicator_ids=chosen, old=old, new=new)
    return InOtherVersion(
        old,
        new,
        kept=tuple(_kept(carried, new)),
        again=tuple(_again(each, old, new) for each in carried.again),
        dropped=(*(_dropped(each, old) for each in carried.dropped), *unknown),
    )


def _at_hand(
    stored: Mapping[str, Mapping[str, Any]], old: DefinitionSet, new: DefinitionSet
) -> tuple[dict[str, dict[str, Any]], list[Passage]]:
    """Put a text of the same length for each one that is sealed, and name what cannot be told."""
    before, after = questions_by_id(old), questions_by_id(new)
    answers: dict[str, dict[str, Any]] = {}
    unknown: list[Passage] = []
    for indicator_id, given in stored.items():
        kept = answers.setdefault(indicator_id, {})
        for element_id, answer in given.items():
            value = answer
            if isinstance(answer, Unseen):
                home, was = before[element_id]
                place = after.get(element_id, (home, was))
                value = stand_in(answer, was, place[1], place[0])
            if value is None:
                reason = "The answer is sealed, and what was answered decides."
                unknown.append(_named(old, indicator_id, element_id, reason))
            else:
                kept[element_id] = value
    return answers, unknown


def _kept(carried: Carried, new: DefinitionSet) -> Iterator[Passage]:
    asked = {each.element_id for each in carried.again}
    for indicator_id, given in carried.answers.items():
        for element_id in given:
            if element_id not in asked:
                yield _named(new, indicator_id, element_id)


def _again(again: Again, old: DefinitionSet, new: DefinitionSet) -> Passage:
    in_new = again.indicator_id is not None and find(new, again.indicator_id) is not None
    return _named(
        new if in_new and again.element_id else old,
        again.indicator_id or "",
        again.element_id or "",
        again.reason,
    )


def _dropped(dropped: Dropped, old: DefinitionSet) -> Passage:
    return _named(old, dropped.indicator_id, dropped.element_id or "", dropped.reason)


def _named(
    definition_set: DefinitionSet, indicator_id: str, element_id: str, reason: str = ""
) -> Passage:
    """Name a behaviour and a question in the words of a version."""
    indicator = find(definition_set, indicator_id)
    question = questions_by_id(definition_set).get(element_id)
    return Passage(
        indicator.name if indicator else "The report as a whole",
        question[1].label if question else "",
        reason,
    )
