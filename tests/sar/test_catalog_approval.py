"""Whoever edited a draft does not approve it; what was approved is published as it was."""

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from sar import db
from sar.models import DefinitionSetVersion, SetEditor, SetState
from tests import drafts, factories, pages
from tests.factories import Clock


def join(app: Flask, draft_id: int, username: str = "trainer2") -> None:
    client = factories.signed_in(app, username)
    url = f"/sets/{draft_id}"
    assert pages.change(client, f"{url}/diff", f"{url}/join").status_code == 303


def approve(app: Flask, draft_id: int, username: str = "trainer2") -> int:
    client = factories.signed_in(app, username)
    url = f"/sets/{draft_id}"
    fields = pages.fields_of(client.get(f"{url}/diff").text, f"{url}/publish")
    return client.post(f"{url}/approve", data=fields).status_code


def shared_draft(app: Flask) -> int:
    """Let two trainers edit a draft and send it to review."""
    author, draft_id = drafts.start(app)
    join(app, draft_id)
    other = factories.signed_in(app, "trainer2")
    assert drafts.reword(other, draft_id, name="Going in").status_code == 303
    assert drafts.submit(author, draft_id).status_code == 303
    return draft_id


def test_only_editors_change_a_draft_and_a_trainer_can_join_them(sqlite_app: Flask) -> None:
    author, draft_id = drafts.start(sqlite_app)
    other = factories.signed_in(sqlite_app, "trainer2")
    sent = pages.fields_of(
        author.get(f"/sets/{draft_id}/behaviours/{drafts.FIRST}").text,
        f"/sets/{draft_id}/behaviours/{drafts.FIRST}",
    )
    sent["name"] = "Going in"
    sent["csrf_token"] = factories.csrf_token(other.get("/sets").text)
    url = f"/sets/{draft_id}/behaviours/{drafts.FIRST}"
    refused = other.post(url, data=sent)
    assert refused.status_code == 403
    assert "can join them" in refused.text
    join(sqlite_app, draft_id)
    assert other.post(url, data=sent).status_code == 303
    assert "Test Trainer, Test Trainer2" in other.get("/sets").text
    assert drafts.entries_of(sqlite_app, f"set:nsi-behaviours:draft-{draft_id}")[1].action == (
        "set.joined"
    )


def test_an_editor_who_is_not_the_author_cannot_approve_either(app: Flask) -> None:
    draft_id = shared_draft(app)
    page = factories.signed_in(app, "trainer2").get(f"/sets/{draft_id}/diff").text
    assert "Approve" not in page
    assert "You wrote or edited it" in page
    client = factories.signed_in(app, "trainer2")
    third = factories.signed_in(app, "administrator").get(f"/sets/{draft_id}/diff").text
    sent = pages.fields_of(third, f"/sets/{draft_id}/publish")
    sent["csrf_token"] = factories.csrf_token(client.get("/sets").text)
    for action in ("publish", "approve", "send-back"):
        answer = client.post(f"/sets/{draft_id}/{action}", data=sent | {"comment": "Good."})
        assert answer.status_code == 403, action
    assert drafts.publish(app, draft_id, "administrator").status_code == 303


def test_the_database_itself_refuses_an_editors_approval(app: Flask, clock: Clock) -> None:
    draft_id = shared_draft(app)
    engine = app.extensions["sar"].engine
    editor_id = factories.account_id(app, "trainer2")
    approve_it = update(DefinitionSetVersion).where(
        DefinitionSetVersion.definition_set_id == draft_id
    )
    for state in (SetState.APPROVED, SetState.PUBLISHED, SetState.IN_REVIEW):
        values = {
            "state": state,
            "approver_id": editor_id,
            "approved_at": clock.moment,
            "effective_from": clock.moment,
        }
        with (
            pytest.raises(IntegrityError, match="does not approve"),
            db.transaction(engine) as session,
        ):
            session.execute(approve_it.values(values))


def test_editors_stay_on_record_and_only_a_draft_gets_further_ones(
    app: Flask, clock: Clock
) -> None:
    draft_id = shared_draft(app)
    engine = app.extensions["sar"].engine
    late = SetEditor(
        definition_set_id=draft_id,
        account_id=factories.account_id(app, "administrator"),
        since=clock.moment,
    )
    for statement in (delete(SetEditor), update(SetEditor).values(since=clock.moment)):
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.execute(statement)
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        session.add(late)


def test_approval_and_publication_can_be_two_steps(app: Flask, clock: Clock) -> None:
    draft_id = drafts.send(app)
    assert approve(app, draft_id) == 303
    row = drafts.row_of(app, draft_id)
    assert (row.state, row.published_at) == ("approved", None)
    assert row.approver_id == factories.account_id(app, "trainer2")
    listed = factories.signed_in(app, "trainer").get("/sets").text
    assert "Approved by Test Trainer2" in listed
    assert "Approved" not in factories.signed_in(app, "officer").get("/sets").text
    clock.advance(hours=1)
    # With somebody's approval the author may choose the date.
    assert drafts.publish(app, draft_id, "trainer").status_code == 303
    assert drafts.row_of(app, draft_id).state == "published"
    actions = [each.action for each in drafts.entries_of(app, f"set:nsi-behaviours:{row.version}")]
    assert actions == ["set.published"]


def test_what_was_approved_is_not_changed_before_it_is_published(app: Flask) -> None:
    draft_id = drafts.send(app)
    approve(app, draft_id)
    change = update(DefinitionSetVersion).where(DefinitionSetVersion.definition_set_id == draft_id)
    changes: dict[str, object] = {
        "content": "{}",
        "sha256": "0" * 64,
        "version": "9.9.9",
        "approver_id": factories.account_id(app, "administrator"),
        "note": "Another reason.",
    }
    for name, value in changes.items():
        for state in (SetState.APPROVED, SetState.PUBLISHED):
            with (
                pytest.raises(IntegrityError, match="as it was approved"),
                db.transaction(app.extensions["sar"].engine) as session,
            ):
                session.execute(change.values({name: value, "state": state}))


def test_an_approval_is_lost_when_the_draft_goes_back(sqlite_app: Flask) -> None:
    draft_id = drafts.send(sqlite_app)
    url = f"/sets/{draft_id}"
    author = factories.signed_in(sqlite_app, "trainer")
    other = factories.signed_in(sqlite_app, "privacy_officer")
    ways = (
        (author, f"{url}/take-back", {}),
        (other, f"{url}/send-back", {"comment": "Wait."}),
    )
    for client, action, fields in ways:
        assert approve(sqlite_app, draft_id) == 303
        assert pages.change(client, f"{url}/diff", action, **fields).status_code == 303
        row = drafts.row_of(sqlite_app, draft_id)
        assert (row.state, row.approver_id, row.approved_at) == ("draft", None, None)
        assert drafts.submit(author, draft_id).status_code == 303


def test_an_approval_is_of_the_difference_that_was_read(sqlite_app: Flask, clock: Clock) -> None:
    newer = drafts.send(sqlite_app)
    assert drafts.publish(sqlite_app, newer).status_code == 303
    clock.advance(days=1)
    draft_id = drafts.send(sqlite_app, name="Another name")
    assert approve(sqlite_app, draft_id) == 303
    clock.advance(days=1)
    assert drafts.ask_live_again(sqlite_app, factories.newest_set().version).status_code == 303
    assert drafts.decide_live_again(sqlite_app, "administrator").status_code == 303
    answer = drafts.publish(sqlite_app, draft_id, "trainer")
    assert answer.status_code == 422
    assert "after this one was approved" in pages.finding(answer)
    assert drafts.row_of(sqlite_app, draft_id).state == "approved"
