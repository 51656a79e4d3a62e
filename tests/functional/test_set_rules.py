"""What a set demands across questions and of the choice of behaviours, at every door."""

import csv
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import factories, pages
from tests.command_line import installation, run_here
from tests.indicators.small import behaviour, question, rule, small_set

BEFORE = {"element_id": "el-0001", "comparison": "less", "other": "el-0002"}
RULES = small_set(
    behaviour(
        1,
        question(1, "number", unit="days"),
        question(2, "number", unit="days"),
        question(3, "multi_choice", "abc", min_choices=2),
        question(4, "text", explains_innocence=True),
        rules=[rule(1, BEFORE)],
    ),
    behaviour(
        2, status="deprecated", related=[{"kind": "replaced_by", "indicator_id": "ind-0004"}]
    ),
    behaviour(
        3,
        question(5, "text"),
        status="retired",
        related=[{"kind": "replaced_by", "indicator_id": "ind-0004"}],
    ),
    behaviour(
        4,
        name="The new one",
        related=[
            {"kind": "replaces", "indicator_id": "ind-0002"},
            {"kind": "replaces", "indicator_id": "ind-0003"},
        ],
    ),
    behaviour(5),
    set_id="nsi-behaviours",
    version="90.0.0",
    max_behaviours=2,
)
WRONG = {"el-0001": 5, "el-0002": 3, "el-0003": ["a"]}
WRONG_AT = [
    ("answers.ind-0001.el-0003", "too_few_choices"),
    ("answers.ind-0001.el-0004", "innocent_explanation"),
    ("answers.ind-0001.rule-0001", "cross_rule"),
]


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    """The application under a set with rules."""
    parts = sqlite_app.extensions["sar"]
    factories.publish(parts.engine, RULES, now=parts.clock())
    return sqlite_app


def submission(*picked: str, **answers: dict[str, Any]) -> dict[str, Any]:
    pinned = {"set_id": RULES.set_id, "version": RULES.version, "sha256": RULES.sha256}
    given = {key.replace("_", "-"): value for key, value in answers.items()}
    return factories.submission() | {
        "set": pinned,
        "behaviours": list(picked),
        "answers": given,
    }


def send_form(client: FlaskClient, plain: dict[str, Any]) -> TestResponse:
    token = factories.csrf_token(client.get("/reports/new?behaviours=ind-0001").text)
    fields = [*factories.form_of(plain), ("csrf_token", token)]
    return client.post("/reports/new", data=MultiDict(fields))


def linked_and_there(page: str) -> list[str]:
    """Return where the error summary leads, and check that each place is on the page."""
    summary = page[page.index('id="error-summary"') :].split("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert all(f'id="{each}"' in page for each in targets)
    return targets


def test_the_form_shows_what_is_broken_where_it_is_asked(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    answer = send_form(client, submission("ind-0001", ind_0001=WRONG))
    assert answer.status_code == 422
    assert linked_and_there(answer.text) == [path.replace(".", "-") for path, _ in WRONG_AT]
    section = answer.text[answer.text.index('id="about-ind-0001"') :]
    assert section.index("Rule 1 is broken.") < section.index("Question 1?")
    assert "Mend rule 1." in section
    assert '<a href="#answers-ind-0001-el-0002">Question 2?</a>' in section
    assert "Tick at least 2." in section
    assert 'value="5"' in section


def test_everything_is_said_at_once_even_if_the_story_is_missing(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    plain = submission("ind-0001", ind_0001=WRONG) | {"narrative": ""}
    answer = send_form(client, plain)
    assert linked_and_there(answer.text) == [
        "narrative",
        *(path.replace(".", "-") for path, _ in WRONG_AT),
    ]


def test_what_was_mended_is_filed(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    page = send_form(client, submission("ind-0001", ind_0001=WRONG)).text
    fields = pages.fields_of(page, "/reports/new")
    fields["answers.ind-0001.el-0002"] = "8"
    fields.add("answers.ind-0001.el-0003", "b")
    fields["answers.ind-0001.el-0004"] = "Perhaps a film crew; but nobody knew of one."
    assert client.post("/reports/new", data=fields).status_code == 303


def test_the_api_names_the_same_places(app: Flask) -> None:
    headers = factories.api_headers(factories.api_token(app, "officer"), key="key-00001")
    answer = app.test_client().post(
        "/api/v1/reports", json=submission("ind-0001", ind_0001=WRONG), headers=headers
    )
    assert answer.status_code == 422
    found = [(each["path"], each["rule"]) for each in answer.get_json()["findings"]]
    assert found == WRONG_AT


def test_the_import_of_a_table_names_the_same_rules(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    names = [f"answers.ind-0001.{each}" for each in WRONG]
    row = {
        "reference": "A-1",
        "received": "2026-03-02T15:45:00+00:00",
        "narrative": "Somebody filmed the gate for an hour.",
        "behaviours": "ind-0001",
        "occurred.kind": "now",
        "place.kind": "facility",
        "place.facility": "North gate",
        "source": "officer_observed",
        **dict(zip(names, ("5", "3", "a"), strict=True)),
    }
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, row)
        table.writeheader()
        table.writerow(row)
    url = app.extensions["sar"].settings.database_url
    done = run_here("import", path, env=installation(url, SAR_RETENTION_DAYS="3650"))
    said = path.with_name("old.csv.verdicts.csv").read_text("utf-8")
    assert done.returncode == 1, done.stderr
    for place, _ in WRONG_AT:
        assert place in said
    assert "Rule 1 is broken." in said


def test_deprecated_behaviours_come_last_and_say_so_and_retired_ones_are_gone(app: Flask) -> None:
    page = factories.signed_in(app, "officer").get("/reports/new").text
    offered = re.findall(r'name="behaviours" value="([^"]+)"', page)
    assert offered == ["ind-0001", "ind-0004", "ind-0005", "ind-0002"]
    assert "On its way out: better pick “The new one”." in unescape(page)


def test_too_many_behaviours_are_refused_before_the_form_with_the_ticks_kept(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    picked = ["ind-0001", "ind-0002", "ind-0005"]
    answer = client.get("/reports/new", query_string={"behaviours": picked, "chosen": "1"})
    assert answer.status_code == 422
    assert "3 behaviors are chosen; a report takes at most 2." in answer.text
    assert len(re.findall(r'value="ind-000\d" checked', answer.text)) == 3
    assert linked_and_there(answer.text) == ["behaviours"]


def test_a_link_to_a_retired_behaviour_leads_back_to_the_choice(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    answer = client.get("/reports/new?behaviours=ind-0003")
    assert answer.status_code == 422
    assert "Choose “The new one” instead." in unescape(answer.text)


def test_on_the_form_the_choice_itself_can_be_mended_and_nothing_is_lost(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    good = WRONG | {"el-0002": 9, "el-0003": ["a", "b"], "el-0004": "Nothing fits."}
    plain = submission("ind-0001", "ind-0003", ind_0001=good, ind_0003={"el-0005": "typed words"})
    answer = send_form(client, plain)
    assert answer.status_code == 422
    assert linked_and_there(answer.text) == ["behaviours"]
    assert "typed words" in answer.text
    fields = pages.fields_of(answer.text, "/reports/new")
    assert fields.getlist("behaviours") == ["ind-0001", "ind-0003"]
    fields.setlist("behaviours", ["ind-0001", "ind-0004"])
    assert client.post("/reports/new", data=fields).status_code == 303


def test_a_form_without_any_behaviour_shows_them_all(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    answer = send_form(client, submission())
    assert answer.status_code == 422
    assert linked_and_there(answer.text) == ["behaviours"]
    assert answer.text.count('name="behaviours"') == 4


def test_the_api_and_the_command_line_give_the_schema_of_a_version(app: Flask) -> None:
    headers = factories.api_headers(factories.api_token(app, "officer", "sets:read"))
    answer = app.test_client().get("/api/v1/sets/nsi-behaviours/90.0.0/schema", headers=headers)
    assert answer.mimetype == "application/schema+json"
    validator = Draft202012Validator(answer.get_json(force=True))
    assert validator.is_valid(submission("ind-0005"))
    assert not validator.is_valid(submission("ind-0001", ind_0001=WRONG))
    url = app.extensions["sar"].settings.database_url
    done = run_here("sets", "schema", "nsi-behaviours", "90.0.0", env=installation(url))
    assert json.loads(done.stdout) == answer.get_json(force=True)
    unknown = app.test_client().get("/api/v1/sets/nsi-behaviours/9.9.9/schema", headers=headers)
    assert unknown.status_code == 404
