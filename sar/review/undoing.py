"""Undoing a decision at once: by whoever made it, before anybody acted on it.

A decision that was undone leaves `decisions` for a table of its own: whatever counts, shows or
learns from decisions then never meets it, and the log and the report's history still tell it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.log import audit, ledger
from sar.models import Crossing, Decision, Disclosure, Report, SecondReading, UndoneDecision
from sar.models.reports import queue_place
from sar.review.claims import locked_reports, shown_only
from sar.values import frozen

SECONDS = 30
"""How long a decision can be undone. Five seconds are what such an undo is usually given; a page
that loads slowly, a screen reader and one more look need more, and the officer has hardly read
the answer."""

# So many of the latest decisions are looked through for the viewer's own: one bulk decision has
# at most two hundred.
_LATEST = 500
_WINDOW = timedelta(seconds=SECONDS)


@frozen
class Step:
    """A report whose latest decision can be undone, and its revision since."""

    receipt: str
    revision: int


@frozen
class Latest:
    """What the viewer decided last, and until when it can be undone; several if in one go."""

    steps: tuple[Step, ...]
    until: datetime


@frozen
class Outcome:
    """What became of one report: undone, at `revision` now, or why not, with a remedy."""

    receipt: str
    revision: int = 0
    message: str = ""
    remedy: str = ""

    @property
    def is_done(self) -> bool:
        """Tell whether it was undone."""
        return not self.message


def latest(session: Session, *, viewer: Actor, now: datetime) -> Latest | None:
    """Return what the viewer decided within the last seconds and nobody changed since, or None."""
    newest = select(func.max(Decision.decision_id)).scalar_subquery()
    rows = session.execute(
        select(Report.receipt, Report.revision, Decision.decided_at)
        .join(Report, Report.report_id == Decision.report_id)
        .where(
            Decision.decision_id > newest - _LATEST,
            Decision.account_id == viewer.account_id,
            Decision.decided_at > now - _WINDOW,
            Decision.decided_at <= now,
            Report.updated_at == Decision.decided_at,
        )
        .order_by(Decision.decision_id.desc())
    ).all()
    if not rows:
        return None
    act = [row for row in rows if row.decided_at == rows[0].decided_at]
    steps = dict.fromkeys(Step(row.receipt, row.revision) for row in reversed(act))
    return Latest(tuple(steps), rows[0].decided_at + _WINDOW)


def undo(
    session: Session,
    steps: Sequence[Step],
    *,
    actor: Actor,
    now: datetime,
    minutes: int,
) -> list[Outcome]:
    """Undo the actor's latest decision about each report; return what became of each.

    Whoever undoes one alone works on it again for `minutes`; several go back into the queue.
    Raises NotFoundError if there is no such report or it is held.
    """
    reports = locked_reports(session, [each.receipt for each in steps])
    locked = [(each, shown_only(reports.get(each.receipt))) for each in steps]
    found = [_undo_one(session, report, each, actor=actor, now=now) for each, report in locked]
    if len(locked) == 1 and found[0].is_done:
        report = locked[0][1]
        report.claimed_by_id = actor.account_id
        report.claim_expires_at = now + timedelta(minutes=minutes)
    return found


def _undo_one(
    session: Session, report: Report, step: Step, *, actor: Actor, now: datetime
) -> Outcome:
    act = _act(session, report)
    obstacle = _obstacle(session, report, act, step, actor=actor, now=now)
    if obstacle is not None:
        return Outcome(report.receipt, report.revision, *obstacle)
    decided_id, first = act[-1].decision_id, act[0].from_state
    for row in act:
        kept = {
            column.name: getattr(row, column.name)
            for column in Decision.__table__.columns
            if column.name != "decision_id"
        }
        session.add(UndoneDecision(**kept, undone_at=now))
        session.delete(row)
    before = report.state
    report.state = first
    report.queue_place = queue_place(report.score or 0, report.received_at)
    report.updated_at, report.revision = now, report.revision + 1
    ledger.mark(session, report_id=report.report_id, closed_at=None)
    session.flush()
    details: dict[str, audit.Detail] = {
        "decision": decided_id,
        "from": before,
        "to": first,
        "revision": report.revision,
    }
    event = audit.Event("decision.undone", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return Outcome(report.receipt, report.revision)


def _act(session: Session, report: Report) -> list[Decision]:
    """Return the latest decision, with those that were made in the same moment before it."""
    rows = session.execute(
        select(Decision)
        .where(Decision.report_id == report.report_id)
        .order_by(Decision.decision_id.desc())
    ).scalars()
    act: list[Decision] = []
    for row in rows:
        if act and row.decided_at != act[0].decided_at:
            break
        act.append(row)
    return act[::-1]


def _obstacle(
    session: Session,
    report: Report,
    act: Sequence[Decision],
    step: Step,
    *,
    actor: Actor,
    now: datetime,
) -> tuple[str, str] | None:
    """Say what stands in the way, and what to do instead; None if nothing does."""
    if not act or act[-1].account_id != actor.account_id:
        return _NOT_OWN
    if not timedelta(0) <= now - act[-1].decided_at <= _WINDOW:
        return _TOO_LATE
    is_same = report.revision == step.revision and report.updated_at == act[-1].decided_at
    if not is_same or _was_acted_on(session, report, act[-1], actor=actor, now=now):
        return _ACTED_ON
    return None


def _was_acted_on(
    session: Session, report: Report, last: Decision, *, actor: Actor, now: datetime
) -> bool:
    is_others = report.claimed_by_id not in (None, actor.account_id)
    if is_others and report.claim_expires_at is not None and report.claim_expires_at > now:
        return True
    acts = (
        (Disclosure.report_id, Disclosure.released_at),
        (Crossing.report_id, Crossing.asked_at),
        (SecondReading.report_id, SecondReading.given_at),
    )
    since = [exists().where(about == report.report_id, at >= last.decided_at) for about, at in acts]
    return bool(session.execute(select(or_(*since))).scalar_one())


_NOT_OWN = (
    "You made no decision about this report that could be undone.",
    "Open the report to see what was decided.",
)
_TOO_LATE = (
    f"More than {SECONDS} seconds have gone by, so the decision stands.",
    "While part two is open you can correct part one. If the review is finished, tell your "
    "supervisor; the officer has read the answer.",
)
_ACTED_ON = (
    "Something else happened to this report since you decided, so the decision stands.",
    "Open the report to see what, and decide anew if you still can.",
)
