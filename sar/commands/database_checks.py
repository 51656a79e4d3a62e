"""What `sar doctor` looks at in the database: its tables, sets, keys, log and ledger."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select, union
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from privacy.errors import PrivacyError
from privacy.keyring import Keyring
from privacy.sealing import WrappedKey, open_month_key
from sar.alerting import sending
from sar.commands import database
from sar.commands.checks import Level, Result
from sar.errors import SarError
from sar.log import ledger
from sar.models import (
    AuditCheckpoint,
    AuditHead,
    DefinitionSetVersion,
    MonthKey,
    Report,
    ReportBehaviour,
    SetState,
)
from sar.models.reports import REPEATED
from sar.ranker import scoring
from sar.sets.published import current_set
from sar.training import outbox
from triage.decisions import OPEN_STATES, State

CHECKPOINT_AGE = timedelta(days=7)
"""A week of the log is what an intruder could rewrite unseen; this project's choice."""


def check_schema(engine: Engine) -> Result:
    """Check that the database answers and is at the revision of this code."""
    try:
        found = database.current_revision(engine)
    except SQLAlchemyError as error:
        kind = type(error).__name__
        return Result(
            "database",
            Level.PROBLEM,
            f"It cannot be reached ({kind}).",
            "Check that it runs, and address, name and password in SAR_DATABASE_URL.",
        )
    newest = database.newest_revision()
    if found != newest:
        text = f"It is at revision {found or 'none'}, the code needs {newest}."
        return Result("database", Level.PROBLEM, text, "Run `sar db upgrade`.")
    return Result("database", Level.OK, f"{engine.dialect.name}, revision {found}")


def check_content(session: Session, keyring: Keyring | None, *, now: datetime) -> Iterator[Result]:
    """Check what is in a database that is at the newest revision."""
    yield _sets(session, now=now)
    if keyring is not None:
        yield _month_keys(session, keyring)
    yield _checkpoint(session, now=now)
    yield _held(session)
    yield _ledger(session)
    yield _statements(session)
    yield _alerts(session)
    yield _queue(session)
    yield _ranker(session)


def _sets(session: Session, *, now: datetime) -> Result:
    rows = session.execute(
        select(DefinitionSetVersion).where(DefinitionSetVersion.state == SetState.PUBLISHED)
    ).scalars()
    hashes = [(row.sha256, hashlib.sha256(row.content.encode()).hexdigest()) for row in rows]
    altered = [recorded[:12] for recorded, found in hashes if recorded != found]
    if altered:
        return Result(
            "sets",
            Level.PROBLEM,
            f"The published set {altered[0]} was altered in the database.",
            "Restore the table definition_sets from a backup; published sets are never edited.",
        )
    try:
        current = current_set(session, now=now).definition_set
    except SarError as error:
        return Result("sets", Level.PROBLEM, error.detail, error.remedy)
    text = f"{len(hashes)} published, all with their recorded hash; in force {current.version}"
    return Result("sets", Level.OK, text)


def _ranker(session: Session) -> Result:
    found = scoring.in_force(session)
    if found.is_broken:
        return Result(
            "ranker",
            Level.PROBLEM,
            "The ranker in force cannot be loaded; the rules order the queue.",
            "Run `sar triage rollback`, or train a new one.",
        )
    return Result("ranker", Level.OK, f"the queue is ordered by {found.label}")


def _month_keys(session: Session, keyring: Keyring) -> Result:
    rows = session.execute(select(MonthKey).where(MonthKey.wrapped.is_not(None))).scalars().all()
    shut = [row.month for row in rows if not _opens(row, keyring)]
    if shut:
        return Result(
            "month keys",
            Level.PROBLEM,
            f"{len(shut)} of {len(rows)} cannot be opened with this keyring, first {min(shut)}.",
            "Set the keyring that belongs to this database, or restore it from its backup.",
        )
    return Result("month keys", Level.OK, f"{len(rows)}, all of them can be opened")


def _opens(row: MonthKey, keyring: Keyring) -> bool:
    try:
        wrapped = WrappedKey(master_id=row.master_id, wrapped=row.wrapped or b"")
        open_month_key(keyring, row.month, wrapped)
    except PrivacyError:
        return False
    return True


def _checkpoint(session: Session, *, now: datetime) -> Result:
    size = session.execute(select(AuditHead.size)).scalar_one_or_none() or 0
    newest = session.execute(
        select(AuditCheckpoint.signed_at).order_by(AuditCheckpoint.size.desc()).limit(1)
    ).scalar_one_or_none()
    remedy = "Run `sar audit checkpoint --out FILE` and keep the file elsewhere."
    if size == 0:
        return Result("log", Level.OK, "empty")
    if newest is None:
        return Result("log", Level.WARNING, f"{size:,} entries, no checkpoint.", remedy)
    age = now - newest
    text = f"{size:,} entries, last checkpoint {age.days} day(s) ago"
    if age > CHECKPOINT_AGE:
        return Result("log", Level.WARNING, f"{text}.", remedy)
    return Result("log", Level.OK, text)


def _held(session: Session) -> Result:
    query = select(func.count()).select_from(Report).where(Report.state == State.HELD)
    count = session.execute(query).scalar_one()
    if count:
        return Result(
            "held reports",
            Level.WARNING,
            f"{count} could not be redacted, so nobody sees them.",
            "Run `sar held retry`; if it does not help, report the defect.",
        )
    return Result("held reports", Level.OK, "none")


def _alerts(session: Session) -> Result:
    asked, failing = sending.count(session)
    text = f"{asked} asked to be told by mail; the last one to {failing} was not taken"
    if failing:
        return Result("mail alerts", Level.WARNING, text, "See what `sar alerts send` says.")
    return Result("mail alerts", Level.OK, text)


def _statements(session: Session) -> Result:
    waiting, given_up = outbox.backlog(session)
    if given_up:
        return Result(
            "statements",
            Level.WARNING,
            f"{given_up} were given up: the record store refused them or was away for days.",
            "See its log, then look at the table outgoing_statements.",
        )
    return Result("statements", Level.OK, f"{waiting} wait to be sent")


def _ledger(session: Session) -> Result:
    missing = ledger.gaps(session)
    if missing:
        years = ", ".join(f"{year}: {count}" for year, count in missing)
        return Result(
            "ledger",
            Level.PROBLEM,
            f"Numbers are missing ({years}).",
            "Compare with a backup: an entry was removed outside of the application.",
        )
    return Result("ledger", Level.OK, "no number is missing")


def _queue(session: Session) -> Result:
    """Check that what the queue is read from follows from the reports."""
    is_waiting = Report.queue_place.is_not(None)
    lost = select(Report.report_id).where(Report.state.in_(OPEN_STATES) != is_waiting)
    told = select(ReportBehaviour.report_id).join(
        Report,
        and_(
            Report.report_id == ReportBehaviour.report_id,
            or_(*(_differs(name) for name in REPEATED)),
        ),
    )
    wrong = session.execute(select(func.count()).select_from(union(lost, told).subquery()))
    count = wrong.scalar_one()
    if count:
        return Result(
            "queue",
            Level.PROBLEM,
            f"{count} reports may be missing from it or stand in it wrongly.",
            "The database was edited outside of the application; compare with a backup.",
        )
    return Result("queue", Level.OK, "every open report stands in it")


def _differs(name: str) -> ColumnElement[bool]:
    copy: ColumnElement[bool] = getattr(ReportBehaviour, name)
    return copy.is_distinct_from(getattr(Report, name))
