from sqlalchemy import text

from sar import db
from tests.command_line import run_here


def test_an_empty_database_is_upgraded_once_and_is_then_in_order(tmp_path):
    env = {"SAR_DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    assert "database empty, newest" in run_here("db", "current", env=env).stdout
    assert run_here("db", "check", env=env).returncode == 1
    assert "upgraded from empty" in run_here("db", "upgrade", env=env).stdout
    assert "the newest" in run_here("db", "upgrade", env=env).stdout
    done = run_here("db", "check", env=env)
    assert (done.returncode, done.stdout) == (0, "The tables are as the code expects.\n")


def test_a_table_that_somebody_changed_is_named(database_url):
    engine = db.open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE reports DROP COLUMN score_version"))
    engine.dispose()
    done = run_here("db", "check", env={"SAR_DATABASE_URL": database_url})
    assert done.returncode == 1
    assert "add_column" in done.stdout
    assert "score_version" in done.stdout


def test_a_database_from_the_future_is_left_alone(sqlite_url):
    engine = db.open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    done = run_here("db", "upgrade", env={"SAR_DATABASE_URL": sqlite_url})
    assert done.returncode == 2
    assert "does not know" in done.stderr
