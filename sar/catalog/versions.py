"""The rows of a set's versions: the newest one, the open draft, and writing a row's content."""

import hashlib
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, canonical_bytes
from indicators.identity import ReusedId, reused_ids
from sar.catalog.comparison import version_after, version_key
from sar.errors import FieldFinding, NotFoundError
from sar.models import DefinitionSetVersion, SetState
from sar.sets.published import definition_set_of, last_activation

OPEN_STATES = (SetState.DRAFT, SetState.IN_REVIEW, SetState.APPROVED)


def newest_version(session: Session, set_id: str) -> DefinitionSetVersion:
    """Return the version that takes effect last; a new one follows it.

    Raises NotFoundError if no version is published.
    """
    row = find_newest(session, set_id)
    if row is None:
        raise NotFoundError("No version of this set is published.")
    return row


def find_newest(session: Session, set_id: str) -> DefinitionSetVersion | None:
    """Return that version, None if no version is published."""
    last = last_activation(session, set_id)
    if last is None:
        return None
    return session.get_one(DefinitionSetVersion, last.definition_set_id)


def base_of(session: Session, definition_set_id: int) -> DefinitionSet:
    """Return the version that a draft is based on; raises NotFoundError if there is none."""
    row = session.get(DefinitionSetVersion, definition_set_id)
    if row is None or row.based_on_id is None:
        raise NotFoundError("There is no such draft.")
    return definition_set_of(session.get_one(DefinitionSetVersion, row.based_on_id))


def lock_published(session: Session, set_id: str) -> None:
    """Hold the set's published rows, so that drafts and activations of it come one by one."""
    session.execute(
        select(DefinitionSetVersion.definition_set_id)
        .where(
            DefinitionSetVersion.set_id == set_id,
            DefinitionSetVersion.state == SetState.PUBLISHED,
        )
        .order_by(DefinitionSetVersion.definition_set_id)
        .with_for_update()
    )


def open_draft_id(session: Session, set_id: str) -> int | None:
    """Return the id of the set's open draft, None if there is none."""
    return session.execute(
        select(DefinitionSetVersion.definition_set_id)
        .where(DefinitionSetVersion.set_id == set_id, DefinitionSetVersion.state.in_(OPEN_STATES))
        .order_by(DefinitionSetVersion.definition_set_id)
        .limit(1)
    ).scalar_one_or_none()


def next_number(session: Session, newest: DefinitionSetVersion, draft: DefinitionSet) -> str:
    """Return the version number that `draft` gets when it follows `newest`; never one in use."""
    used = session.execute(
        select(DefinitionSetVersion.version).where(
            DefinitionSetVersion.set_id == newest.set_id,
            DefinitionSetVersion.state == SetState.PUBLISHED,
        )
    ).scalars()
    return version_after(definition_set_of(newest), draft, highest=max(used, key=version_key))


def write_content(row: DefinitionSetVersion, definition_set: DefinitionSet, version: str) -> None:
    """Put a set into a row in its canonical form, under a version number."""
    numbered = replace(definition_set, version=version)
    row.version = version
    row.edition = numbered.edition
    content = canonical_bytes(numbered)
    row.content, row.sha256 = content.decode(), hashlib.sha256(content).hexdigest()


def renumber(session: Session, row: DefinitionSetVersion, definition_set: DefinitionSet) -> None:
    """Write the content under the number that its changes call for at this moment."""
    newest = newest_version(session, row.set_id)
    number = next_number(session, newest, definition_set)
    write_content(row, definition_set, number)


def is_same_content(one: DefinitionSet, other: DefinitionSet) -> bool:
    """Tell whether two versions differ in nothing but their number."""
    return replace(one, version=other.version) == other


def about_ids(session: Session, new: DefinitionSet) -> list[FieldFinding]:
    """Say which ids meant something else in a published version of the set, however old."""
    found: dict[str, ReusedId] = {}
    rows = select(DefinitionSetVersion).where(
        DefinitionSetVersion.set_id == new.set_id,
        DefinitionSetVersion.state == SetState.PUBLISHED,
    )
    newest_first = rows.order_by(DefinitionSetVersion.definition_set_id.desc())
    for row in session.execute(newest_first).scalars():
        for each in reused_ids(definition_set_of(row), new):
            found.setdefault(each.reused, each)
    return [
        FieldFinding(each.indicator_id, each.message, each.remedy, "reused_id", each.indicator_id)
        for each in found.values()
    ]
