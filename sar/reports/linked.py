"""Groups of linked reports: who tells the same event, and how often it was told.

The review shows it beside a report, a ranker may take it as corroboration, and `sar.linking`
makes and takes back the links.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from sar.models import Account, Report, ReportLink
from sar.values import frozen

# A larger group is shown by its nearest members; nobody reads more.
MAX_GROUP = 200


@frozen
class Linked:
    """A report that was linked with the one at hand; `by` is None if it is linked by way of others.

    There is no field for what was written.
    """

    receipt: str
    state: str
    received_at: datetime
    occurred_at: datetime
    place_shown: str
    by: str | None
    linked_at: datetime | None


def group_of(session: Session, report_id: int) -> list[int]:
    """Return the reports that are linked with one, itself first, nearest first."""
    found = [report_id]
    fresh = [report_id]
    while fresh and len(found) < MAX_GROUP:
        pairs = session.execute(
            select(ReportLink.report_id, ReportLink.other_id)
            .where(or_(ReportLink.report_id.in_(fresh), ReportLink.other_id.in_(fresh)))
            .order_by(ReportLink.report_id, ReportLink.other_id)
        )
        near = dict.fromkeys(each for pair in pairs for each in pair)
        fresh = [each for each in near if each not in set(found)]
        found += fresh
    return found[:MAX_GROUP]


def corroboration(session: Session, report_ids: Sequence[int]) -> dict[int, int]:
    """Return for each report how many others tell the same event: `Candidate.similar_recent`."""
    own = set(report_ids)
    pairs = session.execute(
        select(ReportLink.report_id, ReportLink.other_id).where(
            or_(ReportLink.report_id.in_(own), ReportLink.other_id.in_(own))
        )
    )
    linked = own & {each for pair in pairs for each in pair}
    return {each: len(group_of(session, each)) - 1 if each in linked else 0 for each in report_ids}


def linked_reports(session: Session, report_id: int) -> list[Linked]:
    """Return the other reports of the group, those linked directly first, the latest link first."""
    others = group_of(session, report_id)[1:]
    if not others:
        return []
    rows = session.execute(select(Report).where(Report.report_id.in_(others))).scalars().all()
    links = {
        (link.other_id if link.report_id == report_id else link.report_id): (link, name)
        for link, name in session.execute(
            select(ReportLink, Account.display_name)
            .join(Account, Account.account_id == ReportLink.account_id)
            .where(or_(ReportLink.report_id == report_id, ReportLink.other_id == report_id))
        )
    }
    found = []
    for row in rows:
        link, name = links.get(row.report_id, (None, None))
        found.append(
            Linked(
                receipt=row.receipt,
                state=row.state,
                received_at=row.received_at,
                occurred_at=row.occurred_at,
                place_shown=row.place_shown,
                by=name,
                linked_at=link.linked_at if link else None,
            )
        )
    return sorted(found, key=_nearest)


def _nearest(each: Linked) -> tuple[bool, float, str]:
    since = each.linked_at.timestamp() if each.linked_at else 0.0
    return each.linked_at is None, -since, each.receipt
