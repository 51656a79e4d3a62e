"""The log outside the database: exported, proved, and verified where nothing of it is installed."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, update

from sar import db
from sar.log import audit, checkpoints
from sar.models import AuditCheckpoint, AuditEntry
from tests import command_line, factories
from tests.audit_log import KEY, cut_after, run, sign, write, write_many
from tests.command_line import Sar

NOTHING = {"SAR_KEYRING_FILE": "", "SAR_KEYRING": "", "SAR_DATABASE_URL": ""}


@pytest.fixture
def export(engine: Engine, sar: Sar, tmp_path: Path) -> Path:
    """An export of a log with two earlier checkpoints."""
    write(engine)
    sar("audit", "checkpoint")
    write(engine, 4, first=300)
    sar("audit", "checkpoint")
    done = sar("audit", "export", tmp_path / "export")
    assert done.exit_code == 0, done.output
    return tmp_path / "export"


def key_of(sar: Sar) -> str:
    return sar("audit", "public-key").output.strip()


def test_an_export_is_verified_without_database_network_and_settings(
    sar: Sar, export: Path
) -> None:
    assert sar("audit", "verify").exit_code == 0
    done = sar("audit", "verify", export, **NOTHING)
    assert done.exit_code == 0, done.output
    assert "Intact: 19 entries" in done.output
    assert "could have chosen it" in done.output
    assert "Without a checkpoint that was kept elsewhere" in done.output
    named = sar("audit", "verify", export, "--key", key_of(sar), **NOTHING)
    assert "could have chosen" not in named.output
    foreign = sar("audit", "verify", export, "--key", str(KEY), **NOTHING)
    assert foreign.exit_code == 1
    assert "of another log" in foreign.output


def test_the_export_is_an_entry_of_itself_and_never_written_over(
    engine: Engine, sar: Sar, export: Path
) -> None:
    with db.reading(engine) as session:
        last = select(AuditEntry.action).order_by(AuditEntry.position.desc()).limit(1)
        assert session.execute(last).scalar_one() == "log.exported"
    assert b"log.exported" in (export / "tile/entries/000.p/19").read_bytes()
    again = sar("audit", "export", export)
    assert again.exit_code == 2
    assert "new or empty" in again.output
    with db.reading(engine) as session:
        assert session.execute(last).scalar_one() == "log.exported"
        assert checkpoints.newest(session) is not None
    assert sar("audit", "verify", export).exit_code == 0


def test_an_edit_of_an_export_is_named(sar: Sar, export: Path) -> None:
    bundle = export / "tile/entries/000.p/19"
    bundle.write_bytes(bundle.read_bytes().replace(b"report:0004", b"report:0009"))
    done = sar("audit", "verify", export, **NOTHING)
    assert done.exit_code == 1
    assert "BROKEN: the entry was changed after it was written." in done.output
    assert "First bad position: 5." in done.output


def test_a_cut_log_is_found_with_a_checkpoint_from_outside_only(
    engine: Engine, sar: Sar, export: Path, tmp_path: Path
) -> None:
    kept = export / "checkpoint"
    cut_after(engine, 13, is_head_fixed=True)
    run(engine, delete(AuditCheckpoint))
    assert sar("audit", "export", tmp_path / "cut").exit_code == 0
    assert sar("audit", "verify", tmp_path / "cut", **NOTHING).exit_code == 0
    done = sar("audit", "verify", tmp_path / "cut", "--checkpoint", kept, **NOTHING)
    assert done.exit_code == 1
    assert "a checkpoint knows 19 entries" in done.output
    assert sar("audit", "verify", export, "--checkpoint", kept, **NOTHING).exit_code == 0


def test_an_export_that_was_not_finished_or_is_none_is_refused(sar: Sar, export: Path) -> None:
    (export / "checkpoint").unlink()
    done = sar("audit", "verify", export, **NOTHING)
    assert (done.exit_code, "checkpoint is missing" in done.output) == (2, True)
    (export / "text").write_text("hello")
    assert sar("audit", "verify", export / "text", **NOTHING).exit_code == 2
    shutil.rmtree(export)
    assert sar("audit", "verify", export, **NOTHING).exit_code == 2


def test_one_entry_is_proved_under_the_newest_checkpoint(
    sar: Sar, export: Path, tmp_path: Path
) -> None:
    file = tmp_path / "five.tlog-proof"
    assert sar("audit", "prove", "5", "--out", file).exit_code == 0
    assert file.read_text().startswith("c2sp.org/tlog-proof@v1\nextra ")
    done = sar("audit", "verify", file, "--key", key_of(sar), **NOTHING)
    assert done.exit_code == 0
    assert "this is entry 5" in done.output
    assert '"subject": "report:0004"' in done.output
    assert sar("audit", "verify", file, **NOTHING).exit_code == 2
    assert sar("audit", "verify", file, "--key", str(KEY), **NOTHING).exit_code == 1
    text = file.read_text()
    file.write_text(text.replace("index 4", "index 5"))
    done = sar("audit", "verify", file, "--key", key_of(sar), **NOTHING)
    assert (done.exit_code, "BROKEN: the proof does not lead" in done.output) == (1, True)
    for wrong in ("nothing", text[:90], text.replace("extra ", "extra #")):
        file.write_text(wrong)
        assert sar("audit", "verify", file, "--key", key_of(sar), **NOTHING).exit_code == 2


def test_what_no_checkpoint_covers_cannot_be_proved(engine: Engine, sar: Sar) -> None:
    write(engine, 3)
    assert "No checkpoint covers entry 2" in sar("audit", "prove", "2").output
    assert sar("audit", "checkpoint").exit_code == 0
    assert sar("audit", "prove", "2").exit_code == 0
    assert "has no entry 77" in sar("audit", "prove", "77").output
    run(engine, update(AuditEntry).where(AuditEntry.position == 1).values(tree_hashes=b""))
    refused = sar("audit", "prove", "2")
    assert (refused.exit_code, "verify the log" in refused.output) == (2, True)


def test_a_long_log_is_exported_by_tiles(engine: Engine, sar: Sar, tmp_path: Path) -> None:
    write_many(engine, 700)
    sign(engine)
    run(engine, delete(AuditCheckpoint))
    assert sar("audit", "export", tmp_path / "long").exit_code == 0
    names = sorted(str(each.relative_to(tmp_path / "long")) for each in tmp_path.rglob("*.p/*"))
    assert names == ["tile/0/002.p/189", "tile/1/000.p/2", "tile/entries/002.p/189"]
    done = sar("audit", "verify", tmp_path / "long", **NOTHING)
    assert "Intact: 701 entries" in done.output


def test_an_export_is_verified_by_a_process_without_any_settings(
    sqlite_url: str, tmp_path: Path
) -> None:
    engine = db.open_engine(sqlite_url)
    write(engine)
    engine.dispose()
    env = command_line.installation(sqlite_url)
    assert command_line.run_here("audit", "export", tmp_path / "e", env=env).returncode == 0
    done = command_line.run("audit", "verify", tmp_path / "e")
    assert done.returncode == 0, done.stderr


def test_leaves_hold_what_is_in_the_table_and_no_more(engine: Engine, export: Path) -> None:
    with db.reading(engine) as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars()
        plain = b"".join(audit.leaf_of(row) for row in rows)
    stored = (export / "tile/entries/000.p/19").read_bytes()
    assert len(stored) == len(plain) + 19 * 2


def test_a_privacy_officer_downloads_the_log_and_anybody_verifies_it(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    officer = factories.signed_in(sqlite_app, "privacy_officer")
    token = factories.csrf_token(officer.get("/oversight/checkpoints").text)
    answer = officer.post("/oversight/log-export", data={"csrf_token": token})
    assert answer.mimetype == "application/zip"
    (tmp_path / "log.zip").write_bytes(answer.data)
    answer.close()
    done = command_line.run_here("audit", "verify", tmp_path / "log.zip", env=NOTHING)
    assert done.returncode == 0, done.stdout
    analyst = factories.signed_in(sqlite_app, "analyst")
    token = factories.csrf_token(analyst.get("/account/password").text)
    assert analyst.post("/oversight/log-export", data={"csrf_token": token}).status_code == 403
