"""Migrations: models equal the migrated schema; every revision goes up, down and up again."""

import re
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

import migrations
from sar import db
from sar.commands import database
from tests.postgres import Server

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path):
    """An engine on an empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        server = None
    else:
        server = request.getfixturevalue("postgres")
        name = server.fresh_name()
        url = server.create_database(name)
    engine = db.open_engine(url)
    yield engine
    engine.dispose()
    if isinstance(server, Server):
        server.drop_database(name)


def test_the_migrated_schema_equals_the_models(engine: Engine) -> None:
    assert database.differences(engine) == []


def test_an_index_of_some_rows_has_the_condition_that_its_model_tells(engine: Engine) -> None:
    tables = db.Base.metadata.sorted_tables
    told = {
        index.name: index.info["where"]
        for table in tables
        for index in table.indexes
        if "where" in index.info
    }
    made = {
        index["name"]: str(index["dialect_options"][f"{engine.dialect.name}_where"])
        for table in tables
        for index in inspect(engine).get_indexes(table.name)
        if f"{engine.dialect.name}_where" in index.get("dialect_options", {})
    }
    assert {name: _plain(where) for name, where in made.items()} == told
    assert told


def _plain(where: str) -> str:
    """Return a condition without the brackets and the types that PostgreSQL puts into it."""
    return re.sub(r"::[a-z]+( varying)?|[()]", "", where)


def test_every_revision_goes_up_down_and_up(empty_engine: Engine) -> None:
    revisions = [path.name[:4] for path in VERSIONS]
    for revision in revisions:
        database.upgrade(empty_engine, revision=revision)
        database.downgrade(empty_engine, revision="-1")
        database.upgrade(empty_engine, revision=revision)
    assert database.current_revision(empty_engine) == database.newest_revision()
    database.downgrade(empty_engine, revision="base")
    assert inspect(empty_engine).get_table_names() == ["alembic_version"]


def test_the_history_is_one_line() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert len(script.get_heads()) == 1
    assert all(not isinstance(each.down_revision, tuple) for each in script.walk_revisions())


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.name)
def test_a_migration_is_numbered_and_knows_nothing_of_the_application(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name)
    assert not re.search(r"^\s*(from|import) sar", path.read_text(encoding="utf-8"), re.M)
