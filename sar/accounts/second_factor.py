"""The second factor: six-digit codes by time (TOTP, RFC 6238), switched on, used, switched off."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.actors import actor_of
from sar.errors import ConflictError, FieldFinding
from sar.log import audit
from sar.models import Account
from sar.security import is_password

# RFC 6238: a step is 30 seconds; one step to either side forgives a slow thumb.
STEP_SECONDS = 30
WINDOW = 1
ISSUER = "SAR toolkit"

_MAX_SERIES = 2**31 - 1


def new_series() -> int:
    """Return a random number for a fresh secret; so a secret that was given up never returns."""
    return 1 + secrets.randbelow(_MAX_SERIES)


def secret_of(account_id: int, *, series: int, keyring: Keyring) -> str:
    """Return the base-32 secret of an account's second factor; derived, stored nowhere."""
    label = f"sar totp {account_id} {series}".encode()
    return b32encode(hmac.digest(keyring.lookup_secret, label, hashlib.sha256)[:20]).decode()


def address_of(username: str, secret: str) -> str:
    """Return the otpauth:// address that an authenticator app takes."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def use_code(account: Account, code: str, *, keyring: Keyring, now: datetime) -> bool:
    """Check and use up a code; true without one for an account that has no second factor."""
    if account.totp_series is None:
        return True
    step = _step_of(code, account, series=account.totp_series, keyring=keyring, now=now)
    if step is None or step <= account.totp_last_step:
        return False
    account.totp_last_step = step
    return True


def confirm(
    session: Session, account: Account, *, series: int, code: str, keyring: Keyring, now: datetime
) -> list[FieldFinding]:
    """Switch the second factor on if `code` comes from the secret of `series`; or say why not.

    Raises ConflictError if it is on already.
    """
    if account.totp_series is not None:
        raise ConflictError(
            "Your second factor is on already.",
            remedy="Switch it off first if you want to set up another device.",
        )
    step = None
    if 1 <= series <= _MAX_SERIES:
        step = _step_of(code, account, series=series, keyring=keyring, now=now)
    if step is None:
        return [
            FieldFinding(
                "code",
                "This code does not fit.",
                "Type the six digits that the app shows now. Check the clock of your device.",
            )
        ]
    account.totp_series, account.totp_last_step = series, step
    _log(session, "account.second_factor_on", account, now=now)
    return []


def switch_off(
    session: Session, account: Account, *, password: str, now: datetime
) -> list[FieldFinding]:
    """Switch the owner's second factor off; or say why not. A wrong password is logged."""
    if not is_password(password, account.password_hash):
        _log(session, "account.password_refused", account, now=now)
        return [
            FieldFinding(
                "password",
                "This is not your password.",
                "Type the password that you signed in with.",
            )
        ]
    account.totp_series = None
    _log(session, "account.second_factor_off", account, now=now)
    return []


def _step_of(
    code: str, account: Account, *, series: int, keyring: Keyring, now: datetime
) -> int | None:
    """Return the step that `code` belongs to, None if it belongs to none that is near."""
    totp = pyotp.TOTP(secret_of(account.account_id, series=series, keyring=keyring))
    given = code.replace(" ", "").encode()
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - WINDOW, present + WINDOW + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), given):
            return step
    return None


def _log(session: Session, action: str, account: Account, *, now: datetime) -> None:
    event = audit.Event(action, f"account:{account.account_id}")
    audit.record(session, event, actor=actor_of(account), now=now)
