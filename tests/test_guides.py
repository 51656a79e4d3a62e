"""What the guides write in bold stands on a page that the guide's reader can reach."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import desk, drafts, factories
from tests.conftest import MakeApp
from tests.drawers import give_permission
from tests.pages import fields_of
from tests.screens import names_in, names_on

GUIDES = Path(__file__).parents[1] / "docs/guides"


def in_bold(guide: str) -> set[str]:
    """Return the names of a guide without the full stop of a sentence."""
    text = (GUIDES / guide).read_text(encoding="utf-8")
    return {
        " ".join(name.split()).rstrip(".:") for name in re.findall(r"\*\*(.+?)\*\*", text, re.S)
    }


def missing(guide: str, *seen: set[str]) -> set[str]:
    """Return the names that stand on none of the pages."""
    found = in_bold(guide)
    assert len(found) >= 5, f"{guide} names too little on the screen"
    return found - set().union(*seen)


def person(app: Flask, username: str) -> FlaskClient:
    return factories.signed_in(app, username)


def test_the_officers_guide(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    factories.return_to_officer(sqlite_app, receipt, question="How long did they stay there?")
    form = "/reports/new?chosen=1&behaviours=ind-0001"
    client = person(sqlite_app, "officer")
    fields = fields_of(client.get(form).text, "/reports/new")
    fields["narrative"] = "I called because he is Kenyan."
    asked = names_in(client.post("/reports/new", data=fields).text)
    officer = names_on(client, "/", form) | asked
    supervisor = names_on(person(sqlite_app, "supervisor"), "/")
    assert missing("officer.md", officer, supervisor) == set()


def test_the_officers_guide_in_spanish(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    factories.return_to_officer(sqlite_app, receipt, question="How long did they stay there?")
    form = "/reports/new?chosen=1&behaviours=ind-0001"
    client, supervisor = (person(sqlite_app, name) for name in ("officer", "supervisor"))
    seen = names_in(client.get("/reports").text) & {"Español"}
    for each in (client, supervisor):
        each.set_cookie("sar_language", "es")
    for address in (form, "/reports/new", "/reports", f"/reports/{receipt}"):
        seen |= names_in(client.get(address).text)
    seen |= names_in(supervisor.get("/reports").text)
    fields = fields_of(client.get(form).text, "/reports/new")
    fields["narrative"] = "I called because he is Kenyan."
    seen |= names_in(client.post("/reports/new", data=fields).text)
    assert missing("officer.es.md", seen) == set()


@pytest.fixture
def careful_app(make_app: MakeApp, seeded_sqlite_template: Path, tmp_path: Path) -> Flask:
    """An agency that wants a second person for whole reports: a few more things can be seen."""
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)
    return make_app(url, needs_second_person=True)


def test_the_supervisors_guide(sqlite_app: Flask) -> None:
    # The one analyst of the seeded agencies works elsewhere; both see the same page.
    seen = [
        names_in(person(sqlite_app, each).get("/backlog").text)
        for each in ("supervisor", "analyst")
    ]
    assert missing("supervisor.md", *seen) == set()


def test_the_analysts_guide(careful_app: Flask, clock: factories.Clock) -> None:
    first, second = (
        factories.file_by_api(careful_app, narrative=f"They filmed gate {name} of the plant.")
        for name in "AB"
    )
    desk.work_on(careful_app, first["receipt"])
    client = desk.work_on(careful_app, second["receipt"])
    why = {
        "rationale": "The fence was cut, a breach of a protected site.",
        "innocent_explanation": "Filming is lawful; the cut fence is what makes it more.",
    }
    assert desk.decide(client, second["receipt"], "meets_criteria", **why).status_code == 303
    third = factories.file_by_api(careful_app, narrative="A third one.")["receipt"]
    client = desk.work_on(careful_app, third)
    # Decisions of one moment would be undone together.
    clock.advance(seconds=40)
    why = {"rationale": "Nothing was entered or damaged there."}
    assert desk.decide(client, third, "fails_criteria", **why).status_code == 303
    reports = [f"/review/{each}" for each in (first["receipt"], second["receipt"], third)]
    wish = {"purpose": "review_nexus", "words": "I look for the name of the driver."}
    assert desk.post(client, f"{reports[0]}/reveal", **wish).status_code == 303
    other = person(careful_app, "analyst2")
    assert desk.post(other, "/reveal-requests/1/approve").status_code == 303
    assert desk.post(client, f"{reports[1]}/emergency", **wish).status_code == 303
    told = desk.post(client, f"{reports[0]}/links", other=third)
    assert told.status_code == 303
    event = {"name": "Gate of the plant", "area": "substation", "since": "24", "lasts": "4"}
    assert desk.post(client, "/incidents", **event).status_code == 303
    narrowed = "/queue?sector=ENRG"
    seen = [names_on(person(careful_app, "analyst"), address) for address in (narrowed, *reports)]
    assert missing("analyst.md", *seen) == set()


def test_the_privacy_officers_guide(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    report = f"/retention/reports/{receipt}"
    analyst = person(sqlite_app, "analyst")
    danger = {"words": "Smoke was seen in the hall."}
    assert desk.post(analyst, f"/review/{receipt}/emergency", **danger).status_code == 303
    give_permission(sqlite_app, "privacy_officer")
    seen = names_on(person(sqlite_app, "privacy_officer"), "/", report)
    assert missing("privacy_officer.md", seen) == set()


def test_the_administrators_guide(sqlite_app: Flask) -> None:
    factories.api_token(sqlite_app, "administrator")  # a new password asks about tokens
    seen = names_on(person(sqlite_app, "administrator"), "/")
    assert missing("administrator.md", seen) == set()


def test_the_trainers_guide(sqlite_app: Flask) -> None:
    seen = [names_on(person(sqlite_app, "trainer"), "/")]
    author, draft = drafts.start(sqlite_app)
    drafts.reword(author, draft, name="Getting in without permission")
    seen += [names_on(person(sqlite_app, name), "/") for name in ("trainer", "trainer2")]
    drafts.submit(author, draft)
    seen.append(names_on(person(sqlite_app, "trainer2"), "/"))
    drafts.publish(
        sqlite_app,
        draft,
        effective="later",
        **{"effective_from-date": "2030-01-01", "effective_from-zone": "UTC"},
    )
    seen.append(names_on(person(sqlite_app, "trainer"), "/"))
    assert missing("trainer.md", *seen) == set()
