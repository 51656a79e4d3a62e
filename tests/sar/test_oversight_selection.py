"""The page about what the order of the queue misses."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from sar import db
from sar.models import DateDraw, Report, Role, SecondReading
from tests import factories
from tests.desk import decide, log_of, multiply, post, sign_in
from triage.estimates import at_most

MakeApp = Callable[..., Flask]

WHY = "Copper theft; nothing in it points to terrorism."


def page(app: Flask, role: Role = Role.PRIVACY_OFFICER) -> str:
    """Return the page as one line of words."""
    answer = factories.signed_in(app, role).get("/oversight/selection")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_the_page_says_what_is_known_of_low_ranked_reports(
    make_app: MakeApp, seeded_url: str
) -> None:
    app = make_app(seeded_url, sample_share=1.0)
    assert "nothing is known about them" in page(app)
    receipts = multiply(app, factories.file_by_api(app)["receipt"], 30)
    client = sign_in(app, "analyst")
    for ending in ("find_nexus", "find_no_nexus", ""):
        answer = post(client, "/queue/next")
        receipt = answer.location.rsplit("/", 1)[1].partition("?")[0]
        if ending:
            decide(client, receipt, "meets_criteria", rationale=WHY, innocent_explanation=2 * WHY)
            decide(client, receipt, ending, rationale=WHY, officer_text=2 * WHY)
    told = page(app)
    assert "Of 2 low-ranked reports that were drawn blindly and decided, 1 mattered." in told
    # The third one is not decided, and might matter.
    assert f"at most {100 * at_most(2, 3):.1f} matter, with 95 % confidence" in told
    assert "29 reports wait" in told
    assert page(app, Role.SUPERVISOR)
    assert not any(each in told for each in receipts), "no report is named"
    assert factories.signed_in(app, Role.ANALYST).get("/oversight/selection").status_code == 403
    assert "selection.viewed" in {each.action for each in log_of(app)}


def test_reports_at_their_date_and_second_readings_are_estimated(
    app: Flask, clock: factories.Clock
) -> None:
    multiply(app, factories.file_by_api(app)["receipt"], 19)
    with db.transaction(app.extensions["sar"].engine) as session:
        ids = session.execute(select(Report.report_id)).scalars().all()
        states = ["potential_nexus"] + ["no_nexus"] * 4 + ["received"] * 15
        for report_id, state in zip(ids, states, strict=True):
            session.get_one(Report, report_id).state = state
            drawn = state != "received"
            session.add(
                DateDraw(report_id=report_id, drawn_at=clock(), chance=0.25, is_drawn=drawn)
            )
            answer = "meets_criteria" if drawn else "fails_criteria"
            session.add(
                SecondReading(
                    report_id=report_id,
                    account_id=factories.account_id(app, "analyst"),
                    first_answer=answer,
                    answer=answer,
                    given_at=clock(),
                    expires_at=clock(),
                    answered_at=clock(),
                )
            )
    clock.advance(minutes=5)
    told = page(app)
    assert "best guess 3" in told
    assert "20 of 20 pairs agree" in told
    assert ">1.00<" in told


def test_an_alert_tells_what_moved_and_withholds_what_few_stand_behind(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    first = factories.file_by_api(sqlite_app)["receipt"]
    multiply(sqlite_app, first, 60, seed=1)
    multiply(sqlite_app, first, 60, seed=2)
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(
            update(Report)
            .where(Report.receipt.like("CL1-%"))
            .values(received_at=clock() - timedelta(days=40), sector="DAMS")
        )
        session.execute(
            update(Report)
            .where(Report.receipt.like("CL2-%"))
            .values(received_at=clock() - timedelta(days=2), sector="ENRG")
        )
        session.execute(update(Report).where(Report.receipt == "CL2-0001").values(sector="DAMS"))
    told = page(sqlite_app)
    assert "Something moved" in told
    assert "Sector" in told.split("no longer what it was")[0].rsplit("Something moved", 1)[1]
    assert "ENRG: 0 % to" in told
    assert "DAMS:" not in told, "one report stands behind that share"


def test_the_page_says_that_the_sample_is_switched_off(sqlite_app: Flask) -> None:
    assert "The sample is switched off" in page(sqlite_app)
