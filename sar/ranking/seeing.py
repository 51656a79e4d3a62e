"""Reading stored reports as a ranker sees them, with what is needed to score them anew."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Report
from sar.ranker.scoring import rule_score
from sar.ranker.stored_candidates import COLUMNS, stored_candidates
from sar.values import frozen
from triage.candidates import Candidate
from triage.rules import Score


@frozen
class Seen:
    """A report at one revision: what a ranker sees of it, and what the rules gave it."""

    report_id: int
    revision: int
    received_at: datetime
    candidate: Candidate = field(repr=False)
    rules: Score = field(repr=False)


def see(session: Session, numbers: Sequence[int]) -> list[Seen]:
    """Read these reports in the order of their numbers; none that has no score.

    Takes some milliseconds for each: accounts are masked anew.
    """
    query = select(*COLUMNS, Report.revision).where(Report.report_id.in_(numbers))
    rows = session.execute(query.order_by(Report.report_id)).all()
    known = [(row, rules) for row in rows if (rules := rule_score(row)) is not None]
    candidates = stored_candidates(session, [row for row, _ in known])
    return [
        Seen(row.report_id, row.revision, row.received_at, candidate, rules)
        for (row, rules), candidate in zip(known, candidates, strict=True)
    ]
