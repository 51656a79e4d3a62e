"""The disclosure register as it is read: releases, and the notices that are owed."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import (
    Account,
    Authority,
    Disclosure,
    DisclosurePurpose,
    NoticeCause,
    RecipientNotice,
    Report,
    Tier,
)
from sar.values import frozen

PAGE = 50


@frozen
class NoticeRow:
    """What a recipient is owed, and how far it has come."""

    notice_id: int
    disclosure_id: int
    receipt: str
    recipient: str
    agency: str
    cause: str
    caused_at: datetime
    told_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str


@frozen
class ReleaseRow:
    """One line of the register."""

    disclosure_id: int
    receipt: str
    tier: str
    recipient: str
    agency: str
    purpose: str
    authority: str
    who: str
    revision: int
    content_sha256: str
    released_at: datetime
    words: str = field(repr=False)


@frozen
class Register:
    """A page of the register, the latest first, and every notice that is not acknowledged."""

    rows: Sequence[ReleaseRow]
    owed: Sequence[NoticeRow]
    next_before: int | None


def register(session: Session, *, before: int | None = None, receipt: str = "") -> Register:
    """Return the releases before the one with the id `before`; of one report if it is named."""
    query = (
        select(Disclosure, Report.receipt, Account.display_name)
        .join(Report, Report.report_id == Disclosure.report_id)
        .join(Account, Account.account_id == Disclosure.account_id)
        .order_by(Disclosure.disclosure_id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Disclosure.disclosure_id < before)
    if receipt:
        query = query.where(Report.receipt == receipt.upper())
    found = session.execute(query).all()
    rows = [_row(*each) for each in found[:PAGE]]
    return Register(rows, owed(session), rows[-1].disclosure_id if len(found) > PAGE else None)


def owed(session: Session) -> list[NoticeRow]:
    """List the notices that nobody has acknowledged yet, the oldest first."""
    query = (
        select(RecipientNotice, Disclosure, Report.receipt)
        .join(Disclosure, Disclosure.disclosure_id == RecipientNotice.disclosure_id)
        .join(Report, Report.report_id == Disclosure.report_id)
        .where(RecipientNotice.acknowledged_at.is_(None))
        .order_by(RecipientNotice.recipient_notice_id)
    )
    return [
        NoticeRow(
            notice_id=notice.recipient_notice_id,
            disclosure_id=row.disclosure_id,
            receipt=receipt,
            recipient=row.recipient,
            agency=row.agency,
            cause=NoticeCause(notice.cause).label,
            caused_at=notice.caused_at,
            told_at=notice.told_at,
            acknowledged_at=notice.acknowledged_at,
            acknowledged_by=notice.acknowledged_by,
        )
        for notice, row, receipt in session.execute(query)
    ]


def _row(row: Disclosure, receipt: str, who: str) -> ReleaseRow:
    return ReleaseRow(
        disclosure_id=row.disclosure_id,
        receipt=receipt,
        tier=Tier(row.tier).label,
        recipient=row.recipient,
        agency=row.agency,
        purpose=DisclosurePurpose(row.purpose).label,
        authority=Authority(row.authority).label,
        who=who,
        revision=row.revision,
        content_sha256=row.content_sha256,
        released_at=row.released_at,
        words=row.words,
    )
