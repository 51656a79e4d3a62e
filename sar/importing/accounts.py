"""Whose reports imported ones become."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import FILERS
from sar.errors import FieldFinding, InvalidInputError
from sar.models import Account


def find_filer(session: Session, username: str) -> Account:
    """Return an active account that may file; raises InvalidInputError for any other."""
    account = session.execute(
        select(Account).where(Account.username == username.strip().lower())
    ).scalar_one_or_none()
    if account is None:
        raise _refused("There is no account with this user name.", "See `sar users list`.")
    if not account.is_active or account.role not in FILERS:
        raise _refused(
            "This account may not file reports.",
            "Choose an active officer, supervisor or analyst.",
        )
    return account


def _refused(message: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([FieldFinding("--as", message, remedy)])
