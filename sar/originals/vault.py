"""Sealed originals in the database: put in, taken out, and the month keys between them."""

import json
import logging
import secrets
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy import sealing
from privacy.errors import SealError
from privacy.keyring import Keyring
from sar import db
from sar.errors import NotReadyError
from sar.models import (
    IntelligenceContent,
    IntelligenceKey,
    MonthKey,
    RedressContent,
    SealedContent,
)
from sar.values import frozen

_log = logging.getLogger("sar")


@frozen
class Shelf:
    """A table of sealed contents, the column of their owner, and the table of their month keys."""

    contents: type[SealedContent] | type[RedressContent] | type[IntelligenceContent]
    owner: str
    keys: type[MonthKey] | type[IntelligenceKey] = MonthKey


REPORTS = Shelf(SealedContent, "report_id")
REQUESTS = Shelf(RedressContent, "redress_request_id")
INTELLIGENCE = Shelf(IntelligenceContent, "report_id", IntelligenceKey)

AnyKey: TypeAlias = MonthKey | IntelligenceKey


@frozen
class Label:
    """What a sealed content is: context, owner, and the month ("YYYY-MM") it is kept to.

    `report_id` is the id of a report or of whatever the shelf's contents belong to.
    """

    context: str
    report_id: int
    month: str


def put(
    session: Session,
    plaintext: bytes,
    label: Label,
    *,
    keyring: Keyring,
    now: datetime,
    shelf: Shelf = REPORTS,
) -> None:
    """Seal `plaintext` under the key of its retention month and store it."""
    month_key = _month_key(session, label.month, shelf, keyring=keyring, now=now)
    sealed = sealing.seal(
        plaintext, month_key=month_key, context=label.context, random_bytes=secrets.token_bytes
    )
    row = {
        "context": label.context,
        shelf.owner: label.report_id,
        "month": label.month,
        "wrapped_key": sealed.wrapped_key,
        "nonce": sealed.nonce,
        "ciphertext": sealed.ciphertext,
    }
    db.insert(session, shelf.contents, row)


class GoneError(SealError):
    """Nothing is sealed here any more: it was destroyed, or the key of its month was."""


def take(session: Session, *, keyring: Keyring, context: str, shelf: Shelf = REPORTS) -> bytes:
    """Return what was sealed under `context`.

    Raises GoneError if it is gone, SealError if it was touched or its master key is missing.
    """
    contents: Any = shelf.contents
    row: SealedContent | RedressContent | IntelligenceContent | None
    row = session.get(contents, context)
    if row is None:
        raise GoneError("nothing is sealed under this context")
    keys: Any = shelf.keys
    key_row: AnyKey = session.get_one(keys, row.month)
    sealed = sealing.Sealed(wrapped_key=row.wrapped_key, nonce=row.nonce, ciphertext=row.ciphertext)
    return sealing.unseal(sealed, month_key=_opened(key_row, keyring), context=context)


def find(
    session: Session, *, keyring: Keyring, context: str, shelf: Shelf = REPORTS
) -> bytes | None:
    """Return what was sealed under `context`, None once it is gone.

    What is there and does not open stays hidden too, and is an error in the server's log.
    """
    try:
        return take(session, keyring=keyring, context=context, shelf=shelf)
    except GoneError:
        return None
    except SealError:
        _log.error("sealed content does not open", {"context": context})
        return None


def texts(session: Session, *, keyring: Keyring, context: str) -> dict[str, str]:
    """Return the texts that the hidden spans of a report or an addition point into.

    There are none once they are gone, because their month was purged.
    """
    content = find(session, keyring=keyring, context=context)
    plain: dict[str, Any] = json.loads(content) if content is not None else {}
    found: dict[str, str] = plain.get("texts", plain)
    return found


def rewrap_month_keys(session: Session, *, keyring: Keyring, shelf: Shelf = REPORTS) -> int:
    """Wrap every month key under the keyring's current master; return how many were rewrapped."""
    keys: Any = shelf.keys
    rows = session.execute(select(keys).where(keys.wrapped.is_not(None))).scalars()
    stale = [row for row in rows if row.master_id != keyring.current]
    for row in stale:
        wrapped = sealing.rewrap_month_key(
            keyring, row.month, _wrapped(row), random_bytes=secrets.token_bytes
        )
        row.master_id, row.wrapped = wrapped.master_id, wrapped.wrapped
    return len(stale)


def _month_key(
    session: Session, month: str, shelf: Shelf, *, keyring: Keyring, now: datetime
) -> bytes:
    keys: Any = shelf.keys
    found: AnyKey | None = session.get(keys, month)
    if found is None:
        fresh = sealing.new_month_key(keyring, month, random_bytes=secrets.token_bytes)
        row = {
            "month": month,
            "master_id": fresh.master_id,
            "wrapped": fresh.wrapped,
            "created_at": now,
        }
        db.insert_if_absent(session, keys, row)
        _refuse_outdated(session, keyring, keys)
        found = session.get_one(keys, month)
    return _opened(found, keyring)


def _refuse_outdated(session: Session, keyring: Keyring, keys: Any) -> None:
    """Refuse a month key under a keyring that misses a master which the database knows.

    The keyring was rotated since this process started, and its old masters may be gone from the
    file: what is sealed under one of them now could never be opened again.
    """
    unknown = session.execute(
        select(keys.month)
        .where(keys.wrapped.is_not(None), keys.master_id.not_in(keyring.masters))
        .limit(1)
    ).first()
    if unknown is not None:
        raise NotReadyError(
            "The keyring was rotated while this was running.",
            remedy="Start the application again. Nothing was saved; send the report again then.",
        )


def _opened(row: AnyKey, keyring: Keyring) -> bytes:
    return sealing.open_month_key(keyring, row.month, _wrapped(row))


def _wrapped(row: AnyKey) -> sealing.WrappedKey:
    if row.wrapped is None:
        raise GoneError(f"the key of month {row.month} was destroyed")
    return sealing.WrappedKey(master_id=row.master_id, wrapped=row.wrapped)
