"""Reveals in an emergency, and the review that each of them gets afterwards."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from sar.actors import Actor
from sar.errors import ConflictError, DeniedError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Account, EmergencyReview, Report, Reveal, ReviewOutcome
from sar.values import frozen
from sar.wording import reasons

PAGE = 50


@frozen
class Review:
    """One judgement; `words` are redacted."""

    outcome: ReviewOutcome
    who: str
    reviewed_at: datetime
    words: str = field(repr=False)


@frozen
class Emergency:
    """A report that somebody opened at once, their reason, and what was found of it so far."""

    reveal_id: int
    receipt: str
    who: str
    username: str
    opened_at: datetime
    is_viewers: bool
    reviews: Sequence[Review]
    words: str = field(repr=False)

    @property
    def is_judged(self) -> bool:
        """Tell whether the outcome is known."""
        return any(each.outcome is not ReviewOutcome.FOLLOW_UP for each in self.reviews)


@frozen
class Judgement:
    """What a privacy officer typed of an emergency, and the words as they may be stored."""

    outcome: str
    words: str = field(repr=False)
    stated: reasons.Stated = reasons.Stated("")


def judgement(outcome: str, words: str) -> Judgement:
    """Read what was typed."""
    return Judgement(outcome, words, reasons.state(words, path="words"))


def emergencies(session: Session, *, viewer: Actor, is_open: bool) -> list[Emergency]:
    """List the emergencies that wait for an outcome, the oldest first, or the latest that do not.

    `PAGE` of them at most.
    """
    order = Reveal.reveal_id.asc() if is_open else Reveal.reveal_id.desc()
    return _emergencies(session, ~_is_judged() if is_open else _is_judged(), order, viewer=viewer)


def count_open(session: Session) -> tuple[int, datetime | None]:
    """Return how many emergencies wait for an outcome, and when the oldest was opened."""
    query = select(func.count(Reveal.reveal_id), func.min(Reveal.granted_at))
    count, oldest = session.execute(query.where(Reveal.is_emergency, ~_is_judged())).one()
    return count, oldest


def emergency(session: Session, reveal_id: int, *, viewer: Actor) -> Emergency:
    """Return one emergency; raises NotFoundError if there is none."""
    found = _emergencies(session, Reveal.reveal_id == reveal_id, viewer=viewer)
    if not found:
        raise NotFoundError("There is no such emergency.")
    return found[0]


def faults(typed: Judgement) -> list[FieldFinding]:
    """Return what is wrong with what was typed; [] if it can be recorded."""
    found = [] if typed.outcome in set(ReviewOutcome) else [_NO_OUTCOME]
    return [*found, *typed.stated.findings]


def review(
    session: Session, reveal_id: int, typed: Judgement, *, actor: Actor, now: datetime
) -> str:
    """Record what was found of an emergency; return the receipt number of its report.

    `typed` has no faults. Raises NotFoundError if there is no such emergency, DeniedError for
    one's own, ConflictError if the outcome is known already.
    """
    found = session.execute(
        select(Reveal, Report.receipt)
        .join(Report, Report.report_id == Reveal.report_id)
        .where(Reveal.reveal_id == reveal_id, Reveal.is_emergency)
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such emergency.")
    reveal, receipt = found
    if reveal.account_id == actor.account_id:
        raise DeniedError("You opened it yourself.", remedy="Somebody else has to review it.")
    row = EmergencyReview(
        reveal_id=reveal_id,
        account_id=reveal.account_id,
        reviewer_id=actor.account_id,
        outcome=ReviewOutcome(typed.outcome),
        words=typed.stated.words,
        reviewed_at=now,
    )
    _add(session, row)
    event = audit.Event(
        "emergency.reviewed",
        f"report:{receipt}",
        details={"reveal": reveal_id, "outcome": row.outcome},
    )
    audit.record(session, event, actor=actor, now=now)
    return str(receipt)


def _emergencies(
    session: Session,
    condition: ColumnElement[bool],
    order: ColumnElement[int] | InstrumentedAttribute[int] = Reveal.reveal_id,
    *,
    viewer: Actor,
) -> list[Emergency]:
    rows = session.execute(
        select(Reveal, Report.receipt, Account)
        .join(Report, Report.report_id == Reveal.report_id)
        .join(Account, Account.account_id == Reveal.account_id)
        .where(Reveal.is_emergency, condition)
        .order_by(order)
        .limit(PAGE)
    ).all()
    reviews = _reviews(session, [reveal.reveal_id for reveal, _, _ in rows])
    return [
        Emergency(
            reveal_id=reveal.reveal_id,
            receipt=receipt,
            who=account.display_name,
            username=account.username,
            opened_at=reveal.granted_at,
            is_viewers=reveal.account_id == viewer.account_id,
            reviews=reviews.get(reveal.reveal_id, ()),
            words=reveal.words,
        )
        for reveal, receipt, account in rows
    ]


def _add(session: Session, row: EmergencyReview) -> None:
    known = exists().where(
        EmergencyReview.reveal_id == row.reveal_id,
        EmergencyReview.outcome != ReviewOutcome.FOLLOW_UP,
    )
    if session.execute(select(known)).scalar_one():
        raise ConflictError(_JUDGED)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Somebody else was faster: an index allows one final outcome.
        raise ConflictError(_JUDGED) from None


def _is_judged() -> ColumnElement[bool]:
    return exists().where(
        EmergencyReview.reveal_id == Reveal.reveal_id,
        EmergencyReview.outcome != ReviewOutcome.FOLLOW_UP,
    )


def _reviews(session: Session, reveal_ids: Sequence[int]) -> dict[int, list[Review]]:
    reviewer = aliased(Account)
    rows = session.execute(
        select(EmergencyReview, reviewer.display_name)
        .join(reviewer, reviewer.account_id == EmergencyReview.reviewer_id)
        .where(EmergencyReview.reveal_id.in_(reveal_ids))
        .order_by(EmergencyReview.emergency_review_id)
    )
    found: dict[int, list[Review]] = {}
    for row, name in rows:
        made = Review(ReviewOutcome(row.outcome), name, row.reviewed_at, row.words)
        found.setdefault(row.reveal_id, []).append(made)
    return found


_JUDGED = "The outcome of this emergency is recorded already."
_NO_OUTCOME = FieldFinding("outcome", "No outcome was chosen.", "Choose what you found.")
