"""Signing in: name, password and second factor, and what happens with a temporary password."""

from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.accounts.second_factor import use_code
from sar.actors import NOBODY, actor_of
from sar.log import audit
from sar.models import Account
from sar.security import is_password
from sar.values import frozen


@frozen
class Claim:
    """What a name and a password prove; `account_id` is 0 for a name that nobody has."""

    account_id: int
    password_hash: str = field(repr=False)
    is_right: bool


def check_password(session: Session, *, username: str, password: str) -> Claim:
    """Hold name and password against the accounts; as slow for a name that nobody has.

    This is slow on purpose and needs no lock, so it comes before the transaction.
    """
    known = session.execute(
        select(Account.account_id, Account.password_hash).where(
            Account.username == username.strip().lower()
        )
    ).one_or_none()
    is_right = is_password(password, known.password_hash if known else None)
    return Claim(known.account_id if known else 0, known.password_hash if known else "", is_right)


def authenticate(
    session: Session, claim: Claim, *, code: str, keyring: Keyring, now: datetime
) -> Account | None:
    """Return the account that may come in, else None; both are logged.

    A temporary password admits only while it lasts, and only to choosing an own one: the caller
    looks at `password_expires_at`.
    """
    # A lock that does not disturb those who file reports meanwhile: they lock the account's key.
    account = session.execute(
        select(Account)
        .where(Account.account_id == claim.account_id)
        .with_for_update(of=Account, key_share=True)
    ).scalar_one_or_none()
    is_welcome = (
        account is not None
        and claim.is_right
        and account.password_hash == claim.password_hash
        and account.is_active
        and (account.password_expires_at is None or now < account.password_expires_at)
        and use_code(account, code, keyring=keyring, now=now)
    )
    subject = f"account:{account.account_id}" if account is not None else "account:unknown"
    if account is None or not is_welcome:
        event = audit.Event("account.sign_in_failed", subject)
        audit.record(session, event, actor=NOBODY, now=now)
        return None
    is_own = account.password_expires_at is None
    event = audit.Event("account.signed_in" if is_own else "account.temporary_used", subject)
    audit.record(session, event, actor=actor_of(account), now=now)
    return account
