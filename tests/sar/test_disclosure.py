"""Releases: the register is asked first, a summary has no word that anybody wrote."""

import csv
import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from sar import db
from sar.log import audit
from sar.models import Account, AuditEntry, Disclosure, RecipientNotice, Report
from tests import desk, factories, pages, planted
from tests.releases import GIVEN, give_out
from triage.decisions import State

CANARIES = ("Zebulon", "Quarterbrook", "zorblatquint", "0142", "Springfield", "substation")
ORDERED = select(AuditEntry.action).order_by(AuditEntry.position)


def file(app: Flask) -> str:
    """File a report with canaries in every text and every field about a person."""
    plain = factories.submission(
        narrative="Zebulon Quarterbrook, 312-555-0142, asked about the zorblatquint, IL",
        place={
            "kind": "facility",
            "facility": "zorblatquint substation, TX",
            "city": "Springfield",
            "state": "IL",
        },
        people=[{"name": "Zebulon Quarterbrook", "description": "Tall zorblatquint"}],
        vehicles=[{"plate": "ZORBLAT", "state": "IL", "description": "Van of zorblatquint"}],
    )
    return str(factories.file_by_api(app, **plain)["receipt"])


def release(app: Flask, receipt: str, **changes: str) -> tuple[FlaskClient, TestResponse]:
    return factories.signed_in(app, "analyst"), give_out(app, receipt, **changes)


def test_a_summary_has_no_word_that_anybody_wrote_in_any_form(app: Flask) -> None:
    receipt = file(app)
    client, answer = release(app, receipt)
    assert answer.status_code == 303, answer.text
    address = answer.location
    shown = {form: client.get(address + form) for form in ("", ".json", ".csv")}
    for form, got in shown.items():
        assert got.status_code == 200
        assert not planted.is_in(got.data, CANARIES), form
    told: dict[str, Any] = json.loads(shown[".json"].text)
    assert told == {
        "behaviours": ["Breach/Attempted Intrusion"],
        "sector": "Energy, Utilities",
        "region": "IL",
        "week": "2026-W10",
        "set_version": factories.newest_set().version,
        "outcome": "Under review",
    }
    (row,) = csv.DictReader(io.StringIO(shown[".csv"].text))
    assert (row["region"], row["behaviours"]) == ("IL", "Breach/Attempted Intrusion")


def test_the_register_says_who_received_which_version_and_the_log_every_fetch(app: Flask) -> None:
    receipt = file(app)
    client, answer = release(app, receipt, words="Zebulon Quarterbrook works at their site.")
    client.get(answer.location + ".json")
    register = factories.signed_in(app, "privacy_officer").get("/releases").text
    for words in ("Watch desk, Hill County Sheriff", "A written agreement", "Summary, version 1"):
        assert words in register
    assert "Quarterbrook" not in register
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(Disclosure)).scalar_one()
        assert row.content_sha256[:12] in register
        actions = list(session.execute(ORDERED).scalars())
        assert actions.index("disclosure.released") < actions.index("disclosure.fetched")
        assert audit.verify(session).is_intact


def test_the_redacted_report_leaves_only_when_it_was_found_of_use_or_danger_is_imminent(
    sqlite_app: Flask,
) -> None:
    receipt = file(sqlite_app)
    _client, early = release(sqlite_app, receipt, tier="detailed")
    assert (early.status_code, "has not found" in early.text) == (422, True)
    client, urgent = release(sqlite_app, receipt, tier="detailed", purpose="imminent_danger")
    page = client.get(urgent.location)
    assert page.status_code == 200
    assert planted.is_in(page.data, ("zorblatquint",))
    assert not planted.is_in(page.data, ("Quarterbrook", "0142"))
    assert client.get(urgent.location + ".csv").status_code == 404
    analyst = desk.work_on(sqlite_app, receipt)
    why = {"rationale": "The fence of a protected site was cut.", "innocent_explanation": "None."}
    assert desk.decide(analyst, receipt, "meets_criteria", **why).status_code in {303, 422}


def test_what_changed_since_is_not_given_out_under_the_old_release(sqlite_app: Flask) -> None:
    receipt = file(sqlite_app)
    client, answer = release(sqlite_app, receipt)
    why = {"officer_text": "It was filed twice, so we close this one.", "rationale": "Filed twice."}
    assert desk.decide(desk.work_on(sqlite_app, receipt), receipt, "withdraw", **why)
    stale = client.get(answer.location)
    assert (stale.status_code, "has changed since" in stale.text) == (409, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tier": "everything"}, "tier"),
        ({"purpose": ""}, "purpose"),
        ({"authority": "because"}, "authority"),
        ({"recipient": " "}, "recipient"),
        ({"agency": "x" * 121}, "agency"),
        ({"recipient": "a\x00b"}, "recipient"),
        ({"words": "short"}, "words"),
    ],
)
def test_a_release_without_recipient_purpose_or_authority_is_refused(
    sqlite_app: Flask, changes: dict[str, str], field: str
) -> None:
    receipt = file(sqlite_app)
    _client, answer = release(sqlite_app, receipt, **changes)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    shown = pages.fields_of(answer.text, f"/review/{receipt}/give-out")
    if "recipient" not in changes:
        assert shown["recipient"] == GIVEN["recipient"]
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert session.execute(select(Disclosure)).first() is None


def test_recipients_are_told_of_an_expungement_and_their_acknowledgement_is_kept(
    app: Flask,
) -> None:
    receipt = file(app)
    analyst, answer = release(app, receipt)
    keeper = factories.signed_in(app, "privacy_officer")
    token = {"csrf_token": factories.csrf_token(keeper.get("/account").text)}
    sent = token | {"expunge_reason": "court_order", "confirm": receipt}
    assert keeper.post(f"/retention/reports/{receipt}/expunge", data=sent).status_code == 303
    assert analyst.get(answer.location).status_code == 409
    assert "To be told" in keeper.get("/releases").text
    notice = "/releases/notices/1"
    early = keeper.post(f"{notice}/acknowledged", data=token | {"acknowledged_by": "Sgt. Ames"})
    assert early.status_code == 409
    assert keeper.post(f"{notice}/told", data=token).status_code == 303
    assert keeper.post(f"{notice}/told", data=token).status_code == 409
    nobody = keeper.post(f"{notice}/acknowledged", data=token | {"acknowledged_by": ""})
    assert (nobody.status_code, "Nobody was named" in nobody.text) == (422, True)
    done = keeper.post(f"{notice}/acknowledged", data=token | {"acknowledged_by": "Sgt. Ames"})
    assert done.status_code == 303
    assert "Notices that are owed" not in keeper.get("/releases").text
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(RecipientNotice)).scalar_one()
        assert (row.cause, row.acknowledged_by) == ("expunged", "Sgt. Ames")
        assert session.execute(select(Disclosure.words)).scalar_one() == ""


def test_what_was_given_out_lately_lends_everything_but_its_authority_and_its_words(
    app: Flask,
) -> None:
    release(app, file(app))
    release(app, file(app))
    receipt = file(app)
    client = factories.signed_in(app, "analyst")
    (address,) = offered(client, receipt)
    assert address == f"/review/{receipt}/give-out?again=2"
    form = pages.fields_of(client.get(address).text, f"/review/{receipt}/give-out")
    assert {name: form.get(name) for name in GIVEN} == GIVEN | {"authority": None, "words": ""}
    form["words"] = GIVEN["words"]
    refused = client.post(f"/review/{receipt}/give-out", data=form)
    assert (refused.status_code, 'href="#authority' in refused.text) == (422, True)
    unknown = client.get(f"/review/{receipt}/give-out?again=1").text
    assert not pages.fields_of(unknown, f"/review/{receipt}/give-out")["recipient"]
    for entry in desk.log_of(app):
        assert "Watch desk" not in f"{entry.subject} {entry.details}"


def test_imminent_danger_is_never_repeated(sqlite_app: Flask) -> None:
    receipt = file(sqlite_app)
    for purpose in ("prevention", "imminent_danger"):
        assert release(sqlite_app, receipt, purpose=purpose)[1].status_code == 303
    (address,) = offered(factories.signed_in(sqlite_app, "analyst"), receipt)
    assert address.endswith("?again=1")


def test_a_redacted_report_is_offered_again_only_where_it_may_leave(app: Flask) -> None:
    found, waits = file(app), str(factories.file_by_api(app)["receipt"])
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(
            update(Report).where(Report.receipt == found).values(state=State.POTENTIAL_NEXUS)
        )
    assert release(app, found, tier="detailed")[1].status_code == 303
    client = factories.signed_in(app, "analyst")
    assert (len(offered(client, found)), len(offered(client, waits))) == (1, 0)


def test_at_most_nine_are_offered_the_latest_first_and_none_of_another_agency(app: Flask) -> None:
    receipt = file(app)
    for number in range(11):
        release(app, receipt, recipient=f"Desk {number}")
    client = factories.signed_in(app, "analyst")
    assert [each.rpartition("=")[2] for each in offered(client, receipt)] == [
        str(number) for number in range(11, 2, -1)
    ]
    with db.transaction(app.extensions["sar"].engine) as session:
        elsewhere = select(Account.account_id).where(
            Account.agency_id != select(Account.agency_id).where(Account.username == "analyst")
            .scalar_subquery())  # fmt: skip
        stranger = session.execute(elsewhere.limit(1)).scalar_one()
        session.execute(update(Disclosure).values(account_id=stranger))
    assert not offered(client, receipt)


def offered(client: FlaskClient, receipt: str) -> list[str]:
    """Return the links that fill in the form of `receipt` as before."""
    page = client.get(f"/review/{receipt}/give-out").text
    return re.findall(r'href="([^"]*\?again=\d+)"', page)
