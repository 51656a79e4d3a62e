"""Checkpoints by themselves, in a second place, and signed by a witness."""

import email
import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, update

from privacy.log.checkpoints import parse_checkpoint, signed_by
from privacy.log.notes import parse_verifier_key
from sar import db
from sar.log import checkpoint_clock, checkpoints, configuration_changes
from sar.models import AuditCheckpoint, AuditEntry
from sar.settings import Settings
from tests import factories
from tests.audit_log import START, cut_after, key_of, rebuild, run, write, write_many
from tests.command_line import Sar
from tests.factories import Clock

NOTHING = {"SAR_KEYRING_FILE": "", "SAR_KEYRING": "", "SAR_DATABASE_URL": ""}


def sizes(engine: Engine) -> list[int]:
    with db.reading(engine) as session:
        return list(session.execute(select(AuditCheckpoint.size)).scalars())


def due(engine: Engine, **later: int) -> int | None:
    with db.transaction(engine) as session:
        now = START + timedelta(**later)
        signed = checkpoints.sign_if_due(session, key_of(bytes(32)), now=now)
    return signed.size if signed else None


def test_a_checkpoint_is_due_after_ten_minutes_or_a_thousand_entries(engine: Engine) -> None:
    assert due(engine) is None
    write_many(engine, 20)
    assert due(engine) == 20
    assert due(engine, hours=1) is None
    write(engine, 1)
    assert due(engine, minutes=9, seconds=59) is None
    assert due(engine, minutes=10) == 21
    write(engine, 999)
    assert due(engine, minutes=10) is None
    write(engine, 1)
    assert due(engine, minutes=10) == 1021


def test_a_server_signs_while_it_is_used_without_a_timer(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = app.extensions["sar"].engine
    client = factories.signed_in(app, "officer")
    looks = app.extensions["sar_checkpoint_clock"]
    monkeypatch.setattr(looks, "next_look", clock() + timedelta(minutes=1))
    client.get("/reports").close()
    assert sizes(engine) == []
    clock.advance(minutes=2)
    client.get("/reports").close()
    (size,) = sizes(engine)
    client.get("/reports").close()
    clock.advance(minutes=5)
    client.get("/reports").close()
    assert sizes(engine) == [size]
    clock.advance(minutes=6)
    client.get("/reports").close()
    assert len(sizes(engine)) == 2


def test_a_timer_writes_a_file_per_checkpoint_and_a_folder_of_them_is_verified(
    engine: Engine, sar: Sar, tmp_path: Path
) -> None:
    second = {"SAR_CHECKPOINT_FOLDER": str(tmp_path / "second")}
    write(engine)
    for _ in range(2):
        assert sar("audit", "checkpoint", "--if-due", **second).exit_code == 0
    (file,) = (tmp_path / "second").rglob("*.txt")
    assert file.name == "000000000012.txt"
    assert parse_checkpoint(file.read_text()).size == 12
    write(engine, 3)
    sar("audit", "checkpoint", **second)
    found = sar("audit", "verify", "--checkpoint", tmp_path / "second")
    assert "the 2 checkpoint(s) that you brought" in found.output
    cut_after(engine, 9, is_head_fixed=True)
    run(engine, delete(AuditCheckpoint))
    found = sar("audit", "verify", "--checkpoint", tmp_path / "second")
    assert (found.exit_code, "First bad position: 10" in found.output) == (1, True)


def test_a_second_place_that_cannot_be_written_is_said_and_the_checkpoint_is_stored(
    engine: Engine, sar: Sar, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    write(engine)
    done = sar("audit", "checkpoint", SAR_CHECKPOINT_FOLDER=str(tmp_path / "file"))
    assert done.exit_code == 2
    assert "SAR_CHECKPOINT_FOLDER" in done.output
    assert sizes(engine) == [12]


@pytest.fixture
def mail_server() -> Iterator[tuple[str, list[str]]]:
    """A server that takes one mail."""
    taken: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        link, _ = listener.accept()
        with link, link.makefile("rwb", buffering=0) as stream:
            ok = b"250 ok\r\n"
            stream.write(b"220 test\r\n")
            for line in iter(stream.readline, b""):
                command = line[:4].upper()
                stream.write({b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}.get(command, ok))
                if command == b"DATA":
                    lines = iter(stream.readline, b".\r\n")
                    taken.append(b"".join(lines).decode())
                    stream.write(ok)
                if command == b"QUIT":
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}", taken
    thread.join(10)
    listener.close()


def test_a_checkpoint_is_mailed_when_asked_for(
    engine: Engine, sar: Sar, mail_server: tuple[str, list[str]]
) -> None:
    address, taken = mail_server
    write(engine)
    to = {"SAR_CHECKPOINT_MAIL_TO": "inspector@example.org", "SAR_MAIL_SERVER": address}
    assert sar("audit", "checkpoint", **to).exit_code == 0
    assert taken == []
    done = sar("audit", "checkpoint", "--mail", **to)
    assert done.exit_code == 0, done.output
    message = email.message_from_string(taken[0])
    (attached,) = (part for part in message.walk() if part.get_filename())
    payload = attached.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert parse_checkpoint(payload.decode().replace("\r\n", "\n")).size == 13
    assert message["To"] == "inspector@example.org"


def test_mail_without_an_address_or_a_server_is_refused(engine: Engine, sar: Sar) -> None:
    write(engine)
    done = sar("audit", "checkpoint", "--mail")
    assert (done.exit_code, "SAR_CHECKPOINT_MAIL_TO" in done.output) == (2, True)
    nowhere = {"SAR_CHECKPOINT_MAIL_TO": "a@example.org", "SAR_MAIL_SERVER": "127.0.0.1:1"}
    done = sar("audit", "checkpoint", "--mail", **nowhere)
    assert (done.exit_code, "did not take" in done.output) == (2, True)


def test_a_witness_signs_a_growing_log_and_its_signature_comes_back(
    engine: Engine, sar: Sar, tmp_path: Path
) -> None:
    write(engine)
    key, state = sar("audit", "public-key").output.strip(), tmp_path / "witness"
    own = ("--state", state)
    for turn in range(2):
        place, out = tmp_path / f"export{turn}", tmp_path / f"signed{turn}.txt"
        assert sar("audit", "export", place).exit_code == 0
        first = ("--name", "witness.example/w1", "--key", key) if turn == 0 else ()
        done = sar("audit", "witness", place, *own, *first, "--out", out, **NOTHING)
        assert done.exit_code == 0, done.output
        write(engine, 40, first=1000)
    found = re.search(r"Key of this witness: (\S+)", done.output)
    assert found
    witness = parse_verifier_key(found[1])
    assert signed_by(parse_checkpoint(out.read_text()), [witness])
    assert oct((state / "witness.key").stat().st_mode)[-3:] == "600"
    assert sar("audit", "verify", "--witness-key", found[1]).exit_code == 1
    assert sar("audit", "cosigned", out, "--witness-key", found[1]).exit_code == 0
    done = sar("audit", "verify", "--witness-key", found[1])
    assert (done.exit_code, "The witness witness.example/w1 signed" in done.output) == (0, True)
    assert sar("audit", "export", tmp_path / "last").exit_code == 0
    last = sar("audit", "verify", tmp_path / "last", "--witness-key", found[1], **NOTHING)
    assert (last.exit_code, "witness.example/w1 signed 54" in last.output) == (0, True)
    assert sar("audit", "cosigned", out, "--witness-key", key).exit_code == 2


def test_a_witness_signs_nothing_that_was_cut_rewritten_or_edited(
    engine: Engine, sar: Sar, tmp_path: Path
) -> None:
    write(engine)
    key, own = sar("audit", "public-key").output.strip(), ("--state", tmp_path / "witness")
    first = ("--name", "w.example", "--key", key)

    def ask(name: str, *more: object) -> str:
        out = tmp_path / f"{name}.txt"
        assert sar("audit", "export", tmp_path / name).exit_code == 0
        done = sar("audit", "witness", tmp_path / name, *own, *more, "--out", out, **NOTHING)
        assert out.exists() == (done.exit_code == 0)
        return done.output

    assert "first time give" in ask("a")
    assert "13 entries" not in ask("b", "--name", "w.example")
    assert "are signed by w.example" in ask("c", *first)
    assert "has a witness" in ask("d", *first)
    seen = (tmp_path / "witness" / "seen.txt").read_text()
    run(engine, delete(AuditCheckpoint))
    rebuild(engine, forged=4)
    assert "rewritten" in ask("e")
    run(engine, delete(AuditCheckpoint))
    cut_after(engine, 5, is_head_fixed=True)
    assert "the log was cut" in ask("f")
    run(engine, update(AuditEntry).where(AuditEntry.position == 2).values(role="x"))
    assert "not signed" in ask("g")
    assert (tmp_path / "witness" / "seen.txt").read_text() == seen


def test_a_checkpoint_is_printed_with_a_code_that_holds_its_text(app: Flask, clock: Clock) -> None:
    officer = factories.signed_in(app, "privacy_officer")
    parts = app.extensions["sar"]
    checkpoint_clock.sign_if_due(parts, now=clock())
    (size,) = sizes(parts.engine)
    page = officer.get(f"/oversight/checkpoints/{size}").text
    assert '<p class="qr" role="img"' in page
    assert "<svg" in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    with db.reading(parts.engine) as session:
        assert str(checkpoints.stored(session, size)).splitlines()[2] in page
    assert officer.get(f"/oversight/checkpoints/{size + 1}").status_code == 404


def test_a_changed_setting_is_an_entry_when_a_server_starts_and_no_secret_is(
    engine: Engine,
) -> None:
    first = Settings(database_url="sqlite://secret-url", metrics_token="secret-token")
    later = Settings(database_url="other-secret", retention_days=30, banner="TEST")
    for settings in (first, first, later, later):
        configuration_changes.note(engine, settings, now=START)
    with db.reading(engine) as session:
        found = session.execute(select(AuditEntry.details)).scalars().all()
        assert configuration_changes.known_settings(session)["retention_days"] == 30
    assert len(found) == 2
    assert found[1] == {"retention_days": 30, "banner": "TEST"}
    assert "secret" not in str(found)
