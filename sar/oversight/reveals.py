"""Every reveal: who was shown which kind of hidden text, for which purpose, in which words."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from privacy.spans import Kind
from sar.models import Account, Report, Reveal, Role
from sar.originals import revealed
from sar.oversight import words
from sar.values import frozen

PAGE = 50


@frozen
class RevealRow:
    """One reveal; `kind` is what sort of text was hidden, never the text; `words` say why."""

    receipt: str
    granted_at: datetime
    expires_at: datetime
    who: str
    username: str
    role_label: str
    purpose: str
    kind: str
    is_open: bool
    words: str = field(repr=False)


@frozen
class RevealPage:
    """A page of reveals, the newest first; `next_before` is None on the last page."""

    rows: Sequence[RevealRow]
    next_before: int | None


def reveal_page(session: Session, *, now: datetime, before: int | None = None) -> RevealPage:
    """Return the reveals granted before the one with the id `before`."""
    query = (
        select(Reveal, Report, Account)
        .join(Report, Report.report_id == Reveal.report_id)
        .join(Account, Account.account_id == Reveal.account_id)
        .order_by(Reveal.reveal_id.desc())
        .options(lazyload(Report.behaviours))
    )
    if before is not None:
        query = query.where(Reveal.reveal_id < before)
    found = session.execute(query.limit(PAGE + 1)).all()
    rows = [
        RevealRow(
            receipt=report.receipt,
            granted_at=reveal.granted_at,
            expires_at=reveal.expires_at,
            who=account.display_name,
            username=account.username,
            role_label=Role(account.role).label,
            purpose=words.purpose(reveal.purpose),
            kind=_kind(session, reveal, report),
            is_open=reveal.expires_at > now,
            words=reveal.words,
        )
        for reveal, report, account in found[:PAGE]
    ]
    return RevealPage(rows, found[PAGE - 1][0].reveal_id if len(found) > PAGE else None)


def _kind(session: Session, reveal: Reveal, report: Report) -> str:
    """Say what sort of text was shown: "Plate" or "Person" for example."""
    if reveal.is_whole:
        return "Whole report, in an emergency" if reveal.is_emergency else "Whole report"
    span = revealed.find_span(session, report, path=reveal.field, number=reveal.span_number)
    if span is None:
        return "Hidden text"
    # A field that is hidden whole is best named by its name: "vehicles.0.plate", "place.street".
    name = reveal.field.rpartition(".")[2]
    is_named = span.kind == Kind.WHOLE_FIELD and name.isalpha()
    return (name if is_named else span.kind).replace("_", " ").capitalize()
