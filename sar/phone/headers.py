"""What the server knows of unsent reports: which there are, where, since when; never what they say.

A browser may throw away what it keeps (iOS does after seven days without use). The phone tells
which drafts it has; whatever the server has heard of and the phone no longer has is noticed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.models import DraftHeader, Report
from sar.values import frozen

MAX_TOLD = 200
"""Most drafts that a phone tells of at once; this project's choice."""
DELETED, QUEUED = "deleted", "queued"
STATES = ("draft", QUEUED, "refused", DELETED)
_FORGOTTEN = timedelta(days=60)
"""How long a draft is missed after its last change, if nobody says that it is known."""


@frozen
class Told:
    """What a phone says of one draft; ages instead of times, because its clock may be wrong."""

    draft_id: str
    set_id: str
    version: str
    sha256: str
    state: str
    begun_ago: timedelta
    changed_ago: timedelta


@frozen
class Missing:
    """A draft that this phone does not have; `was_here` if this very browser told of it."""

    draft_id: str
    begun_at: datetime
    state: str
    was_here: bool
    set_reference: Mapping[str, str]


@frozen
class Standing:
    """How drafts stand: the receipts of what is filed, by draft; what expired; what is gone."""

    filed: Mapping[str, str]
    expired: Sequence[str]
    missing: Sequence[Missing]


@frozen
class Phone:
    """The browser that tells, and after how many days without a change a draft expires."""

    device_sha256: str
    draft_days: int


def sync(
    session: Session, told: Sequence[Told], phone: Phone, *, actor: Actor, now: datetime
) -> Standing:
    """Note what a phone tells of its drafts, and say what became of them and of those it misses."""
    known = {each.draft_id: each for each in _headers(session, actor)}
    filed = _filed(session, {*known, *(each.draft_id for each in told)}, actor)
    expired = [each.draft_id for each in told if _is_expired(each, phone)]
    gone = {*filed, *expired, *(each.draft_id for each in told if each.state == DELETED)}
    for each in told:
        if each.draft_id not in gone:
            _note(session, each, phone, actor=actor, now=now)
    here = {each.draft_id for each in told}
    missed = [each for each in known.values() if each.draft_id not in here | gone]
    old = {each.draft_id for each in missed if each.changed_at + _FORGOTTEN < now}
    _forget(session, gone | old, actor)
    return Standing(
        filed=filed,
        expired=expired,
        missing=[
            Missing(
                each.draft_id,
                each.begun_at,
                each.state,
                each.device_sha256 == phone.device_sha256,
                {"set_id": each.set_id, "version": each.set_version, "sha256": each.set_sha256},
            )
            for each in missed
            if each.draft_id not in old
        ],
    )


def _is_expired(told: Told, phone: Phone) -> bool:
    """Tell whether a draft is too old; what waits to be sent is kept until it is sent."""
    is_waiting = told.state in (QUEUED, DELETED)
    return not is_waiting and told.changed_ago > timedelta(days=phone.draft_days)


def _headers(session: Session, actor: Actor) -> Sequence[DraftHeader]:
    query = select(DraftHeader).where(DraftHeader.account_id == actor.account_id)
    return session.execute(query.order_by(DraftHeader.begun_at)).scalars().all()


def _filed(session: Session, draft_ids: set[str], actor: Actor) -> dict[str, str]:
    """Return the receipts of those drafts that were filed, by the draft's id."""
    query = select(Report.idempotency_sha256, Report.receipt).where(
        Report.account_id == actor.account_id, Report.idempotency_sha256.in_(draft_ids)
    )
    return {row.idempotency_sha256: row.receipt for row in session.execute(query)}


def _note(session: Session, told: Told, phone: Phone, *, actor: Actor, now: datetime) -> None:
    row = {
        "draft_id": told.draft_id,
        "account_id": actor.account_id,
        "device_sha256": phone.device_sha256,
        "set_id": told.set_id,
        "set_version": told.version,
        "set_sha256": told.sha256,
        "state": told.state,
        "begun_at": now - told.begun_ago,
        "changed_at": now - told.changed_ago,
    }
    if db.insert_if_absent(session, DraftHeader, row) is None:
        header = session.get_one(DraftHeader, (told.draft_id, actor.account_id))
        for name in ("device_sha256", "set_id", "set_version", "set_sha256", "state"):
            setattr(header, name, row[name])
        header.changed_at = now - told.changed_ago


def _forget(session: Session, draft_ids: set[str], actor: Actor) -> None:
    session.execute(
        delete(DraftHeader).where(
            DraftHeader.account_id == actor.account_id, DraftHeader.draft_id.in_(draft_ids)
        )
    )
