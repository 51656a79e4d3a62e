"""Passwords: what a new one must be, changing one's own, and temporary ones."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from sar.accounts import sign_ins, tokens
from sar.actors import actor_of
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Account, Agency
from sar.security import hash_password, is_password
from sar.values import frozen

# NIST SP 800-63B-4: at least 15 characters where a password may be the only factor, at least 64
# allowed, no rules about kinds of characters.
MIN_PASSWORD_CHARS = 15
MAX_PASSWORD_CHARS = 256
# The same standard has new passwords compared with those that are commonly used and with words of
# the context. zxcvbn estimates how many guesses come before one, by its lists of common passwords,
# names and words, by patterns of the keyboard, dates and repetition; above ten thousand million it
# calls a password very unguessable (its score 4; Wheeler, USENIX Security 2016, and its README).
MIN_GUESSES = 10**10
# Only so much is estimated: of 32 signs that all stand for letters it takes a second, of 72 twelve,
# and somebody could stop the service with that.
_ESTIMATED_CHARS = 32
# What guessers would try here: this product, and what its users call their work.
_OWN_WORDS = ("suspicious", "activity", "report", "reporting", "police", "sheriff", "officer")

# How long a password that somebody else gave admits; long enough for a week of leave.
TEMPORARY_DAYS = 7
# Crockford's base 32 in lower case: no i, l, o, u, so that it can be read out over a telephone.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def about_password(
    password: str, *, path: str = "password", words: Sequence[str] = ()
) -> list[FieldFinding]:
    """Say what is wrong with a new password; `words` are those that stand around its account."""
    remedy = "Take a sentence of four or five words."
    if len(password) < MIN_PASSWORD_CHARS:
        message = f"The password is shorter than {MIN_PASSWORD_CHARS} characters."
    elif len(password) > MAX_PASSWORD_CHARS:
        message = f"The password is longer than {MAX_PASSWORD_CHARS} characters."
    elif guesses_before(password, words) < MIN_GUESSES:
        message = "The password is easy to guess: a common one, a pattern, a date or a known name."
        remedy = (
            "Take four or five words that have nothing to do with you, your work or each other."
        )
    else:
        return []
    return [FieldFinding(path, message, remedy)]


def guesses_before(password: str, words: Sequence[str] = ()) -> float:
    """Estimate after how many guesses a password is found; `words` are tried first."""
    # Its lists take a tenth of a second and some megabytes, which only a new password needs.
    from zxcvbn import zxcvbn

    known = [*re.findall(r"\w{3,}", " ".join(words).lower()), *_OWN_WORDS]
    return float(zxcvbn(password[:_ESTIMATED_CHARS], user_inputs=known)["guesses"])


def words_around(account: Account, agency: Agency | None) -> tuple[str, ...]:
    """Return what a guesser knows of an account: its names and its agency's."""
    return account.username, account.display_name, agency.name if agency else ""


def about_new_password(words: Sequence[str], new: str, again: str) -> list[FieldFinding]:
    """Say what is wrong with a new password that was typed twice; `words` are around its account.

    It takes up to a second, so it is asked before the transaction in which the password changes.
    """
    findings = about_password(new, path="new_password", words=words)
    if not findings and new != again:
        findings.append(
            FieldFinding(
                "again", "The two new passwords are not the same.", "Type the new one twice."
            )
        )
    return findings


@frozen
class Change:
    """A change of one's own password that is asked for; `revokes_tokens` ends programs, too."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    revokes_tokens: bool


def change(
    session: Session, account: Account, asked: Change, *, kept_sha256: str, now: datetime
) -> list[FieldFinding]:
    """Change the account's own password and end its other sign-ins; or say why not.

    `about_new_password` finds nothing in it. A wrong old password is logged. `kept_sha256` is the
    digest of the sign-in that stays.
    """
    subject, actor = f"account:{account.account_id}", actor_of(account)
    if not is_password(asked.old, account.password_hash):
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
    if asked.new == asked.old:
        return [
            FieldFinding("new_password", "This is the old password.", "Choose a different one.")
        ]
    account.password_hash, account.password_expires_at = hash_password(asked.new), None
    ended = sign_ins.end_all(session, account.account_id, kept_sha256=kept_sha256, now=now)
    details: dict[str, audit.Detail] = {"ended": ended}
    if asked.revokes_tokens:
        details["tokens"] = tokens.revoke_all(session, account.account_id, now=now)
    event = audit.Event("account.password_changed", subject, details=details)
    audit.record(session, event, actor=actor, now=now)
    return []


def choose(session: Session, account: Account, *, new: str, now: datetime) -> list[FieldFinding]:
    """Replace a temporary password by the owner's own, or say why not.

    `about_new_password` finds nothing in it.
    """
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
