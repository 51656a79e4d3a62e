"""What the pages of the training show; of practice, a person sees their own and nobody else's."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from indicators.definitions import Audience, DefinitionSet
from indicators.loading import shipped_sets
from sar.actors import Actor
from sar.errors import NotFoundError
from sar.models import (
    Account,
    Completion,
    DefinitionSetVersion,
    PracticeAnswer,
    PracticeRound,
    SetState,
)
from sar.sets import practice_results, published
from sar.sets.practice_results import IndicatorMisses
from sar.training import service
from sar.training.practice import Ask, Item
from sar.values import frozen

MOST_FINISHED = 20


@frozen
class Version:
    """A published version as an export may be asked for it.

    What came with the toolkit (`is_shipped`) takes effect on a day, kept as its midnight in UTC.
    """

    version: str
    effective_from: datetime
    is_in_force: bool
    is_shipped: bool


@frozen
class Score:
    """A person's own answers about one behaviour, in every round so far."""

    name: str
    right: int
    total: int


@frozen
class Finished:
    """Something that a person completed."""

    course: str
    set_version: str
    score: int | None
    completed_at: datetime


@frozen
class RoundPage:
    """A round as its owner sees it: the part that comes next, or the result."""

    practice_round_id: int
    mode: str
    set_version: str
    number: int
    total: int
    item: Item | None
    ask: Ask | None
    scores: tuple[Score, ...]
    right: int
    answers: int


@frozen
class AnswerPage:
    """An answer with its verdict and the reason."""

    practice_round_id: int
    mode: str
    item: Item
    ask: Ask
    chosen_words: str = field(repr=False)
    is_right: bool
    has_more: bool


@frozen
class NamedMisses:
    """Misses with the name that the behaviour has in that version."""

    name: str
    misses: IndicatorMisses


def versions(session: Session, *, now: datetime) -> list[Version]:
    """List the published versions of the set in force, the latest effective date first."""
    current = published.current_set(session, now=now)
    shipped = {each.sha256 for each in shipped_sets()}
    return [
        Version(
            each.definition_set.version,
            each.periods[-1].effective_from,
            each.definition_set_id == current.definition_set_id,
            each.sha256 in shipped,
        )
        for each in published.published_sets(session)
        if each.definition_set.set_id == current.definition_set.set_id
    ]


def open_draft(session: Session, definition_set_id: int) -> DefinitionSet:
    """Return the content of a version on its way; raises NotFoundError if it is not."""
    row = session.get(DefinitionSetVersion, definition_set_id)
    if row is None or row.state not in (SetState.DRAFT, SetState.IN_REVIEW, SetState.APPROVED):
        raise NotFoundError("There is no such draft.")
    return published.definition_set_of(row)


def earlier_than(found: list[Version], version: str) -> list[Version]:
    """Return the versions that took effect before one of them; a refresher can start from these."""
    numbers = [each.version for each in found]
    return found[numbers.index(version) + 1 :] if version in numbers else []


def find_version(session: Session, version: str, *, now: datetime) -> DefinitionSet:
    """Return a published version of the set in force; the one in force itself for ""."""
    current = published.current_set(session, now=now)
    if not version:
        return current.definition_set
    found = published.find_content(session, set_id=current.definition_set.set_id, version=version)
    if found is None:
        raise NotFoundError("There is no published version with that number.")
    return found


def own_scores(session: Session, *, actor: Actor, now: datetime) -> tuple[Score, ...]:
    """Count a person's own answers per behaviour, in the order of the set in force."""
    right = func.sum(cast(PracticeAnswer.is_right, Integer))
    query = (
        select(PracticeAnswer.indicator_id, right, func.count())
        .where(PracticeAnswer.account_id == actor.account_id)
        .group_by(PracticeAnswer.indicator_id)
    )
    counts = {name: (good, total) for name, good, total in session.execute(query)}
    current = published.current_set(session, now=now).definition_set
    return tuple(
        Score(each.name, *counts[each.indicator_id])
        for each in current.indicators
        if each.indicator_id in counts
    )


def own_audience(session: Session, *, actor: Actor) -> Audience | None:
    """Return the kind of work that a person trains for; None until they choose one."""
    chosen = session.execute(
        select(Account.audience).where(Account.account_id == actor.account_id)
    ).scalar()
    return Audience(chosen) if chosen in set(Audience) else None


def own_completions(
    session: Session, *, actor: Actor, most: int | None = MOST_FINISHED
) -> list[Finished]:
    """List what a person completed, the latest first; `most` at most, None for all."""
    rows = session.execute(
        select(Completion)
        .where(Completion.account_id == actor.account_id)
        .order_by(Completion.completed_at.desc(), Completion.completion_id.desc())
        .limit(most)
    ).scalars()
    return [Finished(each.course, each.set_version, each.score, each.completed_at) for each in rows]


def round_page(session: Session, practice_round_id: int, *, actor: Actor) -> RoundPage:
    """Return a round of this person with the part that comes next."""
    row = service.find_round(session, practice_round_id, actor=actor)
    turns = service.turns_of(session, row)
    given = service.answers_of(session, row)
    turn = service.next_turn(session, row)
    items = list(dict.fromkeys(each.item.item_id for each in turns))
    return RoundPage(
        practice_round_id=practice_round_id,
        mode=row.mode,
        set_version=row.set_version,
        number=items.index(turn.item.item_id) + 1 if turn else len(items),
        total=len(items),
        item=turn.item if turn else None,
        ask=turn.ask if turn else None,
        scores=_scores_of(session, row, list(given.values())),
        right=sum(each.is_right for each in given.values()),
        answers=len(given),
    )


def answer_page(session: Session, practice_answer_id: int, *, actor: Actor) -> AnswerPage:
    """Return an answer of this person with its verdict."""
    found = session.get(PracticeAnswer, practice_answer_id)
    if found is None or found.account_id != actor.account_id:
        raise NotFoundError("There is no such answer of yours.")
    row = service.find_round(session, found.practice_round_id, actor=actor)
    turn = next(
        (
            each
            for each in service.turns_of(session, row)
            if (each.item.item_id, each.ask.part) == (found.item_id, found.part)
        ),
        None,
    )
    if turn is None:
        raise NotFoundError("This practice report is not part of the toolkit any more.")
    return AnswerPage(
        practice_round_id=row.practice_round_id,
        mode=row.mode,
        item=turn.item,
        ask=turn.ask,
        chosen_words=turn.ask.words(found.chosen),
        is_right=found.is_right,
        has_more=service.next_turn(session, row) is not None,
    )


def named_misses(session: Session) -> tuple[tuple[NamedMisses, ...], int]:
    """Return the misses that may be shown, with names, and how many groups are too small."""
    found = practice_results.misses(session)
    names: dict[tuple[str, str], dict[str, str]] = {}
    shown = []
    for each in found.rows:
        key = (each.set_id, each.set_version)
        if key not in names:
            names[key] = published.names_in(session, set_id=key[0], version=key[1])
        shown.append(NamedMisses(names[key].get(each.indicator_id, each.indicator_id), each))
    return tuple(shown), found.suppressed


def _scores_of(
    session: Session, row: PracticeRound, given: Sequence[PracticeAnswer]
) -> tuple[Score, ...]:
    found = []
    for indicator_id, name in published.names_in(
        session, set_id=row.set_id, version=row.set_version
    ).items():
        verdicts = [each.is_right for each in given if each.indicator_id == indicator_id]
        if verdicts:
            found.append(Score(name, sum(verdicts), len(verdicts)))
    return tuple(found)
