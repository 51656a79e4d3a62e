"""When redaction fails a report is held: received, sealed, in the ledger, and shown to nobody."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Flask

from privacy.keyring import Keyring
from privacy.spans import Span
from sar import db
from sar.actors import COMMAND_LINE
from sar.app import create_app
from sar.intake.held import held_receipts, retry
from tests import factories
from tests.factories import Clock

NARRATIVE = "A man who gave his name as John Quackenbush stood at the gate with a crowbar."


def broken(_text: str) -> Iterable[Span]:
    """Fail as a recognizer with a defect does."""
    raise RuntimeError(NARRATIVE)


def app_with_a_defect(url: str, keyring: Keyring, clock: Clock) -> Flask:
    return create_app(factories.settings(url, keyring), clock=clock, recognizers=[broken])


def test_redaction_failure_stores_the_report_as_held(
    seeded_url: str, keyring: Keyring, clock: Clock
) -> None:
    app = app_with_a_defect(seeded_url, keyring, clock)
    receipt = factories.file_by_api(app, narrative=NARRATIVE)
    assert receipt["ledger_label"] == "2026-000001"
    page = factories.sign_in(app, "officer").get(f"/reports/{receipt['receipt']}")
    assert page.status_code == 200
    analyst = factories.sign_in(app, "analyst")
    assert receipt["receipt"] not in analyst.get("/queue").text
    shown = analyst.get(f"/review/{receipt['receipt']}")
    assert shown.status_code == 404
    for text in (page.text, shown.text, analyst.get("/queue").text):
        assert "Quackenbush" not in text
    app.extensions["sar"].engine.dispose()


def test_a_held_report_is_released_once_redaction_works(
    seeded_url: str, keyring: Keyring, clock: Clock
) -> None:
    app = app_with_a_defect(seeded_url, keyring, clock)
    receipt = factories.file_by_api(app, narrative=NARRATIVE)["receipt"]
    engine = app.extensions["sar"].engine
    with db.transaction(engine) as session:
        assert held_receipts(session) == [receipt]
        still = retry(
            session, receipt, keyring=keyring, actor=COMMAND_LINE, now=clock(), recognizers=[broken]
        )
        assert still is False
    with db.transaction(engine) as session:
        now = datetime(2026, 3, 2, 16, tzinfo=UTC)
        assert retry(session, receipt, keyring=keyring, actor=COMMAND_LINE, now=now)
        assert held_receipts(session) == []
    analyst = factories.sign_in(app, "analyst")
    assert receipt in analyst.get("/queue").text
    shown = analyst.get(f"/review/{receipt}")
    assert shown.status_code == 200
    assert "crowbar" in shown.text
    assert "Quackenbush" not in shown.text
    engine.dispose()


def test_a_held_answer_is_kept_and_not_shown(
    seeded_url: str, keyring: Keyring, clock: Clock
) -> None:
    app = create_app(factories.settings(seeded_url, keyring), clock=clock)
    receipt = factories.file_by_api(app)["receipt"]
    factories.return_to_officer(app, receipt, question="Which gate was it, please?")
    app.extensions["sar"].engine.dispose()
    app = app_with_a_defect(seeded_url, keyring, clock)
    officer = factories.sign_in(app, "officer")
    page = officer.get(f"/reports/{receipt}")
    answer = officer.post(
        f"/reports/{receipt}/answer",
        data={"text": NARRATIVE, "csrf_token": factories.csrf_token(page.text)},
    )
    assert answer.status_code == 303
    shown = factories.sign_in(app, "analyst").get(f"/review/{receipt}")
    assert shown.status_code == 200
    assert "Quackenbush" not in shown.text
    app.extensions["sar"].engine.dispose()
