"""The disclosure register as it is read: releases, and the notices that are owed."""

from collections.abc import Collection, Sequence
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
REPEATS = 9
LOOKED_THROUGH = 200


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
class Repeat:
    """What an earlier release may lend to a new one: to whom, how much and for what, never why."""

    disclosure_id: int
    tier: str
    recipient: str = field(repr=False)
    agency: str = field(repr=False)
    purpose: str

    @property
    def tier_label(self) -> str:
        """Return the tier in words."""
        return Tier(self.tier).label

    @property
    def purpose_label(self) -> str:
        """Return the purpose in words."""
        return DisclosurePurpose(self.purpose).label


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


def repeatable(session: Session, *, agency_id: int | None, tiers: Collection[Tier]) -> list[Repeat]:
    """List what the agency gave out lately and may give out again, the latest first.

    At most REPEATS of its last LOOKED_THROUGH releases of these `tiers`, each recipient once for
    each tier and purpose. Imminent danger is a fact of one report, so it is never repeated.
    """
    query = (
        select(
            Disclosure.disclosure_id,
            Disclosure.tier,
            Disclosure.recipient,
            Disclosure.agency,
            Disclosure.purpose,
        )
        .join(Account, Account.account_id == Disclosure.account_id)
        .where(
            Account.agency_id == agency_id,
            Disclosure.tier.in_(tiers),
            Disclosure.purpose != DisclosurePurpose.IMMINENT_DANGER,
        )
        .order_by(Disclosure.disclosure_id.desc())
        .limit(LOOKED_THROUGH)
    )
    found: dict[tuple[str, ...], Repeat] = {}
    for number, *same in session.execute(query):
        found.setdefault(tuple(same), Repeat(number, *same))
    return list(found.values())[:REPEATS]


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
