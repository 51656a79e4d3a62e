"""Translating a published set: one person offers a file, another approves it, and it is shown.

A translation belongs to one version by its SHA-256. It gives other words to texts and changes
nothing: reports are checked against the set alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from indicators.definitions import DefinitionSet
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Account, DefinitionSetVersion, SetState, SetTranslation, TranslationState
from sar.sets.published import definition_set_of
from sar.values import frozen
from sar.wording import catalogues
from sar.wording.languages import BY_CODE, ENGLISH

MAX_BYTES = 1_000_000
_MOST_FAULTS = 20


@frozen
class Row:
    """A translation as the page lists it."""

    set_translation_id: int
    language: str
    state: str
    offered_at: datetime
    offered_by: str
    decided_at: datetime | None
    decided_by: str
    is_own: bool
    content: str = field(repr=False)


def published_version(session: Session, definition_set_id: int) -> DefinitionSet:
    """Return a published version; raises NotFoundError for any other, which may still change."""
    row = session.get(DefinitionSetVersion, definition_set_id)
    if row is None or row.state != SetState.PUBLISHED:
        raise NotFoundError("There is no such published version.")
    return definition_set_of(row)


def offer(
    session: Session,
    definition_set_id: int,
    language: str,
    content: bytes,
    *,
    actor: Actor,
    now: datetime,
) -> Sequence[FieldFinding]:
    """Keep a file until somebody else decides on it; return what is wrong with it.

    Raises NotFoundError if the version is not published.
    """
    definition_set = published_version(session, definition_set_id)
    if language not in BY_CODE or language == ENGLISH.code:
        return [_finding("language", "Nothing was chosen.", "Choose the language of the file.")]
    faults = catalogues.faults_of(content, definition_set)
    if faults:
        return [_finding("file", *each) for each in faults[:_MOST_FAULTS]]
    row = SetTranslation(
        definition_set_id=definition_set_id,
        set_sha256=definition_set.sha256,
        language=language,
        content=content.decode("utf-8"),
        sha256=hashlib.sha256(content).hexdigest(),
        state=TranslationState.OFFERED,
        offered_by_id=actor.account_id or 0,
        offered_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, "set.translation_offered", row, actor=actor, now=now)
    return ()


def decide(
    session: Session,
    set_translation_id: int,
    state: TranslationState,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Approve or decline what somebody else offered.

    Raises NotFoundError, or ConflictError if it is the actor's own or decided already.
    """
    row = session.get(SetTranslation, set_translation_id, with_for_update=True)
    if row is None:
        raise NotFoundError("There is no such translation.")
    if row.offered_by_id == actor.account_id:
        raise ConflictError(
            "You offered this translation yourself.",
            remedy="Ask somebody else who reads the language to look at it.",
        )
    if row.state != TranslationState.OFFERED:
        raise ConflictError("Somebody has decided on this translation already.")
    row.state, row.decided_by_id, row.decided_at = state, actor.account_id, now
    if state is TranslationState.APPROVED:
        _log(session, "set.translation_approved", row, actor=actor, now=now)
    else:
        _log(session, "set.translation_declined", row, actor=actor, now=now)


def rows_of(session: Session, definition_set_id: int, *, viewer: Actor) -> list[Row]:
    """List the translations of a version, the latest first."""
    offered, decided = aliased(Account), aliased(Account)
    query = (
        select(SetTranslation, offered.display_name, decided.display_name)
        .join(offered, offered.account_id == SetTranslation.offered_by_id)
        .outerjoin(decided, decided.account_id == SetTranslation.decided_by_id)
        .where(SetTranslation.definition_set_id == definition_set_id)
        .order_by(SetTranslation.set_translation_id.desc())
    )
    return [
        Row(
            set_translation_id=row.set_translation_id,
            language=BY_CODE[row.language].english,
            state=row.state,
            offered_at=row.offered_at,
            offered_by=by,
            decided_at=row.decided_at,
            decided_by=who or "",
            is_own=row.offered_by_id == viewer.account_id,
            content=row.content,
        )
        for row, by, who in session.execute(query)
    ]


def _log(
    session: Session, action: str, row: SetTranslation, *, actor: Actor, now: datetime
) -> None:
    details: dict[str, audit.Detail] = {"language": row.language, "content": row.sha256}
    version = session.get_one(DefinitionSetVersion, row.definition_set_id)
    event = audit.Event(action, f"set:{version.set_id}:{version.version}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="translation")
