"""Who may open the intelligence drawer: only who was given a permission, whatever their role."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.drawer import MAY_HOLD, has_permission
from sar.errors import ConflictError, DeniedError, NotFoundError
from sar.log import audit
from sar.models import Account, DrawerPermission


def check(session: Session, actor: Actor) -> None:
    """Raise DeniedError unless the actor may open the drawer at this moment."""
    if actor.role not in MAY_HOLD or not has_permission(session, actor.account_id):
        raise DeniedError(
            "You have no permission for the intelligence drawer.",
            remedy="A permission is given to single people, never with a role or a rank. "
            "Ask an administrator if you need it.",
        )


def holders(session: Session) -> list[tuple[Account, DrawerPermission | None]]:
    """List everybody who could be given a permission, with the one that they have."""
    query = (
        select(Account, DrawerPermission)
        .outerjoin(
            DrawerPermission,
            (DrawerPermission.account_id == Account.account_id)
            & DrawerPermission.revoked_at.is_(None),
        )
        .where(Account.role.in_(MAY_HOLD), Account.is_active)
        .order_by(Account.username)
    )
    return [(account, permission) for account, permission in session.execute(query)]


def grant(session: Session, account_id: int, *, actor: Actor, now: datetime) -> None:
    """Give somebody the permission; raises ConflictError if they have it or cannot have it."""
    account = _locked(session, account_id)
    if account.role not in MAY_HOLD or account_id == actor.account_id or not account.is_active:
        raise ConflictError(
            "This account cannot be given the permission.",
            remedy="Analysts and privacy officers can have it, and nobody gives it to oneself.",
        )
    if has_permission(session, account_id):
        raise ConflictError("This account has the permission already.")
    session.add(
        DrawerPermission(account_id=account_id, granted_by_id=actor.account_id, granted_at=now)
    )
    event = audit.Event("intelligence.permission_given", f"account:{account_id}")
    audit.record(session, event, actor=actor, now=now)


def revoke(session: Session, account_id: int, *, actor: Actor, now: datetime) -> None:
    """Take the permission away; raises ConflictError if there is none."""
    _locked(session, account_id)
    row = session.execute(
        select(DrawerPermission).where(
            DrawerPermission.account_id == account_id, DrawerPermission.revoked_at.is_(None)
        )
    ).scalar_one_or_none()
    if row is None:
        raise ConflictError("This account has no permission.")
    row.revoked_at = now
    event = audit.Event("intelligence.permission_taken", f"account:{account_id}")
    audit.record(session, event, actor=actor, now=now)


def _locked(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFoundError("There is no such account.")
    return account
