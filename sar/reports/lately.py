"""The behaviours that a person reported lately, which are most likely those of the next report."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import Report, ReportBehaviour

_REPORTS = 50
"""How many of the last reports are looked at; this project's choice."""


def recent_behaviours(session: Session, *, viewer: Actor) -> list[str]:
    """Return the ids of the behaviours that the viewer reported lately, the latest first."""
    lately = (
        select(Report.report_id)
        .where(Report.account_id == viewer.account_id)
        .order_by(Report.report_id.desc())
        .limit(_REPORTS)
    )
    picked = (
        select(ReportBehaviour.indicator_id)
        .where(ReportBehaviour.report_id.in_(lately))
        .order_by(ReportBehaviour.report_id.desc(), ReportBehaviour.rank)
    )
    return list(dict.fromkeys(session.execute(picked).scalars()))
