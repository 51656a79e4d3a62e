"""API tokens: keys for programs that act for an account, made once, revoked at will."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import FieldFinding, NotFoundError
from sar.log import audit
from sar.models import ApiToken
from sar.security import digest, new_api_secret
from sar.values import frozen

MAX_DAYS = 365
MAX_LABEL_CHARS = 120
# How long a token that was revoked or expired is still listed.
ENDED_SHOWN = timedelta(days=30)


@frozen
class NewToken:
    """What a token is to be: `days` until it expires, 1 to 365; None is what is no number."""

    label: str
    scopes: tuple[str, ...]
    days: int | None


@frozen
class TokenRow:
    """A token as it may be shown: everything but the secret, which is stored nowhere."""

    api_token_id: int
    label: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str


def about_token(new: NewToken, *, offered: Collection[str]) -> list[FieldFinding]:
    """Say what is wrong with a token that somebody asks for; `offered` are the role's scopes."""
    findings = []
    if not 1 <= len(new.label) <= MAX_LABEL_CHARS:
        findings.append(
            FieldFinding(
                "label",
                f"The name must have 1 to {MAX_LABEL_CHARS} characters.",
                "Say what uses the token, such as the name of the program.",
            )
        )
    if not new.scopes or not set(new.scopes) <= set(offered):
        findings.append(
            FieldFinding(
                "scopes", "Choose what the token may do.", "Tick at least one of the list."
            )
        )
    if new.days is None or not 1 <= new.days <= MAX_DAYS:
        findings.append(
            FieldFinding(
                "days",
                f"The number of days must be 1 to {MAX_DAYS}.",
                "Write a whole number; take the shortest time that will do.",
            )
        )
    return findings


def make(session: Session, new: NewToken, *, actor: Actor, now: datetime) -> str:
    """Store a token for the actor's own account and return its secret; show it once.

    `new` has passed `about_token`.
    """
    secret = new_api_secret()
    token = ApiToken(
        account_id=actor.account_id,
        label=new.label,
        secret_sha256=digest(secret),
        scopes=list(new.scopes),
        created_at=now,
        expires_at=now + timedelta(days=new.days or 0),
    )
    session.add(token)
    session.flush()
    event = audit.Event(
        "token.made",
        f"token:{token.api_token_id}",
        details={"account": actor.account_id, "scopes": " ".join(new.scopes), "days": new.days},
    )
    audit.record(session, event, actor=actor, now=now)
    return secret


def revoke(
    session: Session, account_id: int, api_token_id: int, *, actor: Actor, now: datetime
) -> None:
    """Revoke a token of the account at once; raises NotFoundError if it has no such one."""
    token = session.execute(
        select(ApiToken).where(
            ApiToken.api_token_id == api_token_id,
            ApiToken.account_id == account_id,
            ApiToken.revoked_at.is_(None),
        )
    ).scalar_one_or_none()
    if token is None:
        raise NotFoundError(
            "There is no such token.", remedy="It may be revoked already; load the page again."
        )
    token.revoked_at = now
    event = audit.Event("token.revoked", f"token:{api_token_id}", details={"account": account_id})
    audit.record(session, event, actor=actor, now=now)


def revoke_all(session: Session, account_id: int, *, now: datetime) -> int:
    """Revoke every token of the account at once; return how many. The caller logs it."""
    revoked = session.execute(
        update(ApiToken)
        .where(
            ApiToken.account_id == account_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
        )
        .values(revoked_at=now)
        .returning(ApiToken.api_token_id)
    ).all()
    return len(revoked)


def of_account(session: Session, account_id: int, *, now: datetime) -> list[TokenRow]:
    """List an account's tokens, the newest first; those that ended long ago are left out."""
    long_ago = now - ENDED_SHOWN
    rows = session.execute(
        select(ApiToken)
        .where(
            ApiToken.account_id == account_id,
            ApiToken.expires_at > long_ago,
            or_(ApiToken.revoked_at.is_(None), ApiToken.revoked_at > long_ago),
        )
        .order_by(ApiToken.api_token_id.desc())
    ).scalars()
    return [
        TokenRow(
            api_token_id=row.api_token_id,
            label=row.label,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            state=_state(row, now),
        )
        for row in rows
    ]


def _state(row: ApiToken, now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at <= now else "active"
