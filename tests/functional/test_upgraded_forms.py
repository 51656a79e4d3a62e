"""Forms that were begun under an older version: finished on it, or brought to the newer one."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests import factories, pages, revisions
from tests.factories import Clock

OLD = factories.newest_set().version
ANSWERS: dict[str, Any] = {
    "el-0016": ["damaged"],
    "el-0017": "the pump that feeds the reservoir",
    "el-0018": True,
    "el-0019": 3,
}


def typed(app: Flask, *behaviours: str, **answers: Any) -> tuple[FlaskClient, MultiDict[str, str]]:
    """Begin a form about sabotage and fill it in; nothing is sent yet."""
    client = factories.signed_in(app, "officer")
    first = factories.newest_set().indicator("ind-0004").elements[0]
    given = ANSWERS | {"el-0016": [first.options[0].code]} | answers
    picked = behaviours or ("ind-0004",)
    plain = factories.submission(*picked)
    plain["answers"]["ind-0004"] = given
    page = client.get("/reports/new", query_string={"behaviours": list(picked)})
    fields = [*factories.form_of(plain), ("csrf_token", factories.csrf_token(page.text))]
    return client, MultiDict(fields)


def text_of(page: str) -> str:
    """Give what a reader sees."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def marked(page: str) -> list[str]:
    """Give the questions that are marked as changed."""
    return re.findall(r'class="changed".*?name="answers\.ind-\d{4}\.(el-\d{4})', page, re.S)


def sent(page: str) -> MultiDict[str, str]:
    """Give the fields of the report form as a browser would send them."""
    return pages.fields_of(page, "/reports/new")


def test_within_the_time_left_it_can_be_finished_on_the_old_version(app: Flask) -> None:
    client, form = typed(app)
    new = revisions.publish(app, revisions.change_sabotage)
    without = MultiDict(form)
    without["narrative"] = ""
    again = client.post("/reports/new", data=without)
    assert again.status_code == 422
    seen = text_of(again.text)
    assert "Newer questions are in force" in seen
    assert f"You began with version {OLD}. You can send it like this until 16 Mar 2026" in seen
    assert f"or bring what you typed to version {new.version}. 3 questions changed." in seen
    filed = client.post("/reports/new", data=form)
    assert filed.status_code == 303
    assert f"nsi-behaviours {OLD}" in client.get(filed.location).text


def test_by_choice_it_is_brought_over_and_only_what_changed_is_marked(app: Flask) -> None:
    client, form = typed(app)
    new = revisions.publish(app, revisions.change_sabotage)
    form["carry"] = "1"
    page = client.post("/reports/new", data=form)
    assert page.status_code == 200
    seen = text_of(page.text)
    assert "3 questions changed" in seen
    assert "Who was told? It is new and must be answered." in seen
    assert "It counts in days now, not in hours." in seen
    assert marked(page.text) == ["el-0017", "el-0019", "el-0990"]
    for each in ("bolt cutters", "North substation", "ABC1234", "Tall, grey jacket"):
        assert each in page.text
    fields = sent(page.text)
    assert fields["set.version"] == new.version
    assert fields["answers.ind-0004.el-0017"] == "the pump that feeds the reservoir"
    # Three hours are not three days: the number is listed, and not in the field.
    assert fields["answers.ind-0004.el-0019"] == ""
    assert "For about how many hours, so far? 3 hours" in seen


def test_after_the_last_day_it_comes_back_brought_over_and_can_be_sent(
    app: Flask, clock: Clock
) -> None:
    client, form = typed(app)
    new = revisions.publish(app, revisions.change_sabotage)
    clock.advance(days=15)
    client = factories.signed_in(app, "officer")
    form["csrf_token"] = factories.csrf_token(client.get("/reports").text)
    page = client.post("/reports/new", data=form)
    assert page.status_code == 422
    assert "This version is no longer accepted. You began with" in text_of(page.text)
    fields = sent(page.text)
    refused = client.post("/reports/new", data=fields)
    assert refused.status_code == 422
    assert marked(refused.text) == ["el-0017", "el-0019", "el-0990"]
    assert "For about how many hours, so far? 3 hours" in text_of(refused.text)
    fields["answers.ind-0004.el-0017"] = "a pump"
    fields["answers.ind-0004.el-0990"] = "yes"
    filed = client.post("/reports/new", data=fields)
    assert filed.status_code == 303, pages.finding(filed)
    assert f"nsi-behaviours {new.version}" in client.get(filed.location).text


def test_where_no_question_of_the_report_changed_the_page_says_so(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    page = client.get("/reports/new", query_string={"behaviours": "ind-0001"})
    plain = factories.submission("ind-0001")
    form = MultiDict(
        [*factories.form_of(plain), ("csrf_token", factories.csrf_token(page.text)), ("carry", "1")]
    )
    revisions.publish(app, revisions.change_sabotage)
    page = client.post("/reports/new", data=form)
    assert "No question changed" in text_of(page.text)
    assert marked(page.text) == []
    assert client.post("/reports/new", data=sent(page.text)).status_code == 303


def test_a_split_behaviour_is_asked_first_and_the_answers_follow_the_choice(app: Flask) -> None:
    client, form = typed(app, "ind-0004", "ind-0001")
    new = revisions.publish(app, revisions.split_sabotage)
    form["carry"] = "1"
    page = client.post("/reports/new", data=form)
    seen = text_of(page.text)
    assert "What you picked is reported in another way now" in seen
    assert "“Damage” or “Outage” may fit instead" in seen
    fields = sent(page.text)
    assert "bolt cutters" in fields["narrative"]
    fields.add("instead.ind-0004", "ind-0991")
    fields.add("carry", "1")
    page = client.post("/reports/new", data=fields)
    assert page.status_code == 200
    fields = sent(page.text)
    assert fields.getlist("behaviours") == ["ind-0991", "ind-0001"]
    assert fields["answers.ind-0991.el-0017"] == "the pump that feeds the reservoir"
    assert "For about how many hours, so far? 3 hours" in text_of(page.text)
    filed = client.post("/reports/new", data=fields)
    assert filed.status_code == 303, pages.finding(filed)
    assert f"nsi-behaviours {new.version}" in client.get(filed.location).text


def test_nothing_ticked_for_the_only_behaviour_is_asked_again_with_everything_kept(
    app: Flask,
) -> None:
    client, form = typed(app)
    revisions.publish(app, revisions.split_sabotage)
    form["carry"] = "1"
    fields = sent(client.post("/reports/new", data=form).text)
    fields.add("carry", "1")
    page = client.post("/reports/new", data=fields)
    assert page.status_code == 422
    assert "Pick at least one behavior" in pages.finding(page)
    assert "bolt cutters" in sent(page.text)["narrative"]


def test_what_the_officer_typed_is_shown_as_text(app: Flask) -> None:
    client, form = typed(app, **{"el-0017": "<script>alert(1)</script>"})
    revisions.publish(app, revisions.split_sabotage)
    form["carry"] = "1"
    fields = sent(client.post("/reports/new", data=form).text)
    fields.add("instead.ind-0004", "ind-0992")
    fields.add("carry", "1")
    page = client.post("/reports/new", data=fields)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"choose": "ind-0001", "instead.ind-0001": "nobody"},
        {"choose": "\x00", "instead.\x00": "ind-0002"},
        {"begun": "9.9.9", "changed.answers.ind-0001.el-0001": "x", "changed.": "y"},
        {"set.version": "7.7.7"},
        {"set.sha256": "0" * 64},
        {"behaviours": "ind-9999"},
        {"answers.ind-0004.el-0018": "maybe", "answers.ind-0004.el-0019": "many"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_fields_that_no_page_of_ours_sends_break_nothing(
    sqlite_app: Flask, fields: dict[str, str]
) -> None:
    client, form = typed(sqlite_app)
    revisions.publish(sqlite_app, revisions.change_sabotage)
    form["carry"] = "1"
    for name, value in fields.items():
        form[name] = value
    page = client.post("/reports/new", data=form)
    assert page.status_code in {200, 422}
    assert "bolt cutters" in page.text
