"""Revealing a hidden part of a record in the second drawer: as in the first, and never whole."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.log import audit
from sar.models import Alert, AuditEntry, Reveal
from tests import factories, pages, planted
from tests.conftest import MakeApp
from tests.drawers import cross, post

NARRATIVE = "Mr. John Smith of 12 Elm Street called 312-555-0142 twice and cut the fence."
WHY = "I compare the number with the one in the other file."


def crossed_into(app: Flask) -> str:
    receipt: str = factories.file_by_api(app, narrative=NARRATIVE)["receipt"]
    cross(app, receipt)
    return receipt


def reveal(client: FlaskClient, receipt: str, number: int = 1, **changes: str) -> TestResponse:
    address = f"/intelligence/records/{receipt}/reveal/narrative/{number}"
    form = pages.fields_of(client.get(address).text, address)
    return client.post(address, data={**form, "purpose": "check_detail", "words": WHY, **changes})


def test_one_part_is_shown_for_a_purpose_logged_first_and_hidden_in_time(
    app: Flask, clock: factories.Clock
) -> None:
    record = crossed_into(app)
    analyst = factories.signed_in(app, "analyst")
    page = f"/intelligence/records/{record}"
    assert not planted.is_in(analyst.get(page).data, ("John Smith", "0142"))
    thin = reveal(analyst, record, words="why")
    assert (thin.status_code, "too short" in thin.text) == (422, True)
    assert reveal(analyst, record, purpose="").status_code == 422
    granted = reveal(analyst, record)
    assert granted.location == f"{page}#span-narrative-1"
    shown = analyst.get(page)
    assert ("John Smith" in shown.text, "312-555-0142" in shown.text) == (True, False)
    assert "John Smith" not in factories.signed_in(app, "analyst2").get(page).text
    assert "John Smith" not in analyst.get(f"/review/{record}").text
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(Reveal)).scalar_one()
        entries = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars().all()
        assert audit.verify(session).is_intact
    assert row.field == "record:narrative"
    [logged] = [each for each in entries if each.action == "intelligence.revealed"]
    assert logged.purpose == "check_detail"
    assert not planted.is_in(repr(logged.details).encode(), ("John Smith", WHY))
    clock.advance(minutes=16)
    assert "John Smith" not in analyst.get(page).text


def test_what_is_shown_is_hidden_by_hand_and_with_the_permission(sqlite_app: Flask) -> None:
    app = sqlite_app
    record = crossed_into(app)
    analyst = factories.signed_in(app, "analyst")
    page = f"/intelligence/records/{record}"
    assert reveal(analyst, record).status_code == 303
    assert post(analyst, f"{page}/hide").status_code == 303
    assert "John Smith" not in analyst.get(page).text
    address = f"{page}/reveal/narrative/1"
    asked = analyst.get(address).text
    assert re.search(r'data-key="1"[^>]* data-then="words"', asked)
    assert analyst.get(f"{page}/reveal/narrative/99").status_code == 404
    assert analyst.get(f"{page}/reveal/nothing/1").status_code == 404
    take = f"/intelligence/permissions/{factories.account_id(app, 'analyst')}/take"
    assert post(factories.signed_in(app, "administrator"), take).status_code == 303
    assert analyst.get(address).status_code == 403
    assert post(analyst, address, purpose="check_detail", words=WHY).status_code == 403
    officer = factories.signed_in(app, "privacy_officer")
    assert post(officer, address, purpose="redress", words=WHY).status_code == 403


def test_both_drawers_count_together_for_the_limit_and_its_alert(
    seeded_url: str, make_app: MakeApp
) -> None:
    app = make_app(seeded_url, reveal_reports_per_hour=1)
    crossed, other = (
        factories.file_by_api(app, narrative=f"{NARRATIVE} Fence {number}.")["receipt"]
        for number in range(2)
    )
    cross(app, crossed)
    analyst = factories.signed_in(app, "analyst")
    address = f"/review/{other}/reveal/narrative/1"
    assert post(analyst, address, purpose="check_detail", words=WHY).status_code == 303
    refused = reveal(analyst, crossed)
    assert (refused.status_code, "within an hour" in refused.text) == (429, True)
    with db.reading(app.extensions["sar"].engine) as session:
        assert "over_limit" in session.execute(select(Alert.pattern)).scalars().all()
