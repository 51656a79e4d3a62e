"""What is shown of a set's versions: the list, one version, its steps, and what it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from indicators.definitions import DefinitionSet, Indicator
from indicators.lifecycle import Period, Standing, standing_of
from sar.actors import Actor
from sar.catalog import versions
from sar.catalog.comparison import Comparison, comparison, version_key
from sar.catalog.publication import REVIEWERS
from sar.errors import NotFoundError
from sar.models import Account, DefinitionSetVersion, SetEditor, SetState, SetStep
from sar.sets.published import definition_set_of, periods_of
from sar.values import frozen


@frozen
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
    editors: tuple[str, ...]
    is_own: bool
    is_editor: bool
    based_on: str
    created_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
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
        """Tell whether it is on its way: a draft, in review, or approved."""
        return self.standing in (Standing.DRAFT, Standing.IN_REVIEW, Standing.APPROVED)

    @property
    def is_being_decided(self) -> bool:
        """Tell whether it waits for a second person, or for its date."""
        return self.standing in (Standing.IN_REVIEW, Standing.APPROVED)

    @property
    def label(self) -> str:
        """Return what it is called in a heading."""
        return f"Version {self.version}" if self.is_published else f"Draft {self.definition_set_id}"


@frozen
class StepRow:
    """One step of a version on its way, as the timeline shows it."""

    at: datetime
    action: str
    who: str
    text: str = field(repr=False)


@frozen
class VersionPage:
    """One version with its content; `rows` are all that the viewer may know of, it among them."""

    row: VersionRow
    definition_set: DefinitionSet
    steps: Sequence[StepRow]
    rows: Sequence[VersionRow]

    def indicator(self, indicator_id: str) -> Indicator:
        """Return one behaviour; raises NotFoundError if the version has no such one."""
        for each in self.definition_set.indicators:
            if each.indicator_id == indicator_id:
                return each
        raise NotFoundError("This set has no such behavior.")

    @property
    def open_draft(self) -> VersionRow | None:
        """Return the set's draft that is on its way, None if the viewer knows of none."""
        of_set = (each for each in self.rows if each.set_id == self.row.set_id)
        return next((each for each in of_set if each.is_open), None)

    @property
    def is_editable(self) -> bool:
        """Tell whether the viewer may change it now."""
        return self.row.is_editor and self.row.standing is Standing.DRAFT


@frozen
class Changes:
    """What a version changes against another; `against` is the other one's row."""

    against: VersionRow
    comparison: Comparison


def version_rows(
    session: Session, *, viewer: Actor, now: datetime, invited_to: int | None = None
) -> list[VersionRow]:
    """List the versions that the viewer may know of: drafts first, then the latest.

    Everybody knows of published ones; drafts are for those who write or decide on them, and the
    draft `invited_to` for those who are asked for comments.
    """
    author, approver, base = aliased(Account), aliased(Account), aliased(DefinitionSetVersion)
    query = (
        select(DefinitionSetVersion, author.display_name, approver.display_name, base.version)
        .outerjoin(author, author.account_id == DefinitionSetVersion.author_id)
        .outerjoin(approver, approver.account_id == DefinitionSetVersion.approver_id)
        .outerjoin(base, base.definition_set_id == DefinitionSetVersion.based_on_id)
    )
    if not viewer.is_one_of(*REVIEWERS):
        query = query.where(
            (DefinitionSetVersion.state == SetState.PUBLISHED)
            | (DefinitionSetVersion.definition_set_id == invited_to)
        )
    found = session.execute(query.order_by(DefinitionSetVersion.definition_set_id.desc())).all()
    context = _Context(periods_of(session), _editors(session), viewer, now)
    rows = [_version_row(*each, context) for each in found]
    # The sort is stable: versions that take effect at the same moment stay newest first.
    return sorted(rows, key=_place, reverse=True)


@frozen
class _Context:
    """What every line of the list needs to know of the others, and of who reads it when."""

    periods: Mapping[int, tuple[Period, ...]]
    editors: Mapping[int, Mapping[int, str]]
    viewer: Actor
    now: datetime


def _version_row(
    row: DefinitionSetVersion,
    author: str | None,
    approver: str | None,
    base: str | None,
    context: _Context,
) -> VersionRow:
    now, viewer_id = context.now, context.viewer.account_id
    periods = context.periods.get(row.definition_set_id, ())
    editors = context.editors.get(row.definition_set_id, {})
    standing = (
        standing_of(row.definition_set_id, context.periods, now=now)
        if row.state == SetState.PUBLISHED
        else Standing(row.state)
    )
    shown = _shown_period(standing, periods, now=now)
    return VersionRow(
        definition_set_id=row.definition_set_id,
        set_id=row.set_id,
        version=row.version,
        edition=row.edition,
        standing=standing,
        revision=row.revision,
        author=author or "",
        approver=approver or "",
        editors=tuple(editors.values()),
        is_own=row.author_id is not None and row.author_id == viewer_id,
        is_editor=viewer_id in editors,
        note=row.note,
        based_on=base or "",
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        approved_at=row.approved_at,
        published_at=row.published_at,
        effective_from=shown.effective_from if shown else row.effective_from,
        accept_until=shown.accept_until if shown else None,
        sha256=row.sha256,
    )


def version_page(
    session: Session,
    definition_set_id: int,
    *,
    viewer: Actor,
    now: datetime,
    invited_to: int | None = None,
) -> VersionPage:
    """Return one version with its content; raises NotFoundError for what the viewer cannot know.

    Raises NotReadyError if the content does not fit its hash.
    """
    rows = version_rows(session, viewer=viewer, now=now, invited_to=invited_to)
    row = next((each for each in rows if each.definition_set_id == definition_set_id), None)
    if row is None:
        raise NotFoundError("There is no such version.")
    stored = session.get_one(DefinitionSetVersion, definition_set_id)
    may_see_steps = viewer.is_one_of(*REVIEWERS)
    return VersionPage(
        row=row,
        definition_set=definition_set_of(stored),
        steps=_steps(session, definition_set_id) if may_see_steps else (),
        rows=rows,
    )


def changes_of(
    session: Session,
    page: VersionPage,
    *,
    against_id: int | None,
) -> Changes | None:
    """Compare a version with another published one; None if there is none to compare with.

    Without `against_id` it is the one that it follows: for a draft the newest, for a published
    version the one before it.
    """
    others = comparable(session, page)
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


def comparable(session: Session, page: VersionPage) -> list[VersionRow]:
    """List the published versions that a version can be compared with, its predecessor first.

    A draft would follow the version that takes effect last; a published one followed the number
    before it, whatever was made live again since.
    """
    rows = [each for each in page.rows if each.is_published and each.set_id == page.row.set_id]
    rows.sort(key=lambda each: version_key(each.version), reverse=True)
    if not page.row.is_published:
        newest = versions.newest_version(session, page.row.set_id).definition_set_id
        return sorted(rows, key=lambda each: each.definition_set_id != newest)
    place = [each.definition_set_id for each in rows].index(page.row.definition_set_id)
    return rows[place + 1 :] + rows[:place]


def newest_row(session: Session, set_id: str, *, among: Sequence[VersionRow]) -> VersionRow:
    """Return the version that takes effect last; raises NotFoundError if there is none."""
    newest = versions.newest_version(session, set_id).definition_set_id
    return next(each for each in among if each.definition_set_id == newest)


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


def _editors(session: Session) -> dict[int, dict[int, str]]:
    """Return who edits which version: names by account, the author first."""
    found: dict[int, dict[int, str]] = {}
    query = (
        select(SetEditor, Account.display_name)
        .join(Account, Account.account_id == SetEditor.account_id)
        .order_by(SetEditor.since, SetEditor.account_id)
    )
    for editor, name in session.execute(query):
        found.setdefault(editor.definition_set_id, {})[editor.account_id] = name
    return found


def _shown_period(standing: Standing, periods: Sequence[Period], *, now: datetime) -> Period | None:
    """Return the period that the standing is about: the one to come, or the last that has begun."""
    if standing is not Standing.SCHEDULED:
        periods = [each for each in periods if each.effective_from <= now]
    return periods[-1] if periods else None


def _place(row: VersionRow) -> tuple[int, datetime]:
    """Order the list: open drafts, what was or will be in force by date, then all others."""
    if row.is_open:
        return 3, row.created_at
    if row.standing is Standing.WITHDRAWN:
        return 1, row.created_at
    return (2, row.effective_from) if row.effective_from else (0, row.created_at)
