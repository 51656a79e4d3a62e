"""Filters that an analyst keeps, and how many reports came in that fit them: counts, no content.

The queue shows them, and `sar.search` keeps and forgets them.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import Report, SavedSearch
from sar.reports.filters import Filters
from sar.reports.narrowing import narrowed
from sar.values import frozen

MOST = 20
"""Most filters that one person keeps."""
MAX_COUNTED = 100
NAMES = ("sector", "behaviour", "state")
"""What can be kept: codes of the queue's filters, never a word that somebody typed."""


@frozen
class Saved:
    """Kept filters, and how many waiting reports are new since the last look, 100 at most."""

    saved_search_id: int
    filters: Mapping[str, str]
    new: int


def saved_searches(session: Session, *, viewer: Actor) -> list[Saved]:
    """Return what the viewer keeps, the oldest first."""
    rows = session.execute(
        select(SavedSearch)
        .where(SavedSearch.account_id == viewer.account_id)
        .order_by(SavedSearch.saved_search_id)
    ).scalars()
    return [Saved(row.saved_search_id, row.filters, _new(session, row)) for row in rows]


def count_new(session: Session, *, viewer: Actor) -> int:
    """Return how many new reports fit what the viewer keeps, one that fits twice counted twice."""
    return sum(each.new for each in saved_searches(session, viewer=viewer))


def keep(session: Session, filters: Mapping[str, str], *, viewer: Actor, now: datetime) -> bool:
    """Keep filters for the viewer; tell whether they are new, and not too many."""
    kept = [each.filters for each in saved_searches(session, viewer=viewer)]
    if dict(filters) in kept or not filters or len(kept) >= MOST:
        return False
    row = SavedSearch(
        account_id=viewer.account_id,
        filters=dict(filters),
        seen_report_id=_newest(session),
        saved_at=now,
    )
    session.add(row)
    return True


def open_saved(session: Session, saved_search_id: int, *, viewer: Actor) -> Mapping[str, str]:
    """Return the filters, and count anew from here; empty if they are not the viewer's."""
    row = _own(session, saved_search_id, viewer=viewer)
    if row is None:
        return {}
    row.seen_report_id = _newest(session)
    return dict(row.filters)


def forget(session: Session, saved_search_id: int, *, viewer: Actor) -> None:
    """Keep these filters no longer; those of others stay."""
    row = _own(session, saved_search_id, viewer=viewer)
    if row is not None:
        session.delete(row)


def _own(session: Session, saved_search_id: int, *, viewer: Actor) -> SavedSearch | None:
    row = session.get(SavedSearch, saved_search_id)
    return row if row is not None and row.account_id == viewer.account_id else None


def _newest(session: Session) -> int:
    return session.execute(select(func.max(Report.report_id))).scalar_one() or 0


def _new(session: Session, row: SavedSearch) -> int:
    query, _line = narrowed(select(Report.report_id), Filters(**row.filters))
    newer = query.where(Report.report_id > row.seen_report_id).limit(MAX_COUNTED).subquery()
    return session.execute(select(func.count()).select_from(newer)).scalar_one()
