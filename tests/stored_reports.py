"""Made-up past reports, filed into a real database as an officer's are, and what it holds."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine, MetaData, func, select, update

from indicators.definitions import DefinitionSet
from sar import db
from sar.actors import actor_of
from sar.intake import checking, schemas
from sar.intake import service as intake
from sar.models import Account, LedgerEntry, Report
from sar.sets import published
from tests import factories
from tests.past_reports import Filed

APART = timedelta(hours=1)


def store(
    engine: Engine, reports: Sequence[Filed], *, first: datetime, is_held: bool = False
) -> dict[str, Filed]:
    """File the reports an hour apart, the first at `first`, and return them by receipt number."""
    filed = {}
    with db.transaction(engine) as session:
        account = session.execute(select(Account).where(Account.username == "officer")).scalar_one()
        by_sha256 = {each.sha256: each for each in published.published_sets(session)}
        for number, each in enumerate(reports):
            at = first + number * APART
            loaded, problems = schemas.load_report(submission_of(each))
            assert loaded is not None, problems
            checked = checking.check(
                loaded, by_sha256[each.pinned.sha256], now=at, max_narrative_chars=20_000
            )
            assert isinstance(checked, checking.Checked)
            receipt = intake.file_report(
                session,
                replace(checked, redacted=None) if is_held else checked,
                intake.Terms(f"key {each.reference}", factories.keyring(), 365),
                actor=actor_of(account),
                now=at,
            )
            filed[receipt.receipt] = each
    return filed


def purge(engine: Engine, receipt: str, *, now: datetime) -> None:
    """Destroy the content of a report, as a purge does; its row and its line in the ledger stay."""
    with db.transaction(engine) as session:
        report_id = session.execute(
            select(Report.report_id).where(Report.receipt == receipt)
        ).scalar_one()
        session.execute(
            update(Report)
            .where(Report.report_id == report_id)
            .values(redacted={}, coded_answers={}, queue_place=None)
        )
        session.execute(
            update(LedgerEntry)
            .where(LedgerEntry.report_id == report_id)
            .values(closed_at=now, purged_at=now)
        )


def checksum(engine: Engine) -> str:
    """Return a hash over every row of every table."""
    metadata, digest = MetaData(), hashlib.sha256()
    metadata.reflect(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            digest.update(f"{table.name} {len(rows)} {rows}".encode())
    return digest.hexdigest()


def rows_in(engine: Engine) -> int:
    """Return how many reports the database has."""
    with db.reading(engine) as session:
        return session.execute(select(func.count()).select_from(Report)).scalar_one()


def submission_of(filed: Filed) -> dict[str, object]:
    pinned: DefinitionSet = filed.pinned
    return factories.submission(
        *filed.answers,
        set={"set_id": pinned.set_id, "version": pinned.version, "sha256": pinned.sha256},
        answers=filed.answers,
        narrative="A man looked at the fence for a while, wrote something down and left.",
    )
