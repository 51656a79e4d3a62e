"""What the queue shows of a report: where it stands and why, and no field for what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import Account, AfterDecision, DeskSettings, Report, ReportBehaviour
from sar.reports.filters import Filters
from sar.review.blind import given_blind, in_hand
from sar.review.incidents import find_live
from sar.review.waiting import Cursor, waiting
from sar.sets import published
from sar.values import frozen
from triage.rules import Reason

# A page of the API, and one that a person reads: on a phone fifty rows are thirty screens.
PAGE_SIZE = 50
ROWS_READ = 25

# What every report starts with; it explains nothing about a place in the queue.
_START, _REST = "start", "rest"


@frozen
class Claim:
    """Who works on a report until when; `is_own` tells whether that is the viewer."""

    name: str = field(repr=False)
    expires_at: datetime
    is_own: bool


@frozen
class QueueRow:
    """One line of the queue.

    `score` is in [0, 1000], higher is more urgent; `reasons` are the two that weigh most. It is
    None, without reasons, where the viewer was given the report and has not decided part one.
    """

    receipt: str
    state: str
    received_at: datetime
    sector: str
    place_shown: str
    behaviours: tuple[str, ...]
    score: int | None
    reasons: tuple[Reason, ...]
    claim: Claim | None
    snoozed_until: datetime | None = None


@frozen
class QueuePage:
    """Rows, as many as were asked for; `next_cursor` is None on the last page.

    `in_hand` is the receipt of what the viewer works on, "" if nothing.
    """

    rows: Sequence[QueueRow]
    next_cursor: Cursor | None
    in_hand: str = ""


def queue_page(
    session: Session,
    filters: Filters,
    *,
    after: Cursor | None,
    viewer: Actor,
    now: datetime,
    size: int = PAGE_SIZE,
) -> QueuePage:
    """List the reports that wait, the most urgent first, behind the cursor.

    What the viewer has in hand and reads blind is left out: its place would tell its rank.
    """
    working = in_hand(session, viewer=viewer, now=now)
    query = (
        waiting(
            filters,
            Report.report_id,
            Report.queue_place,
            Report.receipt,
            Report.state,
            Report.received_at,
            Report.sector,
            Report.place_shown,
            Report.score,
            Report.reasons,
            Report.set_id,
            Report.set_version,
            Report.set_sha256,
            Report.claimed_by_id,
            Report.claim_expires_at,
            Report.snoozed_until,
            now=now,
            after=after,
            incident=find_live(session, filters.incident, now=now),
        )
        .add_columns(Account.display_name)
        .outerjoin(Account, Account.account_id == Report.claimed_by_id)
        .where(Report.report_id.not_in(working.blind))
        .limit(size + 1)
    )
    found = session.execute(query).all()
    shown = found[:size]
    names = behaviour_names(session, shown)
    blind = given_blind(session, [each.report_id for each in shown], viewer=viewer)
    rows = [
        _without_score(row) if each.report_id in blind else row
        for each in shown
        for row in [_queue_row(each, names[each.report_id], viewer=viewer, now=now)]
    ]
    last = shown[-1] if len(found) > size else None
    cursor = Cursor(last.queue_place, last.report_id) if last else None
    return QueuePage(rows, cursor, working.receipt)


def after_decision(session: Session, viewer: Actor) -> str:
    """Return where the viewer is after a decision, as they have settled it."""
    own = session.get(DeskSettings, viewer.account_id)
    return own.after_decision if own else AfterDecision.STAY


def behaviour_options(session: Session) -> list[tuple[str, str]]:
    """List (id, name) of every behaviour that was ever published, named as the latest set does."""
    contents = [each.definition_set for each in published.published_sets(session)]
    names: dict[str, str] = {}
    for definition_set in contents:
        for indicator in definition_set.indicators:
            names.setdefault(indicator.indicator_id, indicator.name)
    return sorted(names.items(), key=lambda pair: pair[1])


def behaviour_names(session: Session, reports: Sequence[Any]) -> dict[int, tuple[str, ...]]:
    """Return the names of each report's behaviours by report id, as its own set names them.

    `reports` have report_id, set_id, set_version and set_sha256, as rows or as reports.
    """
    labels = _labels(session, reports)
    picked = session.execute(
        select(ReportBehaviour.report_id, ReportBehaviour.indicator_id)
        .where(ReportBehaviour.report_id.in_([each.report_id for each in reports]))
        .order_by(ReportBehaviour.report_id, ReportBehaviour.rank)
    )
    by_report: dict[int, list[str]] = {each.report_id: [] for each in reports}
    sets = {each.report_id: each.set_sha256 for each in reports}
    for report_id, indicator_id in picked:
        by_report[report_id].append(labels[sets[report_id]].get(indicator_id, indicator_id))
    return {report_id: tuple(names) for report_id, names in by_report.items()}


def weightiest(reasons: Sequence[Mapping[str, Any]], *, limit: int) -> tuple[Reason, ...]:
    """Return the reasons that move a score most; the start and what is told together say nothing.

    What is told together stands there where nothing else does.
    """
    telling = [Reason(**each) for each in reasons if each["rule"] != _START]
    ranked = sorted(telling, key=lambda each: (each.rule == _REST, -abs(each.points)))
    return tuple(ranked[:limit])


def claim_of(
    holder_id: int | None,
    name: str | None,
    *,
    expires_at: datetime | None,
    viewer: Actor,
    now: datetime,
) -> Claim | None:
    """Return the claim if it is live at `now`, else None."""
    if holder_id is None or expires_at is None or expires_at <= now:
        return None
    return Claim(name or "", expires_at, is_own=holder_id == viewer.account_id)


def _queue_row(
    row: Row[Any], behaviours: tuple[str, ...], *, viewer: Actor, now: datetime
) -> QueueRow:
    return QueueRow(
        receipt=row.receipt,
        state=row.state,
        received_at=row.received_at,
        sector=row.sector,
        place_shown=row.place_shown,
        behaviours=behaviours,
        score=row.score,
        reasons=weightiest(row.reasons, limit=2),
        snoozed_until=row.snoozed_until,
        claim=claim_of(
            row.claimed_by_id,
            row.display_name,
            expires_at=row.claim_expires_at,
            viewer=viewer,
            now=now,
        ),
    )


def _without_score(row: QueueRow) -> QueueRow:
    return replace(row, score=None, reasons=())


def _labels(session: Session, reports: Sequence[Any]) -> dict[str, dict[str, str]]:
    """Return the names of the behaviours of every set that these are pinned to, by its hash."""
    pinned = {each.set_sha256: each for each in reports}
    return {
        sha256: published.names_in(
            session, set_id=each.set_id, version=each.set_version, sha256=sha256
        )
        for sha256, each in pinned.items()
    }
