"""What an administrator may see of people and agencies; nothing of any report."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from sar.accounts import sign_ins, tokens
from sar.accounts.sign_ins import SignInRow
from sar.accounts.tokens import TokenRow
from sar.errors import NotFoundError
from sar.models import Account, Agency, Role
from sar.values import frozen

PAGE = 50


@frozen
class PersonRow:
    """One line of the list of people."""

    account_id: int
    username: str
    display_name: str
    role_label: str
    agency: str
    is_active: bool
    has_second_factor: bool
    has_temporary_password: bool


@frozen
class Person:
    """An account as an administrator looks after it."""

    row: PersonRow
    zone: str
    created_at: datetime
    password_expires_at: datetime | None
    sign_ins: Sequence[SignInRow]
    tokens: Sequence[TokenRow]


@frozen
class PeoplePage:
    """A page of people by user name; `next_after` is "" on the last page."""

    rows: Sequence[PersonRow]
    next_after: str


@frozen
class AgencyRow:
    """An agency, for how long supervisors look first, and how many accounts are switched on."""

    agency_id: int
    name: str
    zone: str
    supervisor_hours: int
    people: int


def people_page(session: Session, *, find: str = "", after: str = "") -> PeoplePage:
    """Return the people whose user name or name contains `find`, from after a user name on."""
    query = select(Account).where(Account.username > after).order_by(Account.username)
    wanted = find.strip().lower()
    if wanted:
        query = query.where(
            or_(
                Account.username.contains(wanted, autoescape=True),
                func.lower(Account.display_name).contains(wanted, autoescape=True),
            )
        )
    accounts = session.execute(query.limit(PAGE + 1)).scalars().all()
    rows = [_row(account) for account in accounts[:PAGE]]
    return PeoplePage(rows, rows[-1].username if len(accounts) > PAGE else "")


def person(session: Session, account_id: int, *, now: datetime, idle_minutes: int) -> Person:
    """Return one account; raises NotFoundError if there is none."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError("There is no such account.", remedy="Look it up in the list of people.")
    return Person(
        row=_row(account),
        zone=account.agency.zone,
        created_at=account.created_at,
        password_expires_at=account.password_expires_at,
        sign_ins=sign_ins.alive(session, account_id, now=now, idle_minutes=idle_minutes),
        tokens=tokens.of_account(session, account_id, now=now),
    )


def agencies(session: Session) -> list[AgencyRow]:
    """List the agencies by name."""
    rows = session.execute(
        select(
            Agency.agency_id,
            Agency.name,
            Agency.zone,
            Agency.supervisor_hours,
            func.count(Account.account_id),
        )
        .outerjoin(Account, (Account.agency_id == Agency.agency_id) & Account.is_active)
        .group_by(Agency.agency_id)
        .order_by(Agency.name)
    )
    return [AgencyRow(*row) for row in rows]


def _row(account: Account) -> PersonRow:
    return PersonRow(
        account_id=account.account_id,
        username=account.username,
        display_name=account.display_name,
        role_label=Role(account.role).label,
        agency=account.agency.name,
        is_active=account.is_active,
        has_second_factor=account.totp_series is not None,
        has_temporary_password=account.password_expires_at is not None,
    )
