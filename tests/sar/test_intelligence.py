"""Two drawers: nothing crosses by rank, without facts or alone, and neither opens the other."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from privacy import keyring as keyrings
from privacy.errors import SealError
from privacy.retention_policies import DEFAULT_FILE, load_policies
from sar import db
from sar.actors import COMMAND_LINE, actor_of
from sar.errors import NotReadyError
from sar.log import audit
from sar.models import (
    Account,
    AuditEntry,
    Crossing,
    HoldReason,
    IntelligenceContent,
    IntelligenceKey,
    SealedContent,
)
from sar.originals import vault
from sar.retention import keeping, policy, purging, running, second_drawer
from sar.retention.running import Run
from tests import factories, planted
from tests.command_line import installation, run_here
from tests.drawers import SUSPICION, cross, give_permission, post
from tests.postgres import wait_for_lock

OTHER = factories.keyring(seed=8)


def test_nobody_opens_the_drawer_by_role_or_rank(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    pages = ("/intelligence", f"/intelligence/new/{receipt}", f"/intelligence/records/{receipt}")
    for name in ("analyst", "privacy_officer", "supervisor", "officer", "administrator", "trainer"):
        client = factories.signed_in(app, name)
        assert [client.get(page).status_code for page in pages] == [403] * 3, name
        assert post(client, f"/intelligence/new/{receipt}", **SUSPICION).status_code == 403, name
    holder = factories.signed_in(app, "analyst")
    assert "/intelligence" not in holder.get(f"/review/{receipt}").text
    give_permission(app, "analyst")
    assert holder.get("/intelligence").status_code == 200
    offered = holder.get(f"/review/{receipt}").text
    assert 'href="/intelligence"' in offered
    assert f'href="/intelligence/new/{receipt}"' in offered
    administrator = factories.signed_in(app, "administrator")
    for name, status in (("officer", 409), ("administrator2", 409), ("analyst", 409)):
        address = f"/intelligence/permissions/{factories.account_id(app, name)}/give"
        assert post(administrator, address).status_code == status, name
    address = f"/intelligence/permissions/{factories.account_id(app, 'analyst')}/take"
    assert post(administrator, address).status_code == 303
    assert post(administrator, address).status_code == 409
    assert factories.signed_in(app, "analyst").get("/intelligence").status_code == 403


def test_a_report_crosses_on_facts_that_a_second_person_approves_under_other_keys(
    app: Flask,
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    give_permission(app, "analyst", "analyst2")
    analyst = factories.signed_in(app, "analyst")
    thin = post(analyst, f"/intelligence/new/{receipt}", **SUSPICION | {"facts": "A feeling."})
    assert (thin.status_code, "50 to 4000" in thin.text) == (422, True)
    assert post(analyst, f"/intelligence/new/{receipt}", **SUSPICION).status_code == 303
    decide = "/intelligence/crossings/1/decide"
    own = post(analyst, decide, answer="approve", why="I am quite sure of it.")
    assert (own.status_code, "A second person must decide" in own.text) == (409, True)
    second = factories.signed_in(app, "analyst2")
    short = post(second, decide, answer="approve", why="ok")
    assert short.status_code == 422
    assert post(second, decide, answer="approve", why="The facts are plain.").status_code == 303
    assert post(second, decide, answer="refuse", why="On second thought.").status_code == 409
    assert post(second, f"/intelligence/new/{receipt}", **SUSPICION).status_code == 409
    page = second.get(f"/intelligence/records/{receipt}")
    assert "bolt cutters" in page.text
    assert not planted.is_in(page.data, ("John Smith", "0142"))
    parts = app.extensions["sar"]
    with db.reading(parts.engine) as session:
        context = f"intelligence:{receipt}"
        shelf = vault.INTELLIGENCE
        assert b"John Smith" in vault.take(session, keyring=OTHER, context=context, shelf=shelf)
        with pytest.raises(SealError, match="no such master key"):
            vault.take(session, keyring=parts.keyring, context=context, shelf=shelf)
        with pytest.raises(SealError, match="no such master key"):
            vault.take(session, keyring=OTHER, context=f"report:{receipt}")
        assert audit.verify(session).is_intact


def test_each_drawer_has_its_own_clock_and_an_expungement_empties_both(
    app: Flask, clock: factories.Clock
) -> None:
    first, second = (
        factories.file_by_api(app, narrative=f"Man {number} cut the fence.")["receipt"]
        for number in range(2)
    )
    cross(app, first)
    parts = app.extensions["sar"]
    policies = load_policies(DEFAULT_FILE, outcomes=policy.OUTCOMES)
    crossed = clock()
    with db.transaction(parts.engine) as session:
        for report_id in (1, 2):
            now = crossed + timedelta(days=366)
            assert purging.purge_if_due(session, report_id, policies, actor=COMMAND_LINE, now=now)
        assert session.execute(select(SealedContent)).first() is None
        assert session.execute(select(IntelligenceContent.report_id)).scalars().all() == [1]
    clock.advance(days=1000)
    keeper = factories.signed_in(app, "privacy_officer")
    address = f"/retention/intelligence/{first}/validate"
    assert post(keeper, address, words="ok").status_code == 422
    assert post(keeper, address, words="He was seen there again in May.").status_code == 303
    with db.transaction(parts.engine) as session:
        for days, purged in ((1826, 0), (2825, 0), (2826, 1), (2900, 0)):
            now = crossed + timedelta(days=days)
            assert second_drawer.purge_due(session, policies, actor=COMMAND_LINE, now=now) == purged
        row = session.execute(select(Crossing)).scalar_one()
        assert (row.facts, row.subject, row.purged_at is not None) == ("", "", True)
        assert session.execute(select(IntelligenceKey.wrapped)).scalar_one() is None
        written = select(AuditEntry.action).where(AuditEntry.action.endswith("key_destroyed"))
        assert session.execute(written).scalars().all() == ["intelligence.key_destroyed"]
    assert second


def test_a_record_whose_tip_was_purged_is_held_and_expunged(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    cross(app, receipt)
    parts = app.extensions["sar"]
    policies = load_policies(DEFAULT_FILE, outcomes=policy.OUTCOMES)
    clock.advance(days=366)
    with db.transaction(parts.engine) as session:
        assert purging.purge_if_due(session, 1, policies, actor=COMMAND_LINE, now=clock())
    keeper, page = factories.signed_in(app, "privacy_officer"), f"/retention/reports/{receipt}"
    assert f'href="{page}"' in keeper.get("/retention/intelligence").text
    wish = {"reason": "litigation", "words": "A court asked us to keep it."}
    assert post(keeper, f"{page}/hold", **wish).status_code == 303
    assert "A court asked us" in keeper.get(page).text
    over = clock() + timedelta(days=2000)
    expunged = {"expunge_reason": "unlawful", "confirm": receipt}
    with db.transaction(parts.engine) as session:
        assert second_drawer.purge_due(session, policies, actor=COMMAND_LINE, now=over) == 0
    assert post(keeper, f"{page}/expunge", **expunged).status_code == 409
    (lift,) = re.findall(r'action="(/retention/holds/\d+/lift)"', keeper.get(page).text)
    assert post(keeper, lift).status_code == 303
    assert post(keeper, f"{page}/expunge", **expunged).status_code == 303
    with db.reading(parts.engine) as session:
        assert session.execute(select(IntelligenceContent)).first() is None
        assert session.execute(select(Crossing.facts)).scalar_one() == ""
        last = select(AuditEntry.action).where(AuditEntry.action == "intelligence.expunged")
        assert session.execute(last).scalars().all() == ["intelligence.expunged"]
    # Nothing is left in either drawer.
    assert post(keeper, f"{page}/hold", **wish).status_code == 409


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
def test_a_hold_that_is_placed_while_the_drawer_is_purged_counts(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    cross(app, receipt)
    parts, over = app.extensions["sar"], clock() + timedelta(days=2000)
    run = Run(parts.engine, policy.policies_of(parts.settings), COMMAND_LINE, lambda: over)
    wish = keeping.HoldWish(HoldReason.LITIGATION, None, "A court asked us to keep it.")
    with ThreadPoolExecutor(1) as pool:
        with db.transaction(parts.engine) as session:
            actor = actor_of(session.get_one(Account, factories.account_id(app, "privacy_officer")))
            assert not keeping.place_hold(session, receipt, wish, actor=actor, now=over)
            purge = pool.submit(running.finish, run, 0)
            wait_for_lock(session)
        purge.result(timeout=20)
    with db.reading(parts.engine) as session:
        assert session.execute(select(IntelligenceContent.report_id)).scalars().all() == [1]


def test_what_is_due_in_the_drawer_is_listed_and_counted_before_it_is_purged(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    now = clock.moment
    clock.moment = now.replace(year=2020)
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    cross(sqlite_app, receipt)
    clock.moment = now
    shown = [
        run_here(
            "retention",
            *command,
            env=installation(sqlite_app.extensions["sar"].settings.database_url),
        ).stdout
        for command in (("due",), ("purge",))
    ]
    assert [line.split()[:2] for line in shown[0].splitlines()[:2]] == [["purge", receipt]] * 2
    assert "1 would be purged in the other drawer" in " ".join(shown[1].split())


def test_an_expungement_reaches_the_other_drawer(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    cross(app, receipt)
    keeper = factories.signed_in(app, "privacy_officer")
    sent = {"expunge_reason": "unlawful", "confirm": receipt}
    assert post(keeper, f"/retention/reports/{receipt}/expunge", **sent).status_code == 303
    with db.reading(app.extensions["sar"].engine) as session:
        assert session.execute(select(IntelligenceContent)).first() is None
        row = session.execute(select(Crossing)).scalar_one()
        assert (row.facts, row.purged_at is not None) == ("", True)
    analyst = factories.signed_in(app, "analyst")
    assert analyst.get(f"/intelligence/records/{receipt}").status_code == 404


def test_without_a_keyring_of_its_own_the_drawer_stays_shut(
    make_app,  # type: ignore[no-untyped-def]
    seeded_sqlite_template: Path,
    tmp_path: Path,
    keyring: keyrings.Keyring,
) -> None:
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)
    app: Flask = make_app(url, intelligence_keyring_text="")
    receipt = factories.file_by_api(app)["receipt"]
    give_permission(app, "analyst", "analyst2")
    first, second = (factories.signed_in(app, name) for name in ("analyst", "analyst2"))
    assert "has no keyring" in first.get("/intelligence").text
    assert post(first, f"/intelligence/new/{receipt}", **SUSPICION).status_code == 303
    decide = "/intelligence/crossings/1/decide"
    shut = post(second, decide, answer="approve", why="The facts are plain.")
    assert (shut.status_code, "no keyring here" in shut.text) == (503, True)
    with pytest.raises(NotReadyError, match="share a master key"):
        make_app(url, intelligence_keyring_text=keyrings.dump_keyring(keyring))
