"""The log as a privacy officer reads it: who did what, when and why, in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sar.models import Account, AuditEntry, Role
from sar.oversight import words
from sar.oversight.filters import LogFilter
from sar.oversight.tables import Table
from sar.values import frozen

PAGE = 50

_WITHOUT_ACCOUNT = {
    "command_line": "Command line",
    "server": "The server",
    "nobody": "Nobody signed in",
}


@frozen
class LogRow:
    """One entry in words; `username` is "" for the command line and for nobody."""

    position: int
    recorded_at: datetime
    who: str
    username: str
    role_label: str
    sentence: str
    purpose: str
    details: str
    receipt: str


@frozen
class LogPage:
    """A page of the log, the newest first; `next_before` is None on the last page.

    `person_id` is the account that was asked for, None if none was or there is no such one.
    """

    rows: Sequence[LogRow]
    next_before: int | None
    person_id: int | None


def log_page(session: Session, wanted: LogFilter) -> LogPage:
    """Return the entries that fit `wanted`, from before a position on."""
    person_id = _person_id(session, wanted)
    if wanted.username and person_id is None:
        return LogPage((), None, None)
    found = session.execute(_query(wanted, person_id).limit(PAGE + 1)).scalars().all()
    accounts = _accounts(session, found[:PAGE])
    rows = [_row(entry, accounts) for entry in found[:PAGE]]
    return LogPage(rows, rows[-1].position if len(found) > PAGE else None, person_id)


def _person_id(session: Session, wanted: LogFilter) -> int | None:
    who = select(Account.account_id).where(Account.username == wanted.username)
    return session.execute(who).scalar_one_or_none() if wanted.username else None


def access_table(session: Session, wanted: LogFilter) -> Table:
    """Return who did what with which report and why, by name, the newest first."""
    person_id = _person_id(session, wanted)
    query = _query(wanted, person_id).where(AuditEntry.subject.like("report:%"))
    is_nobody = wanted.username and person_id is None
    found = [] if is_nobody else session.execute(query).scalars().all()
    accounts = _accounts(session, found)
    rows = [_row(entry, accounts) for entry in found]
    return Table(
        "access",
        "Who did what with which report, and why",
        ("When", "Who", "Role", "What", "Report", "Purpose", "Details"),
        tuple(
            (
                row.recorded_at, row.username or row.who, row.role_label, row.sentence,
                row.receipt, row.purpose, row.details,
            )
            for row in rows
        ),
    )  # fmt: skip


def _query(wanted: LogFilter, person_id: int | None) -> Select[Any]:
    query = select(AuditEntry).order_by(AuditEntry.position.desc())
    if wanted.before is not None:
        query = query.where(AuditEntry.position < wanted.before)
    if person_id is not None:
        query = query.where(AuditEntry.actor_id == person_id)
    if wanted.action:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.receipt:
        query = query.where(AuditEntry.subject == f"report:{wanted.receipt}")
    if wanted.purpose:
        query = query.where(AuditEntry.purpose == wanted.purpose)
    if wanted.start is not None:
        query = query.where(AuditEntry.recorded_at >= wanted.start)
    if wanted.end is not None:
        query = query.where(AuditEntry.recorded_at < wanted.end)
    return query


def _accounts(session: Session, found: Iterable[AuditEntry]) -> dict[int, Account]:
    """Return the accounts that a page names, as actors or as subjects."""
    ids: set[int] = set()
    for entry in found:
        ids |= words.people_in(entry.subject, entry.details)
        ids |= {entry.actor_id} if entry.actor_id is not None else set()
    accounts = session.execute(select(Account).where(Account.account_id.in_(ids))).scalars()
    return {account.account_id: account for account in accounts}


def _row(entry: AuditEntry, accounts: Mapping[int, Account]) -> LogRow:
    names = {account_id: account.display_name for account_id, account in accounts.items()}
    who = accounts.get(entry.actor_id or 0)
    kind, _, subject_id = entry.subject.partition(":")
    # The role is the one at the time, as the log has it; a person's role may change later.
    role = Role(entry.role).label if entry.role in set(Role) else ""
    return LogRow(
        position=entry.position,
        recorded_at=entry.recorded_at,
        who=who.display_name if who else _WITHOUT_ACCOUNT.get(entry.role, entry.role),
        username=who.username if who else "",
        role_label=role,
        sentence=words.sentence(entry.action, entry.subject, names=names),
        purpose=words.purpose(entry.purpose),
        details=words.details(entry.details, names=names),
        receipt=subject_id if kind == "report" else "",
    )
