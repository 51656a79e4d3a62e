"""What was given out, and what was asked for from outside: registers without names or words."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.models import Disclosure, RecipientNotice, RedressRequest, Report
from sar.oversight.tables import Table
from sar.oversight.titles import TITLES


def disclosures(session: Session) -> Table:
    """Return the disclosure register; recipients are named in the register itself only."""
    notices = (
        select(
            RecipientNotice.disclosure_id,
            func.count().label("due"),
            func.count(RecipientNotice.told_at).label("told"),
            func.count(RecipientNotice.acknowledged_at).label("seen"),
        )
        .group_by(RecipientNotice.disclosure_id)
        .subquery()
    )
    rows = session.execute(
        select(Disclosure, Report.receipt, notices.c.due, notices.c.told, notices.c.seen)
        .join(Report, Report.report_id == Disclosure.report_id)
        .outerjoin(notices, notices.c.disclosure_id == Disclosure.disclosure_id)
        .order_by(Disclosure.disclosure_id)
    )
    return Table(
        "disclosures",
        TITLES["disclosures"],
        ("Disclosure", "When", "Account", "Report", "Tier", "Purpose", "Authority", "SHA-256",
         "Notices of changes", "Told", "Acknowledged"),
        tuple(
            (
                row.disclosure_id, row.released_at, row.account_id, receipt, row.tier, row.purpose,
                row.authority, row.content_sha256, due or 0, told or 0, seen or 0,
            )
            for row, receipt, due, told, seen in rows
        ),
        ("28 CFR 23.20(g) asks for a record of who was given what, why and when.",),
    )  # fmt: skip


def redress(session: Session) -> Table:
    """Return the requests and complaints from outside, with their clocks."""
    rows = session.execute(
        select(RedressRequest).order_by(RedressRequest.redress_request_id)
    ).scalars()
    return Table(
        "redress",
        TITLES["redress"],
        ("Number", "Kind", "Received", "Due", "Answered", "Outcome"),
        tuple(
            (row.number, row.kind, row.received_at, row.due_at, row.answered_at, row.outcome)
            for row in rows
        ),
    )
