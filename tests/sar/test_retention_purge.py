"""Purging: whatever was used, nothing of a report is left but its hash, its number and its log."""

import io
import json
import logging
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from privacy import keyring as keyrings
from privacy.errors import SealError
from privacy.retention_policies import DEFAULT_FILE
from sar import db, server_log
from sar.cli import main
from sar.commands import keys
from sar.log import audit, ledger
from sar.models import Attachment, LedgerEntry, MonthKey, Purge, Report, SealedContent
from sar.originals import vault
from sar.retention import compaction
from sar.retention.erasure import STAYS, blanks_of
from sar.retention.keeping import kept_in_a_drawer
from tests import attached, desk, factories, pages, planted
from tests.command_line import command, installation, past_report, run_here, write_lines
from tests.postgres import Server
from tests.statements import statements

# Two words of a name that a recognizer knows, and one that is left in the redacted text.
WORDS = ("Zebulon", "Quarterbrook", "zorblatquint")
NAME = f"{WORDS[0]} {WORDS[1]}"
SAID = f"Mr. {NAME} kept asking about the {WORDS[2]} and would not stop."


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger writes during the test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    server_log.write_to(stream)
    yield stream
    logging.getLogger().removeHandler(handler)


def file_by_form(app: Flask) -> str:
    """File a report with the planted words in every text, through the form."""
    plain = factories.submission(
        narrative=f"{SAID} He gave his name as {NAME}, plate QX 4471.",
        place={"kind": "facility", "facility": WORDS[2], "city": WORDS[2], "state": "IL"},
        people=[{"name": NAME, "description": f"Tall, said {WORDS[2]}"}],
        vehicles=[{"plate": "QX4471", "state": "IL", "description": f"Van of {NAME}"}],
    )
    for given in plain["answers"].values():
        given.update({key: SAID for key, value in given.items() if isinstance(value, str)
                      and " " in value})  # fmt: skip
    officer = factories.signed_in(app, "officer")
    form = factories.form_of(plain)
    form.append(("csrf_token", factories.csrf_token(officer.get("/account").text)))
    answer = officer.post("/reports/new", data=_multi(form))
    assert answer.status_code == 303, answer.text
    receipt: str = answer.location.rsplit("/", 1)[1].partition("?")[0]
    return receipt


def _multi(form: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form:
        found.setdefault(name, []).append(value)
    return found


def use_everything(app: Flask, receipt: str) -> None:
    """Add a file, ask, answer, reveal, mark, decide and hold, with the planted words everywhere."""
    attached.attach(app, receipt, SAID.encode(), name=f"{NAME}.txt")
    analyst = desk.work_on(app, receipt)
    page = analyst.get(f"/review/{receipt}").text
    assert planted.is_in(page.encode(), WORDS[2:])
    asked = desk.decide(
        analyst, receipt, "return_to_officer", question=SAID, rationale=SAID, officer_text=SAID
    )
    assert asked.status_code == 303, asked.text
    officer = factories.signed_in(app, "officer")
    token = {"csrf_token": factories.csrf_token(officer.get(f"/reports/{receipt}").text)}
    answered = officer.post(f"/reports/{receipt}/answer", data=token | {"text": SAID})
    assert answered.status_code == 303, answered.text
    analyst = desk.work_on(app, receipt)
    reveal = f"/review/{receipt}/reveal/narrative/1"
    assert desk.post(analyst, reveal, purpose="review_nexus", words=SAID).status_code == 303
    assert NAME.split()[0].encode() in analyst.get(f"/review/{receipt}").data
    file = f"/review/{receipt}/reveal/file:1/1"
    assert desk.post(analyst, file, purpose="review_nexus", words=SAID).status_code == 303
    assert planted.is_in(analyst.get(f"/review/{receipt}/files/1").data, WORDS)
    marked = desk.post(
        analyst, f"/review/{receipt}/tuning", indicator="ind-0001", reason="question", words=SAID
    )
    assert marked.status_code in {303, 422}
    met = desk.decide(
        analyst, receipt, "meets_criteria", rationale=SAID, innocent_explanation=SAID * 2
    )
    assert met.status_code == 303, met.text


def hold_and_validate(app: Flask, receipt: str) -> None:
    keeper = factories.signed_in(app, "privacy_officer")
    address = f"/retention/reports/{receipt}"
    for what, fields in (
        ("hold", {"reason": "litigation", "words": SAID, "until": "2026-03-10"}),
        ("validate", {"why": SAID}),
    ):
        token = {"csrf_token": factories.csrf_token(keeper.get(address).text)}
        answer = keeper.post(f"{address}/{what}", data=token | fields)
        assert answer.status_code == 303, answer.text
    assert planted.is_in(keeper.get(address).data, WORDS[2:])


def database_of(app: Flask) -> str:
    url: str = app.extensions["sar"].settings.database_url
    return url


def expunge(app: Flask, receipt: str, **fields: str):  # type: ignore[no-untyped-def]
    keeper = factories.signed_in(app, "privacy_officer")
    address = f"/retention/reports/{receipt}"
    token = {"csrf_token": factories.csrf_token(keeper.get(address).text)}
    sent = {"expunge_reason": "court_order", "confirm": receipt} | fields
    return keeper.post(f"{address}/expunge", data=token | sent)


def assert_only_hash_number_and_log_are_left(app: Flask, receipt: str) -> None:
    parts = app.extensions["sar"]
    with db.reading(parts.engine) as session:
        report = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        entry = session.get_one(LedgerEntry, (2026, 1))
        purge = session.get_one(Purge, report.report_id)
        assert len(report.content_sha256) == 64
        assert entry.purged_at == purge.purged_at == parts.clock()
        assert entry.closed_at is not None
        assert ledger.gaps(session) == []
        assert audit.verify(session).is_intact
        for context in (f"report:{receipt}", f"file:{receipt}:1", f"file-name:{receipt}:1"):
            with pytest.raises(SealError, match="nothing is sealed"):
                vault.take(session, keyring=parts.keyring, context=context)
        assert session.execute(select(Attachment)).first() is None


def test_nothing_of_a_purged_report_is_left_anywhere(
    app: Flask, clock: factories.Clock, postgres: Server, logged: io.StringIO
) -> None:
    receipt = file_by_form(app)
    use_everything(app, receipt)
    clock.advance(days=5)
    hold_and_validate(app, receipt)
    parts = app.extensions["sar"]
    before = planted.places(app, WORDS, postgres)
    assert {"reports.redacted", "additions.redacted", "decisions.rationale"} <= set(before)
    assert {"reveals.words", "retention_holds.words", "validations.words"} <= set(before)
    clock.advance(days=25)
    answer = expunge(app, receipt)
    assert answer.status_code == 303, answer.text
    compaction.compact(parts.engine)
    assert planted.places(app, WORDS, postgres) == []
    assert not planted.is_in(logged.getvalue().encode(), WORDS)
    assert_only_hash_number_and_log_are_left(app, receipt)
    for username in ("analyst", "officer", "privacy_officer", "supervisor"):
        client = factories.signed_in(app, username)
        for address in (f"/review/{receipt}", f"/reports/{receipt}", "/oversight/reveals"):
            shown = client.get(address)
            assert shown.status_code < 500, (username, address)
            assert not planted.is_in(shown.data, WORDS)
    again = expunge(app, receipt)
    assert (again.status_code, b"was purged on 2026-04-01" in again.data) == (409, True)


def test_a_report_brought_in_by_file_and_expunged_is_gone_and_does_not_come_back(
    app: Flask, tmp_path: Path, postgres: Server
) -> None:
    row = past_report(1, narrative=SAID, people=[{"name": NAME, "description": WORDS[2]}])
    source = write_lines(tmp_path / "old.jsonl", [row])
    env = installation(database_of(app), SAR_RETENTION_DAYS="36500")
    arguments = ("import", source, "--as", "officer", "--commit")
    assert run_here(*arguments, env=env).returncode == 0
    with db.reading(app.extensions["sar"].engine) as session:
        receipt = session.execute(select(Report.receipt)).scalar_one()
    assert expunge(app, receipt).status_code == 303
    again = run_here(*arguments, env=env)
    assert "1 are there already" in " ".join(again.stdout.split())
    compaction.compact(app.extensions["sar"].engine)
    assert planted.places(app, WORDS, postgres) == []
    source.unlink()
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()
            and planted.is_in(each.read_bytes(), WORDS)] == []  # fmt: skip


def test_a_backup_from_before_does_not_open_with_the_keyring_after_rotation(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    receipt = file_by_form(sqlite_app)
    parts = sqlite_app.extensions["sar"]
    compaction.checkpoint(parts.engine)
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(tmp_path / "test.sqlite3", backup)
    file_by_form_again = factories.file_by_api(sqlite_app)["receipt"]
    assert expunge(sqlite_app, receipt).status_code == 303
    ring = tmp_path / "ring.json"
    ring.touch(0o600)
    ring.write_text(keyrings.dump_keyring(parts.keyring))
    with db.transaction(parts.engine) as session:
        keys.renew_master(session, ring, now=parts.clock())
    with db.transaction(parts.engine) as session:
        assert keys.drop_unneeded_masters(session, ring) == 1
    renewed = keyrings.load_keyring(ring)
    with db.reading(parts.engine) as session:
        assert vault.take(session, keyring=renewed, context=f"report:{file_by_form_again}")
    old = db.open_engine(f"sqlite:///{backup}")
    with db.reading(old) as session:
        # With the keyring of then it would open: that file's old copies must be destroyed too.
        assert vault.take(session, keyring=parts.keyring, context=f"report:{receipt}")
        with pytest.raises(SealError, match="no such master key"):
            vault.take(session, keyring=renewed, context=f"report:{receipt}")
    old.dispose()


def run_purge(app: Flask, *options: str) -> str:
    """Run `sar retention purge` in this process, today: what is filed in 2020 is due."""
    done = run_here("retention", "purge", *options, env=installation(database_of(app)))
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def file_old(app: Flask, clock: factories.Clock, count: int) -> list[str]:
    now = clock.moment
    clock.moment = now.replace(year=2020)
    receipts = [
        factories.file_by_api(app, narrative=f"Report {number}: a man cut the fence.")["receipt"]
        for number in range(count)
    ]
    clock.moment = now
    return receipts


def test_the_run_purges_what_is_due_and_leaves_what_is_held_or_young(
    app: Flask, clock: factories.Clock
) -> None:
    due, held = file_old(app, clock, 2)
    keeper = factories.signed_in(app, "privacy_officer")
    address = f"/retention/reports/{held}"
    token = {"csrf_token": factories.csrf_token(keeper.get(address).text)}
    fields = {"reason": "court_order", "words": "The court of Hill County said so."}
    assert keeper.post(f"{address}/hold", data=token | fields).status_code == 303
    assert "1 would be purged" in run_purge(app)
    engine = app.extensions["sar"].engine
    with db.reading(engine) as session:
        assert session.execute(select(Purge)).all() == []
    said = run_purge(app, "--commit")
    # The month's key is needed by the report on hold.
    assert "1 purged 0 month key(s) destroyed" in said
    assert expunge(app, held).status_code == 409
    hold = pages.fields_of(keeper.get(address).text, "/retention/holds/1/lift")
    assert keeper.post("/retention/holds/1/lift", data=hold).status_code == 303
    assert keeper.post("/retention/holds/1/lift", data=hold).status_code == 409
    assert "1 purged 1 month key(s) destroyed" in run_purge(app, "--commit")
    assert "0 purged 0 month key(s) destroyed" in run_purge(app, "--commit")
    with db.reading(engine) as session:
        purges = session.execute(select(Purge.rule, Purge.outcome)).all()
        assert purges == [("Default of the toolkit: tips", "received")] * 2
        assert set(session.execute(select(Report.state)).scalars()) == {"purged"}
        month = session.execute(select(MonthKey)).scalar_one()
        assert (month.wrapped, month.destroyed_at is not None) == (None, True)
    assert "Deleted" in factories.signed_in(app, "officer").get(f"/reports/{due}").text
    # A new report still finds a key of its own month.
    assert factories.file_by_api(app)["receipt"]


def test_a_purge_that_is_killed_leaves_no_half_and_goes_on(
    app: Flask, clock: factories.Clock
) -> None:
    file_old(app, clock, 10)
    engine = app.extensions["sar"].engine
    arguments = command("retention", "purge", "--commit", "--no-compact")
    process = subprocess.Popen(
        arguments, env=installation(database_of(app)), stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with db.reading(engine) as session:
            if session.execute(select(Purge.report_id).limit(1)).first():
                break
        time.sleep(0.005)
    process.kill()
    process.wait(20)
    assert_whole(app)
    run_purge(app, "--commit")
    assert assert_whole(app) == 10


def assert_whole(app: Flask) -> int:
    """Check that each report is either purged in every table or in none; count the purged."""
    with db.reading(app.extensions["sar"].engine) as session:
        purged = set(session.execute(select(Purge.report_id)).scalars())
        lines = select(LedgerEntry.report_id).where(LedgerEntry.purged_at.is_not(None))
        assert set(session.execute(lines).scalars()) == purged
        sealed = set(session.execute(select(SealedContent.report_id)).scalars())
        everything = set(session.execute(select(Report.report_id)).scalars())
        assert sealed == everything - purged
        for report in session.execute(select(Report)).scalars():
            assert (report.redacted == {}) == (report.report_id in purged)
        assert audit.verify(session).is_intact
        assert ledger.gaps(session) == []
    return len(purged)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"confirm": "0000-0000-0"}, 422, "another one, so nothing was expunged"),
        ({"expunge_reason": "I say so"}, 422, "No reason was chosen"),
    ],
)
def test_an_expungement_that_is_not_meant_changes_nothing(
    sqlite_app: Flask, fields: dict[str, str], status: int, said: str
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    answer = expunge(sqlite_app, receipt, **fields)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert assert_whole(sqlite_app) == 0


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("hold", {"reason": "audit", "words": "An inspection.", "until": "2020-01-01"}, "over al"),
        ("hold", {"reason": "audit", "words": "An inspection.", "until": "soon"}, "not a day"),
        ("hold", {"reason": "audit", "words": "An inspection.", "until": "9999-12-31"}, "not a d"),
        ("hold", {"reason": "", "words": "An inspection.", "until": ""}, "No reason was chosen"),
        ("hold", {"reason": "audit", "words": "ok", "until": ""}, "needs 10 to 1000"),
        ("validate", {"why": " "}, "needs 10 to 1000"),
    ],
)
def test_a_hold_or_validation_that_says_too_little_is_refused_with_what_was_typed(
    sqlite_app: Flask, what: str, fields: dict[str, str], said: str
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    keeper = factories.signed_in(sqlite_app, "privacy_officer")
    address = f"/retention/reports/{receipt}"
    token = {"csrf_token": factories.csrf_token(keeper.get(address).text)}
    answer = keeper.post(f"{address}/{what}", data=token | fields)
    assert (answer.status_code, said in answer.text) == (422, True)
    shown = pages.fields_of(answer.text, f"{address}/{what}")
    assert {name: shown.get(name, "") for name in fields} == fields


def test_a_validation_after_the_time_is_over_revives_nothing(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    (receipt,) = file_old(sqlite_app, clock, 1)
    keeper = factories.signed_in(sqlite_app, "privacy_officer")
    address = f"/retention/reports/{receipt}"
    token = {"csrf_token": factories.csrf_token(keeper.get(address).text)}
    late = keeper.post(f"{address}/validate", data=token | {"why": "It is still of use to us."})
    assert (late.status_code, "time of this report is over" in late.text) == (409, True)


def test_the_row_of_a_report_is_locked_once_for_a_hold(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    engine = sqlite_app.extensions["sar"].engine
    with statements(engine) as asked, db.transaction(engine) as session:
        kept_in_a_drawer(session, receipt)
    assert sum("FROM reports" in each for each in asked) == 1


def test_an_expungement_ends_a_reveal_that_is_open(sqlite_app: Flask) -> None:
    receipt = file_by_form(sqlite_app)
    analyst = desk.work_on(sqlite_app, receipt)
    reveal = f"/review/{receipt}/reveal/narrative/1"
    why = {"purpose": "review_nexus", "words": "The name is needed to compare."}
    assert desk.post(analyst, reveal, **why).status_code == 303
    assert planted.is_in(analyst.get(f"/review/{receipt}").data, WORDS[:1])
    assert expunge(sqlite_app, receipt).status_code == 303
    page = analyst.get(f"/review/{receipt}")
    assert (page.status_code, planted.is_in(page.data, WORDS)) == (200, False)
    assert analyst.get(reveal).status_code in {404, 409}


def test_the_doctor_reads_the_policy_file(sqlite_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    shutil.copy(DEFAULT_FILE, file)
    env = installation(database_of(sqlite_app), SAR_RETENTION_POLICY_FILE=str(file))
    assert "by policy.yaml: Default of the toolkit" in run_here("doctor", env=env).stdout
    file.write_text(file.read_text().replace("365 days", "0 days"))
    done = run_here("doctor", env=env)
    assert (done.returncode, "'0 days' is refused" in done.stdout) == (1, True)


def test_every_column_that_refers_to_a_report_is_blanked_or_kept_by_name() -> None:
    from sar.db import Base

    for name in STAYS:
        blanks_of(Base.metadata.tables[name])
        assert STAYS[name] <= set(Base.metadata.tables[name].columns.keys())


def test_the_policy_is_checked_and_told_in_words(tmp_path: Path) -> None:
    run: Callable[..., object] = CliRunner(env={"SAR_RETENTION_DAYS": "400"}).invoke
    told = run(main, ["retention", "check"])
    assert "purge 400 days after it was received" in told.output  # type: ignore[attr-defined]
    assert "not your policy" in told.output  # type: ignore[attr-defined]
    file = tmp_path / "policy.yaml"
    file.write_text(json.dumps({"format": "sar-retention-1", "policies": [], "x": 1}))
    refused = run(main, ["retention", "check", str(file)])
    assert refused.exit_code == 2  # type: ignore[attr-defined]
    assert "policy.yaml: x: 'x' is refused" in refused.output  # type: ignore[attr-defined]
