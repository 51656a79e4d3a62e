"""Looking after people: agencies, new accounts, switching them off and on, temporary passwords."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sar.accounts import passwords, sign_ins, tokens
from sar.accounts.passwords import about_password
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, InvalidInputError, NotFoundError
from sar.log import audit
from sar.models import Account, Agency, Role
from sar.security import hash_password
from sar.values import frozen

MAX_NAME_CHARS = 120
MAX_AGENCY_CHARS = 200
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


@frozen
class NewPerson:
    """Who is to get an account; `agency_id` is None where none was chosen."""

    username: str
    display_name: str
    role: str
    agency_id: int | None


def add_agency(session: Session, *, name: str, zone: str) -> Agency:
    """Return the agency called `name`; it is made if there is none."""
    agency = find_agency(session, name)
    if agency is None:
        agency = Agency(name=name, zone=zone)
        session.add(agency)
        session.flush()
    return agency


def find_agency(session: Session, name: str) -> Agency | None:
    """Return the agency called `name`, capitals aside."""
    return session.execute(
        select(Agency).where(func.lower(Agency.name) == name.lower()).limit(1)
    ).scalar_one_or_none()


def about_agency(session: Session, *, name: str, zone: str) -> list[FieldFinding]:
    """Say what is wrong with a new agency."""
    findings = []
    if not 1 <= len(name) <= MAX_AGENCY_CHARS:
        findings.append(
            FieldFinding(
                "name", f"The name must have 1 to {MAX_AGENCY_CHARS} characters.", "Write it out."
            )
        )
    elif find_agency(session, name) is not None:
        findings.append(
            FieldFinding(
                "name", "There is an agency of this name.", "Use that one, or add a place."
            )
        )
    if not _is_zone(zone):
        findings.append(
            FieldFinding(
                "zone", "There is no such time zone.", "Write it like America/Chicago or UTC."
            )
        )
    return findings


def open_agency(session: Session, *, name: str, zone: str, actor: Actor, now: datetime) -> Agency:
    """Add an agency that has passed `about_agency`, and write it down."""
    agency = add_agency(session, name=name, zone=zone)
    event = audit.Event("agency.added", f"agency:{agency.agency_id}")
    audit.record(session, event, actor=actor, now=now)
    return agency


SUPERVISOR_HOURS = (0, 1, 2, 4, 8, 12, 24, 48, 72)
"""For how long a supervisor may look at a report before analysts do; 0 is not at all. This
project's choice: beyond three days a report would be forgotten rather than looked at."""


def let_supervisors_look(
    session: Session, agency_id: int | None, hours: int | None, *, actor: Actor, now: datetime
) -> list[FieldFinding]:
    """Set for how long supervisors of an agency look first; return what is wrong.

    Reports that wait already wait as long as was said when they came.
    """
    agency = session.get(Agency, agency_id) if agency_id is not None else None
    if agency is None or hours not in SUPERVISOR_HOURS:
        field = "agency" if agency is None else "hours"
        return [FieldFinding(field, "Nothing was chosen.", "Choose one from the list.")]
    agency.supervisor_hours = hours
    event = audit.Event(
        "agency.supervisors_set", f"agency:{agency.agency_id}", details={"hours": hours}
    )
    audit.record(session, event, actor=actor, now=now)
    return []


def about_person(session: Session, new: NewPerson) -> list[FieldFinding]:
    """Say what is wrong with a new account; the password is looked at by `about_password`."""
    findings = []
    if not 1 <= len(new.display_name) <= MAX_NAME_CHARS:
        findings.append(
            FieldFinding(
                "display_name",
                f"The name must have 1 to {MAX_NAME_CHARS} characters.",
                "Write it as colleagues know it.",
            )
        )
    findings += _about_username(session, new.username)
    if new.role not in set(Role):
        findings.append(FieldFinding("role", "No role is chosen.", "Choose one from the list."))
    if new.agency_id is None or session.get(Agency, new.agency_id) is None:
        findings.append(FieldFinding("agency", "No agency is chosen.", "Choose one from the list."))
    return findings


def add_account(
    session: Session, account: Account, *, password: str, actor: Actor, now: datetime
) -> Account:
    """Store a new account; raises InvalidInputError if it or its password will not do."""
    account.username = account.username.strip().lower()
    new = NewPerson(account.username, account.display_name, account.role, account.agency_id)
    agency = session.get(Agency, account.agency_id) if account.agency_id is not None else None
    findings = about_person(session, new)
    if account.password_expires_at is None:
        # A temporary one is drawn by lot, and nobody's words are in it.
        words = passwords.words_around(account, agency)
        findings += about_password(password, words=words)
    if findings:
        raise InvalidInputError(findings)
    account.password_hash = hash_password(password)
    account.created_at = now
    session.add(account)
    session.flush()
    event = audit.Event(
        "account.added", f"account:{account.account_id}", details={"role": account.role}
    )
    audit.record(session, event, actor=actor, now=now)
    return account


def add_person(
    session: Session, new: NewPerson, *, password: str = "", actor: Actor, now: datetime
) -> tuple[Account, str]:
    """Store the account of `new` and return it with its temporary password; show that once.

    With `password` it has that one for good, and "" is returned. Raises InvalidInputError if
    `about_person` or `about_password` finds anything.
    """
    temporary = "" if password else passwords.temporary_password()
    account = Account(
        username=new.username,
        display_name=new.display_name,
        role=new.role,
        agency_id=new.agency_id,
        password_expires_at=passwords.temporary_until(now) if temporary else None,
    )
    add_account(session, account, password=password or temporary, actor=actor, now=now)
    return account, temporary


def disable(session: Session, account: Account, *, actor: Actor, now: datetime) -> None:
    """Shut an account out at once: sign-ins end, tokens are revoked; reports and log stay.

    Raises ConflictError for the actor's own account.
    """
    _refuse_own(account, actor)
    account.is_active = False
    ended = sign_ins.end_all(session, account.account_id, now=now)
    revoked = tokens.revoke_all(session, account.account_id, now=now)
    _log(
        session,
        "account.disabled",
        account,
        actor=actor,
        now=now,
        details={"sign_ins": ended, "tokens": revoked},
    )


def enable(session: Session, account: Account, *, actor: Actor, now: datetime) -> None:
    """Let an account in again; its sign-ins and tokens stay ended."""
    account.is_active = True
    _log(session, "account.enabled", account, actor=actor, now=now)


def reset_password(session: Session, account: Account, *, actor: Actor, now: datetime) -> str:
    """Give a temporary password and return it, to be shown once; sign-ins and tokens end.

    Whoever knew the old password may have made a token. Raises ConflictError for the actor's own
    account.
    """
    _refuse_own(account, actor)
    password = passwords.give_temporary(account, now=now)
    ended = sign_ins.end_all(session, account.account_id, now=now)
    revoked = tokens.revoke_all(session, account.account_id, now=now)
    _log(
        session,
        "account.password_reset",
        account,
        actor=actor,
        now=now,
        details={"ended": ended, "tokens": revoked},
    )
    return password


def remove_second_factor(
    session: Session, account: Account, *, actor: Actor, now: datetime
) -> None:
    """Switch off the second factor of somebody who lost the device, and end every sign-in.

    Raises ConflictError for the actor's own account.
    """
    _refuse_own(account, actor)
    account.totp_series = None
    ended = sign_ins.end_all(session, account.account_id, now=now)
    _log(
        session,
        "account.second_factor_removed",
        account,
        actor=actor,
        now=now,
        details={"ended": ended},
    )


def by_id(session: Session, account_id: int) -> Account:
    """Return an account, locked for a change; raises NotFoundError if there is none."""
    return _locked(session, Account.account_id == account_id)


def by_username(session: Session, username: str) -> Account:
    """Return the account called `username`, locked; raises NotFoundError if there is none."""
    return _locked(session, Account.username == username.strip().lower())


def _locked(session: Session, condition: ColumnElement[bool]) -> Account:
    account = session.execute(
        select(Account).where(condition).with_for_update(of=Account, key_share=True)
    ).scalar_one_or_none()
    if account is None:
        raise NotFoundError("There is no such account.", remedy="Look it up in the list of people.")
    return account


def _refuse_own(account: Account, actor: Actor) -> None:
    if account.account_id == actor.account_id:
        raise ConflictError(
            "You cannot do this to your own account.",
            remedy="Use your account page, or ask another administrator.",
        )


def _log(
    session: Session,
    action: str,
    account: Account,
    *,
    actor: Actor,
    now: datetime,
    details: Mapping[str, audit.Detail] = MappingProxyType({}),
) -> None:
    event = audit.Event(action, f"account:{account.account_id}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _about_username(session: Session, username: str) -> list[FieldFinding]:
    if not _USERNAME.fullmatch(username):
        return [
            FieldFinding(
                "username",
                "This user name will not do.",
                "Use 2 to 64 of: a-z, 0-9, dot, hyphen, underscore; begin with a letter or digit.",
            )
        ]
    taken = session.execute(select(Account).where(Account.username == username)).first()
    if taken:
        return [FieldFinding("username", "This user name is taken.", "Choose another one.")]
    return []


def _is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return False
    return bool(zone)
