"""The database: declarative base, the aware-UTC column type, engines and transactions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any, cast

from sqlalchemy import (
    CompoundSelect,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    Select,
    Table,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

# Names for every constraint, so that migrations can address them on both databases
# (Alembic documentation, "The Importance of Naming Constraints").
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_READ_ONLY = "sar_read_only"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses times without zone, returns aware times on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so it is removed there after the conversion."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  the signature is SQLAlchemy's
    ) -> datetime | None:
        """Give every stored time its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012  SQLAlchemy's own convention


def open_engine(url: str) -> Engine:
    """Create the engine for `url`; SQLite is made durable (WAL, full sync) and checks foreign keys.

    Bound values never appear in exceptions or logs (``hide_parameters``): a narrative is one.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, hide_parameters=True, pool_size=10, pool_pre_ping=True)


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling starts transactions late and never for reads;
    # it is switched off so that `_begin_sqlite` decides (SQLAlchemy, "pysqlite transactions").
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=20000",
        "cache_size=-65536",
        # What is deleted is overwritten with zeros (sqlite.org, "PRAGMA secure_delete").
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A write transaction takes the write lock at once: upgrading later could fail half-way.
    is_read = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN" if is_read else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open a session, commit at the end of the block, roll back if it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that only reads, all of it from one snapshot; it is rolled back at the end."""
    options: dict[str, Any] = {_READ_ONLY: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with Session(engine.execution_options(**options)) as session:
        yield session


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements that pass by the unit of work."""
    return cast(Table, model.__table__)


def ask(
    session: Session, query: Select[Any] | CompoundSelect[Any], **named: Any
) -> CursorResult[Any]:
    """Ask tables (`table_of`) what every request needs to know, past the unit of work.

    What the session has yet to write is written first, as for any other query.
    """
    session.flush()
    return session.connection().execute(query, named)


def insert(session: Session, model: type[Base], *rows: dict[str, Any]) -> None:
    """Insert rows that nothing else in the session needs to know of.

    On the way of a submission this costs a fraction of what the unit of work does.
    """
    session.connection().execute(_insert(model, ""), rows)


def insert_if_absent(session: Session, model: type[Base], row: dict[str, Any]) -> Any:
    """Insert a row unless one of its unique keys exists, without disturbing parallel callers.

    Returns the first column of its primary key, None if nothing was inserted.
    """
    statement = _insert(model, session.get_bind().dialect.name)
    return session.execute(statement, row).scalar_one_or_none()


def insert_absent(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert those of `rows` of which no unique key exists, without disturbing parallel callers."""
    if rows:
        session.execute(_insert(model, session.get_bind().dialect.name), rows)


@cache
def _insert(model: type[Base], dialect: str) -> Insert:
    table = table_of(model)
    if not dialect:
        return table.insert()
    # By name: it is loaded with the engine, and the other database's would cost every start.
    dialects = import_module(f"sqlalchemy.dialects.{dialect}")
    made: Insert = dialects.insert(table).on_conflict_do_nothing()
    return made.returning(*list(table.primary_key)[:1])
