"""The databases that benchmarks run on: a durable SQLite file, a durable PostgreSQL server."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from privacy import keyring as keyrings
from sar import db
from sar.accounts import people
from sar.actors import COMMAND_LINE
from sar.commands import database
from sar.models import Account, Role
from sar.sets import publishing
from sar.settings import Settings
from tests.postgres import start_server

PASSWORD = "a long benchmark password"


@contextmanager
def durable(kind: str) -> Iterator[str]:
    """Give the address of an empty, migrated database that keeps what it acknowledged."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="sarbench") as folder:
            url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
            _prepare(url)
            yield url
        return
    with start_server(is_durable=True) as server:
        url = server.create_database("bench")
        _prepare(url)
        yield url


@contextmanager
def kept(file: Path) -> Iterator[str]:
    """Give the address of a SQLite file that is kept: made if there is none, and migrated."""
    url = f"sqlite:///{file}"
    if file.exists():
        engine = db.open_engine(url)
        database.upgrade(engine)
        engine.dispose()
    else:
        _prepare(url)
    yield url


def processor_clock(engine: Engine) -> Callable[[], float]:
    """Return a clock of processor seconds: of this process and of its one PostgreSQL connection."""
    if engine.dialect.name == "sqlite":
        return time.process_time
    with engine.connect() as connection:
        number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    # Nanoseconds on a processor (kernel.org, "Scheduler Statistics").
    spent = Path(f"/proc/{number}/schedstat")
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


def settings(url: str) -> Settings:
    """Return settings for a benchmark: no rate limits, no secure cookies."""
    ring = keyrings.new_keyring(random.Random(1).randbytes)
    return Settings(
        database_url=url,
        keyring_text=keyrings.dump_keyring(ring),
        has_secure_cookies=False,
        sign_ins_per_minute=10**9,
        reports_per_minute=10**9,
    )


def _prepare(url: str) -> None:
    engine = db.open_engine(url)
    database.upgrade(engine)
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        publishing.publish_shipped_sets(session, actor=COMMAND_LINE, now=now)
        agency = people.add_agency(session, name="Benchmark", zone="UTC")
        for role in (Role.OFFICER, Role.ANALYST, Role.TRAINER):
            people.add_account(
                session,
                Account(
                    username=role,
                    display_name=role.label,
                    role=role,
                    agency_id=agency.agency_id,
                ),
                password=PASSWORD,
                actor=COMMAND_LINE,
                now=now,
            )
    engine.dispose()
