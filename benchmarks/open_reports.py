"""Open reports in any number: some are filed as officers file them, the others are copies of those.

A copy has a number, a receipt, a time and a line in the ledger of its own, and a place in the queue
that follows from them; what it says, its score and its reasons are those of the report that was
filed. It has no sealed original, no words to search and no entry in the log: nothing that lists,
takes or decides reports asks for them. The database itself makes the copies, without its indexes,
which are built afterwards, so that a million takes minutes.
"""

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor, actor_of
from sar.demo import generator
from sar.demo.events import World, load_phrases, new_faker
from sar.intake import checking, schemas, service
from sar.models import Account, Decision, LedgerEntry, LedgerYear, Report, ReportBehaviour
from sar.models.reports import POINT
from sar.reports.receipts import check_sign
from sar.review import claims
from sar.review.service import Decided, Intent, record_decision
from sar.sets.published import published_sets
from tests import factories
from triage.decisions import Action, Record

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(days=90)
FILED = 1_000
CHUNK = 50_000
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SEED = 11
# A sector and a behaviour that are common alone.
SELDOM = "ENRG", "ind-0010"

# Indexes that belong to no constraint.
_INDEXES = {
    "sqlite": "SELECT name, sql AS definition FROM sqlite_master"
    " WHERE type = 'index' AND name LIKE 'ix%' AND tbl_name IN :names",
    "postgresql": "SELECT indexname AS name, indexdef AS definition FROM pg_indexes"
    " WHERE indexname LIKE 'ix%' AND tablename IN :names",
}

# What is copied; the report comes first, since the others refer to it.
COPIED: tuple[type[db.Base], ...] = (Report, ReportBehaviour, Decision, LedgerEntry)
COPIES = Table(
    "copies",
    MetaData(),
    Column("report_id", Integer, primary_key=True),
    Column("source_id", Integer),
    Column("receipt", String),
    Column("digest", String),
    Column("received_at", db.UtcDateTime),
    Column("received_ms", BigInteger),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True, slots=True)
class Told:
    """A report that intake has checked and redacted, and when it came in."""

    at: datetime
    checked: checking.Checked = field(repr=False)


def tell(engine: Engine, count: int = FILED) -> list[Told]:
    """Invent reports and let intake check and redact them; any migrated database can take them."""
    with db.reading(engine) as session:
        pinned = published_sets(session)[0]
    world = World(SEED, pinned.definition_set, BEGAN, load_phrases(), new_faker())
    stock = []
    for number in range(1, count + 1):
        at = received(number, count)
        report = generator.tell(replace(world, now=at), number)
        loaded, problems = schemas.load_report(report.submission)
        assert loaded is not None, problems
        checked = checking.check(loaded, pinned, now=at, max_narrative_chars=20_000)
        assert isinstance(checked, checking.Checked)
        stock.append(Told(at, checked))
    return stock


def fill(engine: Engine, count: int, stock: Sequence[Told]) -> None:
    """Fill an empty, migrated database with so many open reports: `stock` is filed, then copied.

    A tenth of them is decided in part one. They came in over 90 days until `NOW`. Those that are
    both of `SELDOM` are copied every fiftieth time only.
    """
    with db.transaction(engine) as session:
        _file(session, stock[:count])
        seldom = _which_are_seldom(session)
    first = min(count, len(stock))
    if count > first:
        with unindexed(engine, COPIED) as connection:
            COPIES.create(connection)
            for start in range(first, count, CHUNK):
                numbers = range(start + 1, min(start + CHUNK, count) + 1)
                _copy(connection, [_own(each, first, count, seldom) for each in numbers])
            COPIES.drop(connection)
            connection.execute(update(LedgerYear).values(last_number=count))
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT setval('reports_report_id_seq', {count})"))
    tidy(engine)


def tidy(engine: Engine) -> None:
    """Do what a database does by itself within minutes of a load."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM"))
        connection.execute(text("ANALYZE"))


def received(number: int, count: int) -> datetime:
    """Return when report `number`, from 1, of so many came in."""
    return BEGAN + (NOW - BEGAN) * ((number - 1) / count)


def receipt_of(number: int) -> str:
    """Return a receipt number, as good as a drawn one."""
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(8)))
    return f"{signs[:4]}-{signs[4:]}-{check_sign(signs)}"


def _file(session: Session, stock: Sequence[Told]) -> None:
    """File invented reports through intake, and decide part one of some."""
    officer, analyst = _actor(session, "officer"), _actor(session, "analyst")
    keyring = factories.keyring()
    for number, told in enumerate(stock, start=1):
        receipt = receipt_of(number)
        terms = service.Terms(f"open {number}", keyring, 365, receipt=receipt)
        service.file_report(session, told.checked, terms, actor=officer, now=told.at)
        if number % 10 == 0:
            _decide(session, receipt, analyst, now=told.at)


def _actor(session: Session, username: str) -> Actor:
    query = select(Account).where(Account.username == username)
    return actor_of(session.execute(query).scalar_one())


def _decide(session: Session, receipt: str, analyst: Actor, *, now: datetime) -> None:
    """Decide part one, and leave part two to whoever takes the report next."""
    claims.take(session, receipt, is_takeover=True, actor=analyst, now=now, minutes=20)
    revision = select(Report.revision).where(Report.receipt == receipt)
    record = Record(
        rationale="What was seen fits the behavior as it is defined, point by point.",
        innocent_explanation="Work was weighed; it does not explain what was done there.",
    )
    intent = Intent(Action.MEETS_CRITERIA, record, session.execute(revision).scalar_one())
    assert isinstance(record_decision(session, receipt, intent, actor=analyst, now=now), Decided)
    claims.put_back(session, receipt, actor=analyst, now=now)


def _which_are_seldom(session: Session) -> set[int]:
    """Return the reports that both filters of `SELDOM` fit."""
    sector, behaviour = SELDOM
    query = select(ReportBehaviour.report_id).where(
        ReportBehaviour.sector == sector, ReportBehaviour.indicator_id == behaviour
    )
    return set(session.execute(query).scalars())


@contextmanager
def unindexed(engine: Engine, models: Sequence[type[db.Base]]) -> Iterator[Connection]:
    """Give a connection to tables without indexes, and build these afterwards."""
    names = [db.table_of(model).name for model in models]
    query = text(_INDEXES[engine.dialect.name]).bindparams(bindparam("names", expanding=True))
    with engine.connect() as connection:
        # As the database has them: models do not say all of it.
        indexes = connection.execute(query, {"names": names}).all()
        for index in indexes:
            connection.exec_driver_sql(f"DROP INDEX {index.name}")
        yield connection
        for index in indexes:
            connection.exec_driver_sql(index.definition)
        connection.commit()


def load(connection: Connection, model: type[db.Base], rows: Sequence[Sequence[object]]) -> None:
    """Write rows of plain numbers, texts and bytes as fast as the database takes them."""
    table = db.table_of(model)
    driver: Any = connection.connection.driver_connection
    names = ", ".join(table.columns.keys())
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(table.columns))
        driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", rows)
        return
    with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def _copy(connection: Connection, copies: Sequence[dict[str, Any]]) -> None:
    """Copy reports as these rows of `COPIES` say."""
    connection.execute(COPIES.delete())
    connection.execute(COPIES.insert(), copies)
    for model in COPIED:
        table = db.table_of(model)
        own = _own_columns(table)
        names = [each.name for each in table.columns if each.name != "decision_id"]
        values = [own.get(name, table.c[name]).label(name) for name in names]
        source = select(*values).join(COPIES, COPIES.c.source_id == table.c.report_id)
        connection.execute(table.insert().from_select(names, source))
    connection.commit()


def _own(number: int, filed: int, count: int, seldom: Container[int]) -> dict[str, Any]:
    """Return the row of `COPIES` for report `number`: what it is a copy of, and what is its own."""
    at, source = received(number, count), number % filed + 1
    if source in seldom and number // filed % 50:
        source = source % filed + 1
    return {
        "report_id": number,
        "source_id": source,
        "receipt": receipt_of(number),
        "digest": f"{number:064x}",
        "received_at": at,
        "received_ms": int(at.timestamp() * 1000),
    }


def _own_columns(table: Table) -> dict[str, Any]:
    """Return what a copy does not share with its source; a place keeps the score that is in it."""
    mine = COPIES.c
    own: dict[str, Any] = {
        "report_id": mine.report_id,
        "number": mine.report_id,
        "receipt": mine.receipt,
        "idempotency_sha256": mine.digest,
        **dict.fromkeys(("received_at", "occurred_at", "updated_at"), mine.received_at),
        "decided_at": mine.received_at,
    }
    if "queue_place" in table.c:
        place = table.c.queue_place
        own["queue_place"] = place - place % POINT + mine.received_ms
    return own
