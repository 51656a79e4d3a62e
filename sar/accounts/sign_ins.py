"""Sign-ins: where an account is signed in, and ending that."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import NotFoundError
from sar.log import audit
from sar.models import SignIn
from sar.values import frozen


@frozen
class SignInRow:
    """One sign-in that still admits; `is_current` marks the one of the viewer's browser."""

    sign_in_id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_current: bool


def alive(
    session: Session,
    account_id: int,
    *,
    now: datetime,
    idle_minutes: int,
    current_sha256: str = "",
) -> list[SignInRow]:
    """List the sign-ins of an account that still admit, the latest first."""
    rows = session.execute(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.revoked_at.is_(None),
            SignIn.expires_at > now,
            SignIn.last_seen_at > now - timedelta(minutes=idle_minutes),
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.sign_in_id.desc())
    ).scalars()
    return [
        SignInRow(
            sign_in_id=row.sign_in_id,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
            is_current=row.token_sha256 == current_sha256,
        )
        for row in rows
    ]


def end_one(
    session: Session, account_id: int, sign_in_id: int, *, actor: Actor, now: datetime
) -> None:
    """End one sign-in of the account; raises NotFoundError if it has no such one."""
    ended = session.execute(
        update(SignIn)
        .where(
            SignIn.sign_in_id == sign_in_id,
            SignIn.account_id == account_id,
            SignIn.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(SignIn.sign_in_id)
    ).first()
    if ended is None:
        raise NotFoundError(
            "There is no such sign-in.", remedy="It may have ended already; load the page again."
        )
    event = audit.Event(
        "account.sign_ins_ended", f"account:{account_id}", details={"sign_in": sign_in_id}
    )
    audit.record(session, event, actor=actor, now=now)


def end_all(session: Session, account_id: int, *, now: datetime, kept_sha256: str = "") -> int:
    """End every sign-in of the account but the one kept; return how many. The caller logs it."""
    ended = session.execute(
        update(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.revoked_at.is_(None),
            SignIn.token_sha256 != kept_sha256,
        )
        .values(revoked_at=now)
        .returning(SignIn.sign_in_id)
    ).all()
    return len(ended)


def end_all_and_log(
    session: Session, account_id: int, *, actor: Actor, now: datetime, kept_sha256: str = ""
) -> int:
    """End every sign-in of the account but the one kept, and write it down."""
    ended = end_all(session, account_id, now=now, kept_sha256=kept_sha256)
    event = audit.Event("account.sign_ins_ended", f"account:{account_id}", details={"ended": ended})
    audit.record(session, event, actor=actor, now=now)
    return ended
