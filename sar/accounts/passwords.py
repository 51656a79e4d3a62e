"""Passwords: what a new one must be, changing one's own, and temporary ones."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from sar.accounts import sign_ins
from sar.actors import actor_of
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Account
from sar.security import hash_password, is_password

# NIST SP 800-63B-4: at least 15 characters where a password may be the only factor, at least 64
# allowed, no rules about kinds of characters.
MIN_PASSWORD_CHARS = 15
MAX_PASSWORD_CHARS = 256
# Our own floor: "aaaaaaaaaaaaaaa" is long and yet no password.
MIN_DIFFERENT_CHARS = 5

# How long a password that somebody else gave admits; long enough for a week of leave.
TEMPORARY_DAYS = 7
# Crockford's base 32 in lower case: no i, l, o, u, so that it can be read out over a telephone.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def about_password(password: str, *, path: str = "password") -> list[FieldFinding]:
    """Say what is wrong with a new password; length is what counts."""
    remedy = "Take a sentence of four or five words."
    if len(password) < MIN_PASSWORD_CHARS:
        message = f"The password is shorter than {MIN_PASSWORD_CHARS} characters."
    elif len(password) > MAX_PASSWORD_CHARS:
        message = f"The password is longer than {MAX_PASSWORD_CHARS} characters."
    elif len(set(password)) < MIN_DIFFERENT_CHARS:
        message = f"The password has fewer than {MIN_DIFFERENT_CHARS} different characters."
    else:
        return []
    return [FieldFinding(path, message, remedy)]


def about_new_password(new: str, again: str) -> list[FieldFinding]:
    """Say what is wrong with a new password that was typed twice."""
    findings = about_password(new, path="new_password")
    if not findings and new != again:
        findings.append(
            FieldFinding(
                "again", "The two new passwords are not the same.", "Type the new one twice."
            )
        )
    return findings


def change(
    session: Session, account: Account, *, old: str, new: str, kept_sha256: str, now: datetime
) -> list[FieldFinding]:
    """Change the account's own password and end its other sign-ins; or say why not.

    `new` has passed `about_new_password`. A wrong old password is logged. `kept_sha256` is the
    digest of the sign-in that stays.
    """
    subject, actor = f"account:{account.account_id}", actor_of(account)
    if not is_password(old, account.password_hash):
        audit.record(
            session, audit.Event("account.password_refused", subject), actor=actor, now=now
        )
        return [
            FieldFinding(
                "old_password",
                "This is not your present password.",
                "Type the password that you signed in with.",
            )
        ]
    if new == old:
        return [
            FieldFinding("new_password", "This is the old password.", "Choose a different one.")
        ]
    account.password_hash, account.password_expires_at = hash_password(new), None
    ended = sign_ins.end_all(session, account.account_id, kept_sha256=kept_sha256, now=now)
    event = audit.Event("account.password_changed", subject, details={"ended": ended})
    audit.record(session, event, actor=actor, now=now)
    return []


def choose(session: Session, account: Account, *, new: str, now: datetime) -> list[FieldFinding]:
    """Replace a temporary password by the owner's own; or say why not."""
    if is_password(new, account.password_hash):
        return [
            FieldFinding(
                "new_password", "This is the temporary password.", "Choose a different one."
            )
        ]
    account.password_hash, account.password_expires_at = hash_password(new), None
    event = audit.Event("account.password_changed", f"account:{account.account_id}")
    audit.record(session, event, actor=actor_of(account), now=now)
    return []


def give_temporary(account: Account, *, now: datetime) -> str:
    """Give the account a fresh temporary password and return it; show it once."""
    password = temporary_password()
    account.password_hash = hash_password(password)
    account.password_expires_at = temporary_until(now)
    return password


def temporary_password() -> str:
    """Return 80 random bits as four groups of four signs, ``"7k3m-9qxd-v2wh-4tzp"``."""
    signs = [secrets.choice(_ALPHABET) for _ in range(16)]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, 16, 4))


def temporary_until(now: datetime) -> datetime:
    """Return when a temporary password that is given now stops working."""
    return now + timedelta(days=TEMPORARY_DAYS)
