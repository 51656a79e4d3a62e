"""Who may come in: default deny, sign-ins, API tokens, passwords, and every answer's headers."""

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, Response, current_app, g, request, session
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from sar import db, web
from sar.actors import NOBODY, Actor, actor_from, actor_of
from sar.errors import DeniedError, SignInRequiredError
from sar.models import Account, Agency, ApiToken, Role, SignIn
from sar.values import frozen

View = TypeVar("View", bound=Callable[..., object])

# The cookie holds this key only; everything else about a sign-in is on the server.
_TOKEN = "sign_in"  # noqa: S105  the name of a key, not a secret
_API_PREFIX = "sar_"

# Asked at every request, so they are built once, and past the unit of work.
_ACCOUNTS, _AGENCIES = db.table_of(Account), db.table_of(Agency)
_TOKENS, _SIGN_INS = db.table_of(ApiToken), db.table_of(SignIn)
_WHO = (
    _ACCOUNTS.c.account_id,
    _ACCOUNTS.c.role,
    _ACCOUNTS.c.agency_id,
    _ACCOUNTS.c.display_name,
    _ACCOUNTS.c.language,
    _ACCOUNTS.c.is_active,
    _AGENCIES.c.zone,
)
_TOKEN_OF = (
    select(
        *_WHO,
        _TOKENS.c.api_token_id,
        _TOKENS.c.scopes,
        _TOKENS.c.expires_at,
        _TOKENS.c.last_used_at,
        _TOKENS.c.revoked_at,
    )
    .select_from(_TOKENS.join(_ACCOUNTS).join(_AGENCIES))
    .where(_TOKENS.c.secret_sha256 == bindparam("sha256"))
)
_SIGN_IN_OF = (
    select(
        *_WHO,
        _SIGN_INS.c.sign_in_id,
        _SIGN_INS.c.last_seen_at,
        _SIGN_INS.c.expires_at,
        _SIGN_INS.c.revoked_at,
    )
    .select_from(_SIGN_INS.join(_ACCOUNTS).join(_AGENCIES))
    .where(_SIGN_INS.c.token_sha256 == bindparam("sha256"))
)

# No inline code, no foreign origin (W3C Content Security Policy Level 3).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@frozen
class Access:
    """Who may call a view: everybody, or some roles; an API token also needs `scope`."""

    roles: frozenset[Role] | None
    scope: str = ""


SCOPES = {
    "reports:write": "File reports and follow their status",
    "reports:read": "Read the queue and redacted reports",
    "decisions:write": "Take reports and record decisions",
    "sets:read": "Read the published indicator sets",
}


def allow(*roles: Role, scope: str = "") -> Callable[[View], View]:
    """Admit these roles to a view; a token needs `scope` besides, "" refuses every token."""

    def mark(view: View) -> View:
        view.sar_access = Access(frozenset(roles), scope)  # type: ignore[attr-defined]
        return view

    return mark


def open_to_everyone(view: View) -> View:
    """Admit anonymous visitors to a view; tests/guards repeats the list of such views."""
    view.sar_access = Access(None)  # type: ignore[attr-defined]
    return view


def admit() -> None:
    """Set the actor of this request, and refuse it unless the view says who may call it."""
    if request.endpoint is None or request.endpoint == "static":
        return
    view = current_app.view_functions[request.endpoint]
    access: Access | None = getattr(view, "sar_access", None)
    g.sar_actor = _actor_from_token() if web.is_api_request() else _actor_from_cookie()
    if access is not None and access.roles is None:
        return
    who = web.actor()
    if who.account_id is None:
        raise SignInRequiredError()
    if access is None or access.roles is None or who.role not in access.roles:
        raise DeniedError()
    if who.scopes is not None and access.scope not in who.scopes:
        raise DeniedError(
            "The token's scopes do not cover this request.",
            remedy=f"Use a token with the scope {access.scope!r}.",
        )


def start_sign_in(db_session: Session, account: Account, *, now: datetime, hours: int) -> None:
    """Sign `account` in: a row on the server, a fresh cookie in the browser."""
    token = secrets.token_urlsafe(32)
    db_session.add(
        SignIn(
            token_sha256=digest(token),
            account_id=account.account_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    session.clear()
    session[_TOKEN] = token
    g.sar_actor = actor_of(account)


def end_sign_in(db_session: Session, *, now: datetime) -> None:
    """Sign out: the row is revoked and the cookie emptied."""
    row = db_session.execute(
        select(SignIn).where(SignIn.token_sha256 == own_sign_in_sha256())
    ).scalar_one_or_none()
    if row is not None:
        row.revoked_at = now
    session.clear()


def own_sign_in_sha256() -> str:
    """Return the digest by which the sign-in of this browser is found; of "" if there is none."""
    return digest(session.get(_TOKEN, ""))


def scopes_of(role: str) -> tuple[str, ...]:
    """List the scopes that open something to `role`, in the order of `SCOPES`."""
    accesses = [getattr(view, "sar_access", None) for view in current_app.view_functions.values()]
    opened = {each.scope for each in accesses if each and each.roles and role in each.roles}
    return tuple(scope for scope in SCOPES if scope in opened)


def new_api_secret() -> str:
    """Return a fresh API token; show it once and store only its digest."""
    return _API_PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of a random secret, hex; looking that up leaks no timing of the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`."""
    return _hasher().hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether `password` fits; as slow for an unknown account (None) as for a known one."""
    try:
        return _hasher().verify(password_hash or _decoy(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    # argon2-cffi's defaults are RFC 9106's second recommended option (64 MiB, 3 passes, 4 lanes).
    return PasswordHasher()


@cache
def _decoy() -> str:
    """Return a hash that no password has; checking one takes as long as checking a real one."""
    ours = _hasher()
    salt, tag = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (ours.salt_len, ours.hash_len)
    )
    costs = f"m={ours.memory_cost},t={ours.time_cost},p={ours.parallelism}"
    return "$".join(["", "argon2id", "v=19", costs, salt, tag])


def _actor_from_cookie() -> Actor:
    token = session.get(_TOKEN)
    if not token:
        return NOBODY
    moment = web.now()
    with web.reading() as db_session:
        row = db.ask(db_session, _SIGN_IN_OF, sha256=digest(token)).one_or_none()
    if row is None or not _is_alive(row, moment):
        return NOBODY
    if moment - row.last_seen_at > timedelta(minutes=1):
        with web.transaction() as db_session:
            db_session.get_one(SignIn, row.sign_in_id).last_seen_at = moment
    return actor_from(row, zone=row.zone)


def _is_alive(row: Row[Any], moment: datetime) -> bool:
    idle = timedelta(minutes=web.wiring().settings.idle_minutes)
    return (
        row.revoked_at is None
        and row.expires_at > moment
        and row.last_seen_at + idle > moment
        and row.is_active
    )


def _actor_from_token() -> Actor:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(_API_PREFIX):
        return NOBODY
    with web.reading() as db_session:
        row = db.ask(db_session, _TOKEN_OF, sha256=digest(secret)).one_or_none()
    if row is None or row.revoked_at is not None or row.expires_at <= web.now():
        return NOBODY
    if not row.is_active:
        return NOBODY
    if row.last_used_at is None or web.now() - row.last_used_at > timedelta(minutes=1):
        with web.transaction() as db_session:
            db_session.get_one(ApiToken, row.api_token_id).last_used_at = web.now()
    return actor_from(row, zone=row.zone, scopes=frozenset(row.scopes))


def add_headers(response: Response) -> Response:
    """Set the security headers of every answer; pages of signed-in people are never cached."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def install(app: Flask) -> None:
    """Put the gate and the headers in front of every view of `app`."""
    app.before_request(admit)
    app.after_request(add_headers)
