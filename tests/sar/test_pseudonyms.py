"""Pseudonyms across reports: off, until a privacy officer switches them on, in the log."""

import re

from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import AuditEntry, Report
from tests import factories
from tests.pages import fields_of

WHERE = "/oversight/pseudonyms"
TOLD = "Mr. John Smith cut the fence, a tall Kenyan man ran off. Call 312-555-0198."


def redacted(app: Flask, gate: str) -> str:
    """File a report of what happened at a gate, and return how it is read."""
    receipt = factories.file_by_api(app, narrative=f"{TOLD} It was gate {gate}.")["receipt"]
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        assert row.redacted is not None
        return str(row.redacted["narrative"]["text"])


def switch(app: Flask, to: str) -> int:
    client = factories.signed_in(app, "privacy_officer")
    fields = fields_of(client.get(WHERE).text, WHERE)
    return client.post(WHERE, data=fields | {"to": to}).status_code


def test_a_privacy_officer_alone_makes_placeholders_the_same_across_reports(app: Flask) -> None:
    assert "[PERSON 1]" in redacted(app, "A")
    for name in ("analyst", "administrator", "supervisor", "officer", "trainer"):
        client = factories.signed_in(app, name)
        assert client.get(WHERE).status_code == 403, name
        token = factories.csrf_token(client.get("/account").text)
        assert client.post(WHERE, data={"csrf_token": token, "to": "on"}).status_code == 403, name
    assert "[PERSON 1]" in redacted(app, "B")
    assert switch(app, "on") == 303
    assert switch(app, "on") == 409
    first, second = redacted(app, "C"), redacted(app, "D")
    assert first.removesuffix("C.") == second.removesuffix("D.")
    assert re.search(r"\[PERSON ~[0-9A-Z]{6}\]", first)
    assert "[DESCRIPTION 1]" in first, "no trait links reports"
    assert switch(app, "off") == 303
    assert "[PERSON 1]" in redacted(app, "E")
    with db.reading(app.extensions["sar"].engine) as session:
        actions = select(AuditEntry.action).where(AuditEntry.subject == "pseudonyms")
        told = session.execute(actions.order_by(AuditEntry.position)).scalars().all()
    assert told == ["pseudonyms.switched_on", "pseudonyms.switched_off"]


def test_a_report_with_pseudonyms_is_read_and_its_hidden_parts_can_be_asked_for(
    sqlite_app: Flask,
) -> None:
    switch(sqlite_app, "on")
    receipt = factories.file_by_api(sqlite_app, narrative=TOLD)["receipt"]
    page = factories.signed_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    assert re.search(r"PERSON ~[0-9A-Z]{6}", page)
    assert "John Smith" not in page
    assert f"/review/{receipt}/reveal" in page
