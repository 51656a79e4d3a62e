"""Scoring the reports that wait by what orders the queue now, a chunk at a time.

Which reports are left stands in the reports themselves: beside each score is the version that gave
it. So a run that was stopped goes on where it was, and two at a time do no harm.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.log import audit
from sar.models import Report, ReportBehaviour
from sar.ranker import scoring
from sar.ranker.scoring import InForce
from sar.ranker.stored_candidates import COLUMNS
from sar.ranking.seeing import Seen, see
from sar.values import frozen

CHUNK_REPORTS = 500

_REPORTS = db.table_of(Report)
_BEHAVIOURS = db.table_of(ReportBehaviour)
_AS_READ = (
    _REPORTS.c.report_id == bindparam("number"),
    _REPORTS.c.revision == bindparam("read"),
    _REPORTS.c.queue_place.is_not(None),
)
# What is set are the columns that the rows name.
_WRITE = update(_REPORTS).where(*_AS_READ)
_TELL_BEHAVIOURS = update(_BEHAVIOURS).where(
    _BEHAVIOURS.c.report_id == bindparam("number"), exists().where(*_AS_READ)
)


@frozen
class Chunk:
    """What one step did: reports scored anew, and up to which number all were looked at."""

    scored: int
    last_id: int


@frozen
class Scored:
    """A report's new score, for the revision that was read."""

    report_id: int
    revision: int
    columns: dict[str, Any] = field(repr=False)


def waiting(session: Session, in_force: InForce) -> int:
    """Count the waiting reports whose score is not by what orders the queue now."""
    query = select(func.count(Report.report_id)).where(*_left(in_force, 0))
    count: int = session.execute(query).scalar_one()
    return count


def rescore_next(
    session: Session, *, actor: Actor, now: datetime, after: int = 0, size: int = CHUNK_REPORTS
) -> Chunk | None:
    """Score the next waiting reports behind the number `after`; None if none is left."""
    in_force = scoring.in_force(session)
    numbers = left(session, in_force, after=after, size=size)
    if not numbers:
        return None
    found = scores(session, in_force, numbers)
    return Chunk(store(session, found, by=in_force.label, actor=actor, now=now), numbers[-1])


def left(session: Session, in_force: InForce, *, after: int, size: int) -> Sequence[int]:
    """Return the next waiting reports whose score is not by what orders the queue now."""
    query = select(Report.report_id).where(*_left(in_force, after))
    return session.execute(query.order_by(Report.report_id).limit(size)).scalars().all()


def scores(session: Session, in_force: InForce, numbers: Sequence[int]) -> list[Scored]:
    """Score these reports, and write nothing."""
    if in_force.ranker:
        return scores_of(in_force, see(session, numbers))
    query = select(*COLUMNS, Report.revision).where(Report.report_id.in_(numbers))
    rows = session.execute(query.order_by(Report.report_id)).all()
    known = [(row, rules) for row in rows if (rules := scoring.rule_score(row)) is not None]
    found = scoring.columns(in_force, (), [rules for _, rules in known])
    return [_scored(row, columns) for (row, _), columns in zip(known, found, strict=True)]


def scores_of(in_force: InForce, seen: Sequence[Seen]) -> list[Scored]:
    """Score reports that were read."""
    candidates, rules = [each.candidate for each in seen], [each.rules for each in seen]
    found = scoring.columns(in_force, candidates, rules)
    return [_scored(each, columns) for each, columns in zip(seen, found, strict=True)]


def store(
    session: Session, found: Sequence[Scored], *, by: str, actor: Actor, now: datetime
) -> int:
    """Write scores, log it, and return how many were written.

    A report that somebody changed meanwhile is left for the next run. Its revision stays: a place
    in the queue is nothing that an analyst's decision could overwrite.
    """
    changed = 0
    if found:
        read = [{"number": each.report_id, "read": each.revision} for each in found]
        rows = [row | each.columns for row, each in zip(read, found, strict=True)]
        result: Any = session.connection().execute(_WRITE, rows)
        changed = result.rowcount
        places = [{name: row[name] for name in ("number", "read", "queue_place")} for row in rows]
        session.connection().execute(_TELL_BEHAVIOURS, places)
    session.expire_all()
    details: dict[str, audit.Detail] = {"count": changed, "by": by}
    audit.record(
        session, audit.Event("queue.rescored", "queue", details=details), actor=actor, now=now
    )
    return changed


def _left(in_force: InForce, after: int) -> tuple[Any, ...]:
    return (
        Report.queue_place.is_not(None),
        Report.score_version != in_force.label,
        Report.report_id > after,
    )


def _scored(row: "Row[Any] | Seen", columns: dict[str, Any]) -> Scored:
    return Scored(row.report_id, row.revision, scoring.placed(columns, row.received_at))
