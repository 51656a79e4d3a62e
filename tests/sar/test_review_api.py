"""The API's desk: the queue, the next report, one report, decisions; and its refusals."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import desk, factories

WHY = "The fence was cut from outside with a tool."


def call(
    app: Flask, method: str, path: str, *, token: str, body: object = None, **headers: str
) -> TestResponse:
    sent = factories.api_headers(token) | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=sent)


@pytest.fixture
def token(sqlite_app: Flask) -> str:
    """A token of the analyst."""
    return factories.api_token(sqlite_app, "analyst")


def test_a_program_takes_reads_and_decides(app: Flask) -> None:
    token = factories.api_token(app, "analyst")
    receipt = factories.file_by_api(app)["receipt"]
    taken = call(app, "POST", "/queue/next", token=token)
    assert taken.status_code == 200
    assert taken.get_json()["receipt"] == receipt
    assert taken.get_json()["claim"]["is_own"] is True
    read = call(app, "GET", f"/queue/{receipt}", token=token)
    assert read.headers["ETag"] == taken.headers["ETag"] == '"1"'
    decided = call(
        app,
        "POST",
        f"/queue/{receipt}/decisions",
        token=token,
        If_Match=read.headers["ETag"],
        body={"action": "meets_criteria", "rationale": WHY},
    )
    assert decided.status_code == 201, decided.text
    assert decided.get_json() == {
        "receipt": receipt,
        "state": "criteria_met",
        "revision": 2,
        "hidden": 0,
    }
    assert decided.headers["ETag"] == '"2"'
    again = call(app, "GET", f"/queue/{receipt}", token=token).get_json()
    assert [each["rationale"] for each in again["decisions"]] == [WHY]


def test_an_answer_never_holds_what_is_hidden(sqlite_app: Flask, token: str) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    for path in ("/queue", f"/queue/{receipt}"):
        answer = call(sqlite_app, "GET", path, token=token)
        for original in ("Smith", "555-0142", "ABC1234", "source_start"):
            assert original not in answer.text
    texts = {each["path"]: each for each in answer.get_json()["texts"]}
    hidden = texts["narrative"]["hidden"][0]
    cut = texts["narrative"]["text"][hidden["start"] : hidden["end"]]
    assert cut == hidden["placeholder"] == "[PERSON 1]"


def test_the_queue_is_paged_by_cursor(app: Flask) -> None:
    token = factories.api_token(app, "analyst")
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 60)
    first = call(app, "GET", "/queue", token=token).get_json()
    assert len(first["reports"]) == 50
    second = call(app, "GET", f"/queue?after={first['next']}", token=token).get_json()
    assert len(second["reports"]) == 11
    assert second["next"] is None
    seen = {each["receipt"] for each in first["reports"] + second["reports"]}
    assert len(seen) == 61


def test_a_wrong_filter_is_named(sqlite_app: Flask, token: str) -> None:
    for query, path in (
        ("sector=MARS", "sector"),
        ("behaviour=x", "behaviour"),
        ("behaviour=ind-0001%0A", "behaviour"),
        ("state=held", "state"),
        ("after=1", "after"),
        ("sektor=ENRG", "sektor"),
    ):
        answer = call(sqlite_app, "GET", f"/queue?{query}", token=token)
        assert answer.status_code == 422, query
        assert answer.get_json()["findings"][0]["path"] == path


def test_the_next_of_an_empty_queue_is_no_content(sqlite_app: Flask, token: str) -> None:
    answer = call(sqlite_app, "POST", "/queue/next", token=token)
    assert (answer.status_code, answer.data) == (204, b"")


def decide(app: Flask, token: str, receipt: str, **headers: str) -> TestResponse:
    return call(
        app,
        "POST",
        f"/queue/{receipt}/decisions",
        token=token,
        body={"action": "meets_criteria", "rationale": WHY},
        **headers,
    )


def test_a_decision_needs_the_revision_that_was_read(sqlite_app: Flask, token: str) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    call(sqlite_app, "POST", "/queue/next", token=token)
    missing = decide(sqlite_app, token, receipt)
    assert missing.status_code == 428
    assert "If-Match" in missing.get_json()["title"]
    for stale in ('"0"', '"2"', "*", "", '"x"', '"' + "9" * 50 + '"', '"1", "2"'):
        assert decide(sqlite_app, token, receipt, If_Match=stale).status_code == 412, stale
    assert decide(sqlite_app, token, receipt, If_Match='"1"').status_code == 201
    assert decide(sqlite_app, token, receipt, If_Match='"1"').status_code == 412


def test_a_decision_needs_the_claim(sqlite_app: Flask, token: str) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    answer = decide(sqlite_app, token, receipt, If_Match='"1"')
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"


MISSING: list[tuple[object, str]] = [
    ({}, "action"),
    ({"action": "release"}, "action"),
    ({"action": "meets_criteria"}, "rationale"),
    ({"action": "meets_criteria", "rationale": 3}, "rationale"),
    ({"action": "meets_criteria", "rationale": "before\u0000after it all"}, "rationale"),
    ({"action": "meets_criteria", "rationale": "\ud800 and more words"}, "rationale"),
    ({"action": "find_nexus", "rationale": WHY}, "action"),
    ({"action": "withdraw", "rationale": WHY}, "officer_text"),
    ({"action": "meets_criteria", "rationale": WHY, "reason": "x"}, "reason"),
    ([], "body"),
]


def test_what_is_missing_is_named(sqlite_app: Flask, token: str) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    call(sqlite_app, "POST", "/queue/next", token=token)
    address = f"/queue/{receipt}/decisions"
    for body, path in MISSING:
        answer = call(sqlite_app, "POST", address, token=token, body=body, If_Match='"1"')
        assert answer.status_code == 422, answer.text
        assert path in [each["path"] for each in answer.get_json()["findings"]]


def test_held_and_unknown_reports_are_not_found(sqlite_app: Flask, token: str) -> None:
    for receipt in (desk.file_held(sqlite_app), "AAAA-AAAA-A"):
        assert call(sqlite_app, "GET", f"/queue/{receipt}", token=token).status_code == 404
        assert decide(sqlite_app, token, receipt, If_Match='"1"').status_code == 404


def test_scopes_and_roles_keep_others_out(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    requests = [
        ("GET", "/queue", "reports:read"),
        ("GET", f"/queue/{receipt}", "reports:read"),
        ("POST", "/queue/next", "decisions:write"),
        ("POST", f"/queue/{receipt}/decisions", "decisions:write"),
    ]
    for method, path, scope in requests:
        others = {"reports:read", "reports:write", "decisions:write", "sets:read"} - {scope}
        narrow = factories.api_token(sqlite_app, "analyst", *others)
        assert call(sqlite_app, method, path, token=narrow).status_code == 403
        for username in ("officer", "privacy_officer"):
            wide = factories.api_token(sqlite_app, username)
            assert call(sqlite_app, method, path, token=wide).status_code == 403


def test_every_answer_with_report_data_is_in_the_log(sqlite_app: Flask, token: str) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    before = len(desk.log_of(sqlite_app))
    call(sqlite_app, "GET", "/queue", token=token)
    call(sqlite_app, "POST", "/queue/next", token=token)
    call(sqlite_app, "GET", f"/queue/{receipt}", token=token)
    actions = [each.action for each in desk.log_of(sqlite_app)[before:]]
    assert actions == ["queue.listed", "claim.taken", "report.read", "report.read"]


def test_a_program_does_with_a_certain_report_what_the_desk_does(app: Flask) -> None:
    token, other = (factories.api_token(app, name) for name in ("analyst", "analyst2"))
    receipt = factories.file_by_api(app)["receipt"]
    at = f"/queue/{receipt}"
    taken = call(app, "PUT", f"{at}/claim", token=token)
    assert (taken.status_code, taken.get_json()["claim"]["is_own"]) == (200, True)
    refused = call(app, "PUT", f"{at}/claim", token=other)
    assert refused.status_code == 409
    assert "takeover=true" in refused.get_json()["detail"]
    assert "Test Analyst" not in refused.text
    assert call(app, "DELETE", f"{at}/claim", token=other).status_code == 409
    assert decide(app, token, receipt, If_Match='"1"').status_code == 201
    assert call(app, "POST", f"{at}/decisions/undo", token=token).status_code == 428
    for who, tag, status in ((token, '"1"', 412), (other, '"2"', 409), (token, '"2"', 200)):
        undone = call(app, "POST", f"{at}/decisions/undo", token=who, If_Match=tag)
        assert undone.status_code == status, undone.text
    assert (undone.headers["ETag"], undone.get_json()["state"]) == ('"3"', "received")
    assert undone.get_json()["decisions"] == []
    week = {"until": "week", "why": "The guard is back on Monday."}
    for body, tag, status in (
        ({"until": "never"}, '"3"', 422),
        (week, '"1"', 412),
        ({"until": "day", "day": "2020-01-01"}, '"3"', 422),
        (week, '"3"', 204),
        (week, '"4"', 409),
    ):
        aside = call(app, "POST", f"{at}/snooze", token=token, body=body, If_Match=tag)
        assert aside.status_code == status, aside.text
    for query, found in (("", []), ("?aside=true", [receipt])):
        listed = call(app, "GET", f"/queue{query}", token=token).get_json()["reports"]
        assert [each["receipt"] for each in listed] == found
    assert call(app, "PUT", f"{at}/claim?takeover=true", token=other).status_code == 200
    assert call(app, "DELETE", f"{at}/claim", token=other).status_code == 204


def test_a_program_opens_reads_and_ends_an_incident(app: Flask) -> None:
    token = factories.api_token(app, "analyst")
    receipt = factories.file_by_api(app)["receipt"]
    wanted = {"name": "Fire at the plant", "since_hours": 72, "lasts_hours": 4}
    nothing = call(app, "POST", "/incidents", token=token, body=wanted)
    assert nothing.status_code == 422
    assert nothing.get_json()["findings"][0]["path"] == "area"
    opened = call(app, "POST", "/incidents", token=token, body=wanted | {"behaviour": "ind-0001"})
    assert opened.status_code == 201, opened.text
    number = opened.get_json()["incident_id"]
    read = call(app, "GET", f"/incidents/{number}", token=token).get_json()
    assert read["reports"] == [{"receipt": receipt, "state": "received"}]
    part = call(app, "GET", f"/queue?incident={number}", token=token).get_json()["reports"]
    assert [each["receipt"] for each in part] == [receipt]
    assert call(app, "POST", f"/incidents/{number}/end", token=token).status_code == 204
    (listed,) = call(app, "GET", "/incidents", token=token).get_json()["incidents"]
    assert (listed["incident_id"], listed["behaviour"]) == (number, "ind-0001")
    assert call(app, "GET", f"/queue?incident={number}", token=token).status_code == 200
    assert call(app, "GET", "/incidents/9", token=token).status_code == 404
