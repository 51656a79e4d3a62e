"""Filing a report by form and by API, as a browser and a program see it."""

import re

import pytest
from flask import Flask

from tests import desk, factories, pages
from tests.factories import Clock


def post_form(app: Flask, username: str = "officer", *, key: str = "form-key-1", **changes: object):
    client = factories.sign_in(app, username)
    plain = factories.submission(**changes)
    page = client.get("/reports/new", query_string={"behaviours": plain["behaviours"]})
    fields = [*factories.form_of(plain, key=key), ("csrf_token", factories.csrf_token(page.text))]
    from werkzeug.datastructures import MultiDict

    return client, client.post("/reports/new", data=MultiDict(fields))


def post_json(app: Flask, body: object, *, key: str | None = "api-key-1", **options: object):
    token = factories.api_token(app, "officer")
    return app.test_client().post(
        "/api/v1/reports", json=body, headers=factories.api_headers(token, key=key), **options
    )


def test_a_filed_form_leads_to_a_receipt(app: Flask) -> None:
    client, answer = post_form(app)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    definition_set = factories.newest_set()
    assert "Your report is in" in page
    assert re.search(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]", page)
    assert "2026-000001" in page
    assert f"{definition_set.set_id} {definition_set.version}" in page
    assert re.search(r"[0-9a-f]{64}", page)


def test_a_double_click_makes_one_report(app: Flask) -> None:
    _, first = post_form(app, key="same-key")
    client, second = post_form(app, key="same-key")
    assert first.location == second.location
    assert client.get("/reports").text.count('role="rowheader"') == 1


def test_the_same_key_with_another_content_is_a_conflict(app: Flask) -> None:
    assert post_json(app, factories.submission()).status_code == 201
    answer = post_json(app, factories.submission(narrative="Something else happened here."))
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"


def test_the_api_returns_the_first_receipt_when_a_report_is_sent_again(app: Flask) -> None:
    first = post_json(app, factories.submission())
    again = post_json(app, factories.submission())
    assert first.status_code == again.status_code == 201
    assert again.get_json()["receipt"] == first.get_json()["receipt"]
    assert again.get_json()["is_repeat"] is True


def test_findings_name_field_remedy_and_indicator_in_both_doors(app: Flask) -> None:
    definition_set = factories.newest_set()
    indicator = next(
        each
        for each in definition_set.indicators
        if any(element.required and element.when is None for element in each.elements)
    )
    body = factories.submission(indicator.indicator_id) | {"answers": {}}
    findings = post_json(app, body).get_json()["findings"]
    assert findings
    assert findings[0]["indicator_id"] == indicator.indicator_id
    assert findings[0]["remedy"]
    client = factories.sign_in(app, "officer")
    page = client.get("/reports/new", query_string={"behaviours": indicator.indicator_id})
    fields = [*factories.form_of(body), ("csrf_token", factories.csrf_token(page.text))]
    from werkzeug.datastructures import MultiDict

    answer = client.post("/reports/new", data=MultiDict(fields))
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    anchor = findings[0]["path"].replace(".", "-")
    assert f'href="#{anchor}"' in answer.text
    assert f'id="{anchor}"' in answer.text
    assert body["narrative"] in answer.text.replace("&#39;", "'")


def test_add_another_person_keeps_everything(app: Flask) -> None:
    client = factories.sign_in(app, "officer")
    plain = factories.submission()
    page = client.get("/reports/new", query_string={"behaviours": plain["behaviours"]})
    from werkzeug.datastructures import MultiDict

    fields = [
        *factories.form_of(plain),
        ("csrf_token", factories.csrf_token(page.text)),
        ("add", "people"),
    ]
    answer = client.post("/reports/new", data=MultiDict(fields))
    assert answer.status_code == 200
    assert 'name="people.1.name"' in answer.text
    assert "bolt cutters" in answer.text


def test_names_and_numbers_do_not_reach_the_officers_follow_up_page(app: Flask) -> None:
    client, answer = post_form(app)
    assert "312-555-0142" not in client.get(answer.location).text


def test_another_officer_cannot_find_the_report(app: Flask) -> None:
    _, answer = post_form(app)
    other = factories.sign_in(app, "officer2")
    assert other.get(answer.location).status_code == 404
    assert "No reports yet" in other.get("/reports").text


@pytest.mark.parametrize(
    "changes",
    [
        {"occurred": {"kind": "at", "date": "2090-01-01", "time": "10:00", "zone": "UTC"}},
        {"people": [{"name": f"A {number}"} for number in range(21)]},
        {"vehicles": [{"plate": f"A {number}"} for number in range(21)]},
        {"place": {"kind": "coordinates", "latitude": "nan", "longitude": "1e400"}},
        {"narrative": "", "behaviours": [], "source": "", "occurred": {}, "place": {}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_line_of_the_error_summary_leads_to_its_field(
    sqlite_app: Flask, changes: dict[str, object]
) -> None:
    _, answer = post_form(sqlite_app, **changes)
    assert answer.status_code == 422
    summary = answer.text.split('id="error-summary"')[1].split("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets
    assert [each for each in targets if f'id="{each}"' not in answer.text] == []


def test_a_supervisor_follows_the_agency_but_not_another_one(app: Flask) -> None:
    officer, answer = post_form(app)
    supervisor = factories.sign_in(app, "supervisor")
    page = supervisor.get(answer.location)
    assert page.status_code == 200
    assert "Test Officer filed the report" in page.text
    assert "Test Officer" in supervisor.get("/reports").text
    assert "You filed the report" in officer.get(answer.location).text
    assert factories.sign_in(app, "supervisor2").get(answer.location).status_code == 404


def change(**changes: object) -> dict[str, object]:
    return factories.submission(**changes)


BAD = {
    "unknown set": change(set={"set_id": "nobody", "version": "1.0.0", "sha256": ""}),
    "unknown version": change(set={"set_id": "nsi-behaviours", "version": "9.9.9"}),
    "version no longer accepted": change(set={"set_id": "nsi-behaviours", "version": "1.0.0"}),
    "wrong hash": change(
        set={
            "set_id": "nsi-behaviours",
            "version": factories.newest_set().version,
            "sha256": "0" * 64,
        }
    ),
    "unknown behavior": change(behaviours=["ind-9999"], answers={}),
    "no behavior": change(behaviours=[]),
    "answers of a wrong type": change(answers=["no"]),
    "an answer of a wrong type": change(answers={"ind-0001": 3}),
    "future time": change(
        occurred={"kind": "at", "date": "2027-01-01", "time": "10:00", "zone": "UTC"}
    ),
    "the first day of all": change(
        occurred={"kind": "at", "date": "0001-01-01", "time": "00:00", "zone": "Asia/Tokyo"}
    ),
    "the last day of all": change(
        occurred={"kind": "at", "date": "9999-12-31", "time": "23:59", "zone": "America/Chicago"}
    ),
    "time without zone": change(occurred={"kind": "at", "date": "2026-01-01", "time": "10:00"}),
    "unknown zone": change(
        occurred={"kind": "at", "date": "2026-01-01", "time": "10:00", "zone": "Mars/Base"}
    ),
    "off the globe": change(place={"kind": "coordinates", "latitude": 91, "longitude": 0}),
    "infinite latitude": change(place={"kind": "coordinates", "latitude": "inf", "longitude": 0}),
    "huge narrative": change(narrative="a " * 500_000),
    "NUL": change(narrative="before\u0000after"),
    "control character": change(narrative="before\u0007after"),
    "lone surrogate": change(narrative="before\ud800after"),
    "10,000 keys": factories.submission() | {f"key{n}": n for n in range(10_000)},
    "nested": change(narrative={"a": {"b": {"c": []}}}),
    "a list": [],
    "a string": "report",
    "null": None,
}


# What a browser can be made to send; the rest of a form's values are choices from lists.
BAD_ON_THE_FORM = {
    "nothing": change(narrative="", place={}, occurred={}, source=""),
    "no such day": change(
        occurred={"kind": "at", "date": "2026-13-45", "time": "14:30", "zone": "America/Chicago"}
    ),
    "a word for a latitude": change(
        place={"kind": "coordinates", "latitude": "north", "longitude": "0"}
    ),
    "markup and a direction mark": change(narrative="<b>\u202ebold</b>", source=""),
    "endless fields": change(
        vehicles=[{"plate": "P" * 5_000, "state": "IL", "description": "d" * 50_000}],
        people=[{"name": "n" * 5_000, "description": "\u0000"}],
    ),
    "too many people": change(people=[{"name": f"Person {n}"} for n in range(60)]),
    **{case: BAD[case] for case in ("future time", "time without zone", "huge narrative", "NUL")},
    "off the globe": change(place={"kind": "coordinates", "latitude": "91", "longitude": "0"}),
}


@pytest.mark.parametrize("case", BAD_ON_THE_FORM)
def test_whatever_is_wrong_the_form_comes_back_with_all_that_was_typed(
    sqlite_app: Flask, case: str
) -> None:
    client, answer = post_form(sqlite_app, **BAD_ON_THE_FORM[case])
    assert answer.status_code == 422
    assert pages.finding(answer)
    shown = pages.fields_of(answer.text, "/reports/new")
    # A form of before, with a date and a time of its own, comes back with both in words.
    for name in ("occurred.date", "occurred.time"):
        shown.setlist(name, shown.get("occurred.words", "").split())
    lost = [
        name
        for name, value in factories.form_of(BAD_ON_THE_FORM[case])
        if value and value not in shown.getlist(name)
    ]
    assert lost == []
    assert "No reports yet" in client.get("/reports").text


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_clear_422_and_stores_nothing(sqlite_app: Flask, case: str) -> None:
    answer = post_json(sqlite_app, BAD[case])
    assert answer.status_code == 422, answer.text
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["findings"]
    assert len(answer.data) < 40_000
    for finding in problem["findings"]:
        assert finding["message"]
        assert finding["remedy"]
    listed = factories.sign_in(sqlite_app, "officer").get("/reports").text
    assert "No reports yet" in listed


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("<report/>", "application/xml", 415),
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("[" * 900 + "]" * 900, "application/json", 400),
        ('{"narrative": NaN}', "application/json", 400),
        ('{"narrative": "x"' + " " * 3_000_000 + "}", "application/json", 413),
        (b"\xff\xfe", "application/json", 400),
    ],
)
def test_bodies_that_cannot_be_read(
    sqlite_app: Flask, data: str, content_type: str, status: int
) -> None:
    token = factories.api_token(sqlite_app, "officer")
    answer = sqlite_app.test_client().post(
        "/api/v1/reports",
        data=data,
        content_type=content_type,
        headers=factories.api_headers(token, key="some-key-1"),
    )
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"


def test_a_set_whose_name_holds_nul_is_unknown(app: Flask) -> None:
    for wrong in ({"set_id": "a\u0000b"}, {"version": "a\u0000b"}):
        _, answer = post_form(app, set=factories.submission()["set"] | wrong)
        assert answer.status_code == 422
        assert "no such indicator set" in answer.text


def test_an_upload_that_ends_too_early_is_refused_and_stores_nothing(sqlite_app: Flask) -> None:
    token = factories.api_token(sqlite_app, "officer")
    answer = sqlite_app.test_client().post(
        "/api/v1/reports",
        data=b'{"narrative": "Somebody cut',
        content_type="application/json",
        headers=factories.api_headers(token, key="some-key-1"),
        environ_overrides={"CONTENT_LENGTH": "5000"},
    )
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert "No reports yet" in factories.signed_in(sqlite_app, "officer").get("/reports").text


def test_a_missing_idempotency_key_is_explained(sqlite_app: Flask) -> None:
    answer = post_json(sqlite_app, factories.submission(), key=None)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.get_json()["findings"][0]["message"]


def test_markup_in_a_narrative_is_shown_as_text(app: Flask) -> None:
    _, answer = post_form(app, narrative="<script>alert(1)</script> \u202eright to left")
    receipt = answer.location.split("/")[2].split("?")[0]
    page = factories.signed_in(app, "analyst").get(f"/review/{receipt}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_wrong_method_says_which_are_allowed(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().delete("/api/v1/reports")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_time_earlier_today_is_taken_in_the_given_zone(app: Flask, clock: Clock) -> None:
    client, answer = post_form(
        app, occurred={"kind": "today", "time": "08:15", "zone": "America/Chicago"}
    )
    assert answer.status_code == 303
    assert "2 Mar 2026, 08:15 CST" in client.get(answer.location).text


def test_every_report_can_be_reached_from_the_list(app: Flask) -> None:
    receipt = post_json(app, factories.submission()).get_json()["receipt"]
    filed = {receipt, *desk.multiply(app, receipt, 30)}
    client, address, seen = factories.signed_in(app, "officer"), "/reports", []
    while address:
        page = client.get(address).text
        seen += re.findall(r'href="/reports/([0-9A-Z-]{8,11})"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1] if following else ""
    assert sorted(seen) == sorted(filed)
    for nonsense in ("x", "-1", "9" * 30, "%00", "²"):
        assert client.get(f"/reports?before={nonsense}").status_code == 200
