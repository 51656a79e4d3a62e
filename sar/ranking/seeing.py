"""Reading stored reports as a ranker sees them, with what is needed to score them anew."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Report
from sar.ranker.scoring import rule_score
from sar.ranker.stored_candidates import COLUMNS, account_of, stored_candidates
from sar.values import frozen
from triage.candidates import Candidate
from triage.rules import Score

_FURTHER = (Report.revision, Report.receipt, Report.state)


@frozen
class Seen:
    """A report at one revision: what a ranker sees of it, and what the rules gave it.

    `account` is the redacted one, that of `candidate` has no protected traits either.
    """

    report_id: int
    revision: int
    receipt: str
    state: str
    received_at: datetime
    account: str = field(repr=False)
    candidate: Candidate = field(repr=False)
    rules: Score = field(repr=False)


def see(
    session: Session, numbers: Sequence[int], *, masked: Mapping[str, str] | None = None
) -> list[Seen]:
    """Read these reports in the order of their numbers; none that has no score.

    Takes some milliseconds for each whose account is not `masked` already.
    """
    query = select(*COLUMNS, *_FURTHER).where(Report.report_id.in_(numbers))
    rows = session.execute(query.order_by(Report.report_id)).all()
    known = [(row, rules) for row in rows if (rules := rule_score(row)) is not None]
    candidates = stored_candidates(session, [row for row, _ in known], masked=masked)
    return [
        Seen(
            *(row.report_id, row.revision, row.receipt, row.state, row.received_at),
            *(account_of(row), candidate, rules),
        )
        for (row, rules), candidate in zip(known, candidates, strict=True)
    ]
