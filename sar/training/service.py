"""Practice rounds: begin one, answer a part of a report, and close it after the last one.

Practice writes into its own tables only: no report, no ledger, no log.
"""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from indicators.definitions import Audience
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.models import Account, Completion, PracticeAnswer, PracticeRound
from sar.sets import published
from sar.training import outbox, statements
from sar.training.practice import Ask, Item, Mode, draw, items_of
from sar.training.statements import About
from sar.values import frozen


@frozen
class Recording:
    """That results also go to a record store: the homepage that learners' ids belong to."""

    homepage: str
    new_id: Callable[[], UUID] = field(repr=False)


@frozen
class Given:
    """What was answered to which part of which practice report, as the form sent it."""

    item_id: str
    part: str
    chosen: str


@frozen
class Turn:
    """A practice report of a round, and the part of it that comes next."""

    item: Item
    ask: Ask


def choose_work(session: Session, chosen: str, *, actor: Actor) -> FieldFinding | None:
    """Keep the kind of work that a person trains for; a finding if it is none that there is.

    It decides what the training page shows first, and nothing else.
    """
    if chosen not in set(Audience):
        return FieldFinding("audience", "No kind of work is chosen.", "Choose one, then keep it.")
    session.get_one(Account, actor.account_id).audience = chosen
    return None


def start_round(session: Session, mode: Mode, *, actor: Actor, now: datetime, rng: Random) -> int:
    """Begin a round under the version in force, or go on with the one that is open."""
    current = published.current_set(session, now=now).definition_set
    under = {"set_id": current.set_id, "set_version": current.version}
    open_round = session.execute(
        select(PracticeRound.practice_round_id).filter_by(
            account_id=actor.account_id, mode=mode, finished_at=None, **under
        )
    ).scalars()
    known = open_round.first()
    if known is not None:
        return known
    items = draw(
        items_of(current, mode),
        seen=_counts(session, actor, PracticeAnswer.item_id, only_wrong=False),
        missed=_counts(session, actor, PracticeAnswer.indicator_id, only_wrong=True),
        rng=rng,
    )
    row = PracticeRound(
        account_id=actor.account_id, mode=mode, items=items, started_at=now, **under
    )
    session.add(row)
    session.flush()
    return row.practice_round_id


def find_round(
    session: Session, practice_round_id: int, *, actor: Actor, is_locked: bool = False
) -> PracticeRound:
    """Return a round of this person; nobody else's exists for them.

    `is_locked` makes a second window wait, so that no part is answered twice.
    """
    row = session.get(PracticeRound, practice_round_id, with_for_update=is_locked)
    if row is None or row.account_id != actor.account_id:
        raise NotFoundError("There is no such round of yours.")
    return row


def turns_of(session: Session, row: PracticeRound) -> list[Turn]:
    """List every part of every report of a round, in order.

    A case that a later release of the toolkit no longer has is left out.
    """
    found = published.find_content(session, set_id=row.set_id, version=row.set_version)
    if found is None:
        raise NotFoundError("The version of this round is not published any more.")
    items = items_of(found, Mode(row.mode))
    return [
        Turn(items[each], ask) for each in row.items if each in items for ask in items[each].asks
    ]


def answers_of(session: Session, row: PracticeRound) -> dict[tuple[str, str], PracticeAnswer]:
    """Return the answers of a round by report and part."""
    found = session.execute(
        select(PracticeAnswer).where(PracticeAnswer.practice_round_id == row.practice_round_id)
    ).scalars()
    return {(each.item_id, each.part): each for each in found}


def next_turn(session: Session, row: PracticeRound) -> Turn | None:
    """Return the first part that has no answer yet; None when the round is over."""
    given = answers_of(session, row)
    left = (
        each for each in turns_of(session, row) if (each.item.item_id, each.ask.part) not in given
    )
    return next(left, None)


def answer(
    session: Session,
    row: PracticeRound,
    given: Given,
    *,
    recording: Recording | None,
    now: datetime,
) -> int | FieldFinding:
    """Take the answer to the part that comes next and return its id; the last closes the round.

    Returns a finding instead if nothing that is offered was chosen. Raises ConflictError if that
    part is not the next one: it was answered in another window.
    """
    turn = next_turn(session, row)
    if turn is None or (turn.item.item_id, turn.ask.part) != (given.item_id, given.part):
        raise ConflictError(
            "This practice report was answered already.", remedy="Go on with the next one."
        )
    if not turn.ask.words(given.chosen):
        return FieldFinding("chosen", "No answer is chosen.", "Choose one, then check it.")
    made = _stored(session, row, turn, given, now=now)
    if recording is not None:
        _record_answer(session, row, made, recording)
    if next_turn(session, row) is None:
        _close(session, row, recording, now=now)
    return made.practice_answer_id


def _stored(
    session: Session, row: PracticeRound, turn: Turn, given: Given, *, now: datetime
) -> PracticeAnswer:
    earlier = select(PracticeAnswer.practice_answer_id).filter_by(
        account_id=row.account_id, item_id=given.item_id, part=given.part
    )
    made = PracticeAnswer(
        practice_round_id=row.practice_round_id,
        account_id=row.account_id,
        set_id=row.set_id,
        set_version=row.set_version,
        item_id=given.item_id,
        part=given.part,
        indicator_id=turn.item.indicator_id,
        chosen=given.chosen,
        is_right=given.chosen == turn.ask.right,
        is_first=session.execute(earlier).first() is None,
        answered_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _close(
    session: Session, row: PracticeRound, recording: Recording | None, *, now: datetime
) -> None:
    row.finished_at = now
    verdicts = [each.is_right for each in answers_of(session, row).values()]
    right, total = sum(verdicts), len(verdicts)
    session.add(
        Completion(
            account_id=row.account_id,
            course=f"Practice as {row.mode}",
            set_version=row.set_version,
            score=100 * right // total,
            completed_at=now,
            recorded_at=now,
        )
    )
    if recording is not None:
        about = _about(session, row, recording, at=now)
        statement = statements.completed(recording.new_id(), about, right=right, total=total)
        outbox.put(session, statement, now=now)


def _record_answer(
    session: Session, row: PracticeRound, made: PracticeAnswer, recording: Recording
) -> None:
    about = _about(session, row, recording, at=made.answered_at)
    statement = statements.answered(
        recording.new_id(), about, made.item_id, made.part, is_right=made.is_right
    )
    outbox.put(session, statement, now=made.answered_at)


def _about(session: Session, row: PracticeRound, recording: Recording, *, at: datetime) -> About:
    return About(
        homepage=recording.homepage,
        learner_id=outbox.learner_id(session, row.account_id, new_id=recording.new_id),
        set_id=row.set_id,
        set_version=row.set_version,
        mode=row.mode,
        at=at,
    )


def _counts(
    session: Session, actor: Actor, column: InstrumentedAttribute[str], *, only_wrong: bool
) -> dict[str, int]:
    query = (
        select(column, func.count())
        .where(PracticeAnswer.account_id == actor.account_id)
        .group_by(column)
    )
    if only_wrong:
        query = query.where(PracticeAnswer.is_right.is_(False))
    return {str(row[0]): int(row[1]) for row in session.execute(query)}
