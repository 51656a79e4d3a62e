"""The author's side: begin a draft, change it, send it to review, take it back, give it up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, to_plain
from indicators.errors import DefinitionError
from indicators.lifecycle import Standing
from indicators.loading import from_plain
from sar.actors import Actor
from sar.catalog import comments, consultation, readiness, steps, versions
from sar.catalog.drafts.edits import Edit
from sar.catalog.explanations import explain
from sar.catalog.steps import Seen, Step
from sar.errors import ConflictError, DeniedError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import DefinitionSetVersion, Role, SetAction, SetEditor, SetState
from sar.sets.published import definition_set_of
from sar.values import frozen

AUTHORS = (Role.TRAINER,)

ONE_AT_A_TIME = (
    "A set has one open draft at a time, so that nobody's work is lost. This is the one that is "
    "open."
)


@frozen
class StartedDraft:
    """The open draft of a set: a new one, or the one that was there already."""

    definition_set_id: int
    is_new: bool


def start_draft(
    session: Session,
    definition_set_id: int,
    *,
    content: DefinitionSet | None = None,
    actor: Actor,
    now: datetime,
) -> StartedDraft:
    """Begin a draft based on a published version; a set has one open draft at a time.

    It begins with `content`, which is checked already, or else as a copy of that version. Raises
    NotFoundError if there is no such published version.
    """
    source = session.get(DefinitionSetVersion, definition_set_id)
    if source is None or source.state != SetState.PUBLISHED:
        raise NotFoundError("There is no such published version.")
    versions.lock_published(session, source.set_id)
    already = versions.open_draft_id(session, source.set_id)
    if already is not None:
        return StartedDraft(already, is_new=False)
    row = DefinitionSetVersion(
        set_id=source.set_id,
        state=SetState.DRAFT,
        based_on_id=source.definition_set_id,
        author_id=actor.account_id,
        created_at=now,
        revision=1,
    )
    versions.renumber(session, row, content or definition_set_of(source))
    session.add(row)
    session.flush()
    _add_editor(session, row, actor=actor, now=now)
    step = Step(SetAction.DRAFTED, details={"from_file": content is not None})
    steps.log(session, row, step, actor=actor, now=now)
    return StartedDraft(row.definition_set_id, is_new=True)


def join(session: Session, definition_set_id: int, *, actor: Actor, now: datetime) -> None:
    """Become an editor of somebody else's draft, who then cannot approve it.

    Raises ConflictError unless it is a draft; whoever edits it already stays what they are.
    """
    row = steps.locked(session, definition_set_id)
    if row.state != SetState.DRAFT:
        raise ConflictError(steps.moved_on(row).message)
    if steps.is_editor(row, actor):
        return
    _add_editor(session, row, actor=actor, now=now)
    steps.log(session, row, Step(SetAction.JOINED), actor=actor, now=now)


def change_draft(
    session: Session, seen: Seen, edit: Edit, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Save a change to the actor's own draft; nothing is saved if anything is found.

    Raises NotFoundError or DeniedError; that the draft moved on is a finding, so that the form
    can be shown again with what was typed.
    """
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_others(row, actor)
    if row.state != SetState.DRAFT or row.revision != seen.revision:
        return [steps.moved_on(row)]
    draft = definition_set_of(row)
    changed = edit.change(draft)
    try:
        checked = from_plain(to_plain(changed), name=f"draft {row.definition_set_id}")
    except DefinitionError as error:
        return [explain(error, changed, about=edit)]
    if checked == draft:
        return []
    versions.renumber(session, row, checked)
    row.revision += 1
    details: dict[str, audit.Detail] = {
        "indicator": edit.indicator_id,
        "part": edit.part_id,
        "sha256": row.sha256,
        "revision": row.revision,
        **edit.details,
    }
    event = audit.Event("set.edited", steps.subject(row), details=details)
    audit.record(session, event, actor=actor, now=now)
    return []


def submit(
    session: Session, seen: Seen, note: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Send the actor's own draft to review; what is not ready is named, and nothing changes."""
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_others(row, actor)
    if not steps.may_become(row, Standing.IN_REVIEW) or row.revision != seen.revision:
        return [steps.moved_on(row)]
    draft = definition_set_of(row)
    found = list(readiness.obstacles(draft))
    newest = versions.newest_version(session, row.set_id)
    if versions.is_same_content(draft, definition_set_of(newest)):
        found.append(
            FieldFinding("", "Nothing has changed.", "Change something, or discard the draft.")
        )
    found += consultation.obstacles(session, row.definition_set_id, now=now)
    found += comments.obstacles(session, row.definition_set_id)
    if found:
        return found
    steps.become(row, Standing.IN_REVIEW)
    row.note = note
    row.submitted_at = now
    steps.log(session, row, Step(SetAction.SUBMITTED, note), actor=actor, now=now)
    return []


def take_back(session: Session, seen: Seen, *, actor: Actor, now: datetime) -> None:
    """Take a draft back from its editors' side, to go on with it; an approval is lost."""
    row = steps.ready_for(session, seen, Standing.DRAFT)
    steps.refuse_others(row, actor)
    steps.become(row, Standing.DRAFT)
    steps.log(session, row, Step(SetAction.TAKEN_BACK), actor=actor, now=now)


def discard(session: Session, seen: Seen, *, actor: Actor, now: datetime) -> None:
    """Give a draft up: its author may, or an administrator; it is kept and never published."""
    row = steps.ready_for(session, seen, Standing.DISCARDED)
    if not actor.is_one_of(Role.ADMINISTRATOR) and row.author_id != actor.account_id:
        raise DeniedError("Only its author or an administrator gives a draft up.")
    steps.become(row, Standing.DISCARDED)
    steps.log(session, row, Step(SetAction.DISCARDED), actor=actor, now=now)


def _add_editor(
    session: Session, row: DefinitionSetVersion, *, actor: Actor, now: datetime
) -> None:
    editor = SetEditor(
        definition_set_id=row.definition_set_id, account_id=actor.account_id, since=now
    )
    session.add(editor)
    session.flush()
