"""An earlier version is made live again by two people; what is scheduled can be withdrawn."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from indicators.lifecycle import STEPS, Standing
from sar import db
from sar.catalog import steps
from sar.errors import ConflictError
from sar.models import Activation, ActivationState, DefinitionSetVersion, Report, SetState
from sar.sets import published
from tests import drafts, factories, pages
from tests.command_line import run_here, variables
from tests.factories import Clock

LATER = {"effective": "later", "effective_from-date": "2026-03-10"}


def current(app: Flask) -> str:
    """Return the number of the version in force."""
    version: str = app.test_client().get("/readyz").get_json()["set_version"]
    return version


def text_of(page: str) -> str:
    """Return a page without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def activations(app: Flask) -> list[Activation]:
    with db.reading(app.extensions["sar"].engine) as session:
        query = select(Activation).order_by(Activation.activation_id)
        return list(session.execute(query).scalars())


def published_again(app: Flask, clock: Clock) -> str:
    """Publish a new version, let a day pass, and return its number."""
    draft_id = drafts.send(app)
    assert drafts.publish(app, draft_id).status_code == 303
    clock.advance(days=1)
    return drafts.row_of(app, draft_id).version


def test_an_earlier_version_is_live_again_once_a_second_person_confirms(
    app: Flask, clock: Clock
) -> None:
    newer = published_again(app, clock)
    old = drafts.row_of(app, drafts.set_id_of(app))
    assert drafts.ask_live_again(app, old.version).status_code == 303
    assert current(app) == newer
    page = html.unescape(factories.signed_in(app, "trainer2").get("/sets").text)
    assert f"Test Trainer asked to make version {old.version} live again" in page
    assert "The new questions are misread." in page
    assert drafts.decide_live_again(app).status_code == 303
    assert current(app) == old.version
    same = drafts.row_of(app, old.definition_set_id)
    assert (same.version, same.sha256, same.revision) == (old.version, old.sha256, old.revision)
    listed = text_of(factories.signed_in(app, "officer").get("/sets").text)
    assert f"Version {old.version} made live again, in force from 3 Mar 2026" in listed
    assert "by Test Trainer, confirmed by Test Trainer2" in listed


def test_the_command_line_lists_what_is_in_force_again(app: Flask, clock: Clock) -> None:
    clock.moment = datetime(2020, 5, 4, tzinfo=UTC)
    newer = published_again(app, clock)
    drafts.ask_live_again(app, drafts.CURRENT)
    drafts.decide_live_again(app)
    env = variables(SAR_DATABASE_URL=app.extensions["sar"].settings.database_url)
    listed = run_here("sets", "list", env=env).stdout.splitlines()
    words = {line.split("\t")[1]: line.split("\t")[3] for line in listed}
    assert words[drafts.CURRENT] == "active: in force since 2020-05-05 00:00 UTC"
    assert words[newer].startswith("retired: accepted until 2020-05-19")


def test_every_report_keeps_its_pin_and_what_was_begun_can_be_finished(
    app: Flask, clock: Clock
) -> None:
    first = factories.newest_set()
    before = factories.file_by_api(app)["receipt"]
    newer = published_again(app, clock)
    form = factories.signed_in(app, "officer").get(
        "/reports/new", query_string={"behaviours": drafts.FIRST}
    ).text  # fmt: skip
    drafts.ask_live_again(app, first.version, accept_days="3")
    drafts.decide_live_again(app)
    clock.advance(days=2)
    client = factories.signed_in(app, "officer")
    sent = pages.fields_of(form, "/reports/new")
    for name, value in factories.form_of(factories.submission(), key="begun-under-the-newer"):
        if not name.startswith("set."):
            sent.setlist(name, [value])
    sent["csrf_token"] = factories.csrf_token(client.get("/reports").text)
    filed = client.post("/reports/new", data=sent)
    assert filed.status_code == 303, filed.text
    with db.reading(app.extensions["sar"].engine) as session:
        pins = dict(session.execute(select(Report.receipt, Report.set_version)).all())
        sets = {each.definition_set.version: each for each in published.published_sets(session)}
    assert pins.pop(before) == first.version
    assert list(pins.values()) == [newer]
    begun = clock.moment - timedelta(days=2)
    assert sets[newer].is_in_force(begun + timedelta(days=3))
    assert not sets[newer].is_in_force(begun + timedelta(days=3, seconds=1))
    assert [each.accept_until is None for each in sets[first.version].periods] == [False, True]


def test_who_asked_cannot_confirm(app: Flask, clock: Clock) -> None:
    newer = published_again(app, clock)
    drafts.ask_live_again(app, factories.newest_set().version)
    asker = factories.signed_in(app, "trainer")
    waiting = activations(app)[-1]
    page = asker.get(f"/sets/activations/{waiting.activation_id}").text
    assert "Confirm" not in page.split("<main")[1].split("</form>")[0]
    answer = asker.post(
        f"/sets/activations/{waiting.activation_id}/confirm",
        data={"csrf_token": factories.csrf_token(page), "follows": waiting.activation_id - 1},
    )
    assert answer.status_code == 403
    assert current(app) == newer
    confirm = (
        update(Activation)
        .where(Activation.activation_id == waiting.activation_id)
        .values(
            state=ActivationState.CONFIRMED,
            confirmed_by_id=waiting.asked_by_id,
            effective_from=clock.moment,
        )
    )
    for statement in (confirm, confirm.values(confirmed_by_id=None)):
        with pytest.raises(IntegrityError), db.transaction(app.extensions["sar"].engine) as session:
            session.execute(statement)


def test_a_request_is_declined_or_taken_back_with_a_reason(sqlite_app: Flask, clock: Clock) -> None:
    newer = published_again(sqlite_app, clock)
    old = factories.newest_set().version
    for username, state in (("trainer2", "declined"), ("trainer", "withdrawn")):
        assert drafts.ask_live_again(sqlite_app, old).status_code == 303
        empty = drafts.decide_live_again(sqlite_app, username, "decline")
        assert empty.status_code == 422
        assert "Say why" in pages.finding(empty)
        answer = drafts.decide_live_again(sqlite_app, username, "decline", reason="Too early.")
        assert answer.status_code == 303
        assert activations(sqlite_app)[-1].state == state
    assert current(sqlite_app) == newer
    assert "Too early." in factories.signed_in(sqlite_app, "officer").get("/sets").text


def test_a_reason_is_asked_for_and_what_was_typed_stays(sqlite_app: Flask, clock: Clock) -> None:
    published_again(sqlite_app, clock)
    old = factories.newest_set().version
    empty = drafts.ask_live_again(sqlite_app, old, reason=" ")
    assert empty.status_code == 422
    assert "Say why" in pages.finding(empty)
    past = {"effective": "later", "effective_from-date": "2026-01-01", "reason": "It was better."}
    refused = drafts.ask_live_again(sqlite_app, old, **past)
    assert refused.status_code == 422
    assert "in the past" in pages.finding(refused)
    assert "It was better." in refused.text


def test_the_version_in_force_is_not_made_live_again_nor_a_second_one_asked_for(
    sqlite_app: Flask, clock: Clock
) -> None:
    newer = published_again(sqlite_app, clock)
    assert drafts.ask_live_again(sqlite_app, newer).status_code == 409
    assert drafts.ask_live_again(sqlite_app, factories.newest_set().version).status_code == 303
    assert drafts.ask_live_again(sqlite_app, "1.0.0").status_code == 409


def test_what_is_scheduled_is_withdrawn_before_its_date_with_a_reason(
    app: Flask, clock: Clock
) -> None:
    draft_id = drafts.send(app)
    assert drafts.publish(app, draft_id, **LATER).status_code == 303
    number = drafts.row_of(app, draft_id).version
    waiting = activations(app)[-1]
    url = f"/sets/activations/{waiting.activation_id}"
    client = factories.signed_in(app, "trainer")
    assert url in client.get("/sets").text
    answer = pages.change(client, url, f"{url}/withdraw", reason="The training is not ready.")
    assert answer.status_code == 303
    clock.advance(days=30)
    assert current(app) == factories.newest_set().version
    listed = html.unescape(factories.signed_in(app, "officer").get("/sets").text)
    assert "Withdrawn before its date" in listed
    assert "The training is not ready." in listed
    entry = drafts.entries_of(app, f"set:nsi-behaviours:{number}")[-1]
    assert entry.action == "set.withdrawn"
    # The number is not used again, and the withdrawn version can still be made live.
    assert drafts.row_of(app, drafts.send(app, name="Another name")).version > number
    assert drafts.ask_live_again(app, number).status_code == 303
    assert drafts.decide_live_again(app).status_code == 303
    assert current(app) == number


def test_nothing_is_withdrawn_once_its_date_has_come(app: Flask, clock: Clock) -> None:
    drafts.publish(app, drafts.send(app), **LATER)
    waiting = activations(app)[-1]
    url = f"/sets/activations/{waiting.activation_id}"
    page = factories.signed_in(app, "trainer2").get(url).text
    clock.moment = datetime(2026, 3, 11, tzinfo=UTC)
    client = factories.signed_in(app, "trainer2")
    sent = pages.fields_of(page, f"{url}/withdraw")
    sent["reason"] = "Too late."
    sent["csrf_token"] = factories.csrf_token(client.get("/sets").text)
    answer = client.post(f"{url}/withdraw", data=sent)
    assert answer.status_code == 409
    assert "make an earlier one live again" in answer.text
    withdraw = (
        update(Activation)
        .where(Activation.activation_id == waiting.activation_id)
        .values(state=ActivationState.WITHDRAWN, ended_at=clock.moment)
    )
    with pytest.raises(IntegrityError), db.transaction(app.extensions["sar"].engine) as session:
        session.execute(withdraw)


def test_times_in_force_do_not_overlap(sqlite_app: Flask, clock: Clock) -> None:
    newer = published_again(sqlite_app, clock)
    scheduled = drafts.send(sqlite_app, name="Another name")
    assert drafts.publish(sqlite_app, scheduled, **LATER).status_code == 303
    answer = drafts.ask_live_again(sqlite_app, factories.newest_set().version)
    assert answer.status_code == 422
    assert "two versions cannot be in force at the same time" in pages.finding(answer)
    assert "withdraw version" in pages.finding(answer)
    assert current(sqlite_app) == newer


def test_a_confirmed_activation_is_neither_changed_nor_deleted(app: Flask) -> None:
    engine = app.extensions["sar"].engine
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    changes: dict[str, object] = {
        "effective_from": moment,
        "accept_previous_until": moment,
        "set_id": "other",
        "reason": "Another one.",
        "state": ActivationState.ASKED,
        "asked_at": moment,
    }
    for name, value in changes.items():
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.execute(update(Activation).values({name: value}))
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        session.execute(delete(Activation))


def test_of_two_at_once_one_wins_and_the_other_hears_of_it(app: Flask, clock: Clock) -> None:
    published_again(app, clock)
    old = factories.newest_set().version
    draft_id = drafts.send(app, name="Another name")
    assert drafts.ask_live_again(app, old).status_code == 303
    waiting = f"/sets/activations/{activations(app)[-1].activation_id}"
    acts = [
        prepared(app, "trainer2", waiting, f"{waiting}/confirm"),
        prepared(app, "administrator", waiting, f"{waiting}/confirm"),
        prepared(app, "privacy_officer", f"/sets/{draft_id}/diff", f"/sets/{draft_id}/publish"),
        prepared(app, "administrator2", f"/sets/{draft_id}/diff", f"/sets/{draft_id}/publish"),
    ]
    barrier = Barrier(len(acts))

    def send(act: tuple[FlaskClient, str, pages.MultiDict[str, str]]) -> int:
        client, action, fields = act
        barrier.wait(10)
        return client.post(action, data=fields).status_code

    with ThreadPoolExecutor(len(acts)) as pool:
        statuses = sorted(pool.map(send, acts))
    assert statuses == [303, 409, 409, 409]
    assert len([each for each in activations(app) if each.confirmed_at == clock.moment]) == 1


def prepared(
    app: Flask, username: str, url: str, action: str
) -> tuple[FlaskClient, str, pages.MultiDict[str, str]]:
    """Open a page and return what would send its form."""
    client = factories.signed_in(app, username)
    return client, action, pages.fields_of(client.get(url).text, action)


def test_a_shipped_version_takes_effect_on_its_day_wherever_it_is_read(sqlite_app: Flask) -> None:
    issued = factories.newest_set("1.5").issued
    day = f"{issued.day} {issued:%b %Y}"
    for username in ("trainer2", "officer"):
        page = factories.signed_in(sqlite_app, username).get("/sets").text
        assert f'<time datetime="{issued.isoformat()}">{day}</time>' in page


def test_the_catalogue_takes_exactly_the_steps_of_the_lifecycle() -> None:
    kept = {each.value: each for each in Standing if each.value in set(SetState)}
    for state in SetState:
        for standing in Standing:
            row = DefinitionSetVersion(state=state, revision=1, approver_id=7)
            is_a_step = state in kept and standing in STEPS[kept[state]]
            assert steps.may_become(row, standing) == is_a_step
            if not is_a_step:
                with pytest.raises(ConflictError):
                    steps.become(row, standing)
                continue
            steps.become(row, standing)
            assert row.revision == 2
            assert row.state == (standing if standing in set(SetState) else SetState.PUBLISHED)
            assert row.approver_id == (None if standing is Standing.DRAFT else 7)
