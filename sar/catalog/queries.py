"""What is shown of a set's versions: the list, one version, its steps, and what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from indicators.definitions import DefinitionSet, Indicator
from sar.actors import Actor
from sar.catalog import versions
from sar.catalog.comparison import Comparison, comparison
from sar.catalog.publication import REVIEWERS
from sar.errors import NotFoundError
from sar.models import Account, DefinitionSetVersion, SetState, SetStep
from sar.published import definition_set_of


class Standing(StrEnum):
    """What a version is good for at this moment."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of the list; `author` is "" for what came with the toolkit."""

    definition_set_id: int
    set_id: str
    version: str
    edition: str
    standing: Standing
    revision: int
    author: str
    approver: str
    is_own: bool
    based_on: str
    created_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    effective_from: datetime | None
    accept_until: datetime | None
    sha256: str
    note: str = field(repr=False)

    @property
    def is_published(self) -> bool:
        """Tell whether everybody may read it."""
        return self.published_at is not None

    @property
    def is_open(self) -> bool:
        """Tell whether it is on its way: a draft, or in review."""
        return self.standing in (Standing.DRAFT, Standing.IN_REVIEW)

    @property
    def label(self) -> str:
        """Return what it is called in a heading."""
        return f"Version {self.version}" if self.is_published else f"Draft {self.definition_set_id}"


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a version on its way, as the timeline shows it."""

    at: datetime
    action: str
    who: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version with its content."""

    row: VersionRow
    definition_set: DefinitionSet
    steps: Sequence[StepRow]

    def indicator(self, indicator_id: str) -> Indicator:
        """Return one behaviour; raises NotFoundError if the version has no such one."""
        for each in self.definition_set.indicators:
            if each.indicator_id == indicator_id:
                return each
        raise NotFoundError("This set has no such behaviour.")

    @property
    def is_editable(self) -> bool:
        """Tell whether the viewer may change it now."""
        return self.row.is_own and self.row.standing is Standing.DRAFT


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version changes against another; `against` is the other one's row."""

    against: VersionRow
    comparison: Comparison


def version_rows(session: Session, *, viewer: Actor, now: datetime) -> list[VersionRow]:
    """List the versions that the viewer may know of: drafts first, then the latest.

    Everybody knows of published ones; drafts are for those who write or decide on them.
    """
    author, approver, base = aliased(Account), aliased(Account), aliased(DefinitionSetVersion)
    query = (
        select(DefinitionSetVersion, author.display_name, approver.display_name, base.version)
        .outerjoin(author, author.account_id == DefinitionSetVersion.author_id)
        .outerjoin(approver, approver.account_id == DefinitionSetVersion.approver_id)
        .outerjoin(base, base.definition_set_id == DefinitionSetVersion.based_on_id)
    )
    if not viewer.is_one_of(*REVIEWERS):
        query = query.where(DefinitionSetVersion.state == SetState.PUBLISHED)
    found = session.execute(query.order_by(DefinitionSetVersion.definition_set_id.desc())).all()
    current = _current_id([row for row, *_names in found], now=now)
    rows = [
        VersionRow(
            definition_set_id=row.definition_set_id,
            set_id=row.set_id,
            version=row.version,
            edition=row.edition,
            standing=_standing(row, current, now=now),
            revision=row.revision,
            author=author_name or "",
            approver=approver_name or "",
            is_own=row.author_id is not None and row.author_id == viewer.account_id,
            note=row.note,
            based_on=base_version or "",
            created_at=row.created_at,
            submitted_at=row.submitted_at,
            published_at=row.published_at,
            effective_from=row.effective_from,
            accept_until=row.accept_until,
            sha256=row.sha256,
        )
        for row, author_name, approver_name, base_version in found
    ]
    # The sort is stable: versions that take effect at the same moment stay newest first.
    return sorted(rows, key=_place, reverse=True)


def version_page(
    session: Session, definition_set_id: int, *, viewer: Actor, now: datetime
) -> VersionPage:
    """Return one version with its content; raises NotFoundError for what the viewer cannot know.

    Raises NotReadyError if the content does not fit its hash.
    """
    rows = version_rows(session, viewer=viewer, now=now)
    row = next((each for each in rows if each.definition_set_id == definition_set_id), None)
    if row is None:
        raise NotFoundError("There is no such version.")
    stored = session.get_one(DefinitionSetVersion, definition_set_id)
    may_see_steps = viewer.is_one_of(*REVIEWERS)
    return VersionPage(
        row=row,
        definition_set=definition_set_of(stored),
        steps=_steps(session, definition_set_id) if may_see_steps else (),
    )


def changes_of(
    session: Session,
    page: VersionPage,
    *,
    against_id: int | None,
    viewer: Actor,
    now: datetime,
) -> Changes | None:
    """Compare a version with another published one; None if there is none to compare with.

    Without `against_id` it is the one that it follows: for a draft the newest, for a published
    version the one before it.
    """
    others = comparable(session, page, viewer=viewer, now=now)
    wanted = [each for each in others if against_id in (None, each.definition_set_id)]
    if not wanted:
        return None
    against = wanted[0]
    old = definition_set_of(session.get_one(DefinitionSetVersion, against.definition_set_id))
    number = page.row.version
    if not page.row.is_published:
        newest = versions.newest_version(session, page.row.set_id)
        number = versions.next_number(session, newest, page.definition_set)
    return Changes(against, comparison(old, page.definition_set, version=number))


def comparable(
    session: Session, page: VersionPage, *, viewer: Actor, now: datetime
) -> list[VersionRow]:
    """List the published versions that a version can be compared with, its predecessor first."""
    rows = [
        each
        for each in version_rows(session, viewer=viewer, now=now)
        if each.is_published and each.set_id == page.row.set_id
    ]
    ids = [each.definition_set_id for each in rows]
    if page.row.definition_set_id not in ids:
        return rows
    place = ids.index(page.row.definition_set_id)
    return rows[place + 1 :] + rows[:place]


def _steps(session: Session, definition_set_id: int) -> list[StepRow]:
    found = session.execute(
        select(SetStep, Account.display_name)
        .outerjoin(Account, Account.account_id == SetStep.account_id)
        .where(SetStep.definition_set_id == definition_set_id)
        .order_by(SetStep.set_step_id)
    )
    return [
        StepRow(step.taken_at, step.action, name or "the command line", step.comment)
        for step, name in found
    ]


def _current_id(rows: Sequence[DefinitionSetVersion], *, now: datetime) -> int | None:
    """Return which version new reports are filed under; as `sar.published.current_set` chooses."""
    in_force = [
        (row.effective_from, row.definition_set_id)
        for row in rows
        if row.state == SetState.PUBLISHED and row.effective_from and _is_accepted(row, now=now)
    ]
    return max(in_force)[1] if in_force else None


def _standing(row: DefinitionSetVersion, current: int | None, *, now: datetime) -> Standing:
    if row.state != SetState.PUBLISHED:
        return Standing(row.state)
    if row.effective_from is not None and row.effective_from > now:
        return Standing.SCHEDULED
    if row.definition_set_id == current:
        return Standing.IN_FORCE
    return Standing.ACCEPTED if _is_accepted(row, now=now) else Standing.CLOSED


def _is_accepted(row: DefinitionSetVersion, *, now: datetime) -> bool:
    return (
        row.effective_from is not None
        and row.effective_from <= now
        and (row.accept_until is None or now <= row.accept_until)
    )


def _place(row: VersionRow) -> tuple[int, datetime]:
    """Order the list: open drafts, then published versions by date, then what was discarded."""
    rank = 2 if row.is_open else int(row.is_published)
    return rank, row.effective_from or row.created_at
