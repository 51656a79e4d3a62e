"""`sar audit`: what it prints, and its exit codes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text, update

from privacy.errors import LogError
from privacy.log.checkpoints import parse_checkpoint
from sar import db
from sar.actors import COMMAND_LINE
from sar.commands.log_examining import tell_progress
from sar.commands.log_reading import read_key
from sar.log import audit
from sar.models import (
    AuditCheckpoint,
    AuditEntry,
)
from tests.audit_log import KEY, cut_after, run
from tests.command_line import Sar

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def write(engine: Engine, count: int = 5) -> None:
    with db.transaction(engine) as session:
        for number in range(count):
            event = audit.Event("report.followed", f"report:{number}")
            audit.record(session, event, actor=COMMAND_LINE, now=NOW)


def tamper(engine: Engine, position: int) -> None:
    with db.transaction(engine) as session:
        session.execute(update(AuditEntry).where(AuditEntry.position == position).values(role="x"))


def test_an_intact_log_is_exit_code_0_and_says_what_that_does_not_prove(
    engine: Engine, sar: Sar
) -> None:
    write(engine)
    done = sar("audit", "verify")
    assert done.exit_code == 0
    assert "Intact: 5 entries" in done.output
    assert "Without a checkpoint from outside" in done.output


def test_a_broken_log_is_exit_code_1_and_names_position_and_time(engine: Engine, sar: Sar) -> None:
    write(engine)
    tamper(engine, 3)
    done = sar("audit", "verify")
    assert done.exit_code == 1
    assert "First bad position: 3, written 2026-03-02T15:30:00+00:00." in done.output
    assert "Sound before that: 2 entries" in done.output


def test_a_first_bad_entry_that_is_gone_is_said_to_be_gone(engine: Engine, sar: Sar) -> None:
    write(engine)
    with db.transaction(engine) as session:
        session.execute(delete(AuditEntry).where(AuditEntry.position == 1))
    done = sar("audit", "verify")
    assert done.exit_code == 1
    assert "First bad position: 1, which is gone or unreadable." in done.output


def test_a_log_that_cannot_be_read_is_exit_code_2(engine: Engine, sar: Sar, tmp_path: Path) -> None:
    with db.transaction(engine) as session:
        session.execute(text("DROP TABLE audit_entries"))
    assert sar("audit", "verify").exit_code == 2
    assert sar("audit", "verify", SAR_DATABASE_URL="").exit_code == 2
    assert sar("audit", "verify", "--checkpoint", tmp_path / "none.txt").exit_code == 2
    (tmp_path / "bad.txt").write_text("{}")
    assert sar("audit", "verify", "--checkpoint", tmp_path / "bad.txt").exit_code == 2
    assert sar("audit", "verify", "--public-key", "zz").exit_code == 2


def test_a_checkpoint_outside_finds_the_cut_tail(engine: Engine, sar: Sar, tmp_path: Path) -> None:
    write(engine)
    out = tmp_path / "kept.txt"
    assert sar("audit", "checkpoint", "--out", out).exit_code == 0
    cut_after(engine, 3, is_head_fixed=True)
    run(engine, delete(AuditCheckpoint))
    assert sar("audit", "verify").exit_code == 0
    found = sar("audit", "verify", "--checkpoint", out)
    assert found.exit_code == 1
    assert "First bad position: 4" in found.output


def test_an_auditor_without_the_keyring_verifies_with_the_public_key(
    engine: Engine, sar: Sar, tmp_path: Path
) -> None:
    write(engine)
    key = sar("audit", "public-key").output.strip()
    (tmp_path / "key.txt").write_text(key + "\n")
    kept = sar("audit", "checkpoint").output
    (tmp_path / "kept.txt").write_text(kept)
    nothing = {"SAR_KEYRING_FILE": "", "SAR_KEYRING": ""}
    for given in (key, tmp_path / "key.txt"):
        done = sar(
            "audit", "verify", "--public-key", given,
            "--checkpoint", tmp_path / "kept.txt", **nothing,
        )  # fmt: skip
        assert done.exit_code == 0
        assert "the 1 checkpoint(s) that you brought" in done.output
    done = sar("audit", "verify", **nothing)
    assert "Signatures of checkpoints were not checked" in done.output
    other = str(KEY)
    assert sar("audit", "verify", "--public-key", other, **nothing).exit_code == 1


def test_signing_is_written_down_and_overwrites_no_file(
    engine: Engine, sar: Sar, tmp_path: Path
) -> None:
    write(engine)
    out = tmp_path / "kept.txt"
    assert sar("audit", "checkpoint", "--out", out).exit_code == 0
    before = out.read_text()
    assert sar("audit", "checkpoint", "--out", out).exit_code == 2
    assert out.read_text() == before
    with db.reading(engine) as session:
        last = session.execute(select(AuditEntry).order_by(AuditEntry.position.desc())).scalars()
        actions = [entry.action for entry in last]
        sizes = list(session.execute(select(AuditCheckpoint.size)).scalars())
    assert actions.count("log.checkpoint_signed") == len(sizes) == 1


def test_an_empty_log_has_nothing_to_sign(sar: Sar) -> None:
    assert "nothing to sign" in sar("audit", "checkpoint").output


def test_progress_of_a_big_log_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    for position in (0, 1000, 99_000, 100_000, 101_000, 1_200_000):
        tell_progress(position)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == ["... 100,000 entries", "... 1,200,000 entries"]


GOOD = "test.example/log\n5\n" + "A" * 43 + "=\n\n\u2014 test.example/log AAAAAAAA\n"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "\n\n", GOOD.replace("5", "05"), GOOD.replace("5", "-5"),
     GOOD.replace("5", "9" * 19), GOOD.replace("A=", "="), GOOD.replace("\n\u2014", "\n-"),
     GOOD.replace("log\n", "log\r\n", 1),
     GOOD.replace("5\n", ""), GOOD * 2000],
    ids=range(11),
)  # fmt: skip
def test_a_file_that_is_no_checkpoint_is_refused(text: str) -> None:
    assert parse_checkpoint(GOOD).size == 5
    with pytest.raises(LogError):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "given", ["", "ab", "a+b+c", "a+00000000+" + "A" * 44, "\x00", "/", "x" * 9999]
)
def test_what_is_no_public_key_is_refused(given: str) -> None:
    with pytest.raises(LogError):
        read_key(given)
