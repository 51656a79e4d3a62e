"""`sar keys`: the keyring file, and rotations that end anywhere."""

import io
import json
import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from privacy import keyring as keyrings
from privacy.keyring import Keyring
from sar import db, server_log
from sar.commands import keys
from sar.errors import NotReadyError
from sar.models import (
    Account,
    Agency,
    AuditEntry,
    DefinitionSetVersion,
    MonthKey,
    Report,
    SealedContent,
)
from sar.originals import vault
from tests.command_line import ROOT, Sar, variables

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def seal_something(engine: Engine, keyring: Keyring, *months: str) -> None:
    """Seal one text per month for a report of its own."""
    with db.transaction(engine) as session:
        if session.get(Agency, 1) is None:
            session.add(Agency(agency_id=1, name="A", zone="UTC"))
            session.flush()
            session.add(
                Account(account_id=1, username="filer", display_name="F", role="officer",
                        agency_id=1, password_hash="", created_at=NOW)
            )  # fmt: skip
            session.add(
                DefinitionSetVersion(
                    definition_set_id=1, set_id="s", version="1.0.0", edition="1",
                    state="published", content="{}", sha256="0" * 64, created_at=NOW,
                    effective_from=NOW,
                )
            )  # fmt: skip
            session.flush()
        for month in months:
            report = Report(
                receipt=month, account_id=1, agency_id=1, idempotency_sha256=month,
                content_sha256="", definition_set_id=1, set_id="s", set_version="1.0.0",
                set_sha256="", received_at=NOW, occurred_at=NOW, occurred_zone="UTC",
                source="other", state="held", updated_at=NOW,
            )  # fmt: skip
            session.add(report)
            session.flush()
            label = vault.Label(f"report:{month}", report.report_id, month)
            vault.put(session, month.encode(), label, keyring=keyring, now=NOW)


def is_everything_open(engine: Engine, file: Path, *months: str) -> bool:
    """Tell whether the keyring file opens every sealed text."""
    ring = keyrings.load_keyring(file)
    with db.reading(engine) as session:
        return all(
            vault.take(session, keyring=ring, context=f"report:{month}") == month.encode()
            for month in months
        )


MONTHS = ("2027-01", "2027-02", "2027-03")


def test_a_new_keyring_is_readable_by_its_owner_only_and_never_overwritten(
    sar: Sar, tmp_path: Path
) -> None:
    path = tmp_path / "new.json"
    assert sar("keys", "new", path).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_text()
    assert len(keyrings.load_keyring(path).masters) == 1
    again = sar("keys", "new", path)
    assert again.exit_code == 2
    assert path.read_text() == first
    assert sar("keys", "new", tmp_path / "no" / "such.json").exit_code == 2
    for secret in keyrings.load_keyring(path).masters.values():
        assert secret.hex() not in again.output


def test_a_rotation_rewraps_every_month_and_drops_the_old_master(
    engine: Engine, sar: Sar, ring_file: Path, keyring: Keyring
) -> None:
    seal_something(engine, keyring, *MONTHS)
    done = sar("keys", "rotate")
    assert done.exit_code == 0, done.output
    assert "3 month key(s)" in done.output
    ring = keyrings.load_keyring(ring_file)
    assert list(ring.masters) == [ring.current] != list(keyring.masters)
    assert ring.signing_seed == keyring.signing_seed
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600
    assert [each.name for each in ring_file.parent.iterdir()] == [ring_file.name]
    assert is_everything_open(engine, ring_file, *MONTHS)
    with db.reading(engine) as session:
        last = session.execute(select(AuditEntry)).scalars().all()[-1]
    assert (last.action, last.details) == ("keys.rotated", {"month_keys": 3})
    assert sar("audit", "verify").exit_code == 0


def test_many_rotations_keep_everything_open(
    engine: Engine, sar: Sar, ring_file: Path, keyring: Keyring
) -> None:
    seal_something(engine, keyring, *MONTHS)
    for _ in range(4):
        assert sar("keys", "rotate").exit_code == 0
    assert is_everything_open(engine, ring_file, *MONTHS)
    seal_something(engine, keyrings.load_keyring(ring_file), "2027-04")
    assert is_everything_open(engine, ring_file, *MONTHS, "2027-04")


def test_what_was_touched_stays_hidden_and_is_told_apart_from_what_was_destroyed(
    sqlite_url: str, keyring: Keyring
) -> None:
    engine = db.open_engine(sqlite_url)
    seal_something(engine, keyring, *MONTHS)
    logged = io.StringIO()
    server_log.write_to(logged)
    with db.transaction(engine) as session:
        touched = update(SealedContent).where(SealedContent.month == MONTHS[0])
        session.execute(touched.values(ciphertext=b"x" * 40))
        gone = update(MonthKey).where(MonthKey.month == MONTHS[1])
        session.execute(gone.values(wrapped=None, destroyed_at=NOW))
        found = [
            vault.find(session, keyring=keyring, context=f"report:{month}") for month in MONTHS
        ]
    engine.dispose()
    assert found == [None, None, MONTHS[2].encode()]
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert [each["context"] for each in lines] == [f"report:{MONTHS[0]}"]


def test_a_destroyed_month_needs_no_master(
    engine: Engine, sar: Sar, ring_file: Path, keyring: Keyring
) -> None:
    seal_something(engine, keyring, *MONTHS)
    with db.transaction(engine) as session:
        gone = update(MonthKey).where(MonthKey.month == MONTHS[0])
        session.execute(gone.values(wrapped=None, destroyed_at=NOW))
    assert sar("keys", "rotate").exit_code == 0
    assert len(keyrings.load_keyring(ring_file).masters) == 1
    assert is_everything_open(engine, ring_file, *MONTHS[1:])


def test_without_month_keys_the_old_master_stays(
    engine: Engine, sar: Sar, ring_file: Path, keyring: Keyring
) -> None:
    """A process that still has the old keyring may make the very first month key any moment."""
    assert sar("keys", "rotate").exit_code == 0
    assert set(keyring.masters) < set(keyrings.load_keyring(ring_file).masters)
    seal_something(engine, keyring, MONTHS[0])
    assert is_everything_open(engine, ring_file, MONTHS[0])


def test_a_process_with_the_old_keyring_makes_no_month_key_after_a_rotation(
    engine: Engine, sar: Sar, ring_file: Path, keyring: Keyring
) -> None:
    seal_something(engine, keyring, *MONTHS)
    sar("keys", "rotate")
    with pytest.raises(NotReadyError):
        seal_something(engine, keyring, "2027-09")
    with db.reading(engine) as session:
        assert session.get(MonthKey, "2027-09") is None
    seal_something(engine, keyrings.load_keyring(ring_file), "2027-09")
    assert is_everything_open(engine, ring_file, *MONTHS, "2027-09")


class Killed(Exception):
    """The process ends here."""


@pytest.mark.parametrize("step", range(4))
def test_a_rotation_that_ends_anywhere_leaves_everything_open(
    engine: Engine, ring_file: Path, keyring: Keyring, step: int
) -> None:
    """Ended after the file, before the commit; between the steps; before and after dropping."""
    seal_something(engine, keyring, *MONTHS)
    if step == 0:
        with pytest.raises(Killed):
            renew_then_raise(engine, ring_file)
    else:
        with db.transaction(engine) as session:
            keys.renew_master(session, ring_file, now=NOW)
    if step == 2:
        with pytest.raises(Killed):
            drop_then_raise(engine, ring_file)
    elif step == 3:
        with db.transaction(engine) as session:
            keys.drop_unneeded_masters(session, ring_file)
    assert is_everything_open(engine, ring_file, *MONTHS)
    with db.transaction(engine) as session:
        keys.renew_master(session, ring_file, now=NOW)
    with db.transaction(engine) as session:
        keys.drop_unneeded_masters(session, ring_file)
    assert is_everything_open(engine, ring_file, *MONTHS)
    assert len(keyrings.load_keyring(ring_file).masters) == 1


def renew_then_raise(engine: Engine, file: Path) -> None:
    with db.transaction(engine) as session:
        keys.renew_master(session, file, now=NOW)
        raise Killed


def drop_then_raise(engine: Engine, file: Path) -> None:
    with db.transaction(engine) as session:
        keys.drop_unneeded_masters(session, file)
        raise Killed


KILLED_AT = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from sar import db, server_log
from sar.commands import keys
engine, file, step = db.open_engine(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
with db.transaction(engine) as session:
    keys.renew_master(session, file, now=datetime.now(UTC))
    if step == 0:
        die()
if step == 1:
    die()
with db.transaction(engine) as session:
    keys.drop_unneeded_masters(session, file)
    die()
"""


@pytest.mark.parametrize("step", range(3))
def test_a_rotation_that_is_killed_leaves_everything_open(
    engine: Engine, database_url: str, ring_file: Path, keyring: Keyring, step: int
) -> None:
    seal_something(engine, keyring, *MONTHS)
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, database_url, str(ring_file), str(step)],
        env=variables(), cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert is_everything_open(engine, ring_file, *MONTHS)
    with db.transaction(engine) as session:
        assert keys.renew_master(session, ring_file, now=NOW) == 3


def test_rotations_at_once_lose_no_master(
    engine: Engine, database_url: str, ring_file: Path, keyring: Keyring
) -> None:
    seal_something(engine, keyring, *MONTHS)
    env = variables(SAR_DATABASE_URL=database_url, SAR_KEYRING_FILE=str(ring_file))
    command = [sys.executable, "-m", "sar.cli", "keys", "rotate"]
    started = [subprocess.Popen(command, env=env, cwd=ROOT) for _ in range(3)]
    assert [process.wait(100) for process in started] == [0, 0, 0]
    assert is_everything_open(engine, ring_file, *MONTHS)
    assert len(keyrings.load_keyring(ring_file).masters) == 1


def test_a_rotation_and_a_new_month_key_wait_for_a_rotation_under_way(
    engine: Engine, ring_file: Path, keyring: Keyring
) -> None:
    """What started before the first rotation ended sees its outcome: nothing gets lost."""
    seal_something(engine, keyring, *MONTHS)
    outcomes: list[str] = []

    def rotate_too() -> None:
        with db.transaction(engine) as session:
            keys.renew_master(session, ring_file, now=NOW)
        outcomes.append("rotated")

    def seal_with_the_old_keyring() -> None:
        try:
            seal_something(engine, keyring, "2027-09")
        except NotReadyError:
            outcomes.append("refused")

    threads = [threading.Thread(target=each) for each in (rotate_too, seal_with_the_old_keyring)]
    with db.transaction(engine) as session:
        keys.renew_master(session, ring_file, now=NOW)
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        assert outcomes == []
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "rotated"]
    with db.transaction(engine) as session:
        assert keys.drop_unneeded_masters(session, ring_file) == 2
    assert is_everything_open(engine, ring_file, *MONTHS)


def test_a_file_that_cannot_be_written_changes_nothing(
    engine: Engine, ring_file: Path, keyring: Keyring
) -> None:
    """The folder's name is too long for the file beside it: the operating system refuses."""
    seal_something(engine, keyring, *MONTHS)
    long = ring_file.with_name("k" * 250)
    ring_file.rename(long)
    with pytest.raises(OSError, match="name too long"), db.transaction(engine) as session:
        keys.renew_master(session, long, now=NOW)
    assert is_everything_open(engine, long, *MONTHS)
    assert keyrings.load_keyring(long) == keyring


def test_a_keyring_behind_a_link_is_replaced_where_it_is(
    engine: Engine, ring_file: Path, keyring: Keyring, tmp_path: Path
) -> None:
    seal_something(engine, keyring, *MONTHS)
    link = tmp_path / "link.json"
    link.symlink_to(ring_file)
    with db.transaction(engine) as session:
        keys.renew_master(session, link, now=NOW)
    assert link.is_symlink()
    assert is_everything_open(engine, ring_file, *MONTHS)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_rotation_by_root_leaves_the_file_to_its_owner(ring_file: Path, keyring: Keyring) -> None:
    os.chown(ring_file, 65534, -1)
    keys.replace_keyring(ring_file, keyrings.rotate(keyring, random.Random(1).randbytes))
    assert ring_file.stat().st_uid == 65534
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600


def test_a_keyring_that_is_no_file_is_not_rotated(sar: Sar, keyring: Keyring) -> None:
    done = sar("keys", "rotate", SAR_KEYRING=keyrings.dump_keyring(keyring))
    assert done.exit_code == 2
    assert "does not come from a file" in done.output
