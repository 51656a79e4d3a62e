"""How a version arrives: per agency who has opened a form or read of it, and reports per week.

Counts of people are rounded to fives and not told when fewer than five are meant, nor when all but
fewer than five are. There are no totals: from a total and the rest a hidden count could be told.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sar.actors import FILERS
from sar.catalog.board import SMALLEST
from sar.models import (
    Account,
    Acknowledgement,
    Agency,
    Announcement,
    AnnouncementAgency,
    DefinitionSetVersion,
    FormOpening,
    Report,
    SetState,
)
from sar.values import frozen

WEEKS = 12
MAX_VERSIONS = 4


@frozen
class Share:
    """A part of an agency's people, as it may be shown.

    `least` and `most` are for a picture, fractions from 0 to 1; they are equal for a count.
    """

    words: str
    least: float
    most: float


@frozen
class AgencyRow:
    """One agency: how many people file, how many of them opened a form, and acknowledged.

    `acknowledged` is None if nothing was announced to the agency.
    """

    agency: str
    people: str
    opened: Share
    acknowledged: Share | None


@frozen
class Week:
    """The reports of one week per version; None for one to four, which are not told."""

    begins: datetime
    counts: tuple[int | None, ...]


@frozen
class Timeline:
    """Reports per week, the oldest first; `versions` names what the counts of a week are of."""

    versions: tuple[str, ...]
    weeks: tuple[Week, ...]

    @property
    def highest(self) -> int:
        """Return the highest count that is told, at least five."""
        told = [count or 0 for week in self.weeks for count in week.counts]
        return max([SMALLEST, *told])


def share(count: int, people: int) -> Share:
    """Return how `count` of `people` may be shown.

    Where a count is not told, at least five counts fit what is said instead; of fewer than nine
    people no two such groups can be made.
    """
    few = SMALLEST - 1
    if people < SMALLEST + few:
        return Share("not told for so few people", 0.0, 0.0)
    if count < SMALLEST:
        return Share(f"fewer than {SMALLEST}", 0.0, few / people)
    if people - count < SMALLEST:
        return Share(f"all but fewer than {SMALLEST}", (people - few) / people, 1.0)
    rounded = SMALLEST * round(count / SMALLEST)
    return Share(f"about {rounded:,}", rounded / people, rounded / people)


def agency_rows(session: Session, definition_set_id: int) -> list[AgencyRow]:
    """List the agencies whose people file reports, by name."""
    people = _counts(session, select(Account.agency_id, func.count()))
    opened = _counts(
        session,
        select(Account.agency_id, func.count())
        .join(FormOpening, FormOpening.account_id == Account.account_id)
        .where(FormOpening.definition_set_id == definition_set_id),
    )
    read = _counts(
        session,
        select(Account.agency_id, func.count(Account.account_id.distinct()))
        .join(Acknowledgement, Acknowledgement.account_id == Account.account_id)
        .join(Announcement, Announcement.announcement_id == Acknowledgement.announcement_id)
        .where(Announcement.definition_set_id == definition_set_id),
    )
    announced = set(
        session.execute(
            select(AnnouncementAgency.agency_id)
            .join(Announcement, Announcement.announcement_id == AnnouncementAgency.announcement_id)
            .where(Announcement.definition_set_id == definition_set_id)
        ).scalars()
    )
    agencies = session.execute(select(Agency.agency_id, Agency.name).order_by(Agency.name))
    return [
        AgencyRow(
            agency=name,
            people=f"{people[key]:,}" if people[key] >= SMALLEST else f"fewer than {SMALLEST}",
            opened=share(opened.get(key, 0), people[key]),
            acknowledged=share(read.get(key, 0), people[key]) if key in announced else None,
        )
        for key, name in agencies
        if key in people
    ]


def timeline(session: Session, set_id: str, *, midnight: datetime) -> Timeline:
    """Count the reports of the last twelve weeks under the versions that were filed under last.

    `midnight` ends the last week.
    """
    begins = midnight - timedelta(weeks=WEEKS)
    versions = _versions_in_use(session, set_id, since=begins)
    weeks = []
    for number in range(WEEKS):
        start = begins + timedelta(weeks=number)
        found = _reports(session, tuple(versions), start, start + timedelta(weeks=1))
        counts = tuple(_told(found.get(each, 0)) for each in versions)
        weeks.append(Week(start, counts))
    return Timeline(tuple(versions.values()), tuple(weeks))


def _told(count: int) -> int | None:
    return None if 0 < count < SMALLEST else count


def _counts(session: Session, query: Select[*tuple[Any, ...]]) -> dict[int, int]:
    """Count the active people who file, per agency."""
    query = query.where(Account.is_active, Account.role.in_(FILERS)).group_by(Account.agency_id)
    return dict(session.execute(query).all())


def _versions_in_use(session: Session, set_id: str, *, since: datetime) -> Mapping[int, str]:
    """Return the newest versions under which anything was filed since then, the oldest first."""
    is_used = (
        select(Report.report_id)
        .where(
            Report.definition_set_id == DefinitionSetVersion.definition_set_id,
            Report.received_at >= since,
        )
        .exists()
    )
    query = (
        select(DefinitionSetVersion.definition_set_id, DefinitionSetVersion.version)
        .where(
            DefinitionSetVersion.set_id == set_id,
            DefinitionSetVersion.state == SetState.PUBLISHED,
            is_used,
        )
        .order_by(DefinitionSetVersion.definition_set_id.desc())
        .limit(MAX_VERSIONS)
    )
    rows: Sequence[tuple[int, str]] = [(key, name) for key, name in session.execute(query)]
    return dict(reversed(rows))


def _reports(
    session: Session, ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, int]:
    query = (
        select(Report.definition_set_id, func.count())
        .where(
            Report.definition_set_id.in_(ids),
            Report.received_at >= start,
            Report.received_at < end,
        )
        .group_by(Report.definition_set_id)
    )
    return dict(session.execute(query).all())
