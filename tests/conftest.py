"""Fixtures of the whole suite: two real databases, an application on each, people, a clock."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Dialect, Engine, event

from privacy.keyring import Keyring
from sar import db
from sar.app import create_app, wire
from sar.commands import database
from sar.settings import Settings
from tests import factories
from tests.postgres import Server, start_server

MEMORY = Path("/dev/shm")


def pytest_configure() -> None:
    """Keep what tests write in memory where there is room for it, unless ``TMPDIR`` says where.

    Databases are copied for every second test; a disk's file system takes a fifth of the time
    of a test run. Programs are run from there, too (`tests.postgres`). How long an example of
    hypothesis takes says more about the machine than about what is tested, so none has a deadline.
    """
    hypothesis_settings.register_profile("suite", deadline=None)
    hypothesis_settings.load_profile("suite")
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    has_room = shutil.disk_usage(MEMORY).free > 3 * 1024**3
    if has_room and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_finish() -> None:
    """Look for garbage less often: thousands of collected tests stay, and are no garbage.

    A tenth of the processor's time of a test run went into this.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


DIALECTS: dict[str, Dialect] = {}
COMPILED: dict[Any, Any] = {}


@event.listens_for(Engine, "engine_connect")
def share_compiled_statements(connection: Connection) -> None:
    """Let the engines of all tests share what SQLAlchemy compiled, which each would do anew.

    The dialect is part of what it is found by; that of the first engine of its kind is taken.
    """
    connection.dialect = DIALECTS.setdefault(connection.dialect.name, connection.dialect)
    connection.execution_options(compiled_cache=COMPILED)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real PostgreSQL server for the session, with a migrated template database."""
    with start_server() as server:
        engine = db.open_engine(server.create_database("template_sar"))
        database.upgrade(engine)
        engine.dispose()
        url = server.create_database("template_seeded", template="template_sar")
        factories.seed_database(url)
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = db.open_engine(f"sqlite:///{path}")
    database.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def seeded_sqlite_template(sqlite_template: Path) -> Path:
    """The same with the shipped sets and one account per role in it."""
    path = sqlite_template.with_name("seeded.sqlite3")
    shutil.copy(sqlite_template, path)
    factories.seed_database(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def seeded_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with accounts and sets: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        template = request.getfixturevalue("seeded_sqlite_template")
        yield factories.copy_sqlite(template, tmp_path)
        return
    server: Server = request.getfixturevalue("postgres")
    name = server.fresh_name()
    yield server.create_database(name, template="template_seeded")
    server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated, empty database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        yield factories.copy_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server: Server = request.getfixturevalue("postgres")
    name = server.fresh_name()
    yield server.create_database(name, template="template_sar")
    server.drop_database(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database, for what does not depend on the database."""
    return factories.copy_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database, once per kind."""
    engine = db.open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """A keyring that is the same in every run."""
    return factories.keyring()


@pytest.fixture
def clock() -> factories.Clock:
    """A clock that stands still until a test moves it."""
    return factories.Clock(datetime(2026, 3, 2, 15, 30, tzinfo=UTC))


MakeApp = Callable[..., Flask]

# What an application is built from, or counts for itself: its limits begin at nothing.
OF_THE_APP = {
    *("has_secure_cookies", "max_request_bytes", "trusted_proxies", "rate_limit_storage"),
    *("sign_ins_per_minute", "reports_per_minute"),
}


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled templates of this run: compiling them anew for every test takes longest."""
    folder = tmp_path_factory.getbasetemp()
    # The folder above is the one of all test processes.
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "templates"
    shared.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(shared))


@pytest.fixture(scope="session")
def built_app(
    sqlite_template: Path, keyring: Keyring, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """An application whose parts every test exchanges: its 150 routes take long to build."""
    app = create_app(factories.settings(f"sqlite:///{sqlite_template}", keyring))
    app.jinja_env.bytecode_cache = compiled_templates
    yield app
    app.extensions["sar"].engine.dispose()


@pytest.fixture
def make_app(
    keyring: Keyring,
    clock: factories.Clock,
    compiled_templates: FileSystemBytecodeCache,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[MakeApp]:
    """Make an application on a database; keyword arguments change its settings.

    The first of a test is `built_app`, on parts of its own, unless a change is one of `OF_THE_APP`.
    """
    apps: list[Flask] = []

    def make(url: str, **changes: object) -> Flask:
        settings = factories.settings(url, keyring, **changes)
        if apps or changes.keys() & OF_THE_APP:
            app = create_app(settings, clock=clock)
            app.jinja_env.bytecode_cache = compiled_templates
        else:
            app = request.getfixturevalue("built_app")
            monkeypatch.setitem(app.extensions, "sar", wire(settings, clock=clock))
        apps.append(app)
        factories.seed(app)
        return app

    yield make
    for app in apps:
        app.extensions["sar"].engine.dispose()


@pytest.fixture
def app(make_app: MakeApp, seeded_url: str) -> Flask:
    """The application with one account per role and the shipped sets, on both databases."""
    return make_app(seeded_url)


@pytest.fixture
def sqlite_app(make_app: MakeApp, seeded_sqlite_template: Path, tmp_path: Path) -> Flask:
    """The same on SQLite only, for what does not depend on the database."""
    return make_app(factories.copy_sqlite(seeded_sqlite_template, tmp_path))


@pytest.fixture
def settings_of() -> Callable[[Flask], Settings]:
    """Return the settings of an application."""
    return lambda app: app.extensions["sar"].settings
