"""A second person decides; what is published takes effect, is accepted, and runs out."""

import hashlib
import html
import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from indicators.loading import shipped_sets
from sar import db
from sar.models import DefinitionSetVersion, SetState
from sar.sets import published
from tests import drafts, factories, pages
from tests.factories import Clock

NEW_NAME = "Getting in without permission"


def versions_of(app: Flask) -> dict[str, DefinitionSetVersion]:
    """Return the published versions by number."""
    with db.reading(app.extensions["sar"].engine) as session:
        rows = session.query(DefinitionSetVersion).filter_by(state=SetState.PUBLISHED)
        return {row.version: row for row in rows}


def test_a_second_person_sees_the_changes_and_publishes(app: Flask, clock: Clock) -> None:
    draft_id = drafts.send(app)
    page = html.unescape(factories.sign_in(app, "trainer2").get(f"/sets/{draft_id}/diff").text)
    numbers = f"{drafts.CURRENT} → {drafts.PATCH}"
    for words in (numbers, "has a new name", NEW_NAME, "Easier to read.", "can still be"):
        assert words in page
    answer = drafts.publish(app, draft_id)
    assert answer.status_code == 303, answer.text
    row = drafts.row_of(app, draft_id)
    assert row.state == "published"
    assert row.version == json.loads(row.content)["version"] == drafts.PATCH
    assert row.sha256 == hashlib.sha256(row.content.encode()).hexdigest()
    assert row.effective_from == clock.moment
    assert row.approved_at == clock.moment
    with db.reading(app.extensions["sar"].engine) as session:
        periods = published.periods_of(session)
    assert periods[versions_of(app)[drafts.CURRENT].definition_set_id][-1].accept_until == (
        clock.moment + timedelta(days=14)
    )


def test_the_log_holds_the_hashes_and_dates_of_a_publication(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app)
    drafts.publish(sqlite_app, draft_id)
    entry = drafts.entries_of(sqlite_app, f"set:nsi-behaviours:{drafts.PATCH}")[0]
    published = versions_of(sqlite_app)
    assert entry.action == "set.published"
    assert entry.actor_id == factories.account_id(sqlite_app, "trainer2")
    assert entry.details["sha256"] == published[drafts.PATCH].sha256
    assert entry.details["previous_sha256"] == published[drafts.CURRENT].sha256
    assert entry.details["previous_version"] == drafts.CURRENT
    assert entry.details["previous_accept_until"] == "2026-03-16T15:30:00+00:00"


@pytest.mark.parametrize("username", ["trainer2", "privacy_officer", "administrator"])
def test_these_second_persons_may_decide(sqlite_app: Flask, username: str) -> None:
    draft_id = drafts.send(sqlite_app)
    assert drafts.publish(sqlite_app, draft_id, username).status_code == 303


def test_the_author_can_neither_publish_nor_send_back(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app)
    author = factories.sign_in(sqlite_app, "trainer")
    page = author.get(f"/sets/{draft_id}/diff").text
    assert "Approve and publish" not in page
    assert "you cannot" in page
    sent = {
        "csrf_token": factories.csrf_token(page),
        "revision": drafts.row_of(sqlite_app, draft_id).revision,
        "follows": drafts.set_id_of(sqlite_app),
        "effective": "now",
        "accept_days": "14",
        "comment": "I like it.",
    }
    assert author.post(f"/sets/{draft_id}/publish", data=sent).status_code == 403
    assert author.post(f"/sets/{draft_id}/send-back", data=sent).status_code == 403
    assert drafts.row_of(sqlite_app, draft_id).state == "in_review"


def test_others_cannot_decide(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app)
    for username in ("officer", "analyst", "supervisor"):
        client = factories.sign_in(sqlite_app, username)
        token = factories.csrf_token(client.get("/sets").text)
        for action in ("publish", "send-back", "submit", "take-back", "discard"):
            answer = client.post(f"/sets/{draft_id}/{action}", data={"csrf_token": token})
            assert answer.status_code == 403, (username, action)


@pytest.mark.parametrize("approver", ["trainer", None])
def test_the_database_itself_refuses_a_set_published_by_its_author_alone(
    app: Flask, approver: str | None
) -> None:
    draft_id = drafts.send(app)
    engine = app.extensions["sar"].engine
    approver_id = factories.account_id(app, approver) if approver else None
    publish = (
        update(DefinitionSetVersion)
        .where(DefinitionSetVersion.definition_set_id == draft_id)
        .values(
            state=SetState.PUBLISHED,
            effective_from=datetime(2026, 3, 3, tzinfo=UTC),
            approver_id=approver_id,
        )
    )
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        session.execute(publish)


def test_it_is_sent_back_with_a_comment_that_the_author_sees(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app)
    reviewer = factories.sign_in(sqlite_app, "privacy_officer")
    url = f"/sets/{draft_id}"
    empty = pages.change(reviewer, f"{url}/diff", f"{url}/send-back", comment=" ")
    assert empty.status_code == 422
    assert "The author needs to know what to change" in pages.finding(empty)
    comment = "Say <where> the fence stood."
    answer = pages.change(reviewer, f"{url}/diff", f"{url}/send-back", comment=comment)
    assert answer.status_code == 303
    author = factories.sign_in(sqlite_app, "trainer")
    page = author.get(f"{url}/edit").text
    assert "Say &lt;where&gt; the fence stood." in page
    assert "Test Privacy officer sent the draft back" in page
    assert drafts.submit(author, draft_id).status_code == 303
    assert drafts.publish(sqlite_app, draft_id).status_code == 303


def test_a_draft_that_was_sent_back_is_not_published_from_an_old_page(app: Flask) -> None:
    draft_id = drafts.send(app)
    url = f"/sets/{draft_id}"
    slow = factories.sign_in(app, "administrator")
    sent = pages.fields_of(slow.get(f"{url}/diff").text, f"{url}/publish")
    quick = factories.sign_in(app, "trainer2")
    pages.change(quick, f"{url}/diff", f"{url}/send-back", comment="Not yet.")
    author = factories.sign_in(app, "trainer")
    drafts.reword(author, draft_id, name="Something else than what was read")
    drafts.submit(author, draft_id)
    answer = slow.post(f"{url}/publish", data=sent)
    assert answer.status_code == 409
    assert "no longer what was on your screen" in pages.finding(answer)
    assert drafts.row_of(app, draft_id).state == "in_review"


BAD_DATES = [
    ({"effective": "later"}, "effective_from", "not a date"),
    ({"effective": ""}, "effective", "when it takes effect"),
    (
        {"effective": "later", "effective_from-date": "2026-03-02", "effective_from-time": "08:29"},
        "effective_from",
        "in the past",
    ),
    ({"effective": "later", "effective_from-date": "2026-02-30"}, "effective_from", "a date"),
    (
        {
            "effective": "later",
            "effective_from-date": "2026-04-01",
            "effective_from-zone": "Mars/Base",
        },
        "effective_from",
        "not a date",
    ),
    ({"accept_days": "366"}, "accept_days", "from 0 to 365"),
    ({"accept_days": "-1"}, "accept_days", "from 0 to 365"),
    ({"accept_days": ""}, "accept_days", "from 0 to 365"),
]


def test_a_date_that_will_not_do_is_explained_at_its_field(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app)
    client = factories.sign_in(sqlite_app, "trainer2")
    url = f"/sets/{draft_id}"
    for fields, path, words in BAD_DATES:
        answer = pages.change(client, f"{url}/diff", f"{url}/publish", **fields)
        assert answer.status_code == 422, fields
        assert words in pages.finding(answer)
        assert f'href="#{path}"' in answer.text
        assert f'id="{path}"' in answer.text
        assert all(fields[name] in answer.text for name in fields if name != "effective_from-zone")
    assert drafts.row_of(sqlite_app, draft_id).state == "in_review"


def test_a_later_date_counts_in_the_viewers_zone_and_is_told_in_words(
    sqlite_app: Flask, clock: Clock
) -> None:
    draft_id = drafts.send(sqlite_app)
    fields = {
        "effective": "later", "effective_from-date": "2026-03-10", "effective_from-time": "06:00"
    }  # fmt: skip
    assert drafts.publish(sqlite_app, draft_id, "administrator", **fields).status_code == 303
    assert drafts.row_of(sqlite_app, draft_id).effective_from == datetime(
        2026, 3, 10, 11, tzinfo=UTC
    )
    reader = factories.sign_in(sqlite_app, "officer")
    listed = reader.get("/sets").text
    assert "Not yet in force" in listed
    assert "10 Mar 2026, 06:00 CDT" in listed
    assert NEW_NAME not in reader.get("/reports/new").text
    clock.moment = datetime(2026, 3, 10, 11, tzinfo=UTC)
    reader = factories.sign_in(sqlite_app, "officer")
    assert NEW_NAME in reader.get("/reports/new").text
    assert "Still accepted" in reader.get("/sets").text


def test_a_version_cannot_take_effect_before_one_that_is_scheduled(sqlite_app: Flask) -> None:
    first = drafts.send(sqlite_app)
    later = {"effective": "later", "effective_from-date": "2026-03-10"}
    assert drafts.publish(sqlite_app, first, **later).status_code == 303
    second = drafts.send(sqlite_app, name="Another name again")
    assert drafts.row_of(sqlite_app, second).version == f"{drafts.PATCH[:-1]}2"
    answer = drafts.publish(sqlite_app, second)
    assert answer.status_code == 422
    assert "takes effect after this date" in pages.finding(answer)


def test_officers_finish_what_they_began_until_the_old_version_runs_out(
    app: Flask, clock: Clock
) -> None:
    officer = factories.sign_in(app, "officer")
    begun = officer.get("/reports/new", query_string={"behaviours": drafts.FIRST}).text
    token = factories.csrf_token(begun)
    old = factories.submission()
    fields = [*factories.form_of(old, key="begun-before"), ("csrf_token", token)]
    late = [*factories.form_of(old, key="begun-too-early"), ("csrf_token", token)]
    assert f'name="set.version" value="{old["set"]["version"]}"' in begun

    assert drafts.publish(app, drafts.send(app)).status_code == 303

    fresh = officer.get("/reports/new", query_string={"behaviours": drafts.FIRST}).text
    assert f'name="set.version" value="{drafts.PATCH}"' in fresh
    assert NEW_NAME in fresh
    clock.advance(days=13, hours=23)
    officer = factories.sign_in(app, "officer")
    token = factories.csrf_token(officer.get("/reports").text)
    filed = officer.post("/reports/new", data=sent_again(fields, token))
    assert filed.status_code == 303, filed.text
    assert f"nsi-behaviours {drafts.CURRENT}" in officer.get(filed.location).text

    clock.advance(hours=2)
    officer = factories.sign_in(app, "officer")
    token = factories.csrf_token(officer.get("/reports").text)
    refused = officer.post("/reports/new", data=sent_again(late, token))
    assert refused.status_code == 422
    assert "no longer accepted" in refused.text
    for typed in ("bolt cutters", "North substation", "ABC1234", "Tall, grey jacket"):
        assert typed in refused.text
    # The page that comes back belongs to the version in force and can be sent as it stands.
    resent = officer.post("/reports/new", data=pages.fields_of(refused.text, "/reports/new"))
    assert resent.status_code == 303, resent.text
    assert drafts.PATCH in officer.get(resent.location).text
    token = factories.api_token(app, "officer")
    answer = app.test_client().post(
        "/api/v1/reports", json=old, headers=factories.api_headers(token, key="by-api-key")
    )
    assert answer.status_code == 422
    assert answer.get_json()["findings"][0]["rule"] == "set_no_longer"


def sent_again(fields: list[tuple[str, str]], token: str) -> pages.MultiDict[str, str]:
    """Return the fields with a fresh CSRF token."""
    sent = pages.MultiDict(fields)
    sent["csrf_token"] = token
    return sent


def test_an_old_version_lives_again_under_a_new_number_on_the_same_path(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app, version="1.0.0")
    row = drafts.row_of(sqlite_app, draft_id)
    assert row.version == drafts.MAJOR
    page = factories.sign_in(sqlite_app, "trainer2").get(f"/sets/{draft_id}/diff").text
    assert "This draft began from version 1.0.0" in page
    assert drafts.publish(sqlite_app, draft_id).status_code == 303
    old, again = (
        drafts.row_of(sqlite_app, each)
        for each in (drafts.set_id_of(sqlite_app, "1.0.0"), draft_id)
    )
    assert {**json.loads(old.content), "version": drafts.MAJOR} == json.loads(again.content)
    assert "1.5" in factories.sign_in(sqlite_app, "officer").get("/sets").text
    current = sqlite_app.test_client().get("/readyz").get_json()
    assert current["set_version"] == drafts.MAJOR


def test_a_published_version_is_compared_with_any_other(sqlite_app: Flask) -> None:
    client = factories.sign_in(sqlite_app, "officer")
    before = shipped_sets()[-2].version
    newer, older = (drafts.set_id_of(sqlite_app, each) for each in (drafts.CURRENT, "1.0.0"))
    assert f"compared with version {before}" in client.get(f"/sets/{newer}/diff").text
    page = client.get(f"/sets/{older}/diff", query_string={"against": newer}).text
    assert f"compared with version {drafts.CURRENT}" in page
    assert client.get(f"/sets/{newer}/diff", query_string={"against": "x"}).status_code == 200
